"""Guarantees judged over every complete conversation: proved, broken with the shortest one, vacuous, not decided.

Conversations are not tried one by one. What can be known at a step is one set over the atoms that still matter, kept
as a decision diagram (`diagram`): a flow of a hundred steps has more than 10^30 conversations, and a search that
remembers which answers it came with (even by classes of answers) still had not ended after 10^5 states, where a pass
over sets makes some thousand forks. `reach` goes forward once; each guarantee then goes backward once (`ways`), from
the answers with which it is broken. What makes an atom true is asked of the conversation's own engine (`judging`),
and whatever is found is replayed by it (`walk`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from assistant.dialog.dialog import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.model import End, Flow, Guarantee
from assistant.prove.aims import Aims, Duty, duty
from assistant.prove.days import telling_days
from assistant.prove.diagram import MOST_FORKS, TRUE, SpentError
from assistant.prove.reach import Reach
from assistant.prove.space import Space
from assistant.prove.tried import tried
from assistant.prove.walk import walk
from assistant.prove.ways import Limits, Ways

Word = Literal["proved", "broken", "vacuous", "not decided"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one guarantee; `trail` is the shortest conversation that breaks it, `states` the forks made."""

    guarantee: Guarantee
    word: Word
    states: int
    trail: Trail | None = None


def proved(flow: Flow, today: date, most_forks: int = MOST_FORKS) -> tuple[Verdict, ...]:
    """Return a verdict for each guarantee of `flow`, in order, for conversations begun on any day from `today` on."""
    return together(provers(flow, today, most_forks))


def provers(flow: Flow, today: date, most_forks: int = MOST_FORKS) -> tuple[Prover, ...]:
    """Return a prover for `today`, and one for each later day on which answers about dates mean something else."""
    dialog = Dialog(flow)
    return tuple(Prover(dialog, day, most_forks) for day in telling_days(dialog, today))


def together(days: tuple[Prover, ...]) -> tuple[Verdict, ...]:
    """Return a verdict for each guarantee: what holds on each of the days."""
    return tuple(map(_worst, zip(*(day.verdicts() for day in days), strict=True)))


def unproved(flow: Flow, today: date) -> tuple[Verdict, ...]:
    """Return the guarantees of `flow` that are not proved, for `serve` to refuse it."""
    return tuple(verdict for verdict in proved(flow, today) if verdict.word != "proved")


def most_questions(flow: Flow, today: date) -> Mapping[str, int]:
    """Return end -> the most question screens of a conversation that ends there; without ends that take too much work."""
    prover, found = Prover(Dialog(flow), today), dict[str, int]()
    for step in flow.steps.values():
        if isinstance(step, End):
            with suppress(SpentError, RecursionError):
                found[step.id] = prover.most_screens(step.id)
    return found


def _worst(verdicts: tuple[Verdict, ...]) -> Verdict:
    """Return what the verdicts on one guarantee for several days come to; it may be vacuous on some."""
    order: Mapping[Word, int] = {"broken": 0, "not decided": 1, "proved": 2, "vacuous": 3}
    worst = min(verdicts, key=lambda verdict: order[verdict.word])
    return replace(worst, states=sum(verdict.states for verdict in verdicts))


