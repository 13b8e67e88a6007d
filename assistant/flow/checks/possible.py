"""Whether some answers make a condition hold, asked of conditions too large to try all answers.

A condition is first grounded: the conditions and decisions that it names are written out, and tags become
the options that have them. Then answers are tried question by question, only as far as the condition
still hangs on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from assistant.flow.checks.reads import own_atoms
from assistant.flow.checks.truth import Answerable, truths
from assistant.flow.expression import (
    And,
    Atom,
    Expression,
    HasAny,
    HasTag,
    IsNot,
    Named,
    Not,
    OneOf,
    Or,
)
from assistant.flow.facts import Choice, Multi
from assistant.flow.names import Names
from assistant.flow.outcomes import Condition, Score
from assistant.flow.steps import AnyStep, Repeat

MOST_TRIES = 3000

_Known = dict[Atom, bool | None]


class Grounds(Answerable, Protocol):
    """What a condition can be written out with: a flow, or a draft of one."""

    @property
    def conditions(self) -> Mapping[str, Condition]:
        """The conditions by id."""
        ...

    @property
    def scores(self) -> Mapping[str, Score]:
        """The scores by id."""
        ...

    @property
    def steps(self) -> Mapping[str, AnyStep]:
        """The steps by id."""
        ...


def grounded(expression: Expression, on: Grounds, *, decisions: bool = True) -> Expression:
    """Return the condition with all that it names written out; it must name nothing in a circle.

    Without `decisions`, what a decision says is left as it is, however it is concluded.
    """
    match expression:
        case Named(name):
            return grounded(on.conditions[name].guard.expression, on, decisions=decisions)
        case Not(item):
            return Not(grounded(item, on, decisions=decisions))
        case And(items) | Or(items):
            return type(expression)(tuple(grounded(i, on, decisions=decisions) for i in items))
        case Atom(subject, "decision", test) if decisions and isinstance(test, OneOf | IsNot):
            return _decided(subject, test, on)
        case Atom(subject, kind, HasTag(tags)):
            fact = on.facts[subject]
            options = fact.options if isinstance(fact, Choice | Multi) else ()
            return Atom(subject, kind, HasAny(frozenset(o.id for o in options if tags & o.tags)))
        case Atom():
            return expression


def _decided(decision: str, test: OneOf | IsNot, on: Grounds) -> Expression:
    """Return what must hold for the decision to come out as the test wants: one of its rows, and none before."""
    ways: list[Expression] = []
    before: list[Expression] = []
    for row in on.decisions[decision].rows:
        own = [] if row.guard is None else [grounded(row.guard.expression, on)]
        if row.value in test.values if isinstance(test, OneOf) else row.value != test.value:
            ways.append(And((*before, *own)))
        before.extend(Not(guard) for guard in own)
    return Or(tuple(ways))


class Possible:
    """Tells whether conditions can hold; what it finds out about the questions is kept."""

    def __init__(self, on: Grounds) -> None:
        self._on = on
        self._names = _names(on)
        self._tables: dict[tuple[Atom, ...], Sequence[_Known]] = {}

    def holds(self, expression: Expression) -> bool | None:
        """Return whether some answers make a grounded condition hold; None: not found out in so many tries.

        Scores are taken as numbers of their own, so what hangs on the options behind them counts as possible.
        """
        atoms: dict[str, list[Atom]] = {}
        for atom in dict.fromkeys(own_atoms(expression)):
            atoms.setdefault(atom.subject, []).append(atom)
        tables = {name: self._table(name, tuple(of)) for name, of in atoms.items()}
        return _Search(expression, tables).found({})

    def _table(self, name: str, atoms: tuple[Atom, ...]) -> Sequence[_Known]:
        if atoms not in self._tables:
            self._tables[atoms] = truths(name, atoms, self._on, self._names) or _any(atoms)
        return self._tables[atoms]


def _any(atoms: Sequence[Atom]) -> list[_Known]:
    """Return all truths that atoms could have, where what they read can be answered in too many ways."""
    rows: list[_Known] = [{}]
    for atom in atoms:
        rows = [{**row, atom: truth} for row in rows for truth in (True, False)]
    return rows


def _names(on: Grounds) -> Names:
    repeats = (step for step in on.steps.values() if isinstance(step, Repeat))
    return Names(
        facts=dict(on.facts),
        repeats={step.id: (step.at_least, step.at_most) for step in repeats},
        scores={score.id: score.cap for score in on.scores.values()},
    )


class _Search:
    """Looks for answers that make a condition hold."""

    def __init__(self, expression: Expression, tables: Mapping[str, Sequence[_Known]]) -> None:
        self._expression, self._tables = expression, tables
        self._tries = 0

    def found(self, known: _Known) -> bool | None:
        """Return whether answers beyond the `known` ones make the condition hold."""
        self._tries += 1
        if self._tries > MOST_TRIES:
            return None
        truth = _truth(self._expression, known)
        if not isinstance(truth, Atom):
            return truth
        for row in self._tables[truth.subject]:
            further = self.found({**known, **row})
            if further is not False:
                return further
        return False


def _truth(expression: Expression, known: _Known) -> bool | Atom:
    """Return whether the condition holds, or the first atom on which that still hangs."""
    match expression:
        case Atom():
            truth = known.get(expression)
            return expression if truth is None else truth
        case Not(item):
            inner = _truth(item, known)
            return inner if isinstance(inner, Atom) else not inner
        case And(items) | Or(items):
            decisive = isinstance(expression, Or)
            found = [_truth(item, known) for item in items]
            if any(truth is decisive for truth in found):
                return decisive
            return next((truth for truth in found if isinstance(truth, Atom)), not decisive)
        case Named(name):
            raise AssertionError(f"{name} is not written out")
