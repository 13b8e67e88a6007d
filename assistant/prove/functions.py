"""A flow's guards as diagrams over its variables.

A decision read by a guard is spelled out over the atoms of its rows, a named condition over its own.
"""

from __future__ import annotations

from assistant.flow.expression import And, Atom, Expression, IsNot, Named, Not, OneOf, Or
from assistant.flow.fields import FIELDS
from assistant.flow.model import Flow, FromCodes, Guard, RecordEntry
from assistant.prove.diagram import TRUE, Diagrams
from assistant.prove.variables import Fills, Passed, Variables, concluded, sources


class Functions:
    """Turns guards into diagrams."""

    def __init__(self, flow: Flow, variables: Variables, diagrams: Diagrams) -> None:
        self.flow = flow
        self.diagrams = diagrams
        self._number = variables.number
        self._conditions: dict[str, int] = {}
        self._decisions: dict[str, tuple[int, ...]] = {}

    def of(self, guard: Guard | None) -> int:
        """Return the diagram of a guard; no guard is true."""
        return TRUE if guard is None else self.of_expression(guard.expression)

    def passed(self, step: str) -> int:
        """Return the diagram of a watched step being on the path."""
        return self.diagrams.variable(self._number[Passed(step)])

    def condition(self, condition: str) -> int:
        """Return the diagram of a named condition."""
        if condition not in self._conditions:
            self._conditions[condition] = self.of(self.flow.conditions[condition].guard)
        return self._conditions[condition]

    def rows(self, decision: str) -> tuple[int, ...]:
        """Return for each row of a decision the diagram of its being the one that decides."""
        known = self._decisions.get(decision)
        if known is None:
            known = self._decisions[decision] = tuple(self._rows(decision))
        return known

    def concluded(self, decision: str, values: frozenset[str]) -> int:
        """Return the diagram of the decision having one of `values`."""
        rows = zip(self.flow.decisions[decision].rows, self.rows(decision), strict=True)
        return self.diagrams.any_of(diagram for row, diagram in rows if row.value in values)

    def recorded(self, path: str) -> int:
        """Return the diagram of the record having something at `path` or below it."""
        entries = (e for e in self.flow.record if e.path == path or e.path.startswith(f"{path}."))
        return self.diagrams.any_of(self._filled(entry) for entry in entries)

    def of_expression(self, expression: Expression) -> int:
        """Return the diagram of an expression."""
        made = self.diagrams
        match expression:
            case Atom(kind="decision"):
                return self._of_decision(expression)
            case Atom():
                return made.variable(self._number[expression])
            case Named(condition):
                return self.condition(condition)
            case Not(item):
                return made.negation(self.of_expression(item))
            case And(items):
                return made.all_of(self.of_expression(item) for item in items)
            case Or(items):
                return made.any_of(self.of_expression(item) for item in items)

    def _rows(self, decision: str) -> list[int]:
        made, found, left = self.diagrams, list[int](), TRUE
        for row in self.flow.decisions[decision].rows:
            guard = self.of(row.guard)
            found.append(made.both(left, guard))
            left = made.except_(left, guard)
        return found

    def _of_decision(self, atom: Atom) -> int:
        match atom.test:
            case OneOf(wanted):
                return self.concluded(atom.subject, wanted)
            case IsNot(other):
                return self.diagrams.negation(self.concluded(atom.subject, frozenset({other})))
            case _:
                return TRUE  # a decision always has a value

    def _filled(self, entry: RecordEntry) -> int:
        return self.diagrams.any_of(self._given(entry, name) for name in sources(entry.origin))

    def _given(self, entry: RecordEntry, name: str) -> int:
        """Return the diagram of one answer, or conclusion, giving the entry something."""
        if not concluded(self.flow, name):
            return self.diagrams.variable(self._number[Fills(name, entry.path)])
        known = FIELDS[entry.path].codes
        if name in self.flow.scores or not known:
            return TRUE
        values = self.flow.decisions[name].values
        codes = (
            entry.origin.codes
            if isinstance(entry.origin, FromCodes)
            else dict(zip(values, values, strict=True))
        )
        return self.concluded(name, frozenset(v for v in values if codes.get(v) in known))
