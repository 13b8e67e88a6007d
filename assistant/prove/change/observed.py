"""What the engine says of a conversation, aspect by aspect: nothing is shown of a change that it does not confirm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.dialog.dialog import Dialog
from assistant.dialog.outcome import decisions, plan, recorded
from assistant.dialog.trail import Trail
from assistant.flow.basics import Text
from assistant.flow.model import Choice, End, Multi, Repeat, Tell
from assistant.prove.change.outcome import Aspect

Observed = Mapping[Aspect, object]


def observed(dialog: Dialog, trail: Trail) -> Observed:
    """Return what a conversation has come to: an aspect that it has not is absent."""
    return dict(_observed(dialog, trail))


def differing(old: Observed, new: Observed) -> tuple[Aspect, ...]:
    """Return the aspects in which two conversations differ.

    Decisions, plan and record are compared where both have an end (one that sends a record).
    """
    found = [
        a
        for a in dict.fromkeys((*old, *new))
        if _compared(a, old, new) and old.get(a) != new.get(a)
    ]
    return (*found, Aspect("order", "")) if _swapped(old, new) else tuple(found)


def _compared(aspect: Aspect, old: Observed, new: Observed) -> bool:
    ends = [each.get(Aspect("ends", "")) for each in (old, new)]
    match aspect.kind:
        case "decides" | "plan":
            return all(ends)
        case "record":
            return all(isinstance(end, tuple) and end[1] == "notify" for end in ends)
        case "offered":
            return all(Aspect("asked", aspect.name) in each for each in (old, new))
        case _:
            return True


def _swapped(old: Observed, new: Observed) -> bool:
    """Return whether things that both conversations tell or ask come in another order."""
    ways = [[a for a in each if a.kind in {"told", "asked"}] for each in (old, new)]
    shared = [[a for a in way if a in other] for way, other in (ways, reversed(ways))]
    return shared[0] != shared[1]


def _observed(dialog: Dialog, trail: Trail) -> Iterator[tuple[Aspect, object]]:
    for name in trail.path:
        step = dialog.flow.steps[name]
        if isinstance(step, Tell):
            yield Aspect("told", name), (step.level, step.pin)
        for subject in dialog.replay.fields[name]:
            yield Aspect("asked", subject), step.each if isinstance(step, Repeat) else ()
            yield from _offered(dialog, trail, name, subject)
    if trail.ended is not None:
        yield from _concluded(dialog, trail, trail.ended)


def _offered(
    dialog: Dialog, trail: Trail, step: str, subject: str
) -> Iterator[tuple[Aspect, object]]:
    fact = dialog.flow.facts.get(subject)
    if isinstance(fact, Choice | Multi):
        reading = trail if step == trail.waiting else dialog.replay.before(trail, step)
        yield Aspect("offered", subject), {o.id for o in dialog.logic.options(fact, reading)}


def _concluded(dialog: Dialog, trail: Trail, end: str) -> Iterator[tuple[Aspect, object]]:
    step = dialog.flow.steps[end]
    yield Aspect("ends", ""), (end, step.outcome if isinstance(step, End) else None)
    for decision, value in decisions(dialog, trail).items():
        yield Aspect("decides", decision), value
    for item in plan(dialog, trail):
        yield Aspect("plan", item.id), (item.who, item.by)
    for path, kept in recorded(dialog, trail, _context).items():
        yield Aspect("record", path), kept


def _context(text: Text) -> str:
    """Return what stands for a text, so that other words alone make no difference."""
    return text.context
