"""Whether a condition holds in some, all or none of the worlds that its facts allow."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import prod
from typing import Protocol

from assistant.flow.atoms import judge
from assistant.flow.checks.reads import atoms
from assistant.flow.domain import answers_of, reach
from assistant.flow.expression import (
    And,
    Atom,
    Compare,
    Count,
    Days,
    Expression,
    HasAll,
    HasAny,
    HasTag,
    Named,
    Not,
    Or,
    Test,
)
from assistant.flow.facts import UNKNOWN, AnyFact, Choice, Date, Integer, Multi, Option, YesNo
from assistant.flow.names import Names
from assistant.flow.outcomes import Decision
from assistant.flow.reading.draft import Draft
from assistant.flow.values import Value

TODAY = date(2026, 1, 1)  # any day will do: dates are read by their distance from it
MOST_WORLDS = 2048
_MOST_SELECTIONS = 256

World = Mapping[str, Value]  # None: unanswered


class Answerable(Protocol):
    """What can be answered and concluded: a flow, or a draft of one."""

    @property
    def facts(self) -> Mapping[str, AnyFact]:
        """The facts by id."""
        ...

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """The decisions by id."""
        ...


def holds(
    expression: Expression, reads: Callable[[Atom], bool | None], draft: Draft
) -> bool | None:
    """Return whether a condition holds; None where that hangs on atoms that `reads` gives None for."""
    match expression:
        case Atom():
            return reads(expression)
        case Named(name):
            condition = draft.conditions.get(name)
            return None if condition is None else holds(condition.guard.expression, reads, draft)
        case Not(item):
            truth = holds(item, reads, draft)
            return None if truth is None else not truth
        case And(items):
            return _joined(items, reads, draft, decisive=False)
        case Or(items):
            return _joined(items, reads, draft, decisive=True)


def _joined(
    items: Sequence[Expression],
    reads: Callable[[Atom], bool | None],
    draft: Draft,
    *,
    decisive: bool,
) -> bool | None:
    found = [holds(item, reads, draft) for item in items]
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def constant(expression: Expression, draft: Draft, names: Names) -> bool | None:
    """Return what a condition always is; None where it depends, or where that is not worth finding out."""
    for always in (True, False):
        if not _can_be(expression, not always, draft, names):
            return always
    return None


def _can_be(expression: Expression, wanted: bool, draft: Draft, names: Names) -> bool:  # noqa: FBT001
    """Return whether some answers make the condition `wanted`; every atom alone can be true and false."""
    match expression:
        case Atom():
            return True
        case Not(item):
            return _can_be(item, not wanted, draft, names)
        case Named(name):
            condition = draft.conditions.get(name)
            return condition is None or _can_be(condition.guard.expression, wanted, draft, names)
        case And(items) | Or(items):
            if isinstance(expression, Or) is wanted:
                return any(_can_be(item, wanted, draft, names) for item in items)
            if _apart(items, draft):
                return all(_can_be(item, wanted, draft, names) for item in items)
            unanswered = holds(expression, lambda _: False, draft)
            return unanswered is wanted or _is_somewhere(expression, wanted, draft, names)


def _apart(items: Sequence[Expression], draft: Draft) -> bool:
    """Return whether no two of the items read the same subject."""
    read = [frozenset(atom.subject for atom in atoms(item, draft)) for item in items]
    return len(frozenset().union(*read)) == sum(len(subjects) for subjects in read)


def _is_somewhere(expression: Expression, wanted: bool, draft: Draft, names: Names) -> bool:  # noqa: FBT001
    """Return whether the condition is `wanted` in some world; true where there are too many to look."""
    looked = False
    for reads in worlds(list(atoms(expression, draft)), draft, names):
        looked = True
        if holds(expression, reads, draft) in (wanted, None):
            return True
    return not looked


def worlds(
    read: Sequence[Atom], draft: Draft, names: Names
) -> Iterator[Callable[[Atom], bool | None]]:
    """Yield one reader of atoms for each way in which the subjects of `read` can differ."""
    subjects: dict[str, list[Atom]] = {}
    for atom in dict.fromkeys(read):
        subjects.setdefault(atom.subject, []).append(atom)
    tables = [truths(name, of, draft, names) for name, of in subjects.items()]
    if prod(len(table) for table in tables) > MOST_WORLDS:
        return
    for rows in itertools.product(*tables):
        known = {atom: truth for row in rows for atom, truth in row.items()}
        yield known.get


def truths(
    name: str, of: Sequence[Atom], draft: Answerable, names: Names
) -> list[dict[Atom, bool | None]]:
    """Return the different ways in which the atoms of one subject can come out together; none: too many."""
    values = values_of(name, [atom.test for atom in of], draft, names)
    options = _options(name, draft)
    judges = [(atom, judge(atom.test, options)) for atom in of]
    rows = ({a: value is not None and says(value, TODAY) for a, says in judges} for value in values)
    unique = {tuple(row.values()): row for row in rows}
    return [dict(row) for row in unique.values()]


def values_of(name: str, tests: Sequence[Test], draft: Answerable, names: Names) -> list[Value]:
    """Return values of a subject that together come out in every way in which `tests` can.

    None stands for unanswered. An empty list: there are too many ways.
    """
    fact = draft.facts.get(name)
    if fact is None:
        return _conclusion(name, tests, draft, names)
    unknown: list[Value] = [UNKNOWN] if fact.unknown else []
    if isinstance(fact, Choice | YesNo):
        return [None, *answers_of(fact)]
    if isinstance(fact, Multi):
        selections = _selections(fact.options, tests)
        return [None, *selections, *unknown] if selections else []
    if isinstance(fact, Integer):
        return [None, *_near(tests, fact.low, fact.high), *unknown]
    if isinstance(fact, Date):
        return [None, *_days(fact.id, tests, names), *unknown]
    return [None, "words", *unknown]


def _conclusion(name: str, tests: Sequence[Test], draft: Answerable, names: Names) -> list[Value]:
    """Return the values of a decision, score or repeat."""
    if name in draft.decisions:
        return [*draft.decisions[name].values]
    if name in names.repeats:
        low, high = names.repeats[name]
        return [None, *(({},) * number for number in _near(tests, low, high))]
    return [*_near(tests, 0, names.scores.get(name, 0))]


def _options(name: str, draft: Answerable) -> tuple[Option, ...]:
    fact = draft.facts.get(name)
    return fact.options if isinstance(fact, Choice | Multi) else ()


def _near(tests: Sequence[Test], low: int, high: int) -> list[int]:
    """Return the whole numbers on both sides of every number that the tests name."""
    numbers = [test.number for test in tests if isinstance(test, Compare | Count | Days)]
    around = {low, high, *(n + step for n in numbers for step in (-1, 0, 1))}
    return sorted(number for number in around if low <= number <= high)


def _days(name: str, tests: Sequence[Test], names: Names) -> list[date]:
    low, high = reach(name, "days until", names) or (0, 0)
    until = [test.number for test in tests if isinstance(test, Days) and test.direction == "until"]
    since = [-test.number for test in tests if isinstance(test, Days) and test.direction == "since"]
    around = {low, high, *(n + step for n in (*until, *since) for step in (-1, 0, 1))}
    return [TODAY + timedelta(days=day) for day in sorted(around) if low <= day <= high]


def _selections(options: tuple[Option, ...], tests: Sequence[Test]) -> list[tuple[str, ...]]:
    """Return selections that differ in what the tests can see: one option stands for all alike."""
    groups: dict[tuple[bool, ...], list[str]] = {}
    for option in options:
        groups.setdefault(_signature(option, tests), []).append(option.id)
    most = max((test.number for test in tests if isinstance(test, Count)), default=0) + 1
    kinds = [[tuple(ids[:n]) for n in range(min(len(ids), most) + 1)] for ids in groups.values()]
    if prod(len(kind) for kind in kinds) > _MOST_SELECTIONS:
        return []
    return [tuple(itertools.chain(*some)) for some in itertools.product(*kinds)]


def _signature(option: Option, tests: Sequence[Test]) -> tuple[bool, ...]:
    marks: list[bool] = []
    for test in tests:
        if isinstance(test, HasAny):
            marks.append(option.id in test.options)
        elif isinstance(test, HasAll):
            marks.extend(option.id == wanted for wanted in sorted(test.options))
        elif isinstance(test, HasTag):
            marks.append(bool(option.tags & test.tags))
    return tuple(marks)
