"""What a played conversation should have done and did not, in sentences an author understands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from assistant.dialog.dialog import Dialog
from assistant.dialog.outcome import decisions, plan, recorded
from assistant.dialog.trail import Trail
from assistant.dialog.why import why
from assistant.flow.basics import Text
from assistant.flow.model import End
from assistant.scenario.model import Expected


def differences(dialog: Dialog, trail: Trail, expected: Expected) -> Iterator[str]:
    """Yield a sentence for everything in `expected` that `trail` does not keep."""
    yield from _path(trail, expected)
    yield from _ending(dialog, trail, expected)
    yield from _conclusions(dialog, trail, expected)
    yield from _record(dialog, trail, expected)
    yield from _reasons(dialog, trail, expected)


def _path(trail: Trail, expected: Expected) -> Iterator[str]:
    for step in expected.passes:
        if step not in trail.path:
            yield f'it should pass "{step}", but the way is {way(trail)}'
    for step in expected.never:
        if step in trail.path:
            yield f'it should never come to "{step}", but the way is {way(trail)}'


def _ending(dialog: Dialog, trail: Trail, expected: Expected) -> Iterator[str]:
    if trail.ended is None:
        if expected.ends is not None:
            yield f'it should end in "{expected.ends}", but it waits at "{trail.waiting}"'
        if expected.waits not in {None, trail.waiting}:
            yield f'it should wait at "{expected.waits}", but it waits at "{trail.waiting}"'
        return
    if expected.waits is not None:
        yield f'it should wait at "{expected.waits}", but it ends in "{trail.ended}"'
    step = dialog.flow.steps[trail.ended]
    outcome = step.outcome if isinstance(step, End) else None
    if expected.ends is not None and expected.ends not in {trail.ended, outcome}:
        yield f'it should end in "{expected.ends}", but it ends in "{trail.ended}" ({outcome}); the way is {way(trail)}'


def _conclusions(dialog: Dialog, trail: Trail, expected: Expected) -> Iterator[str]:
    concluded = decisions(dialog, trail)
    for decision, value in expected.decides.items():
        if concluded.get(decision) != value:
            yield f"it should decide {decision}: {value}, but decides {concluded.get(decision, 'nothing')}"
    planned = [item.id for item in plan(dialog, trail)] if expected.plans else []
    for item in expected.plans:
        if item not in planned:
            yield f'it should plan "{item}", but plans {_listed(planned)}'


def _record(dialog: Dialog, trail: Trail, expected: Expected) -> Iterator[str]:
    if not expected.record:
        return
    kept = recorded(dialog, trail, _words)
    for path, value in expected.record.items():
        if not same(kept.get(path), value):
            yield f"the record should have {path}: {_shown(value)}, but has {_shown(kept.get(path))}"


def _reasons(dialog: Dialog, trail: Trail, expected: Expected) -> Iterator[str]:
    for step, conditions in expected.why.items():
        explanation = why(dialog, trail, step)
        held = [condition for condition, _ in explanation.conditions] if explanation else []
        for condition in conditions:
            if condition not in held:
                yield f'"{step}" should be because of "{condition}", but is because of {_listed(held)}'


def edits(trail: Trail, before: Mapping[str, object], expected: Expected) -> Iterator[str]:
    """Yield a sentence for each answer that a change should have kept or parked and did not."""
    for fact in expected.keeps:
        if fact not in trail.answers or trail.answers[fact] != before.get(fact):
            yield f'the answer to "{fact}" should be kept, but it is {_fate(trail, fact)}'
    for fact in expected.parks:
        if fact not in trail.parked:
            yield f'the answer to "{fact}" should be parked, but it is {_fate(trail, fact)}'


def same(kept: object, wanted: object) -> bool:
    """Return whether a record's value is the one wanted; the order of a list of codes does not matter."""
    if _codes(kept) and _codes(wanted):
        return sorted(kept) == sorted(wanted)  # type: ignore[call-overload, no-any-return]  # both are lists of str
    return kept == wanted


def _codes(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def way(trail: Trail) -> str:
    """Return the steps of `trail` in order, for a sentence."""
    return " > ".join(trail.path) or "empty"


def _fate(trail: Trail, fact: str) -> str:
    if fact in trail.parked:
        return "parked"
    return "still on the way" if fact in trail.answers else "not answered"


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(ids) or "nothing"


def _shown(value: object) -> str:
    return "nothing" if value is None else repr(value)


def _words(text: Text) -> str:
    return text.words
