"""Answers and guards of one version as sets of assignments (diagrams).

`answer_sets` says who gives which answer to one question, `satisfying_set` who makes one test of it
true, and `GuardEvaluator` lifts that to whole guards, decisions and scores at a point of the flow.
The tests themselves are the engine's own (`flow.atoms.judge`), applied to one representative of
each kind of answer; only selections from a list are evaluated symbolically, option by option.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.flow.expressions.logic import Logic, compile_test
from assistant.flow.expressions.subjects import compare
from assistant.flow.model import (
    UNKNOWN,
    Flow,
    Guard,
    Multi,
    Option,
    Repeat,
    Row,
    Value,
)
from assistant.flow.model import expression as ex
from assistant.prove.change.answer_space import SELECTION, Askable, SharedQuestion
from assistant.prove.diagram import FALSE, TRUE, Diagrams


@dataclass(frozen=True, slots=True)
class AnswerSets:
    """Who gives which answer to a question: `values` by answer, `ticked` by option.

    `selected` is who answers with a selection from a list.

    `can_answer` is who can answer at all; everybody else gets stuck at the question. None of these
    sets says that the question is asked.
    """

    values: Mapping[Value, int]
    selected: int
    ticked: Mapping[str, int]
    can_answer: int


def answer_sets(
    diagrams: Diagrams,
    question: SharedQuestion,
    asked: Askable,
    shown: Mapping[str, int],
    today: date,
) -> AnswerSets:
    """Return the answer sets of a question in a version that shows options to those in `shown`."""
    takes = {value for value in question.values if _accepts(asked, value, today)}
    values = {
        value: question.equals(diagrams, value) for value in question.values if value in takes
    }
    if isinstance(asked, Multi):
        return _selection_sets(diagrams, question, asked, shown, values)
    # An option that is not shown cannot be chosen: whoever would choose it gets stuck.
    values = {v: diagrams.and_(held, shown.get(str(v), TRUE)) for v, held in values.items()}
    ticked = {v: held for v, held in values.items() if isinstance(v, str) and v in shown}
    return AnswerSets(values, FALSE, ticked, diagrams.any_of(values.values()))


def _selection_sets(
    diagrams: Diagrams,
    question: SharedQuestion,
    asked: Multi,
    shown: Mapping[str, int],
    values: dict[Value, int],
) -> AnswerSets:
    """Return the answer sets of a list.

    Options that the version does not show are dropped; an empty selection means "none of these", or
    a skipped question where the list has no such answer.
    """
    ticked = {
        option: diagrams.and_(diagrams.variable(number), shown[option])
        for option, number in question.ticks.items()
        if option in shown
    }
    some, selecting = diagrams.any_of(ticked.values()), values.pop(SELECTION)
    selected = selecting if asked.none else diagrams.and_(selecting, some)
    if asked.optional:
        left = diagrams.diff(selecting, selected)
        values[None] = diagrams.or_(values.get(None, FALSE), left)
    return AnswerSets(values, selected, ticked, diagrams.any_of([selected, *values.values()]))


def satisfying_set(
    diagrams: Diagrams, answer: AnswerSets, test: ex.Test, options: tuple[Option, ...], today: date
) -> int:
    """Return everyone who makes a test true; `options` carry the tags.

    Whoever skips the question makes no test of it true.
    """
    judged = compile_test(test, options)
    plain = diagrams.any_of(
        held
        for value, held in answer.values.items()
        if value is not None and judged(_engine_value(value, test), today)
    )
    if answer.selected == FALSE:
        return plain
    return diagrams.or_(
        plain,
        diagrams.and_(answer.selected, _satisfying_selections(diagrams, answer, test, options)),
    )


def _engine_value(value: Value, test: ex.Test) -> Value:
    """Return a value as the engine keeps it: a repeat is a tuple of rows, here only counted."""
    counted = isinstance(value, int) and isinstance(test, ex.Count)
    return tuple({} for _ in range(value)) if counted and isinstance(value, int) else value


def _satisfying_selections(
    diagrams: Diagrams, answer: AnswerSets, test: ex.Test, options: tuple[Option, ...]
) -> int:
    """Return everyone who makes a test of a selection true, among those who select anything."""
    match test:
        case ex.HasAny(wanted):
            found = diagrams.any_of(_ticked_sets(answer, wanted))
        case ex.HasTag(tags):
            tagged = (option.id for option in options if not tags.isdisjoint(option.tags))
            found = diagrams.any_of(_ticked_sets(answer, tagged))
        case ex.HasAll(wanted):
            found = diagrams.all_of(answer.ticked.get(option, FALSE) for option in sorted(wanted))
        case ex.HasNone():
            found = diagrams.not_(diagrams.any_of(answer.ticked.values()))
        case ex.Count(operator, number):
            found = _count_satisfying(diagrams, answer.ticked.values(), operator, number)
        case _:
            found = TRUE if isinstance(test, ex.IsNot | ex.Answered) else FALSE
    return found


def _ticked_sets(answer: AnswerSets, wanted: Iterable[str]) -> list[int]:
    return [answer.ticked[option] for option in sorted(wanted) if option in answer.ticked]


def _count_satisfying(
    diagrams: Diagrams, ticked: Iterable[int], operator: ex.Operator, number: int
) -> int:
    counts = sets_by_total(diagrams, ((held, 1) for held in ticked), number + 1)
    return diagrams.any_of(
        held for count, held in counts.items() if compare(operator, count, number)
    )


def sets_by_total(
    diagrams: Diagrams, amounts: Iterable[tuple[int, int]], cap: int
) -> dict[int, int]:
    """Return the set of each total up to `cap`; `amounts` pair a set with what its members add.

    Dynamic programming over the amounts: the table never has more than `cap` + 1 totals.
    """
    totals = {0: TRUE}
    # From the last variable up: diagrams built bottom-up stay small on the way.
    for held, amount in reversed([*amounts]):
        after = {total: diagrams.diff(who, held) for total, who in totals.items()}
        for total, who in totals.items():
            more = min(total + amount, cap)
            after[more] = diagrams.or_(after.get(more, FALSE), diagrams.and_(who, held))
        totals = {total: who for total, who in after.items() if who != FALSE}
    return totals


def _accepts(asked: Askable, value: Value, today: date) -> bool:
    """Return True if a version accepts an answer, whatever options it shows."""
    if not isinstance(asked, Repeat) and (value is None or value == UNKNOWN):
        return asked.optional if value is None else asked.unknown
    if isinstance(asked, Repeat):
        return isinstance(value, int) and asked.at_least <= value <= asked.at_most
    return asked.accepts(value, today)


# Guards at a stage of the conversation.
#
# The same guard means different sets at different steps: a question that is asked only later is not
# answered yet. So a guard is evaluated against a stage, and results are cached by the part of the
# stage that the guard reads.

# subject that may be answered at a point of the flow -> by whom, of those who reach that point
Stage = Mapping[str, int]


class GuardEvaluator:
    """Evaluates a flow's guards on answer sets, which may belong to another version of the flow."""

    def __init__(
        self, diagrams: Diagrams, logic: Logic, answer_sets: Mapping[str, AnswerSets], today: date
    ) -> None:
        self._diagrams, self._logic, self._flow = diagrams, logic, logic.flow
        self._answer_sets, self._today = answer_sets, today
        self._reads: dict[ex.Expression, frozenset[str]] = {}
        self._cache: dict[tuple[ex.Expression, _StageKey], int] = {}
        self._totals: dict[tuple[str, _StageKey], Mapping[int, int]] = {}
        self._weights: dict[tuple[str, str], Mapping[int, int]] = {}

    def guard_set(self, guard: Guard | None, stage: Stage) -> int:
        """Return everyone at a stage who satisfies a guard; all of them if there is no guard."""
        return TRUE if guard is None else self._evaluate_cached(guard.expression, stage)

    def row_sets(self, decision: str, stage: Stage) -> list[tuple[Row, int]]:
        """Return each row of a decision with those for whom it decides: the first match wins."""
        found, left = [], TRUE  # `left`: no earlier row has matched
        for row in self._flow.decisions[decision].rows:
            guard = self.guard_set(row.guard, stage)
            found.append((row, self._diagrams.and_(left, guard)))
            left = self._diagrams.diff(left, guard)
        return found

    def total_sets(self, score: str, stage: Stage) -> Mapping[int, int]:
        """Return each total of a score with those who reach it."""
        facts = self._flow.scores[score].facts
        key = (score, _stage_key(stage, facts))
        if key not in self._totals:
            totals: Mapping[int, int] = {0: TRUE}
            for fact in reversed(
                [each for each in facts if each in stage and each in self._answer_sets]
            ):
                totals = self._add_weights(
                    totals, self._weight_sets(score, fact), stage[fact], score
                )
            self._totals[key] = totals
        return self._totals[key]

    def _add_weights(
        self, totals: Mapping[int, int], weights: Mapping[int, int], asked: int, score: str
    ) -> Mapping[int, int]:
        """Return totals with an answer's weights added; for those who were not asked, they stay."""
        diagrams, found = self._diagrams, dict[int, int]()
        for amount, who in weights.items():
            # Asked: those who give such an answer. Not asked: everybody adds nothing.
            adds = diagrams.ite(asked, who, FALSE if amount else TRUE)
            for total, there in totals.items():
                more = min(total + amount, self._flow.scores[score].cap)
                found[more] = diagrams.or_(found.get(more, FALSE), diagrams.and_(there, adds))
        return {total: who for total, who in found.items() if who != FALSE}

    def _weight_sets(self, score: str, fact: str) -> Mapping[int, int]:
        """Return the set of each weight that an answer can have, as far as the score counts it."""
        if (score, fact) not in self._weights:
            cap, answer = self._flow.scores[score].cap, self._answer_sets[fact]
            amounts = (
                (self._option_set(answer, option.id), option.weight)
                for option in options(self._flow, fact)
                if option.weight and option.id in answer.ticked
            )
            weights = sets_by_total(self._diagrams, amounts, cap)
            self._weights[score, fact] = weights if 0 in weights else {0: FALSE, **weights}
        return self._weights[score, fact]

    def _option_set(self, answer: AnswerSets, option: str) -> int:
        """Return everyone with an option in their answer; of a list, it takes a selection."""
        ticked = answer.ticked[option]
        return ticked if option in answer.values else self._diagrams.and_(ticked, answer.selected)

    def _evaluate_cached(self, expression: ex.Expression, stage: Stage) -> int:
        if expression not in self._reads:
            self._reads[expression] = frozenset(
                self._logic.subjects_of_guard(Guard(expression, ""))
            )
        key = (expression, _stage_key(stage, self._reads[expression]))
        known = self._cache.get(key)
        if known is None:
            known = self._cache[key] = self._evaluate(expression, stage)
        return known

    def _evaluate(self, expression: ex.Expression, stage: Stage) -> int:
        diagrams = self._diagrams
        match expression:
            case ex.Atom():
                return self._evaluate_atom(expression, stage)
            case ex.Named(condition):
                return self._evaluate_cached(
                    self._flow.conditions[condition].guard.expression, stage
                )
            case ex.Not(item):
                return diagrams.not_(self._evaluate_cached(item, stage))
            case ex.And(items):
                return diagrams.all_of(self._evaluate_cached(item, stage) for item in items)
            case ex.Or(items):
                return diagrams.any_of(self._evaluate_cached(item, stage) for item in items)

    def _evaluate_atom(self, atom: ex.Atom, stage: Stage) -> int:
        test, subject, today = atom.test, atom.subject, self._today
        if atom.kind == "decision":
            judged, rows = compile_test(test, ()), self.row_sets(subject, stage)
            return self._diagrams.any_of(held for row, held in rows if judged(row.value, today))
        if atom.kind == "score":
            judged, totals = compile_test(test, ()), self.total_sets(subject, stage).items()
            return self._diagrams.any_of(held for total, held in totals if judged(total, today))
        if subject not in stage or subject not in self._answer_sets:
            return FALSE  # not asked yet, or in this version never: no test of it is true
        held = satisfying_set(
            self._diagrams, self._answer_sets[subject], test, options(self._flow, subject), today
        )
        return self._diagrams.and_(held, stage[subject])


_StageKey = frozenset[tuple[str, int]]


def _stage_key(stage: Stage, reads: Iterable[str]) -> _StageKey:
    """Return the part of a stage that matters to an expression reading these facts."""
    return frozenset((subject, stage[subject]) for subject in reads if subject in stage)


def options(flow: Flow, fact: str) -> tuple[Option, ...]:
    """Return the options of a fact; none if it has none, or is not in the flow."""
    asked = flow.facts.get(fact)
    return asked.options if asked else ()
