"""Guarantees as aims: at each end, the answers with which a guarantee binds, and those with which it is broken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.flow.model import (
    Decides,
    End,
    Ends,
    Guarantee,
    Never,
    Passes,
    Plans,
    Promise,
    Questions,
    Records,
)
from assistant.prove.diagram import FALSE, TRUE
from assistant.prove.space import Space

Aims = Mapping[str, int]  # end -> what is meant there


@dataclass(frozen=True, slots=True)
class Duty:
    """What a guarantee asks: where it binds; where it is broken, for those with more than `most` screens."""

    binds: Aims
    broken: Aims
    most: int | None = None


def duty(space: Space, guarantee: Guarantee) -> Duty:
    """Return what `guarantee` asks of conversations."""
    ends, when = space.layout.ends, space.functions.of(guarantee.when)
    binds = {end.id: when for end in ends}
    if isinstance(guarantee.promise, Questions):
        return Duty(binds, binds, guarantee.promise.most)
    kept = {end.id: _kept(space, guarantee.promise, end) for end in ends}
    return Duty(binds, {end: space.diagrams.except_(when, kept[end]) for end in binds})


def _kept(space: Space, promise: Promise, end: End) -> int:
    match promise:
        case Passes(step, before):
            return _passed(space, step, before)
        case Never(step):
            return space.diagrams.negation(space.functions.passed(step))
        case Ends(ends):
            return TRUE if {end.id, end.outcome} & ends else FALSE
        case _:
            return _concluded(space, promise)


def _concluded(space: Space, promise: Promise) -> int:
    match promise:
        case Decides(guard):
            return space.functions.of(guard)
        case Plans(item):
            return space.diagrams.any_of(
                space.functions.of(each.guard) for each in space.flow.plan if each.id == item
            )
        case Records(path):
            return space.functions.recorded(path)
        case _:
            raise AssertionError(f"no such promise: {promise}")


def _passed(space: Space, step: str, before: str | None) -> int:
    """Return the diagram of `step` being on the path, ahead of `before` where that is.

    Steps are never passed twice, so of two steps at most one can come first; where that is `before`, both must not be.
    """
    passed = space.functions.passed(step)
    if before is None or before not in space.layout.behind.get(step, ()):
        return passed
    return space.diagrams.except_(passed, space.functions.passed(before))
