"""From sets back to one conversation: forward through the ways to an aim, with a smallest answer to each question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time

from assistant.dialog.conversation import Answer, Conversation
from assistant.dialog.trail import Trail
from assistant.flow.values import Value
from assistant.prove.diagram import FALSE, mask
from assistant.prove.judging import Amounts
from assistant.prove.space import Space
from assistant.prove.ways import HERE, Cost, Screen, Ways


def walk(ways: Ways, cost: Cost) -> Trail:
    """Return a conversation to the aim of `ways` that costs `cost`, as the engine replays it."""
    step, answers = _Walk(ways, cost).arrived()
    trail = replayed(ways.space, answers)
    if step not in trail.path or trail.parked:
        raise AssertionError(f"the conversation found does not come to {step}")
    return trail


def replayed(space: Space, answers: Mapping[str, Value]) -> Trail:
    """Return where the engine comes with these answers."""
    flow, at = space.flow, datetime.combine(space.today, time(12), UTC)
    given = {fact: Answer(value, at, 1) for fact, value in answers.items()}
    begun = Conversation(flow.id, flow.version, flow.logic, flow.language, space.today, 1, given)
    return space.dialog.trail(begun)


class _Walk:
    """One conversation on its way: the step, the sums of scores, what holds, and what is still to be paid."""

    def __init__(self, ways: Ways, cost: Cost) -> None:
        self._ways, self._space = ways, ways.space
        self._step = ways.space.flow.start
        self._sums: Amounts = ()
        self._held = ways.space.passed(self._step)
        self._cost = cost
        self._answers: dict[str, Value] = {}

    def arrived(self) -> tuple[str, Mapping[str, Value]]:
        """Walk to the aim; return its step and what was answered on the way, in order."""
        while not self._pay():
            screen = Screen(self._step, self._sums, self._part())
            for asked in range(len(self._space.layout.asks[self._step])):
                self._answer(screen, asked)
            self._step = self._target()
            self._held |= self._space.passed(self._step)
        return self._step, self._answers

    def _pay(self) -> bool:
        """Pay for the step that was entered; return whether it is the aim."""
        screens, listed = self._ways.price(self._step)
        self._cost = (self._cost[0] - screens, self._cost[1] - listed)
        aim = self._ways.aim(self._step, self._sums)
        return self._cost == HERE and self._space.diagrams.holds(aim, self._held)

    def _part(self) -> int:
        holds = self._space.diagrams.holds
        parts = self._ways.reach.parts[self._step, self._sums]
        return next(n for n, (when, _) in enumerate(parts) if holds(when, self._held))

    def _answer(self, screen: Screen, asked: int) -> None:
        space, judging = self._space, self._space.judging
        subject = space.layout.asks[screen.step][asked]
        shown = self._ways.reach.parts[screen.step, screen.sums][screen.part][1]
        settled = ~mask(space.asks(subject))
        sums, held, cost = self._sums, self._held, self._cost

        def wanted(amounts: Amounts) -> int:
            after = self._ways.answering(screen, asked + 1, judging.summed(sums, amounts))
            return space.diagrams.restricted(after.get(cost, FALSE), settled & ~held, held)

        value = space.relations.smallest(space.asked(screen.step, subject), shown, wanted)
        answer = judging.of(subject, value)
        self._answers[subject] = value
        self._held |= answer.held
        self._sums = judging.summed(self._sums, answer.amounts)

    def _target(self) -> str:
        space = self._space
        routes = zip(space.flow.steps[self._step].routes, space.routes[self._step], strict=True)
        return next(
            route.to
            for route, guard in routes
            if space.diagrams.holds(space.scored(guard, self._sums), self._held)
        )
