"""The Boolean variables of a flow: atoms, steps passed, record entries filled.

The variable order decides the size of the diagrams. Variables are numbered in the order in which a
conversation settles them, those of one question next to each other: most facts have nothing to do
with each other, and those that do are mostly asked close together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.flow.expressions.grammar import unparse
from assistant.flow.model import (
    Decides,
    Flow,
    FromCodes,
    FromConclusion,
    FromFacts,
    FromRepeat,
    Guard,
    Never,
    Origin,
    Passes,
)
from assistant.flow.model import expression as ex
from assistant.prove.layout import Layout


@dataclass(frozen=True, slots=True)
class StepOnPath:
    """The step is on the path."""

    step: str


@dataclass(frozen=True, slots=True)
class RecordFill:
    """The answer to `subject` gives the record something at `path`."""

    subject: str
    path: str


AnswerClaim = ex.Atom | RecordFill  # a proposition that one answer makes true or false
Claim = AnswerClaim | StepOnPath
NumberedClaims = Sequence[tuple[int, AnswerClaim]]  # variable and the claim that it stands for


class Variables:
    """Numbers every claim that guards, guarantees and the record can make about a conversation."""

    def __init__(self, flow: Flow, layout: Layout) -> None:
        place = {step: number for number, step in enumerate(layout.order)}
        last = len(place)

        def order_key(thing: Claim) -> tuple[int, str, str]:
            if isinstance(thing, StepOnPath):
                return place.get(thing.step, last), "", thing.step
            step = layout.asked_by.get(thing.subject)
            words = unparse(thing) if isinstance(thing, ex.Atom) else thing.path
            # Scores are settled by many steps, so their variables stand at the very bottom.
            return last if step is None else place[step], thing.subject, words

        claims: set[Claim] = {*_flow_atoms(flow), *_record_claims(flow), *_step_claims(flow)}
        ordered = sorted(claims, key=order_key)
        self.numbers: Mapping[Claim, int] = {thing: n for n, thing in enumerate(ordered)}

    def by_subject(self) -> Mapping[str, NumberedClaims]:
        """Return fact, repeat or score id -> the claims about it, with their variables."""
        found: dict[str, list[tuple[int, AnswerClaim]]] = defaultdict(list)
        for thing, number in self.numbers.items():
            if not isinstance(thing, StepOnPath):
                found[thing.subject].append((number, thing))
        return found


def guards(flow: Flow) -> Iterator[Guard]:
    """Yield every guard of a flow."""
    found: list[Guard | None] = [r.guard for s in flow.steps.values() for r in s.routes]
    for fact in flow.facts.values():
        found += fact.visibility_guards
    found += [row.guard for decision in flow.decisions.values() for row in decision.rows]
    found += [condition.guard for condition in flow.conditions.values()]
    found += [item.guard for item in flow.plan]
    for guarantee in flow.guarantees:
        found.append(guarantee.when)
        if isinstance(guarantee.promise, Decides):
            found.append(guarantee.promise.guard)
    yield from (guard for guard in found if guard is not None)


def origin_names(origin: Origin) -> tuple[str, ...]:
    """Return the names (facts, repeat, decision or score) that a record entry is made from."""
    match origin:
        case FromFacts(facts):
            return facts
        case FromCodes(fact, _):
            return (fact,)
        case FromRepeat(repeat, _):
            return (repeat,)
        case FromConclusion(name):
            return (name,)


def is_concluded(flow: Flow, name: str) -> bool:
    """Return True for the name of a decision or score: the flow concludes it, nobody answers it."""
    return name in flow.decisions or name in flow.scores


def atoms(expression: ex.Expression) -> Iterator[ex.Atom]:
    """Yield the atoms of an expression, without those of the named conditions in it."""
    match expression:
        case ex.Atom():
            yield expression
        case ex.Not(item):
            yield from atoms(item)
        case ex.And(items) | ex.Or(items):
            yield from _atoms_in_all(items)
        case ex.Named():
            pass


def _atoms_in_all(items: Iterable[ex.Expression]) -> Iterator[ex.Atom]:
    for item in items:
        yield from atoms(item)


def _flow_atoms(flow: Flow) -> Iterator[ex.Atom]:
    for guard in guards(flow):
        yield from (atom for atom in atoms(guard.expression) if atom.kind != "decision")


def _record_claims(flow: Flow) -> Iterator[RecordFill]:
    for entry in flow.record:
        for subject in origin_names(entry.origin):
            if not is_concluded(flow, subject):
                yield RecordFill(subject, entry.path)


def _step_claims(flow: Flow) -> Iterator[StepOnPath]:
    for guarantee in flow.guarantees:
        match guarantee.promise:
            case Passes(step, before):
                yield from (StepOnPath(watched) for watched in (step, before) if watched)
            case Never(step):
                yield StepOnPath(step)
            case _:
                pass
