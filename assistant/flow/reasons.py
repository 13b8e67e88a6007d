"""What makes a guard hold: the named conditions, the decisions, and the answers that they read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from assistant.flow.expression import And, Atom, Expression, Named, Not, Or
from assistant.flow.model import Flow, Guard, Row
from assistant.flow.values import Reading


@dataclass(frozen=True, slots=True)
class Reasons:
    """Ids of what made a guard hold; `facts` are those answered, repeats included."""

    conditions: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of one reading: whether conditions (by id) and parts of guards (by identity) hold, and why.

    `rows` are those that decisions conclude from.
    """

    held: dict[str | int, bool] = field(default_factory=dict)
    why: dict[str, Reasons] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)

    def row(self, logic: Judging, decision: str, reading: Reading) -> Row:
        """Return the first row of the decision that holds."""
        row = self.rows.get(decision)
        if row is None:
            row = self.rows[decision] = logic.row(decision, reading)
        return row


class Judging(Protocol):
    """What reasons need of the logic."""

    flow: Flow

    def says(self, expression: Expression, reading: Reading) -> bool:
        """Return whether an expression holds."""
        ...

    def subjects(self, expression: Expression) -> tuple[str, ...]:
        """Return the facts and repeats that an expression reads."""
        ...

    def row(self, decision: str, reading: Reading) -> Row:
        """Return the first row of the decision that holds."""
        ...


def reasons(logic: Judging, guard: Guard | None, reading: Reading, judged: Judged) -> Reasons:
    """Return what makes `guard` hold on `reading`; nothing when it does not.

    Only what holds is followed: of `a or b`, the one that does; a condition under a `not` is no reason
    (it does not hold), but the answers that it reads are. `judged` is what is known of `reading` already.
    """
    if guard is None:
        return Reasons()
    found = _Found(logic, reading, judged)
    if not found.says(guard.expression):
        return Reasons()
    found.follow(guard.expression)
    return found.reasons()


def subjects(flow: Flow, expression: Expression) -> tuple[str, ...]:
    """Return the facts and repeats that an expression reads, deep, in order, without repeats."""
    return tuple(dict.fromkeys(_subjects(flow, expression)))


class _Found:
    """Collects reasons; dicts stand for sets that keep their order."""

    def __init__(self, logic: Judging, reading: Reading, judged: Judged) -> None:
        self._logic, self._reading, self._judged = logic, reading, judged
        self.conditions: dict[str, None] = {}
        self.decisions: dict[str, None] = {}
        self.facts: dict[str, None] = {}

    def says(self, expression: Expression) -> bool:
        """Return whether an expression holds; what has a name or parts is judged once on a reading."""
        if isinstance(expression, Atom):
            return self._logic.says(expression, self._reading)
        key = expression.condition if isinstance(expression, Named) else id(expression)
        held = self._judged.held.get(key)
        if held is None:
            held = self._judged.held[key] = self._logic.says(expression, self._reading)
        return held

    def follow(self, expression: Expression) -> None:
        """Collect from an expression that holds."""
        match expression:
            case Named(condition):
                self._named(condition)
            case Not(item):
                self._read(self._logic.subjects(item))
            case And(items) | Or(items):
                for item in items:
                    if self.says(item):
                        self.follow(item)
            case Atom():
                self._atom(expression)

    def _named(self, condition: str) -> None:
        why = self._judged.why.get(condition)
        if why is None:
            inner = _Found(self._logic, self._reading, self._judged)
            inner.conditions[condition] = None
            inner.follow(self._logic.flow.conditions[condition].guard.expression)
            why = self._judged.why[condition] = inner.reasons()
        self.conditions.update(dict.fromkeys(why.conditions))
        self.decisions.update(dict.fromkeys(why.decisions))
        self.facts.update(dict.fromkeys(why.facts))

    def reasons(self) -> Reasons:
        """Return what was collected."""
        return Reasons(tuple(self.conditions), tuple(self.decisions), tuple(self.facts))

    def _atom(self, atom: Atom) -> None:
        if atom.kind != "decision":
            self._read(self._logic.subjects(atom))
            return
        self.decisions[atom.subject] = None
        row = self._judged.row(self._logic, atom.subject, self._reading)
        if row.guard is not None:
            self.follow(row.guard.expression)

    def _read(self, subjects: tuple[str, ...]) -> None:
        self.facts.update((s, None) for s in subjects if self._reading.answers.get(s) is not None)


def _subjects(flow: Flow, expression: Expression) -> Iterator[str]:
    match expression:
        case Atom():
            yield from _atom_subjects(flow, expression)
        case Named(condition):
            yield from _subjects(flow, flow.conditions[condition].guard.expression)
        case Not(item):
            yield from _subjects(flow, item)
        case And(items) | Or(items):
            for item in items:
                yield from _subjects(flow, item)


def _atom_subjects(flow: Flow, atom: Atom) -> Iterator[str]:
    if atom.kind == "score":
        yield from flow.scores[atom.subject].facts
    elif atom.kind == "decision":
        for row in flow.decisions[atom.subject].rows:
            if row.guard is not None:
                yield from _subjects(flow, row.guard.expression)
    else:
        yield atom.subject
