"""Every complete conversation of a small flow, played by the engine one by one: slow and obvious."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations, product

from msgspec import structs

from assistant.dialog.conclusions import fill_record, plan
from assistant.dialog.conversation import Answer, Conversation
from assistant.dialog.engine import Dialog
from assistant.dialog.trail import PartialReading, Trail
from assistant.flow.model import (
    UNKNOWN,
    AnyFact,
    Choice,
    Date,
    Decides,
    Ends,
    Guarantee,
    Integer,
    Multi,
    Never,
    Opaque,
    Passes,
    Plans,
    Promise,
    Questions,
    Records,
    Repeat,
    Value,
    YesNo,
)
from assistant.flow.model.kinds import resolve_offset
from assistant.prove.prover import Verdict
from tests.examples.builders import NOON, TODAY

SAMPLES = {"cpr": "010118-4321", "phone": "12 34 56 78"}


def conversations(dialog: Dialog) -> Iterator[Trail]:
    """Yield every complete conversation begun on `TODAY`."""
    begun = dialog.begin("da", TODAY)
    yield from _onward(dialog, begun, dialog.trail(begun))


def _onward(dialog: Dialog, conversation: Conversation, trail: Trail) -> Iterator[Trail]:
    if trail.waiting is None:
        yield trail
        return
    for answers in screens(dialog, trail):
        given = {fact: Answer(value, NOON, 1) for fact, value in answers.items()}
        longer = structs.replace(conversation, answers={**conversation.answers, **given})
        yield from _onward(dialog, longer, dialog.replay.extend(trail, longer))


def screens(dialog: Dialog, trail: Trail) -> Iterator[Mapping[str, Value]]:
    """Yield every answer to the screen that waits."""
    step = dialog.flow.steps[trail.waiting or ""]
    reading = PartialReading(trail.answers, trail.today)
    if isinstance(step, Repeat):
        each = [list(values(dialog, dialog.flow.facts[fact], reading)) for fact in step.each]
        for count in range(step.at_least, step.at_most + 1):
            for row in product(*each) if count else [()]:
                yield {
                    step.id: tuple(
                        dict(zip(step.each, row, strict=bool(count))) for _ in range(count)
                    )
                }
        return
    asks = dialog.replay.fields[step.id]
    every = [list(values(dialog, dialog.flow.facts[fact], reading)) for fact in asks]
    for given in product(*every):
        yield dict(zip(asks, given, strict=True))


def values(dialog: Dialog, fact: AnyFact, reading: PartialReading) -> Iterator[Value]:
    """Yield every value that a fact can have; one stands for all texts."""
    yield from [None] if fact.optional else []
    yield from [UNKNOWN] if fact.unknown else []
    match fact:
        case Choice() | Multi():
            shown = [option.id for option in dialog.logic.options(fact, reading)]
            yield from shown if isinstance(fact, Choice) else _selections(fact, shown)
        case YesNo():
            yield from ("yes", "no")
        case Integer(low=low, high=high):
            yield from range(low, high + 1)
        case Date(earliest=earliest, latest=latest):
            first, last = resolve_offset(earliest, TODAY), resolve_offset(latest, TODAY)
            yield from (first + timedelta(n) for n in range((last - first).days + 1))
        case Opaque(kind=kind):
            yield SAMPLES.get(kind, "Noget")


def _selections(fact: Multi, shown: Sequence[str]) -> Iterator[Value]:
    for size in range(0 if fact.none else 1, len(shown) + 1):
        yield from combinations(shown, size)


def binds(dialog: Dialog, guarantee: Guarantee, trail: Trail) -> bool:
    """Return whether a guarantee asks anything of a conversation."""
    return dialog.logic.holds(guarantee.when, trail)


def breaks(dialog: Dialog, guarantee: Guarantee, trail: Trail) -> bool:
    """Return whether a complete conversation breaks a guarantee, read off what the engine says of it."""
    return binds(dialog, guarantee, trail) and not _keeps_promise(dialog, guarantee, trail)


def _keeps_promise(dialog: Dialog, guarantee: Guarantee, trail: Trail) -> bool:
    path = list(trail.path)
    match guarantee.promise:
        case Passes(step, before):
            return step in (path[: path.index(before)] if before in path else path)
        case Never(step):
            return step not in path
        case Ends(ends):
            end = dialog.flow.steps[trail.ended or ""]
            return not ends.isdisjoint({end.id, getattr(end, "outcome", "")})
        case Questions(most):
            return len(trail.screens) <= most
        case promise:
            return _concludes(dialog, promise, trail)


def _concludes(dialog: Dialog, promise: Promise, trail: Trail) -> bool:
    match promise:
        case Decides(guard):
            return dialog.logic.holds(guard, trail)
        case Plans(item):
            return item in {each.id for each in plan(dialog, trail)}
        case Records(at):
            return at in fill_record(dialog, trail, lambda text: text.words)
        case _:
            raise AssertionError(promise)


def cost(trail: Trail) -> tuple[int, int]:
    """Return how many question screens and steps a conversation has."""
    return len(trail.screens), len(trail.path)


def try_all(dialog: Dialog, guarantee: Guarantee, trails: Sequence[Trail]) -> tuple[str, object]:
    """Return the verdict and the cost of the shortest conversation that breaks the guarantee."""
    broken = [trail for trail in trails if breaks(dialog, guarantee, trail)]
    if broken:
        return "broken", min(map(cost, broken))
    bound = any(binds(dialog, guarantee, trail) for trail in trails)
    return "proved" if bound else "vacuous", None


def summarise_verdict(verdict: Verdict) -> tuple[str, object]:
    """Return the same of a verdict."""
    return verdict.word, verdict.trail and cost(verdict.trail)
