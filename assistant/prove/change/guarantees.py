"""Guarantees of two versions compared: those that are gone, promise less or bind fewer people.

Whom a guarantee binds is evaluated on the new version's conversations twice: with the conditions as
the old version defines them, and as the new one does. So a condition that was narrowed shows up,
wherever its author changed it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.dialog.trail import Trail
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
from assistant.flow.model.hashing import canonical_json
from assistant.prove.change.classes import replay_both, shortest_assignment
from assistant.prove.change.comparison import Comparison
from assistant.prove.change.guards import GuardEvaluator
from assistant.prove.diagram import FALSE

GuaranteeChangeKind = Literal[
    "removed",
    "added",
    "binds fewer",
    "binds more",
    "may bind others",
    "promises less",
    "promises more",
    "promises something else",
]
WEAKER: frozenset[GuaranteeChangeKind] = frozenset(
    ("removed", "binds fewer", "may bind others", "promises less", "promises something else")
)


@dataclass(frozen=True, slots=True)
class GuaranteeChange:
    """The change of one guarantee; `trail` is a new conversation that it no longer binds."""

    name: str
    kinds: tuple[GuaranteeChangeKind, ...]
    trail: Trail | None = None

    @property
    def is_weaker(self) -> bool:
        """True if less is promised than before, or to fewer people."""
        return not WEAKER.isdisjoint(self.kinds)


def guarantee_changes(comparison: Comparison) -> tuple[GuaranteeChange, ...]:
    """Return the guarantees that changed, in the order of the flows."""
    compare = _GuaranteeComparison(comparison).compare
    return tuple(_find_changed_guarantees(comparison.old.flow, comparison.new.flow, compare))


def guarantee_changes_as_written(old: Flow, new: Flow) -> tuple[GuaranteeChange, ...]:
    """Return the guarantees that are written differently, without evaluating their conditions."""
    return tuple(_find_changed_guarantees(old, new, _compare_as_written))


_CompareGuarantees = Callable[[Guarantee, Guarantee], GuaranteeChange]


def _find_changed_guarantees(
    old: Flow, new: Flow, compare: _CompareGuarantees
) -> Iterator[GuaranteeChange]:
    before = {guarantee.name: guarantee for guarantee in old.guarantees}
    after = {guarantee.name: guarantee for guarantee in new.guarantees}
    for name in dict.fromkeys((*before, *after)):
        if name not in after:
            yield GuaranteeChange(name, ("removed",))
        elif name not in before:
            yield GuaranteeChange(name, ("added",))
        elif (changed := compare(before[name], after[name])).kinds:
            yield changed


def _compare_as_written(old: Guarantee, new: Guarantee) -> GuaranteeChange:
    guards = [each.when.expression if each.when else None for each in (old, new)]
    turns: list[GuaranteeChangeKind] = ["may bind others"] if guards[0] != guards[1] else []
    same = canonical_json(old.promise) == canonical_json(new.promise)
    return GuaranteeChange(new.name, (*turns, *(() if same else ("promises something else",))))


class _GuaranteeComparison:
    """Compares guarantees on the conversations of the new version."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison, self._new = comparison, comparison.new
        self._diagrams, old = comparison.new.diagrams, comparison.old.dialog.logic
        self._before = GuardEvaluator(
            self._diagrams, old, comparison.new.answer_sets, comparison.new.today
        )
        self._after = comparison.new.guards

    def compare(self, old: Guarantee, new: Guarantee) -> GuaranteeChange:
        """Return the change of a guarantee that both versions have; no kinds if nothing changed."""
        lost, won = self._lost_and_won(old.when, new.when)
        turns: list[GuaranteeChangeKind] = []
        turns += ["binds fewer"] if lost != FALSE else []
        turns += ["binds more"] if won != FALSE else []
        turns += self._promise_changes(old.promise, new.promise)
        trail = (
            replay_both(self._comparison, shortest_assignment(self._new, lost))[1]
            if lost != FALSE
            else None
        )
        return GuaranteeChange(new.name, tuple(turns), trail)

    def _lost_and_won(self, old: Guard | None, new: Guard | None) -> tuple[int, int]:
        """Return everyone who satisfies only the old guard at an end, and who only the new one."""
        stage, diagrams = self._new.final_stage, self._diagrams
        before, after = self._before.guard_set(old, stage), self._after.guard_set(new, stage)
        lost, won = diagrams.diff(before, after), diagrams.diff(after, before)
        ended = self._new.at_any_end
        return self._new.conjunction(ended | {lost}), self._new.conjunction(ended | {won})

    def _promise_changes(self, old: Promise, new: Promise) -> Iterator[GuaranteeChangeKind]:
        if canonical_json(old) == canonical_json(new):
            return  # a decision that it names may mean something else: that is an aspect of its own
        # A promise is a set of allowed conversations: a larger set promises less.
        match old, new:
            case Questions(before), Questions(after):
                yield "promises less" if after > before else "promises more"
            case Ends(before), Ends(after):
                were, are = self._matching_ends(before), self._matching_ends(after)
                yield from _breadth_change(bool(were - are), bool(are - were))
            case Passes(one, None), Passes(other, _) if one == other:
                yield "promises more"
            case Passes(one, _), Passes(other, None) if one == other:
                yield "promises less"
            case Decides(before), Decides(after):
                lost, won = self._lost_and_won(before, after)
                yield from _breadth_change(lost != FALSE, won != FALSE)
            case _:
                yield "promises something else"

    def _matching_ends(self, ends: frozenset[str]) -> frozenset[str]:
        return frozenset(end.id for end in self._new.ends if {end.id, end.outcome} & ends)


def _breadth_change(lost: bool, won: bool) -> Iterator[GuaranteeChangeKind]:  # noqa: FBT001 - the two that are told apart
    """Yield the kind of change if a promise now allows some (`won`), or no longer (`lost`)."""
    if won:
        yield "promises something else" if lost else "promises less"
    elif lost:
        yield "promises more"
