"""The state machine of a flow, on `transitions`: the only file that knows that library.

Steps are states, routes are guarded transitions, and there is one trigger, `advance`. One unbound
machine per flow serves all conversations: the model that it moves is a cursor that lives for a
single replay. Guards are closures: `transitions` never sees a string that it could resolve.

The library holds states, transitions and their conditions, and checks them when the machine is built.
What follows a transition is overridden, for two reasons. With its queue, event data and callbacks an
advance takes 13.6 µs, without them 0.5 µs (three routes; of a turn's 233 µs that is 6 %), and a replay
makes one for each answer of a conversation. And at INFO the library logs each step that it enters, which
is what a professional answered; the override logs nothing, at any level.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from transitions import Event, Machine, State, Transition

from assistant.flow.expressions.logic import GuardTest, Logic
from assistant.flow.model import Value


class ReplayError(AssertionError):
    """The flow can't be replayed. The loader should have refused it, so this is a bug."""


class Cursor:
    """The position of a replay, and the answers that guards read: one per replay, thrown away."""

    __slots__ = ("answers", "route", "state", "today")

    def __init__(self, state: str, answers: dict[str, Value], today: date) -> None:
        self.state = state
        self.answers = answers
        self.today = today
        self.route = 0


class _Route(Transition):
    """A Transition without transitions' callbacks, as no state has any. `holds` is its guard."""

    def __init__(self, source: str, dest: str, conditions: list[GuardTest], *_: object) -> None:
        super().__init__(source, dest)
        (self.holds,), self.to = conditions, dest


class _AdvanceEvent(Event):
    """An Event without transitions' queue and EventData, which are most of its cost."""

    def trigger(self, model: object, *_: object, **__: object) -> bool:
        """Follow the first route whose guard holds, and note its index on the cursor."""
        cursor = cast("Cursor", model)
        routes = cast("list[_Route]", self.transitions[cursor.state])
        for index, route in enumerate(routes):
            if route.holds(cursor):
                cursor.route, cursor.state = index, route.to
                return True
        return False


class _Machine(Machine):
    transition_cls = _Route
    event_cls = _AdvanceEvent


class Rulebook:
    """A flow's steps and routes as a state machine."""

    def __init__(self, logic: Logic) -> None:
        steps = logic.flow.steps
        adrift = [
            route.to for step in steps.values() for route in step.routes if route.to not in steps
        ]
        if adrift:
            raise ReplayError(f"routes lead to steps that don't exist: {', '.join(adrift)}")
        machine = _Machine(
            model=None,  # unbound: each replay brings its own cursor
            initial=logic.flow.start,
            auto_transitions=False,
            send_event=False,
            states=[State(step.id, final=step.is_end) for step in steps.values()],
            transitions=[
                {
                    "trigger": "advance",
                    "source": step.id,
                    "dest": route.to,
                    "conditions": [logic.guard_test(route.guard)],
                }
                for step in steps.values()
                for route in step.routes
            ],
        )
        self._trigger: Callable[[Cursor], bool] = machine.events["advance"].trigger

    def advance(self, cursor: Cursor) -> int:
        """Move the cursor along the first route whose guard holds; return the route's index."""
        if not self._trigger(cursor):
            raise ReplayError(f"step {cursor.state}: no route holds")
        return cursor.route
