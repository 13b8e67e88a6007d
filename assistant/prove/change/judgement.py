"""Guards as sets of realities, at a certain point of the conversations of one version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from assistant.flow.atoms import judge
from assistant.flow.expression import And, Atom, Expression, Named, Not, Or
from assistant.flow.logic import Logic
from assistant.flow.model import Choice, Flow, Guard, Multi, Option, Row
from assistant.prove.change.given import Given, summed, truth
from assistant.prove.diagram import FALSE, TRUE, Diagrams

Stage = Mapping[
    str, int
]  # what may be answered at a point of a flow -> by whom, of those who come there


class Judgement:
    """Judges the guards of a flow on answers: `given`, which may be those to another version of it."""

    def __init__(
        self, made: Diagrams, logic: Logic, given: Mapping[str, Given], today: date
    ) -> None:
        self._made, self._logic, self._flow = made, logic, logic.flow
        self._given, self._today = given, today
        self._reads: dict[Expression, frozenset[str]] = {}
        self._known: dict[tuple[Expression, _Seen], int] = {}
        self._totals: dict[tuple[str, _Seen], Mapping[int, int]] = {}
        self._weights: dict[tuple[str, str], Mapping[int, int]] = {}

    def holds(self, guard: Guard | None, stage: Stage) -> int:
        """Return who makes a guard hold, of those who come to a stage; everybody where there is none."""
        return TRUE if guard is None else self._of(guard.expression, stage)

    def rows(self, decision: str, stage: Stage) -> list[tuple[Row, int]]:
        """Return each row of a decision with those for whom it decides."""
        found, left = [], TRUE
        for row in self._flow.decisions[decision].rows:
            guard = self.holds(row.guard, stage)
            found.append((row, self._made.both(left, guard)))
            left = self._made.except_(left, guard)
        return found

    def totals(self, score: str, stage: Stage) -> Mapping[int, int]:
        """Return each total of a score with those who come to it."""
        facts = self._flow.scores[score].facts
        key = (score, _seen(stage, facts))
        if key not in self._totals:
            totals: Mapping[int, int] = {0: TRUE}
            for fact in reversed([each for each in facts if each in stage and each in self._given]):
                totals = self._added(totals, self._weighed(score, fact), stage[fact], score)
            self._totals[key] = totals
        return self._totals[key]

    def _added(
        self, totals: Mapping[int, int], weighed: Mapping[int, int], asked: int, score: str
    ) -> Mapping[int, int]:
        """Return totals with what an answer weighs; for those who are not asked, they stay."""
        made, found = self._made, dict[int, int]()
        for amount, who in weighed.items():
            adds = made.choice(asked, who, FALSE if amount else TRUE)
            for total, there in totals.items():
                more = min(total + amount, self._flow.scores[score].cap)
                found[more] = made.either(found.get(more, FALSE), made.both(there, adds))
        return {total: who for total, who in found.items() if who != FALSE}

    def _weighed(self, score: str, fact: str) -> Mapping[int, int]:
        """Return for each weight of an answer, as far as the score counts it, who gives such a one."""
        if (score, fact) not in self._weights:
            cap, answer = self._flow.scores[score].cap, self._given[fact]
            amounts = (
                (self._ticks(answer, option.id), option.weight)
                for option in options(self._flow, fact)
                if option.weight and option.id in answer.ticked
            )
            weights = summed(self._made, amounts, cap)
            self._weights[score, fact] = weights if 0 in weights else {0: FALSE, **weights}
        return self._weights[score, fact]

    def _ticks(self, answer: Given, option: str) -> int:
        """Return who has an option in the answer: of a list, only those who answer with a selection."""
        ticked = answer.ticked[option]
        return ticked if option in answer.values else self._made.both(ticked, answer.selected)

    def _of(self, expression: Expression, stage: Stage) -> int:
        if expression not in self._reads:
            self._reads[expression] = frozenset(self._logic.reads(Guard(expression, "")))
        key = (expression, _seen(stage, self._reads[expression]))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._judged(expression, stage)
        return known

    def _judged(self, expression: Expression, stage: Stage) -> int:
        made = self._made
        match expression:
            case Atom():
                return self._atom(expression, stage)
            case Named(condition):
                return self._of(self._flow.conditions[condition].guard.expression, stage)
            case Not(item):
                return made.negation(self._of(item, stage))
            case And(items):
                return made.all_of(self._of(item, stage) for item in items)
            case Or(items):
                return made.any_of(self._of(item, stage) for item in items)

    def _atom(self, atom: Atom, stage: Stage) -> int:
        test, subject, today = atom.test, atom.subject, self._today
        if atom.kind == "decision":
            judged, rows = judge(test, ()), self.rows(subject, stage)
            return self._made.any_of(held for row, held in rows if judged(row.value, today))
        if atom.kind == "score":
            judged, totals = judge(test, ()), self.totals(subject, stage).items()
            return self._made.any_of(held for total, held in totals if judged(total, today))
        if subject not in stage or subject not in self._given:
            return FALSE
        held = truth(self._made, self._given[subject], test, options(self._flow, subject), today)
        return self._made.both(held, stage[subject])


_Seen = frozenset[tuple[str, int]]


def _seen(stage: Stage, reads: Iterable[str]) -> _Seen:
    """Return all that matters of a stage to something that reads these facts."""
    return frozenset((subject, stage[subject]) for subject in reads if subject in stage)


def options(flow: Flow, fact: str) -> tuple[Option, ...]:
    """Return the options of a fact; none where it has none, or is not there."""
    asked = flow.facts.get(fact)
    return asked.options if isinstance(asked, Choice | Multi) else ()
