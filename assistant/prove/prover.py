"""The prover: a verdict on each guarantee of a flow, over all of its complete conversations.

A guarantee is proved, broken (with the shortest counterexample), vacuous (it never binds) or not
decided (the budget was spent).

Conversations are not tried one by one. The set of states at a step is one decision diagram
(`diagram`) over the atoms that still matter: a flow of a hundred steps has more than 10^30
conversations, and an explicit-state search, even by classes of answers, had not ended after 10^5
states where a pass over sets makes some thousand nodes. `reach` goes forward once; each guarantee
then goes backward once (`ways`), from the states that violate it. What makes an atom true is asked
of the engine itself (`answers`), and every counterexample is replayed by it (`extract_witness`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Literal

from msgspec import structs

from assistant.dialog.conversation import Answer
from assistant.dialog.engine import Dialog
from assistant.dialog.trail import PartialReading, Trail
from assistant.flow import model
from assistant.flow.model.kinds import resolve_offset
from assistant.prove.answers import (
    AnswerClassifier,
    representative_values,
    row_classes,
    simple_classes,
)
from assistant.prove.diagram import FALSE, MAX_NODES, TRUE, BudgetSpentError
from assistant.prove.layout import Layout
from assistant.prove.reach import Reach
from assistant.prove.space import Space
from assistant.prove.variables import Variables
from assistant.prove.ways import CostLimits, Ways, extract_witness

VerdictWord = Literal["proved", "broken", "vacuous", "not decided"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one guarantee.

    `trail` is the shortest counterexample, `states` the number of diagram nodes made for it.
    """

    guarantee: model.Guarantee
    word: VerdictWord
    states: int
    trail: Trail | None = None


def prove_flow(flow: model.Flow, today: date, max_nodes: int = MAX_NODES) -> tuple[Verdict, ...]:
    """Return a verdict on each guarantee of `flow`, for conversations begun from `today` on."""
    return combine_days(provers(flow, today, max_nodes))


def provers(flow: model.Flow, today: date, max_nodes: int = MAX_NODES) -> tuple[Prover, ...]:
    """Return a prover for each representative day, `today` first."""
    dialog = Dialog(flow)
    return tuple(Prover(dialog, day, max_nodes) for day in representative_days(dialog, today))


def combine_days(days: tuple[Prover, ...]) -> tuple[Verdict, ...]:
    """Return a verdict on each guarantee that holds for all of the days."""
    return tuple(map(_worst_verdict, zip(*(day.verdicts() for day in days), strict=True)))


def find_unproved(flow: model.Flow, today: date) -> tuple[Verdict, ...]:
    """Return the verdicts other than "proved"; `serve` refuses a flow that has any."""
    return tuple(verdict for verdict in prove_flow(flow, today) if verdict.word != "proved")


def most_questions(flow: model.Flow, today: date) -> Mapping[str, int]:
    """Return end -> the most question screens before it, where the budget suffices to tell."""
    prover, found = Prover(Dialog(flow), today), dict[str, int]()
    for end in flow.ends:
        with suppress(BudgetSpentError, RecursionError):
            found[end.id] = prover.most_screens(end.id)
    return found


def _worst_verdict(verdicts: tuple[Verdict, ...]) -> Verdict:
    """Return the worst verdict on one guarantee; vacuous only if it is so on every day."""
    order: Mapping[VerdictWord, int] = {"broken": 0, "not decided": 1, "proved": 2, "vacuous": 3}
    worst = min(verdicts, key=lambda verdict: order[verdict.word])
    return replace(worst, states=sum(verdict.states for verdict in verdicts))


