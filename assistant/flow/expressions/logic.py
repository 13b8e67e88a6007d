"""The logic of a flow: its guards, decisions and scores, evaluated on a set of answers.

Theory of operation: every guard is compiled once, when the flow is loaded, to a closure that takes
the answer state (answers and today) and returns True or False. `compile_test` makes the innermost
closures, for one test of one value; `Logic` nests them as the expression tree does. A turn
evaluates hundreds of guards, so nothing is looked up or matched again then.

An atom about an unanswered or skipped subject is False. "Don't know" satisfies only `is unknown`,
`is one of [… unknown …]`, `is not v` (v another value) and `is answered`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from assistant.flow.expressions.reasons import ReasonCache, Reasons, find_reasons, subjects_read
from assistant.flow.model import UNKNOWN, AnswerState, Fact, Flow, Guard, Option, Row, Score, Value
from assistant.flow.model import expression as ex

ValueTest = Callable[[Value, date], bool]  # an answered value and today

_OPERATORS: Mapping[ex.Operator, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}


def compile_test(test: ex.Test, options: tuple[Option, ...]) -> ValueTest:
    """Return the closure that evaluates `test` on an answered value and today."""
    match test:
        case ex.OneOf() | ex.IsNot() | ex.Answered():
            return _compile_word_test(test)
        case ex.HasAny() | ex.HasAll() | ex.HasTag() | ex.HasNone():
            return _compile_selection_test(test, options)
        case ex.Count() | ex.Compare() | ex.Days():
            return _compile_number_test(test)


def selected_options(value: Value) -> tuple[str, ...]:
    """Return the ids of the options that a value selects: one, several or none."""
    if isinstance(value, str):
        return () if value == UNKNOWN else (value,)
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        return value  # options or rows, never both
    return ()


def _compile_word_test(test: ex.OneOf | ex.IsNot | ex.Answered) -> ValueTest:
    match test:
        case ex.OneOf(values):
            return lambda value, _: isinstance(value, str) and value in values
        case ex.IsNot(other):
            return lambda value, _: value != other
        case ex.Answered():
            return lambda _value, _today: True


def _compile_selection_test(
    test: ex.HasAny | ex.HasAll | ex.HasTag | ex.HasNone, options: tuple[Option, ...]
) -> ValueTest:
    match test:
        case ex.HasAny(wanted):
            return lambda value, _: not wanted.isdisjoint(selected_options(value))
        case ex.HasAll(wanted):
            return lambda value, _: wanted.issubset(selected_options(value))
        case ex.HasTag(tags):
            tagged = frozenset(option.id for option in options if not tags.isdisjoint(option.tags))
            return lambda value, _: not tagged.isdisjoint(selected_options(value))
        case ex.HasNone():
            return lambda value, _: value == ()


def _compile_number_test(test: ex.Count | ex.Compare | ex.Days) -> ValueTest:
    compare = _OPERATORS[test.operator]
    number = test.number
    if isinstance(test, ex.Count):
        return lambda value, _: isinstance(value, tuple) and compare(len(value), number)
    if isinstance(test, ex.Compare):
        return lambda value, _: isinstance(value, int) and compare(value, number)
    sign = 1 if test.direction == "since" else -1
    return lambda value, today: (
        isinstance(value, date) and compare(sign * (today - value).days, number)
    )


# The evaluation of whole guards, decisions and scores.

GuardTest = Callable[[AnswerState], bool]


class Logic:
    """Evaluates a flow's guards on an answer state; `flow` must come from the loader."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._conditions: dict[str, GuardTest] = {}
        self._guards: dict[int, GuardTest] = {}  # by identity: the flow keeps its guards alive
        self._expressions: dict[
            int, tuple[ex.Expression, GuardTest]
        ] = {}  # by identity, each kept alive here
        self._subjects: dict[int, tuple[ex.Expression, tuple[str, ...]]] = {}  # likewise
        self._weights = {score.id: _weights_by_fact(flow, score) for score in flow.scores.values()}
        self._rows: dict[str, tuple[tuple[Row, GuardTest], ...]] = {}
        self._hiding: dict[str, tuple[tuple[Option, GuardTest], ...]] = {}
        self._ids: dict[str, tuple[str, ...]] = {}  # of the options of facts that hide none
        self._compile()

    def guard_test(self, guard: Guard | None) -> GuardTest:
        """Return the closure that evaluates `guard`; no guard always holds."""
        if guard is None:
            return _always
        return self._guards.get(id(guard)) or self._compile_expression(guard.expression)

    def holds(self, guard: Guard | None, state: AnswerState) -> bool:
        """Return the truth of `guard`; no guard always holds."""
        return guard is None or self.guard_test(guard)(state)

    def condition_holds(self, condition: str, state: AnswerState) -> bool:
        """Return the truth of the condition with this id."""
        return self._compile_condition(condition)(state)

    def deciding_row(self, decision: str, state: AnswerState) -> Row:
        """Return the first row of the decision that holds."""
        for row, test in self._rows[decision]:
            if test(state):
                return row
        raise AssertionError(f"decision {decision}: its last row has a guard")

    def conclude(self, decision: str, state: AnswerState) -> str:
        """Return the decision's value."""
        return self.deciding_row(decision, state).value

    def total_score(self, score: str, state: AnswerState) -> int:
        """Return the score: the selected options' weights, summed up to its cap."""
        answers = state.answers
        total = sum(
            weights.get(option, 0)
            for fact, weights in self._weights[score]
            for option in selected_options(answers.get(fact))
        )
        return min(total, self.flow.scores[score].cap)

    def options(self, fact: Fact, state: AnswerState) -> tuple[Option, ...]:
        """Return the fact's options that are shown, in order."""
        if fact.id not in self._hiding:
            return fact.options
        return tuple(option for option, test in self._hiding[fact.id] if test(state))

    def option_ids(self, fact: Fact, state: AnswerState) -> tuple[str, ...]:
        """Return the ids of the fact's options that are shown, in order."""
        ids = self._ids.get(fact.id)
        return tuple(option.id for option in self.options(fact, state)) if ids is None else ids

    def may_hide_options(self, fact: str) -> bool:
        """Return True where some of the fact's options may be hidden."""
        return fact in self._hiding

    def conditions_behind(self, guard: Guard | None, state: AnswerState) -> tuple[str, ...]:
        """Return the named conditions that make `guard` hold, outer before inner, in order."""
        return self.reasons(guard, state).conditions

    def reasons(
        self, guard: Guard | None, state: AnswerState, cache: ReasonCache | None = None
    ) -> Reasons:
        """Return the reasons for `guard`: conditions, decisions, and the answers they read.

        A caller with several questions about one answer state passes the same `cache` each time.
        """
        return find_reasons(self, guard, state, cache or ReasonCache())

    def subjects_of_guard(self, guard: Guard | None) -> tuple[str, ...]:
        """Return the facts and repeats that `guard` reads, through all names, each once."""
        return () if guard is None else self.subjects_of(guard.expression)

    def subjects_of(self, expression: ex.Expression) -> tuple[str, ...]:
        """Return the facts and repeats that an expression reads, through all names, each once."""
        known = self._subjects.get(id(expression))
        if known is None:
            known = self._subjects[id(expression)] = (
                expression,
                subjects_read(self.flow, expression),
            )
        return known[1]

    def expression_holds(self, expression: ex.Expression, state: AnswerState) -> bool:
        """Return the truth of an expression, or of a part of one."""
        known = self._expressions.get(id(expression))
        if known is None:
            known = self._expressions[id(expression)] = (
                expression,
                self._compile_expression(expression),
            )
        return known[1](state)

    def _compile(self) -> None:
        flow = self.flow
        for fact in flow.facts.values():
            options = fact.options
            if any(option.visible for option in options):
                self._hiding[fact.id] = tuple((o, self._compile_guard(o.visible)) for o in options)
            elif options:
                self._ids[fact.id] = tuple(option.id for option in options)
        for decision in flow.decisions.values():
            self._rows[decision.id] = tuple(
                (row, self._compile_guard(row.guard)) for row in decision.rows
            )
        for step in flow.steps.values():
            for route in step.routes:
                self._compile_guard(route.guard)
        for item in flow.plan:
            self._compile_guard(item.guard)

    def _compile_guard(self, guard: Guard | None) -> GuardTest:
        if guard is None:
            return _always
        return self._guards.setdefault(id(guard), self._compile_expression(guard.expression))

    def _compile_expression(self, expression: ex.Expression) -> GuardTest:
        match expression:
            case ex.Atom():
                return self._compile_atom(expression)
            case ex.Named(condition):
                return self._compile_condition(condition)
            case ex.Not(item):
                return _not(self._compile_expression(item))
            case ex.And(items):
                return _and(tuple(map(self._compile_expression, items)))
            case ex.Or(items):
                return self._compile_any_answer(items) or _or(
                    tuple(map(self._compile_expression, items))
                )

    # Compiled when first named, so conditions may stand in any order; the loader refuses circles.
    def _compile_condition(self, condition: str) -> GuardTest:
        known = self._conditions.get(condition)
        if known is None:
            known = self._compile_expression(self.flow.conditions[condition].guard.expression)
            self._conditions[condition] = known
        return known

    def _compile_atom(self, atom: ex.Atom) -> GuardTest:
        judge = compile_test(atom.test, self._options_of(atom))
        subject = atom.subject
        if atom.kind == "decision":
            return lambda reading: judge(self.conclude(subject, reading), reading.today)
        if atom.kind == "score":
            return lambda reading: judge(self.total_score(subject, reading), reading.today)
        return partial(_test_answer, subject, judge)

    def _compile_any_answer(self, items: tuple[ex.Expression, ...]) -> GuardTest | None:
        """Return the closure of an `or` of atoms about answers, as the longest conditions are.

        Grouped by subject, it looks each answer up once and skips all tests of what is unanswered.
        """
        atoms_of = tuple(item for item in items if isinstance(item, ex.Atom))
        if len(atoms_of) < len(items) or any(a.kind in ("decision", "score") for a in atoms_of):
            return None
        judges: dict[str, list[ValueTest]] = {}
        for atom in atoms_of:
            judge = compile_test(atom.test, self._options_of(atom))
            judges.setdefault(atom.subject, []).append(judge)
        by_subject = tuple(judges.items())

        def test(reading: AnswerState) -> bool:
            answers, today = reading.answers, reading.today
            for subject, own in by_subject:
                value = answers.get(subject)
                if value is not None:
                    for judge in own:
                        if judge(value, today):
                            return True
            return False

        return test

    def _options_of(self, atom: ex.Atom) -> tuple[Option, ...]:
        fact = self.flow.facts.get(atom.subject)
        return fact.options if fact else ()


def _weights_by_fact(flow: Flow, score: Score) -> tuple[tuple[str, Mapping[str, int]], ...]:
    """Return each fact of the score with the weights of its options."""
    facts = (flow.facts[fact] for fact in score.facts)
    return tuple(
        (fact.id, {option.id: option.weight for option in fact.options})
        for fact in facts
        if fact.options
    )


def _always(_: AnswerState) -> bool:
    return True


def _test_answer(subject: str, judge: ValueTest, state: AnswerState) -> bool:
    value = state.answers.get(subject)
    return value is not None and judge(value, state.today)


def _not(test: GuardTest) -> GuardTest:
    return lambda reading: not test(reading)


# Loops, not `all` and `any`: the generator would cost as much as the tests themselves.


def _and(tests: tuple[GuardTest, ...]) -> GuardTest:
    def test(reading: AnswerState) -> bool:
        for one in tests:  # noqa: SIM110
            if not one(reading):
                return False
        return True

    return test


def _or(tests: tuple[GuardTest, ...]) -> GuardTest:
    def test(reading: AnswerState) -> bool:
        for one in tests:  # noqa: SIM110
            if one(reading):
                return True
        return False

    return test
