"""Satisfiability: whether answers exist that make a condition hold, or not hold.

Theory of operation: for each subject, sample values are made that tell apart all tests of it (the
ends and neighbours of each number, one option for each class of options that no test tells apart).
Their rows of truths are the subject's truth table. Small conditions are then evaluated in the
product of the tables of all their subjects, the *worlds*; large ones by the backtracking search of
`Satisfiability`. Evaluation is three-valued (Kleene): None stands for not known, and only where it
matters does the result become None. Where the combinations are too many, the answer errs to the
side on which nothing is reported.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import prod
from typing import Protocol

from assistant.flow.checks.dataflow import all_atoms, own_atoms
from assistant.flow.expressions.logic import compile_test
from assistant.flow.expressions.subjects import SymbolTable, number_range
from assistant.flow.model import AnyStep, Condition, Decision, Repeat, Score, Value
from assistant.flow.model import expression as ex
from assistant.flow.model.kinds import UNKNOWN, AnyFact, Date, Integer, Option, stretch_numbers
from assistant.flow.reading.draft import Draft

TODAY = date(2026, 1, 1)  # any day will do: dates are read by their distance from it
MOST_WORLDS = 2048
_MOST_SELECTIONS = 256

World = Mapping[str, Value]  # None: unanswered


class Answerable(Protocol):
    """The source of facts and decisions: a flow, or a draft of one."""

    @property
    def facts(self) -> Mapping[str, AnyFact]:
        """The facts by id."""
        ...

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """The decisions by id."""
        ...


def evaluate(
    expression: ex.Expression, reads: Callable[[ex.Atom], bool | None], draft: Draft
) -> bool | None:
    """Return the truth of a condition; None where it depends on atoms that `reads` leaves open."""
    match expression:
        case ex.Atom():
            return reads(expression)
        case ex.Named(name):
            condition = draft.conditions.get(name)
            return None if condition is None else evaluate(condition.guard.expression, reads, draft)
        case ex.Not(item):
            truth = evaluate(item, reads, draft)
            return None if truth is None else not truth
        case ex.And(items):
            return _evaluate_items(items, reads, draft, decisive=False)
        case ex.Or(items):
            return _evaluate_items(items, reads, draft, decisive=True)


def _evaluate_items(
    items: Sequence[ex.Expression],
    reads: Callable[[ex.Atom], bool | None],
    draft: Draft,
    *,
    decisive: bool,
) -> bool | None:
    found = [evaluate(item, reads, draft) for item in items]
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def constant_truth(expression: ex.Expression, draft: Draft, names: SymbolTable) -> bool | None:
    """Return the truth that a condition always has; None where it varies or costs too much."""
    for always in (True, False):
        if not _can_be(expression, not always, draft, names):
            return always
    return None


def _can_be(expression: ex.Expression, wanted: bool, draft: Draft, names: SymbolTable) -> bool:  # noqa: FBT001
    """Return True where some answers give the condition the truth `wanted`.

    Every atom alone can be true and false. Items without a common subject are independent and need
    no worlds; nor does a condition that has that truth while nothing is answered.
    """
    match expression:
        case ex.Atom():
            return True
        case ex.Not(item):
            return _can_be(item, not wanted, draft, names)
        case ex.Named(name):
            condition = draft.conditions.get(name)
            return condition is None or _can_be(condition.guard.expression, wanted, draft, names)
        case ex.And(items) | ex.Or(items):
            if isinstance(expression, ex.Or) is wanted:
                return any(_can_be(item, wanted, draft, names) for item in items)
            if _are_independent(items, draft):
                return all(_can_be(item, wanted, draft, names) for item in items)
            unanswered = evaluate(expression, lambda _: False, draft)
            return unanswered is wanted or _is_possible(expression, wanted, draft, names)


def _are_independent(items: Sequence[ex.Expression], draft: Draft) -> bool:
    """Return True where no two of the items read the same subject."""
    read = [frozenset(atom.subject for atom in all_atoms(item, draft)) for item in items]
    return len(frozenset().union(*read)) == sum(len(subjects) for subjects in read)


def _is_possible(expression: ex.Expression, wanted: bool, draft: Draft, names: SymbolTable) -> bool:  # noqa: FBT001
    """Return True where some world makes the condition `wanted`, or there are too many to try."""
    looked = False
    for reads in worlds(list(all_atoms(expression, draft)), draft, names):
        looked = True
        if evaluate(expression, reads, draft) in (wanted, None):
            return True
    return not looked


def worlds(
    read: Sequence[ex.Atom], draft: Draft, names: SymbolTable
) -> Iterator[Callable[[ex.Atom], bool | None]]:
    """Yield one reader of atoms for each way in which the subjects of `read` can differ."""
    subjects: dict[str, list[ex.Atom]] = {}
    for atom in dict.fromkeys(read):
        subjects.setdefault(atom.subject, []).append(atom)
    tables = [truth_table(name, of, draft, names) for name, of in subjects.items()]
    if prod(len(table) for table in tables) > MOST_WORLDS:
        return
    # an atom belongs to one subject, so the rows of one world never contradict each other
    for rows in itertools.product(*tables):
        known = {atom: truth for row in rows for atom, truth in row.items()}
        yield known.get


def truth_table(
    name: str, of: Sequence[ex.Atom], draft: Answerable, names: SymbolTable
) -> list[dict[ex.Atom, bool | None]]:
    """Return the rows of truths that the atoms of one subject can have together; none: too many."""
    values = sample_values(name, [atom.test for atom in of], draft, names)
    options = _options_of(name, draft)
    judges = [(atom, compile_test(atom.test, options)) for atom in of]
    # False for the unanswered, whatever the test: so an atom reads in the logic too
    rows = ({a: value is not None and says(value, TODAY) for a, says in judges} for value in values)
    unique = {tuple(row.values()): row for row in rows}
    return [dict(row) for row in unique.values()]


def sample_values(
    name: str, tests: Sequence[ex.Test], draft: Answerable, names: SymbolTable
) -> list[Value]:
    """Return values of a subject that together give every row of truths that `tests` can have.

    None stands for unanswered. An empty list: there are too many ways.
    """
    fact = draft.facts.get(name)
    if fact is None:
        return _sample_conclusion(name, tests, draft, names)
    unknown: list[Value] = [UNKNOWN] if fact.unknown else []
    if fact.is_single:
        return [None, *fact.answers]
    if fact.may_be_empty:
        selections = _sample_selections(fact.options, tests)
        return [None, *selections, *unknown] if selections else []
    if isinstance(fact, Integer):
        return [None, *_sample_numbers(tests, fact.low, fact.high), *unknown]
    if isinstance(fact, Date):
        return [None, *_sample_days(fact.id, tests, names), *unknown]
    return [None, "words", *unknown]


def _sample_conclusion(
    name: str, tests: Sequence[ex.Test], draft: Answerable, names: SymbolTable
) -> list[Value]:
    """Return the values of a decision, score or repeat."""
    if name in draft.decisions:
        return [*draft.decisions[name].values]
    if name in names.repeats:
        low, high = names.repeats[name]
        return [None, *(({},) * number for number in _sample_numbers(tests, low, high))]
    return [*_sample_numbers(tests, 0, names.scores.get(name, 0))]


def _options_of(name: str, draft: Answerable) -> tuple[Option, ...]:
    fact = draft.facts.get(name)
    return fact.options if fact else ()


def _sample_numbers(tests: Sequence[ex.Test], low: int, high: int) -> list[int]:
    """Return the whole numbers on both sides of every number that the tests name."""
    numbers = [test.number for test in tests if isinstance(test, ex.Compare | ex.Count | ex.Days)]
    return stretch_numbers(low, high, numbers)


def _sample_days(name: str, tests: Sequence[ex.Test], names: SymbolTable) -> list[date]:
    low, high = number_range(name, "days until", names) or (0, 0)
    until = [
        test.number for test in tests if isinstance(test, ex.Days) and test.direction == "until"
    ]
    since = [
        -test.number for test in tests if isinstance(test, ex.Days) and test.direction == "since"
    ]
    days = stretch_numbers(low, high, (*until, *since))
    return [TODAY + timedelta(days=day) for day in days]


def _sample_selections(
    options: tuple[Option, ...], tests: Sequence[ex.Test]
) -> list[tuple[str, ...]]:
    """Return selections that the tests tell apart: options of one signature are interchangeable.

    Of each class it takes as many options as a `count` can tell apart.
    """
    groups: dict[tuple[bool, ...], list[str]] = {}
    for option in options:
        groups.setdefault(_signature(option, tests), []).append(option.id)
    most = max((test.number for test in tests if isinstance(test, ex.Count)), default=0) + 1
    kinds = [[tuple(ids[:n]) for n in range(min(len(ids), most) + 1)] for ids in groups.values()]
    if prod(len(kind) for kind in kinds) > _MOST_SELECTIONS:
        return []
    return [tuple(itertools.chain(*some)) for some in itertools.product(*kinds)]


def _signature(option: Option, tests: Sequence[ex.Test]) -> tuple[bool, ...]:
    marks: list[bool] = []
    for test in tests:
        if isinstance(test, ex.HasAny):
            marks.append(option.id in test.options)
        elif isinstance(test, ex.HasAll):
            marks.extend(option.id == wanted for wanted in sorted(test.options))
        elif isinstance(test, ex.HasTag):
            marks.append(bool(option.tags & test.tags))
    return tuple(marks)


# Satisfiability of conditions too large to try all answers.
#
# A condition is first expanded: the conditions and decisions that it names are written out, and
# tags become the options that have them. Then a backtracking search assigns truths subject by
# subject, always that of the first atom that the condition still depends on. Scores are
# independent numbers to it, so it may say "can hold" of what cannot, never the other way round.

MOST_TRIES = 3000

_Assignment = dict[ex.Atom, bool | None]


class ConditionSource(Answerable, Protocol):
    """The source of names for expanding a condition: a flow, or a draft of one."""

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


def expand_names(
    expression: ex.Expression, on: ConditionSource, *, decisions: bool = True
) -> ex.Expression:
    """Return the condition with every name in it expanded; it must name nothing in a circle.

    Without `decisions`, tests of decisions are left as they are.
    """
    match expression:
        case ex.Named(name):
            return expand_names(on.conditions[name].guard.expression, on, decisions=decisions)
        case ex.Not(item):
            return ex.Not(expand_names(item, on, decisions=decisions))
        case ex.And(items) | ex.Or(items):
            return type(expression)(tuple(expand_names(i, on, decisions=decisions) for i in items))
        case ex.Atom(subject, "decision", test) if decisions and isinstance(
            test, ex.OneOf | ex.IsNot
        ):
            return _expand_decision(subject, test, on)
        case ex.Atom(subject, kind, ex.HasTag(tags)):
            fact = on.facts[subject]
            options = (option.id for option in fact.options if tags & option.tags)
            return ex.Atom(subject, kind, ex.HasAny(frozenset(options)))
        case ex.Atom():
            return expression


def _expand_decision(
    decision: str, test: ex.OneOf | ex.IsNot, on: ConditionSource
) -> ex.Expression:
    """Return the condition for a decision to pass: a fitting row holds, and none before it."""
    ways: list[ex.Expression] = []
    before: list[ex.Expression] = []
    for row in on.decisions[decision].rows:
        own = [] if row.guard is None else [expand_names(row.guard.expression, on)]
        if row.value in test.values if isinstance(test, ex.OneOf) else row.value != test.value:
            ways.append(ex.And((*before, *own)))
        before.extend(ex.Not(guard) for guard in own)  # the first row that holds decides
    return ex.Or(tuple(ways))


class Satisfiability:
    """Decides satisfiability of conditions; the truth tables of subjects are cached."""

    def __init__(self, on: ConditionSource) -> None:
        self._on = on
        self._names = _symbol_table(on)
        self._tables: dict[tuple[ex.Atom, ...], Sequence[_Assignment]] = {}

    def can_hold(self, expression: ex.Expression) -> bool | None:
        """Return True where answers make an expanded condition hold; None where the tries run out.

        Scores are taken as numbers of their own, so a contradiction with the options behind them is
        missed.
        """
        atoms: dict[str, list[ex.Atom]] = {}
        for atom in dict.fromkeys(own_atoms(expression)):
            atoms.setdefault(atom.subject, []).append(atom)
        tables = {name: self._table(name, tuple(of)) for name, of in atoms.items()}
        return _Backtracking(expression, tables).search({})

    def _table(self, name: str, atoms: tuple[ex.Atom, ...]) -> Sequence[_Assignment]:
        if atoms not in self._tables:
            self._tables[atoms] = truth_table(
                name, atoms, self._on, self._names
            ) or _all_assignments(atoms)
        return self._tables[atoms]


def _all_assignments(atoms: Sequence[ex.Atom]) -> list[_Assignment]:
    """Return all combinations of truths, where the real ones are too many to list."""
    rows: list[_Assignment] = [{}]
    for atom in atoms:
        rows = [{**row, atom: truth} for row in rows for truth in (True, False)]
    return rows


def _symbol_table(on: ConditionSource) -> SymbolTable:
    repeats = (step for step in on.steps.values() if isinstance(step, Repeat))
    return SymbolTable(
        facts=dict(on.facts),
        repeats={step.id: (step.at_least, step.at_most) for step in repeats},
        scores={score.id: score.cap for score in on.scores.values()},
    )


class _Backtracking:
    """A backtracking search for truths of the atoms that make a condition hold."""

    def __init__(
        self, expression: ex.Expression, tables: Mapping[str, Sequence[_Assignment]]
    ) -> None:
        self._expression, self._tables = expression, tables
        self._tries = 0

    def search(self, known: _Assignment) -> bool | None:
        """Return True where the `known` truths can be extended so that the condition holds."""
        self._tries += 1
        if self._tries > MOST_TRIES:
            return None
        truth = _evaluate_partly(self._expression, known)
        if not isinstance(truth, ex.Atom):
            return truth
        # branch on the whole subject: its table has only truths that its atoms can have together
        for row in self._tables[truth.subject]:
            further = self.search({**known, **row})
            if further is not False:
                return further
        return False


def _evaluate_partly(expression: ex.Expression, known: _Assignment) -> bool | ex.Atom:
    """Return the truth of the condition, or the first atom that it still depends on."""
    match expression:
        case ex.Atom():
            truth = known.get(expression)
            return expression if truth is None else truth
        case ex.Not(item):
            inner = _evaluate_partly(item, known)
            return inner if isinstance(inner, ex.Atom) else not inner
        case ex.And(items) | ex.Or(items):
            decisive = isinstance(expression, ex.Or)
            # one true item decides an `or`, one false item an `and`
            found = [_evaluate_partly(item, known) for item in items]
            if any(truth is decisive for truth in found):
                return decisive
            return next((truth for truth in found if isinstance(truth, ex.Atom)), not decisive)
        case ex.Named(name):
            raise AssertionError(f"{name} is not written out")