class Prover:
    """Proves the guarantees of one flow; a guarantee that spends the budget of forks costs the others nothing."""

    def __init__(self, dialog: Dialog, today: date, most_forks: int = MOST_FORKS) -> None:
        self.dialog, self.today, self.most_forks = dialog, today, most_forks
        self._reach: Reach | None = None
        self._exactly: Reach | None = None

    @property
    def flow(self) -> Flow:
        """The flow whose conversations these are."""
        return self.dialog.flow

    @property
    def reach(self) -> Reach:
        """What conversations of the flow can come to at most, and its space.

        Raises:
            SpentError: even that is too much.
        """
        if self._reach is None:
            space = Space(self.dialog, self.today, self.most_forks)
            self._reach = Reach.at_most(space)
        return self._reach

    @property
    def exactly(self) -> Reach:
        """What conversations of the flow can come to, and nothing else.

        Raises:
            SpentError: that is too much.
        """
        if self._exactly is None:
            self._exactly = Reach.of(self.reach.space)
        return self._exactly

    @cached_property
    def tried(self) -> tuple[Trail, ...]:
        """Some complete conversations."""
        return tried(self.reach.space)

    def verdicts(self) -> Iterator[Verdict]:
        """Yield a verdict for each guarantee."""
        for guarantee in self.flow.guarantees:
            yield self.verdict(guarantee)

    def verdict(self, guarantee: Guarantee) -> Verdict:
        """Return the verdict on one guarantee."""
        before = len(self._reach.space.diagrams) if self._reach else 0
        try:
            word, trail = self._judged(guarantee)
            return Verdict(guarantee, word, len(self.reach.space.diagrams) - before, trail)
        except (SpentError, RecursionError):
            self._reach = self._exactly = None  # what was made is given back
            return Verdict(guarantee, "not decided", self.most_forks)

    def _judged(self, guarantee: Guarantee) -> tuple[Word, Trail | None]:
        asked = duty(self.reach.space, guarantee)
        trail = self._breaking(asked)
        return ("broken" if trail else self._held(guarantee, asked.binds)), trail

    def _breaking(self, asked: Duty) -> Trail | None:
        if asked.most is None:
            return self.shortest(asked.broken)
        return self.longer_than(asked.most, asked.broken)

    def _held(self, guarantee: Guarantee, binds: Aims) -> Word:
        """Return the verdict on a guarantee that no conversation breaks."""
        seen = any(self.dialog.logic.holds(guarantee.when, trail) for trail in self.tried)
        return "proved" if seen or self.possible(binds) else "vacuous"

    def shortest(self, aims: Aims) -> Trail | None:
        """Return the shortest conversation to `aims`: fewest question screens, then steps; None where there is none."""
        return self._with_screens(aims, 0) if self.possible(aims) else None

    def short(self, aims: Aims) -> Trail | None:
        """Return one of the conversations to `aims` with the fewest question screens; None where there is none.

        That is a third of the work of finding the one of them with the fewest steps.
        """
        if not self.possible(aims):
            return None
        screens = self._fewest_screens(aims, 0)
        ways = Ways.to(self.reach, aims, Limits(screens, screens))
        return walk(ways, ways.costs[0])

    def longer_than(self, most: int, aims: Aims) -> Trail | None:
        """Return the shortest conversation to `aims` with more than `most` question screens; None where there is none."""
        longer = Limits(fewest_screens=most + 1)
        return self._with_screens(aims, most + 1) if self.possible(aims, longer) else None

    def _with_screens(self, aims: Aims, least: int) -> Trail:
        """Return the shortest of the conversations to `aims` with at least so many screens; there must be one."""
        ways_to = [self.reach.approach[step] for step in aims if step in self.reach.approach]
        fewest_steps = min(way.fewest_steps for way in ways_to)
        return self._with_steps(aims, self._fewest_screens(aims, least), fewest_steps)

    def _fewest_screens(self, aims: Aims, least: int) -> int:
        """Return the fewest screens, at least so many, of a conversation to `aims`; there must be one."""
        ways_to = [self.reach.approach[step] for step in aims if step in self.reach.approach]
        low = max(least, min(way.fewest_screens for way in ways_to))
        most = max(way.most_screens for way in ways_to) + 1
        for high in _widening(low, most):
            costs = Ways.to(self.reach, aims, Limits(low, high)).costs
            if costs:
                return costs[0][0]
        raise AssertionError("a conversation that is possible is not found")

    def _with_steps(self, aims: Aims, screens: int, least: int) -> Trail:
        """Return the conversation with the fewest steps (at least so many) of those with so many screens."""
        for high in _widening(least, len(self.flow.steps)):
            ways = Ways.to(self.reach, aims, Limits(screens, screens, high))
            if ways.costs:
                return walk(ways, ways.costs[0])
        raise AssertionError("a conversation that is possible is not found")

    def possible(self, aims: Aims, limits: Limits | None = None) -> bool:
        """Return whether some conversation comes to `aims`."""
        return bool(Ways.to(self.reach, aims, limits).costs)

    def most_screens(self, end: str) -> int:
        """Return the most question screens of a conversation that ends there; none where none does."""
        way = self.reach.approach.get(end)
        if way is None:
            return 0
        ways = Ways.to(self.reach, {end: TRUE}, Limits(most_screens=way.most_screens))
        return max((screens for screens, _ in ways.costs), default=0)


def _widening(low: int, most: int) -> Iterator[int]:
    """Yield limits above `low`, each some more above the one before, until there is no need for another."""
    high, more = low, 2
    while high < most:
        high, more = high + more, more + 2
        yield high
