"""The reasons for which a guard holds: named conditions, decisions, and the answers that they read.

An expression that holds is walked from the top, and only into what itself holds: of `a or b`, into
the true branch; into a named condition by its expression, into a decision by the row that decided
it. Under a `not` nothing holds, so only the answers that it reads count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from assistant.flow.model import AnswerState, Flow, Guard, Row
from assistant.flow.model import expression as ex


@dataclass(frozen=True, slots=True)
class Reasons:
    """Ids of what made a guard hold; `facts` are those answered, repeats included."""

    conditions: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReasonCache:
    """A memo for one answer state: truths of conditions by id, of subexpressions by identity.

    `reasons` are those of conditions by id, `rows` the deciding rows of decisions.
    """

    truths: dict[str | int, bool] = field(default_factory=dict)
    reasons: dict[str, Reasons] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)

    def deciding_row(self, logic: ExpressionEvaluator, decision: str, state: AnswerState) -> Row:
        """Return the first row of the decision that holds."""
        row = self.rows.get(decision)
        if row is None:
            row = self.rows[decision] = logic.deciding_row(decision, state)
        return row


class ExpressionEvaluator(Protocol):
    """The part of `Logic` that finding reasons needs; `Logic` itself imports this module."""

    flow: Flow

    def expression_holds(self, expression: ex.Expression, state: AnswerState) -> bool:
        """Return the truth of an expression."""
        ...

    def subjects_of(self, expression: ex.Expression) -> tuple[str, ...]:
        """Return the facts and repeats that an expression reads."""
        ...

    def deciding_row(self, decision: str, state: AnswerState) -> Row:
        """Return the first row of the decision that holds."""
        ...


def find_reasons(
    logic: ExpressionEvaluator, guard: Guard | None, state: AnswerState, cache: ReasonCache
) -> Reasons:
    """Return the reasons for which `guard` holds on `state`; none where it does not hold.

    A condition under a `not` is no reason, as it does not hold, but the answers that it reads are.
    `cache` is the memo of `state`.
    """
    if guard is None:
        return Reasons()
    found = _ReasonCollector(logic, state, cache)
    if not found.holds(guard.expression):
        return Reasons()
    found.follow(guard.expression)
    return found.collected_reasons()


def subjects_read(flow: Flow, expression: ex.Expression) -> tuple[str, ...]:
    """Return the facts and repeats that an expression reads, deep, in order, without repeats."""
    return tuple(dict.fromkeys(_iter_subjects(flow, expression)))


class _ReasonCollector:
    """Collects reasons; dicts stand for sets that keep their order."""

    def __init__(
        self, logic: ExpressionEvaluator, reading: AnswerState, judged: ReasonCache
    ) -> None:
        self._logic, self._state, self._cache = logic, reading, judged
        self.conditions: dict[str, None] = {}
        self.decisions: dict[str, None] = {}
        self.facts: dict[str, None] = {}

    def holds(self, expression: ex.Expression) -> bool:
        """Return the truth of an expression; all but atoms are evaluated once and remembered."""
        if isinstance(expression, ex.Atom):
            return self._logic.expression_holds(expression, self._state)
        key = expression.condition if isinstance(expression, ex.Named) else id(expression)
        held = self._cache.truths.get(key)
        if held is None:
            held = self._cache.truths[key] = self._logic.expression_holds(expression, self._state)
        return held

    def follow(self, expression: ex.Expression) -> None:
        """Collect from an expression that holds."""
        match expression:
            case ex.Named(condition):
                self._follow_condition(condition)
            case ex.Not(item):
                self._add_answered(self._logic.subjects_of(item))
            case ex.And(items) | ex.Or(items):
                for item in items:
                    if self.holds(item):
                        self.follow(item)
            case ex.Atom():
                self._follow_atom(expression)

    def _follow_condition(self, condition: str) -> None:
        # its own collector, so that the reasons are complete and can be cached for the next guard
        why = self._cache.reasons.get(condition)
        if why is None:
            inner = _ReasonCollector(self._logic, self._state, self._cache)
            inner.conditions[condition] = None
            inner.follow(self._logic.flow.conditions[condition].guard.expression)
            why = self._cache.reasons[condition] = inner.collected_reasons()
        self.conditions.update(dict.fromkeys(why.conditions))
        self.decisions.update(dict.fromkeys(why.decisions))
        self.facts.update(dict.fromkeys(why.facts))

    def collected_reasons(self) -> Reasons:
        """Return the reasons collected so far."""
        return Reasons(tuple(self.conditions), tuple(self.decisions), tuple(self.facts))

    def _follow_atom(self, atom: ex.Atom) -> None:
        if atom.kind != "decision":
            self._add_answered(self._logic.subjects_of(atom))
            return
        self.decisions[atom.subject] = None
        row = self._cache.deciding_row(self._logic, atom.subject, self._state)
        if row.guard is not None:
            self.follow(row.guard.expression)

    def _add_answered(self, subjects: tuple[str, ...]) -> None:
        self.facts.update((s, None) for s in subjects if self._state.answers.get(s) is not None)


def _iter_subjects(flow: Flow, expression: ex.Expression) -> Iterator[str]:
    match expression:
        case ex.Atom():
            yield from _iter_atom_subjects(flow, expression)
        case ex.Named(condition):
            yield from _iter_subjects(flow, flow.conditions[condition].guard.expression)
        case ex.Not(item):
            yield from _iter_subjects(flow, item)
        case ex.And(items) | ex.Or(items):
            for item in items:
                yield from _iter_subjects(flow, item)


def _iter_atom_subjects(flow: Flow, atom: ex.Atom) -> Iterator[str]:
    if atom.kind == "score":
        yield from flow.scores[atom.subject].facts
    elif atom.kind == "decision":
        for row in flow.decisions[atom.subject].rows:
            if row.guard is not None:
                yield from _iter_subjects(flow, row.guard.expression)
    else:
        yield atom.subject
