"""What the engine says of a conversation, aspect by aspect: nothing is shown of a change that it does not confirm."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from assistant.dialog.dialog import Dialog
from assistant.dialog.outcome import decisions, plan, recorded
from assistant.dialog.trail import Trail
from assistant.flow.basics import Text
from assistant.flow.model import Choice, End, Multi, Repeat, Tell
from assistant.prove.change.outcome import Aspect

Observed = Mapping[Aspect, object]
_END = Aspect("ends", "")


def observed(dialog: Dialog, trail: Trail, given: Container[str] | None = None) -> Observed:
    """Return what a conversation has come to: an aspect that it has not is absent.

    `given` are the questions that were answered, or could have been; without it, those on the trail.
    """
    answered = trail.answers if given is None else given
    return dict(_observed(dialog, trail, answered))


def differing(old: Observed, new: Observed) -> tuple[Aspect, ...]:
    """Return the aspects in which two conversations differ: where one has no end, only which answer was in the way."""
    ends = [each.get(_END) for each in (old, new)]
    found = tuple(
        aspect
        for aspect in dict.fromkeys((*old, *new))
        if _compared(aspect, old, new, ends) and old.get(aspect) != new.get(aspect)
    )
    return (*found, Aspect("order", "")) if all(ends) and _swapped(old, new) else found


def _compared(aspect: Aspect, old: Observed, new: Observed, ends: list[object]) -> bool:
    if aspect.kind == "answered":
        return not all(ends) and _asked(aspect, old) and _asked(aspect, new)
    if aspect.kind == "record":
        return all(isinstance(end, tuple) and end[1] == "notify" for end in ends)
    if aspect.kind == "offered":
        return all(ends) and _asked(aspect, old) and _asked(aspect, new)
    return all(ends)


def _asked(aspect: Aspect, seen: Observed) -> bool:
    return Aspect("asked", aspect.name) in seen


def _swapped(old: Observed, new: Observed) -> bool:
    """Return whether things that both conversations tell or ask come in another order."""
    ways = [[a for a in each if a.kind in {"told", "asked"}] for each in (old, new)]
    shared = [[a for a in way if a in other] for way, other in (ways, reversed(ways))]
    return shared[0] != shared[1]


def _observed(
    dialog: Dialog, trail: Trail, answered: Container[str]
) -> Iterator[tuple[Aspect, object]]:
    for name in trail.path:
        step = dialog.flow.steps[name]
        if isinstance(step, Tell):
            yield Aspect("told", name), (step.level, step.pin)
        for subject in dialog.replay.fields[name]:
            yield Aspect("asked", subject), step.each if isinstance(step, Repeat) else ()
            if subject in answered:
                yield Aspect("answered", subject), True
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
    yield _END, (end, step.outcome if isinstance(step, End) else None)
    for decision, value in decisions(dialog, trail).items():
        yield Aspect("decides", decision), value
    for item in plan(dialog, trail):
        yield Aspect("plan", item.id), (item.who, item.by)
    for path, kept in recorded(dialog, trail, _context).items():
        yield Aspect("record", path), kept


def _context(text: Text) -> str:
    """Return what stands for a text, so that other words alone make no difference."""
    return text.context
