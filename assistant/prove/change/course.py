"""One version's conversations as sets of realities: who comes to each step, and who takes which route.

Most ways of a flow part and meet again, and where all meet again, it no longer matters where they had parted. So who
comes to a step is kept in factors: of those who come to the nearest step that all ways to it share, who goes on to it;
and who comes to that one. A guard is judged where it stands: what is asked only later is not answered yet, and what
was left aside on the way is not answered at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from assistant.dialog.dialog import Dialog
from assistant.flow.model import End, Repeat
from assistant.prove.change.given import Given, given
from assistant.prove.change.judgement import Judgement, Stage, options
from assistant.prove.change.reality import Asked, Question
from assistant.prove.diagram import FALSE, TRUE, Diagrams
from assistant.prove.layout import Layout

Way = frozenset[int]  # the sets that somebody is in who comes somewhere: in all of them
NOBODY: Way = frozenset({FALSE})


class Course:
    """The course of one version, for `questions` and conversations begun on `today`.

    `ways` has who comes to a step, `edges` (by step and number) who takes a route of those who come to the step;
    `given` the answers to each question of those who come to it, `shown` the options that they see.
    """

    def __init__(
        self, made: Diagrams, dialog: Dialog, questions: Mapping[str, Question], today: date
    ) -> None:
        self.made, self.dialog, self.flow, self.today = made, dialog, dialog.flow, today
        self.layout = Layout.of(dialog.flow)
        self.given: dict[str, Given] = {}
        self.shown: dict[str, Mapping[str, int]] = {}
        self.edges: dict[tuple[str, int], int] = {}
        self.ways: dict[str, Way] = dict.fromkeys(self.flow.steps, NOBODY)
        self.judgement = Judgement(made, dialog.logic, self.given, today)
        self._questions = questions
        self._stages: dict[str, Stage] = {}
        self._products: dict[Way, int] = {}
        self._shared: dict[
            str, tuple[str, ...]
        ] = {}  # step -> the steps that all ways to it share, itself last
        self._own: dict[
            str, int
        ] = {}  # step -> who comes to it, of those who come to the last of these before it
        for step in self.layout.order:
            self._enter(step)
            self._leave(step)

    def entered(self, step: str) -> int:
        """Return who comes to a step."""
        return self.product(self.ways[step])

    def product(self, way: Way) -> int:
        """Return who is in all of several sets."""
        if way not in self._products:
            self._products[way] = self.made.all_of(sorted(way))
        return self._products[way]

    @property
    def ends(self) -> tuple[End, ...]:
        """The ends of the flow."""
        return tuple(step for step in self.flow.steps.values() if isinstance(step, End))

    def complete(self, outcomes: Iterable[str] = ("notify", "consult", "follow_up", "none")) -> int:
        """Return who comes to an end with one of these outcomes."""
        wanted = {*outcomes}
        return self.made.any_of(self.entered(e.id) for e in self.ends if e.outcome in wanted)

    @cached_property
    def ended(self) -> Way:
        """The way of those who come to an end, whichever it is."""
        return frozenset({self.complete()})

    @cached_property
    def final(self) -> Stage:
        """What may be answered at an end, and by whom."""
        asks = self.layout.asks
        return {subject: self.entered(step) for step in self.layout.order for subject in asks[step]}

    def stage(self, step: str) -> Stage:
        """Return what may be answered on entering a step, and by whom of those who enter it."""
        if step not in self._stages:
            self._stages[step] = {
                subject: self._passing(before, step)
                for before in sorted(self.layout.behind.get(step, ()))
                for subject in self.layout.asks[before]
            }
        return self._stages[step]

    def _passing(self, before: str, step: str) -> int:
        """Return who has come to `before`, of those who come to `step`."""
        other = [each for each in self._shared[before] if each not in self._shared[step]]
        return self.product(frozenset(self._own[each] for each in other) - {TRUE})

    def _enter(self, step: str) -> None:
        """Say who comes to a step, of those who come to the nearest step that all ways to it share."""
        if step == self.flow.start:
            self._shared[step], self._own[step], self.ways[step] = (step,), TRUE, frozenset()
            return
        edges = [edge for edge in self.edges if self.flow.steps[edge[0]].routes[edge[1]].to == step]
        shared = _common([self._shared[before] for before, _ in edges])
        arriving = []
        for before, number in edges:
            since = (self._own[after] for after in self._shared[before][len(shared) :])
            way = self.product(frozenset(since) - {TRUE})
            arriving.append(self.made.both(way, self.edges[before, number]))
        self._shared[step] = (*shared, step)
        self._own[step] = own = self.made.any_of(arriving)
        self.ways[step] = (self.ways[shared[-1]] | {own}) - {TRUE}

    def _leave(self, step: str) -> None:
        """Say who leaves a step by which route, of those who come to it; those who cannot answer stay."""
        stage = self.stage(step)
        left = self._answered(step, stage)
        stage = {**stage, **dict.fromkeys(self.layout.asks[step], TRUE)}
        for number, route in enumerate(self.flow.steps[step].routes):
            test = self.judgement.holds(route.guard, stage)
            self.edges[step, number] = self.made.both(left, test)
            left = self.made.except_(left, test)

    def _answered(self, step: str, stage: Stage) -> int:
        """Return who gets past the questions of a step."""
        left = TRUE
        for subject in self.layout.asks[step]:
            self.shown[subject] = shown = {
                option.id: self.judgement.holds(option.visible, stage)
                for option in options(self.flow, subject)
            }
            asked = self._asked(step, subject)
            answer = given(self.made, self._questions[subject], asked, shown, self.today)
            self.given[subject] = answer
            left = self.made.both(left, answer.answers)
        return left

    def _asked(self, step: str, subject: str) -> Asked:
        where = self.flow.steps[step]
        return where if isinstance(where, Repeat) else self.flow.facts[subject]


def _common(chains: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the steps that all begin with."""
    shared: list[str] = []
    for steps in zip(*chains, strict=False):
        if len({*steps}) > 1:
            break
        shared.append(steps[0])
    return tuple(shared)
