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
    End,
    Ends,
    Flow,
    Guarantee,
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
        self._made = comparison.new.made
        answers = comparison.new.answers
        self._before = Judgement(comparison.old.dialog.logic, answers)
        self._after = comparison.new.judgement

    def changed(self, old: Guarantee, new: Guarantee) -> PromiseChange:
        """Return what became of a guarantee of both versions; no turns where nothing did."""
        stage, complete = self._new.whole, self._new.complete
        before = self._made.both(complete, self._before.holds(old.when, stage))
        after = self._made.both(complete, self._after.holds(new.when, stage))
        lost = self._made.except_(before, after)
        turns: list[Turn] = []
        turns += ["binds fewer"] if lost != FALSE else []
        turns += ["binds more"] if self._made.except_(after, before) != FALSE else []
        turns += self._promised(old.promise, new.promise)
        trail = played(self._comparison, shortest(self._new, lost))[1] if lost != FALSE else None
        return PromiseChange(new.name, tuple(turns), trail)

    def _promised(self, old: Promise, new: Promise) -> Iterator[Turn]:
        if canonical(old) == canonical(new):
            return  # written alike; what a decision in it means is compared with the decisions
        match old, new:
            case Questions(before), Questions(after):
                yield "promises less" if after > before else "promises more"
            case Ends(before), Ends(after):
                yield from self._narrowed(self._ends(before), self._ends(after))
            case Passes(one, None), Passes(other, _) if one == other:
                yield "promises more"
            case Passes(one, _), Passes(other, None) if one == other:
                yield "promises less"
            case Decides(before), Decides(after):
                stage, complete = self._new.whole, self._new.complete
                kept = (self._before.holds(before, stage), self._after.holds(after, stage))
                yield from self._narrowed(*(self._made.both(complete, each) for each in kept))
            case _:
                yield "promises something else"

    def _narrowed(self, before: int, after: int) -> Iterator[Turn]:
        """Yield what it means that a promise is kept by those in `before` no longer, but by those in `after`."""
        more, less = self._made.except_(before, after), self._made.except_(after, before)
        if less != FALSE:
            yield "promises something else" if more != FALSE else "promises less"
        elif more != FALSE:
            yield "promises more"

    def _ends(self, ends: frozenset[str]) -> int:
        steps = (step for step in self._new.flow.steps.values() if isinstance(step, End))
        return self._made.any_of(
            self._new.entered[step.id] for step in steps if {step.id, step.outcome} & ends
        )