class Prover:
    """Proves the guarantees of one flow on one day, each with a budget of `max_nodes`."""

    def __init__(self, dialog: Dialog, today: date, max_nodes: int = MAX_NODES) -> None:
        self.dialog, self.today, self.max_nodes = dialog, today, max_nodes
        self._reach: Reach | None = None
        self._exact_reach: Reach | None = None

    @property
    def flow(self) -> model.Flow:
        """The flow that is proved."""
        return self.dialog.flow

    @property
    def reach(self) -> Reach:
        """An over-approximation of the reachable states; it holds the state space.

        Raises:
            BudgetSpentError: even that takes too many nodes.
        """
        if self._reach is None:
            space = Space(self.dialog, self.today, self.max_nodes)
            self._reach = Reach.overapproximate(space)
        return self._reach

    @property
    def exact_reach(self) -> Reach:
        """The exact set of reachable states.

        Raises:
            BudgetSpentError: that takes too many nodes.
        """
        if self._exact_reach is None:
            self._exact_reach = Reach.exact(self.reach.space)
        return self._exact_reach

    @cached_property
    def samples(self) -> tuple[Trail, ...]:
        """Sample conversations, all complete."""
        return sample_trails(self.reach.space)

    def verdicts(self) -> Iterator[Verdict]:
        """Yield a verdict on each guarantee."""
        for guarantee in self.flow.guarantees:
            yield self.verdict(guarantee)

    def verdict(self, guarantee: model.Guarantee) -> Verdict:
        """Return the verdict on one guarantee."""
        before = len(self._reach.space.diagrams) if self._reach else 0
        try:
            word, trail = self._decide(guarantee)
            return Verdict(guarantee, word, len(self.reach.space.diagrams) - before, trail)
        except (BudgetSpentError, RecursionError):
            # The next guarantee starts anew, with the whole budget.
            self._reach = self._exact_reach = None
            return Verdict(guarantee, "not decided", self.max_nodes)

    def _decide(self, guarantee: model.Guarantee) -> tuple[VerdictWord, Trail | None]:
        required = obligation(self.reach.space, guarantee)
        trail = self._counterexample(required)
        return ("broken" if trail else self._proved_or_vacuous(guarantee, required.binds)), trail

    def _counterexample(self, required: Obligation) -> Trail | None:
        if required.most is None:
            return self.shortest_witness(required.violated)
        return self.witness_longer_than(required.most, required.violated)

    def _proved_or_vacuous(self, guarantee: model.Guarantee, binds: Goals) -> VerdictWord:
        """Return the verdict on a guarantee that no conversation breaks."""
        # A sample in which it binds saves a search; most guarantees have one.
        seen = any(self.dialog.logic.holds(guarantee.when, trail) for trail in self.samples)
        return "proved" if seen or self.is_possible(binds) else "vacuous"

    def shortest_witness(self, goals: Goals) -> Trail | None:
        """Return the conversation to `goals` with the fewest screens, then steps; None if none."""
        return self._with_fewest_screens(goals, 0) if self.is_possible(goals) else None

    def short_witness(self, goals: Goals) -> Trail | None:
        """Return a conversation to `goals` with the fewest screens; None if there is none.

        Not minimising the steps as well saves two thirds of the work.
        """
        if not self.is_possible(goals):
            return None
        screens = self._fewest_screens(goals, 0)
        ways = Ways.to(self.reach, goals, CostLimits(screens, screens))
        return extract_witness(ways, ways.costs[0])

    def witness_longer_than(self, most: int, goals: Goals) -> Trail | None:
        """Return the shortest conversation to `goals` with over `most` screens; None if none."""
        longer = CostLimits(fewest_screens=most + 1)
        return (
            self._with_fewest_screens(goals, most + 1) if self.is_possible(goals, longer) else None
        )

    def _with_fewest_screens(self, goals: Goals, least: int) -> Trail:
        """Return the shortest conversation to `goals` with `least` screens or more; one exists."""
        ways_to = [self.reach.approach[step] for step in goals if step in self.reach.approach]
        fewest_steps = min(way.fewest_steps for way in ways_to)
        return self._with_fewest_steps(goals, self._fewest_screens(goals, least), fewest_steps)

    def _fewest_screens(self, goals: Goals, least: int) -> int:
        """Return the fewest screens, `least` or more, on the way to `goals`; a way exists."""
        # Iterative deepening: low limits keep the sets by cost few, and witnesses are mostly short.
        ways_to = [self.reach.approach[step] for step in goals if step in self.reach.approach]
        low = max(least, min(way.fewest_screens for way in ways_to))
        most = max(way.most_screens for way in ways_to) + 1
        for high in _widening_limits(low, most):
            costs = Ways.to(self.reach, goals, CostLimits(low, high)).costs
            if costs:
                return costs[0][0]
        raise AssertionError("a conversation that is possible is not found")

    def _with_fewest_steps(self, goals: Goals, screens: int, least: int) -> Trail:
        """Return the witness with exactly so many screens and the fewest steps, `least` or more."""
        for high in _widening_limits(least, len(self.flow.steps)):
            ways = Ways.to(self.reach, goals, CostLimits(screens, screens, high))
            if ways.costs:
                return extract_witness(ways, ways.costs[0])
        raise AssertionError("a conversation that is possible is not found")

    def is_possible(self, goals: Goals, limits: CostLimits | None = None) -> bool:
        """Return True if some conversation reaches `goals` within `limits`."""
        return bool(Ways.to(self.reach, goals, limits).costs)

    def most_screens(self, end: str) -> int:
        """Return the most question screens of a conversation to `end`; 0 if none gets there."""
        way = self.reach.approach.get(end)
        if way is None:
            return 0
        ways = Ways.to(self.reach, {end: TRUE}, CostLimits(most_screens=way.most_screens))
        return max((screens for screens, _ in ways.costs), default=0)


