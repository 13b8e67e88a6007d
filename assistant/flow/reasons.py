"""What makes a guard hold: the named conditions, the decisions, and the answers that they read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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


class Judging(Protocol):
    """What reasons need of the logic."""

    flow: Flow

    def says(self, expression: Expression, reading: Reading) -> bool:
        """Return whether an expression holds."""
        ...

    def row(self, decision: str, reading: Reading) -> Row:
        """Return the first row of the decision that holds."""
        ...


def reasons(logic: Judging, guard: Guard | None, reading: Reading) -> Reasons:
    """Return what makes `guard` hold on `reading`; nothing when it does not.

    Only what holds is followed: of `a or b`, the one that does; a condition under a `not` is no reason
    (it does not hold), but the answers that it reads are.
    """
    if guard is None or not logic.says(guard.expression, reading):
        return Reasons()
    found = _Found(logic, reading)
    found.follow(guard.expression)
    return Reasons(tuple(found.conditions), tuple(found.decisions), tuple(found.facts))


def subjects(flow: Flow, expression: Expression) -> tuple[str, ...]:
    """Return the facts and repeats that an expression reads, deep, in order, without repeats."""
    return tuple(dict.fromkeys(_subjects(flow, expression)))


class _Found:
    """Collects reasons; dicts stand for sets that keep their order."""

    def __init__(self, logic: Judging, reading: Reading) -> None:
        self._logic, self._reading = logic, reading
        self.conditions: dict[str, None] = {}
        self.decisions: dict[str, None] = {}
        self.facts: dict[str, None] = {}

    def follow(self, expression: Expression) -> None:
        """Collect from an expression that holds."""
        match expression:
            case Named(condition):
                self.conditions[condition] = None
                self.follow(self._logic.flow.conditions[condition].guard.expression)
            case Not(item):
                self._read(subjects(self._logic.flow, item))
            case And(items) | Or(items):
                for item in items:
                    if self._logic.says(item, self._reading):
                        self.follow(item)
            case Atom():
                self._atom(expression)

    def _atom(self, atom: Atom) -> None:
        if atom.kind != "decision":
            self._read(subjects(self._logic.flow, atom))
            return
        self.decisions[atom.subject] = None
        row = self._logic.row(atom.subject, self._reading)
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
