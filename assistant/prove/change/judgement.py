"""Guards as sets of realities, at a certain point of the conversations of one version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.flow.atoms import judge
from assistant.flow.expression import And, Atom, Expression, Named, Not, Or
from assistant.flow.logic import Logic
from assistant.flow.model import Choice, Flow, Guard, Multi, Option, Row
from assistant.prove.change.given import Given, summed, truth
from assistant.prove.diagram import FALSE, TRUE, Diagrams


@dataclass(frozen=True, slots=True)
class Stage:
    """A point of a flow: what may have been asked on the way there, and what certainly has."""

    asked: frozenset[str]
    certain: frozenset[str]


@dataclass(slots=True)
class Answers:
    """What is answered in one version: by subject, its answers, and who gets past its question."""

    made: Diagrams
    today: date
    given: dict[str, Given]
    passed: dict[str, int]

    def at(self, subject: str, stage: Stage, held: int) -> int:
        """Return those of `held` whose answer to `subject` is known at a stage."""
        if subject in stage.certain:
            return held
        return self.made.both(held, self.passed[subject])


class Judgement:
    """Judges the guards of `flow` on answers; those may be the answers of another version of it."""

    def __init__(self, logic: Logic, answers: Answers) -> None:
        self._flow, self._logic, self._answers = logic.flow, logic, answers
        self._made = answers.made
        self._reads: dict[Expression, frozenset[str]] = {}
        self._known: dict[tuple[object, Stage], int] = {}
        self._totals: dict[tuple[str, Stage], Mapping[int, int]] = {}

    def holds(self, guard: Guard | None, stage: Stage) -> int:
        """Return who makes a guard hold; everybody where there is none."""
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
        key = (score, self._on(stage, frozenset(self._flow.scores[score].facts)))
        if key not in self._totals:
            amounts = (
                each for f in self._flow.scores[score].facts for each in self._amounts(f, key[1])
            )
            self._totals[key] = summed(self._made, amounts, self._flow.scores[score].cap)
        return self._totals[key]

    def _amounts(self, fact: str, stage: Stage) -> list[tuple[int, int]]:
        if fact not in stage.asked or fact not in self._answers.given:
            return []
        answer = self._answers.given[fact]
        return [
            (self._answers.at(fact, stage, self._ticks(answer, option.id)), option.weight)
            for option in options(self._flow, fact)
            if option.weight and option.id in answer.ticked
        ]

    def _ticks(self, answer: Given, option: str) -> int:
        """Return who has an option in the answer: of a list, only those who answer with a selection."""
        ticked = answer.ticked[option]
        return ticked if option in answer.values else self._made.both(ticked, answer.selected)

    def _on(self, stage: Stage, reads: frozenset[str]) -> Stage:
        return Stage(stage.asked & reads, stage.certain & reads)

    def _of(self, expression: Expression, stage: Stage) -> int:
        if expression not in self._reads:
            self._reads[expression] = frozenset(self._logic.reads(Guard(expression, "")))
        key = (expression, self._on(stage, self._reads[expression]))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._judged(expression, key[1])
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
        test, subject, today = atom.test, atom.subject, self._answers.today
        if atom.kind == "decision":
            judged = judge(test, ())
            rows = self.rows(subject, stage)
            return self._made.any_of(held for row, held in rows if judged(row.value, today))
        if atom.kind == "score":
            judged = judge(test, ())
            totals = self.totals(subject, stage).items()
            return self._made.any_of(held for total, held in totals if judged(total, today))
        if subject not in stage.asked or subject not in self._answers.given:
            return FALSE
        answer = self._answers.given[subject]
        held = truth(self._made, answer, test, options(self._flow, subject), today)
        return self._answers.at(subject, stage, held)


def options(flow: Flow, fact: str) -> tuple[Option, ...]:
    """Return the options of a fact; none where it has none, or is not there."""
    asked = flow.facts.get(fact)
    return asked.options if isinstance(asked, Choice | Multi) else ()
