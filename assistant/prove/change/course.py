"""One version's conversations as sets of realities: who comes to each step, and who takes which route.

A guard is judged where it stands: what is asked only later is not answered yet, and what was left aside on the way is
not answered at all. So an answer counts together with its question having been put.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assistant.dialog.dialog import Dialog
from assistant.flow.model import End, Repeat
from assistant.prove.change.given import given
from assistant.prove.change.judgement import Answers, Judgement, Stage, options
from assistant.prove.change.reality import Asked, Question
from assistant.prove.diagram import FALSE, TRUE, Diagrams
from assistant.prove.layout import Layout


class Course:
    """The course of one version, for `questions` and conversations begun on `today`.

    `entered` and `edges` have who comes to a step and who takes a route (by step and number), `complete` who comes to
    an end, `whole` the stage at which everything that is asked is answered.
    """

    def __init__(
        self, made: Diagrams, dialog: Dialog, questions: Mapping[str, Question], today: date
    ) -> None:
        self.made, self.dialog, self.flow = made, dialog, dialog.flow
        self.layout = Layout.of(dialog.flow)
        self.answers = Answers(made, today, {}, {})
        self.judgement = Judgement(dialog.logic, self.answers)
        self.entered: dict[str, int] = dict.fromkeys(self.flow.steps, FALSE)
        self.edges: dict[tuple[str, int], int] = {}
        self.shown: dict[str, Mapping[str, int]] = {}  # fact -> option -> who sees it, if asked
        self.whole = Stage(frozenset(self.layout.asked_by), frozenset())
        self._questions = questions
        self._certain: dict[str, frozenset[str]] = {self.flow.start: frozenset()}
        self.entered[self.flow.start] = TRUE
        for step in self.layout.order:
            self._pass(step)
        ends = (step.id for step in self.flow.steps.values() if isinstance(step, End))
        self.complete = made.any_of(self.entered[end] for end in ends)

    def _pass(self, step: str) -> None:
        """Say who leaves a step by which route; those who cannot answer stay."""
        behind = (self.layout.asks[before] for before in self.layout.behind[step])
        asked, certain = frozenset(f for facts in behind for f in facts), self._certain[step]
        left = self._answered(step, Stage(asked, certain))
        own = frozenset(self.layout.asks[step])
        stage = Stage(asked | own, certain | own)
        for number, route in enumerate(self.flow.steps[step].routes):
            test = self.judgement.holds(route.guard, stage)
            edge = self.edges[step, number] = self.made.both(left, test)
            left = self.made.except_(left, test)
            self.entered[route.to] = self.made.either(self.entered[route.to], edge)
            before = self._certain.get(route.to, stage.certain)
            self._certain[route.to] = before & stage.certain

    def _answered(self, step: str, stage: Stage) -> int:
        """Return who gets past the questions of a step."""
        left = self.entered[step]
        for subject in self.layout.asks[step]:
            shown = {
                option.id: self.judgement.holds(option.visible, stage)
                for option in options(self.flow, subject)
            }
            self.shown[subject] = shown
            question, asked = self._questions[subject], self._asked(step, subject)
            answer = given(self.made, question, asked, shown, self.answers.today)
            self.answers.given[subject] = answer
            left = self.made.both(left, answer.answers)
        self.answers.passed |= dict.fromkeys(self.layout.asks[step], left)
        return left

    def _asked(self, step: str, subject: str) -> Asked:
        where = self.flow.steps[step]
        return where if isinstance(where, Repeat) else self.flow.facts[subject]
