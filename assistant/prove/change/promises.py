"""Guarantees of two versions compared: what is no longer promised, or not to everybody any more.

Whom a guarantee binds is judged on the new version's conversations, once by what the old version means with its
conditions and once by what the new one does. So a condition that has become narrower shows, wherever its author
changed it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.dialog.trail import Trail
from assistant.flow.hashing import canonical
from assistant.flow.model import (
    Decides,
    Ends,
    Flow,
    Guarantee,
    Guard,
    Passes,
    Promise,
    Questions,
)
from assistant.prove.change.compare import Comparison
from assistant.prove.change.example import played
from assistant.prove.change.judgement import Judgement
from assistant.prove.change.shortest import shortest
from assistant.prove.diagram import FALSE

Turn = Literal[
    "removed",
    "added",
    "binds fewer",
    "binds more",
    "may bind others",
    "promises less",
    "promises more",
    "promises something else",
]
WEAKER: frozenset[Turn] = frozenset(
    ("removed", "binds fewer", "may bind others", "promises less", "promises something else")
)


@dataclass(frozen=True, slots=True)
class PromiseChange:
    """What became of a guarantee; `trail` is a conversation of the new version that it no longer binds."""

    name: str
    turns: tuple[Turn, ...]
    trail: Trail | None = None

    @property
    def weaker(self) -> bool:
        """Whether less is promised than before, or to fewer."""
        return not WEAKER.isdisjoint(self.turns)


def promises(comparison: Comparison) -> tuple[PromiseChange, ...]:
    """Return the guarantees that are not what they were, in the order of the flows."""
    compare = _Comparing(comparison).changed
    return tuple(_changed(comparison.old.flow, comparison.new.flow, compare))


def promises_as_written(old: Flow, new: Flow) -> tuple[PromiseChange, ...]:
    """Return the guarantees that are not written as they were; what their conditions mean is not looked at."""
    return tuple(_changed(old, new, _rewritten))


_Compare = Callable[[Guarantee, Guarantee], PromiseChange]


def _changed(old: Flow, new: Flow, compare: _Compare) -> Iterator[PromiseChange]:
    before = {guarantee.name: guarantee for guarantee in old.guarantees}
    after = {guarantee.name: guarantee for guarantee in new.guarantees}
    for name in dict.fromkeys((*before, *after)):
        if name not in after:
            yield PromiseChange(name, ("removed",))
        elif name not in before:
            yield PromiseChange(name, ("added",))
        elif (changed := compare(before[name], after[name])).turns:
            yield changed


def _rewritten(old: Guarantee, new: Guarantee) -> PromiseChange:
    guards = [each.when.expression if each.when else None for each in (old, new)]
    turns: list[Turn] = ["may bind others"] if guards[0] != guards[1] else []
    same = canonical(old.promise) == canonical(new.promise)
    return PromiseChange(new.name, (*turns, *(() if same else ("promises something else",))))


class _Comparing:
    """Compares guarantees on the conversations of the new version."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison, self._new = comparison, comparison.new
        self._made, old = comparison.new.made, comparison.old.dialog.logic
        self._before = Judgement(self._made, old, comparison.new.given, comparison.new.today)
        self._after = comparison.new.judgement

    def changed(self, old: Guarantee, new: Guarantee) -> PromiseChange:
        """Return what became of a guarantee of both versions; no turns where nothing did."""
        lost, won = self._moved(old.when, new.when)
        turns: list[Turn] = []
        turns += ["binds fewer"] if lost != FALSE else []
        turns += ["binds more"] if won != FALSE else []
        turns += self._promised(old.promise, new.promise)
        trail = played(self._comparison, shortest(self._new, lost))[1] if lost != FALSE else None
        return PromiseChange(new.name, tuple(turns), trail)

    def _moved(self, old: Guard | None, new: Guard | None) -> tuple[int, int]:
        """Return who makes the old guard hold at an end and the new one not, and who the other way round."""
        stage, made = self._new.final, self._made
        before, after = self._before.holds(old, stage), self._after.holds(new, stage)
        lost, won = made.except_(before, after), made.except_(after, before)
        ended = self._new.ended
        return self._new.product(ended | {lost}), self._new.product(ended | {won})

    def _promised(self, old: Promise, new: Promise) -> Iterator[Turn]:
        if canonical(old) == canonical(new):
            return  # written alike; what a decision in it means is compared with the decisions
        match old, new:
            case Questions(before), Questions(after):
                yield "promises less" if after > before else "promises more"
            case Ends(before), Ends(after):
                were, are = self._ends(before), self._ends(after)
                yield from _narrowed(bool(were - are), bool(are - were))
            case Passes(one, None), Passes(other, _) if one == other:
                yield "promises more"
            case Passes(one, _), Passes(other, None) if one == other:
                yield "promises less"
            case Decides(before), Decides(after):
                lost, won = self._moved(before, after)
                yield from _narrowed(lost != FALSE, won != FALSE)
            case _:
                yield "promises something else"

    def _ends(self, ends: frozenset[str]) -> frozenset[str]:
        return frozenset(end.id for end in self._new.ends if {end.id, end.outcome} & ends)


def _narrowed(lost: bool, won: bool) -> Iterator[Turn]:  # noqa: FBT001 - the two that are told apart
    """Yield what it means that some keep a promise no longer, and that some do who did not."""
    if won:
        yield "promises something else" if lost else "promises less"
    elif lost:
        yield "promises more"