def _widening_limits(low: int, most: int) -> Iterator[int]:
    """Yield growing limits above `low`, until one is at least `most`."""
    high, more = low, 2
    while high < most:
        high, more = high + more, more + 2
        yield high


# Proof obligations: at each end, the states where a guarantee binds, and those that violate it.

Goals = Mapping[str, int]  # step, mostly an end -> the set of states that is the goal there


@dataclass(frozen=True, slots=True)
class Obligation:
    """The obligation of a guarantee: where it binds, and where it is violated.

    With `most`, only conversations with more question screens than that violate it.
    """

    binds: Goals
    violated: Goals
    most: int | None = None


def obligation(space: Space, guarantee: model.Guarantee) -> Obligation:
    """Return the proof obligation of `guarantee`."""
    ends, when = space.layout.ends, space.guard_diagrams.of(guarantee.when)
    binds = {end.id: when for end in ends}
    if isinstance(guarantee.promise, model.Questions):
        return Obligation(binds, binds, guarantee.promise.most)
    keeping = {end.id: _promise_kept(space, guarantee.promise, end) for end in ends}
    return Obligation(binds, {end: space.diagrams.diff(when, keeping[end]) for end in binds})


def _promise_kept(space: Space, promise: model.Promise, end: model.End) -> int:
    match promise:
        case model.Passes(step, before):
            return _passed_before(space, step, before)
        case model.Never(step):
            return space.diagrams.not_(space.guard_diagrams.step_passed(step))
        case model.Ends(ends):
            return TRUE if {end.id, end.outcome} & ends else FALSE
        case _:
            return _conclusion_kept(space, promise)


def _conclusion_kept(space: Space, promise: model.Promise) -> int:
    match promise:
        case model.Decides(guard):
            return space.guard_diagrams.of(guard)
        case model.Plans(item):
            return space.diagrams.any_of(
                space.guard_diagrams.of(each.guard) for each in space.flow.plan if each.id == item
            )
        case model.Records(path):
            return space.guard_diagrams.record_has(path)
        case _:
            raise AssertionError(f"no such promise: {promise}")


def _passed_before(space: Space, step: str, before: str | None) -> int:
    """Return the diagram of "`step` is on the path, ahead of `before` if that is on it".

    Flows are acyclic, so two steps have one possible order. If it is the wrong one, they must not
    both be on the path.
    """
    on_path = space.guard_diagrams.step_passed(step)
    if before is None or before not in space.layout.ancestors.get(step, ()):
        return on_path
    return space.diagrams.diff(on_path, space.guard_diagrams.step_passed(before))


# Representative days to begin on: a limit such as `-1m` is 28 to 31 days away, by the calendar.
#
# A proof for these days is one for all days.

