"""Symbolic execution of one version: everybody's conversation at once.

Steps are visited in topological order (a flow has no cycles), so one forward pass computes the
exact set of assignments that reach each step and take each route.

Reach sets are kept factored. Paths part and meet again, and once all have met, it no longer matters
how they parted. Each step therefore stores only its own factor, relative to its nearest dominator
(the nearest step that every path to it passes); the reach set is the conjunction of the factors
along the dominator chain, and is multiplied out only when somebody asks for it.

A guard is evaluated where it stands: a question asked later is not answered yet, and one that the
path went around is not answered at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from assistant.dialog.engine import Dialog
from assistant.flow.model import End
from assistant.prove.change.answer_space import SharedQuestion
from assistant.prove.change.guards import AnswerSets, GuardEvaluator, Stage, answer_sets, options
from assistant.prove.diagram import FALSE, TRUE, Diagrams
from assistant.prove.layout import Layout

# A set as its factors: somebody belongs to it who is in all of them. Without factors, everybody.
FactoredSet = frozenset[int]
NOBODY: FactoredSet = frozenset({FALSE})


class SymbolicRun:
    """The run of one version over `questions`, for conversations begun on `today`.

    `arrivals` is who reaches each step; `edges` (by step and route number) who takes a route, of
    those at the step; `answer_sets` the answers to each question and `shown_options` the options
    shown, of those who are asked.
    """

    def __init__(
        self,
        diagrams: Diagrams,
        dialog: Dialog,
        questions: Mapping[str, SharedQuestion],
        today: date,
    ) -> None:
        self.diagrams, self.dialog, self.flow, self.today = diagrams, dialog, dialog.flow, today
        self.layout = Layout.of(dialog.flow)
        self.answer_sets: dict[str, AnswerSets] = {}
        self.shown_options: dict[str, Mapping[str, int]] = {}
        self.edges: dict[tuple[str, int], int] = {}
        self.arrivals: dict[str, FactoredSet] = dict.fromkeys(self.flow.steps, NOBODY)
        self.guards = GuardEvaluator(diagrams, dialog.logic, self.answer_sets, today)
        self._questions = questions
        self._stages: dict[str, Stage] = {}
        self._conjunctions: dict[FactoredSet, int] = {}
        # step -> the steps that every path to it passes, in order, itself last
        self._dominators: dict[str, tuple[str, ...]] = {}
        # step -> who reaches it, of those who reach the last dominator before it
        self._own_factor: dict[str, int] = {}
        for step in self.layout.order:
            self._enter(step)
            self._leave(step)

    def reach_set(self, step: str) -> int:
        """Return everyone who reaches a step."""
        return self.conjunction(self.arrivals[step])

    def conjunction(self, factors: FactoredSet) -> int:
        """Return everyone who is in all of several sets."""
        if factors not in self._conjunctions:
            self._conjunctions[factors] = self.diagrams.all_of(sorted(factors))
        return self._conjunctions[factors]

    @property
    def ends(self) -> tuple[End, ...]:
        """The ends of the flow."""
        return self.flow.ends

    def end_set(self, outcomes: Iterable[str] = ("notify", "consult", "follow_up", "none")) -> int:
        """Return everyone who reaches an end with one of these outcomes."""
        wanted = {*outcomes}
        return self.diagrams.any_of(self.reach_set(e.id) for e in self.ends if e.outcome in wanted)

    @cached_property
    def at_any_end(self) -> FactoredSet:
        """Those who reach an end, whichever it is."""
        return frozenset({self.end_set()})

    @cached_property
    def final_stage(self) -> Stage:
        """Everything that may be answered by an end, and by whom."""
        asks = self.layout.asks
        return {
            subject: self.reach_set(step) for step in self.layout.order for subject in asks[step]
        }

    def stage(self, step: str) -> Stage:
        """Return the stage ahead of a step: what may be answered, and by whom of those at it."""
        if step not in self._stages:
            self._stages[step] = {
                subject: self._reached_before(before, step)
                for before in sorted(self.layout.ancestors.get(step, ()))
                for subject in self.layout.asks[before]
            }
        return self._stages[step]

    def _reached_before(self, before: str, step: str) -> int:
        """Return everyone who has passed `before`, of those who reach `step`.

        Only factors of dominators that the two do not share restrict anything.
        """
        other = [each for each in self._dominators[before] if each not in self._dominators[step]]
        return self.conjunction(frozenset(self._own_factor[each] for each in other) - {TRUE})

    def _enter(self, step: str) -> None:
        """Compute who reaches a step, relative to its nearest dominator."""
        if step == self.flow.start:
            self._dominators[step], self._own_factor[step], self.arrivals[step] = (
                (step,),
                TRUE,
                frozenset(),
            )
            return
        edges = [edge for edge in self.edges if self.flow.steps[edge[0]].routes[edge[1]].to == step]
        # A step is dominated by what dominates all of its predecessors. Of the chain of each
        # predecessor, only the part below the common one is still to be multiplied out.
        shared = _common_prefix([self._dominators[before] for before, _ in edges])
        arriving = []
        for before, number in edges:
            since = (self._own_factor[after] for after in self._dominators[before][len(shared) :])
            way = self.conjunction(frozenset(since) - {TRUE})
            arriving.append(self.diagrams.and_(way, self.edges[before, number]))
        self._dominators[step] = (*shared, step)
        self._own_factor[step] = own = self.diagrams.any_of(arriving)
        self.arrivals[step] = (self.arrivals[shared[-1]] | {own}) - {TRUE}

    def _leave(self, step: str) -> None:
        """Compute who leaves a step by which route, of those at it; who cannot answer stays."""
        stage = self.stage(step)
        left = self._pass_questions(step, stage)
        # Routes see the step's own answers as well; whoever is left after a route tries the next.
        stage = {**stage, **dict.fromkeys(self.layout.asks[step], TRUE)}
        for number, route in enumerate(self.flow.steps[step].routes):
            test = self.guards.guard_set(route.guard, stage)
            self.edges[step, number] = self.diagrams.and_(left, test)
            left = self.diagrams.diff(left, test)

    def _pass_questions(self, step: str, stage: Stage) -> int:
        """Return everyone who gets past the questions of a step."""
        left = TRUE
        for subject in self.layout.asks[step]:
            self.shown_options[subject] = shown = {
                option.id: self.guards.guard_set(option.visible, stage)
                for option in options(self.flow, subject)
            }
            asked = self.flow.question(subject)
            answer = answer_sets(self.diagrams, self._questions[subject], asked, shown, self.today)
            self.answer_sets[subject] = answer
            left = self.diagrams.and_(left, answer.can_answer)
        return left


def _common_prefix(chains: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the longest common prefix of several dominator chains."""
    shared: list[str] = []
    for steps in zip(*chains, strict=False):
        if len({*steps}) > 1:
            break
        shared.append(steps[0])
    return tuple(shared)