LEAP_CYCLE_DAYS = 1461  # days, after which months and years are as long again (until the year 2100)


def representative_days(dialog: Dialog, today: date) -> tuple[date, ...]:
    """Return `today`, and one later day for each other set of classes of answers about dates."""
    claims = Variables(dialog.flow, Layout.of(dialog.flow)).by_subject()
    dates = [f for f in dialog.flow.facts.values() if isinstance(f, model.Date) and f.id in claims]
    classes: dict[tuple[str, timedelta, timedelta], frozenset[int]] = {}
    days: dict[tuple[frozenset[int], ...], date] = {}
    for number in range(LEAP_CYCLE_DAYS if dates else 1):
        begun = today + timedelta(days=number)
        # The classes depend on the distances of the limits only, and those take few values.
        found = []
        for fact in dates:
            span = (
                fact.id,
                resolve_offset(fact.earliest, begun) - begun,
                resolve_offset(fact.latest, begun) - begun,
            )
            if span not in classes:
                answer_classes = simple_classes(AnswerClassifier(dialog, claims, begun), fact, ())
                classes[span] = frozenset(each.held for each in answer_classes)
            found.append(classes[span])
        days.setdefault(tuple(found), begun)
    return tuple(days.values())


# Sample conversations: what one of them shows to be possible needs no search.
#
# They are the same in every run, picked by a fixed pseudo-random sequence.

SAMPLE_COUNT = 48  # conversations


def sample_trails(space: Space) -> tuple[Trail, ...]:
    """Return complete conversations with pseudo-random answers."""
    sampler = _Sampler(space)
    found = (sampler.sample() for _ in range(SAMPLE_COUNT))
    return tuple(trail for trail in found if trail.ended is not None)


class _Sampler:
    """Answers every question with a pseudo-random choice among representative values."""

    def __init__(self, space: Space) -> None:
        self._space, self._dialog = space, space.dialog
        self._at = datetime.combine(space.today, time(12), UTC)
        self._values_by_options: dict[tuple[str, ...], tuple[model.Value, ...]] = {}
        self._number = 1

    def sample(self) -> Trail:
        """Return one conversation, up to an end or to a question that has no answer."""
        conversation = self._dialog.begin(self._space.flow.language, self._space.today)
        trail = self._dialog.trail(conversation)
        while trail.waiting is not None:
            answers = self._choose_answers(trail)
            if answers is None:
                break
            given = {name: Answer(value, self._at, 1) for name, value in answers.items()}
            conversation = structs.replace(conversation, answers={**conversation.answers, **given})
            trail = self._dialog.replay.extend(trail, conversation)
        return trail

    def _choose_answers(self, trail: Trail) -> Mapping[str, model.Value] | None:
        step = self._space.flow.steps[trail.waiting or ""]
        if isinstance(step, model.Repeat):
            shown = {
                fact.id: self._visible_options(fact, trail) for fact in self._space.facts(step.id)
            }
            some = tuple(each.witness for each in row_classes(self._space.classifier, step, shown))
            return {step.id: some[self._next_number() % len(some)]} if some else None
        given: dict[str, model.Value] = {}
        for fact in self._space.facts(step.id):
            values = self._candidate_values(fact, trail)
            if not values:
                return None
            given[fact.id] = values[self._next_number() % len(values)]
        return given

    def _candidate_values(self, fact: model.AnyFact, trail: Trail) -> tuple[model.Value, ...]:
        shown = self._visible_options(fact, trail)
        key = (fact.id, *(option.id for option in shown))
        if key not in self._values_by_options:
            self._values_by_options[key] = representative_values(
                self._space.classifier, fact, shown
            )
        return self._values_by_options[key]

    def _visible_options(self, fact: model.AnyFact, trail: Trail) -> Sequence[model.Option]:
        return self._dialog.logic.options(fact, PartialReading(trail.answers, trail.today))

    def _next_number(self) -> int:
        """Return the next number of the sequence (Lehmer's)."""
        # Not `random`: pure packages know no randomness, and verdicts must not depend on luck.
        self._number = self._number * 48271 % 0x7FFFFFFF
        return self._number >> 8
