"""Random whole conversations of a shipped flow, and whether its guarantees were kept in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

from assistant.dialog.conclusions import fill_record, plan
from assistant.dialog.conversation import AnswerTurn, ChangeTurn, Conversation, Turn
from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.expressions.logic import Logic
from assistant.flow.load import load_valid_flow
from assistant.flow.model import (
    UNKNOWN,
    AnswerState,
    AnyFact,
    Choice,
    Date,
    Decides,
    End,
    Ends,
    Form,
    Integer,
    Multi,
    Never,
    Opaque,
    Passes,
    Plans,
    Promise,
    Questions,
    Records,
    Repeat,
    YesNo,
)
from assistant.flow.model.kinds import resolve_offset
from assistant.text.roots import flows_root

TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = {"email": "navn@example.dk", "cpr": "010115-0000", "phone": "00000000"}


@cache
def concern() -> Dialog:
    """Return the engine of the shipped flow about a worry."""
    return Dialog(load_valid_flow(flows_root() / "concern"))


class Stroll:
    """A conversation that answers whatever it is asked at random, to its end."""

    def __init__(self, dialog: Dialog, rng: Random) -> None:
        self.dialog = dialog
        self._rng = rng
        self.conversation: Conversation = dialog.begin("da", TODAY)
        self.trail: Trail = dialog.trail(self.conversation)

    def to_the_end(self) -> Trail:
        """Answer on until the conversation has ended."""
        while self.trail.waiting is not None:
            step = self.trail.waiting
            self.take(AnswerTurn(step, self._answer(step)))
        return self.trail

    def change_something(self) -> None:
        """Change one of the answered screens to something else that fits there."""
        step = self._rng.choice(self.trail.screens)
        reading = self.dialog.replay.answers_before(self.trail, step)
        self.take(ChangeTurn(step, self._answer(step, reading)))

    def take(self, turn: Turn) -> None:
        """Take a turn that must be accepted."""
        taken = self.dialog.take_turn(self.conversation, turn, NOON)
        assert [refusal.code for refusal in taken.refusals] == []
        self.conversation, self.trail = taken.conversation, taken.trail

    def _answer(self, step_id: str, reading: AnswerState | None = None) -> object:
        step = self.dialog.flow.steps[step_id]
        here = reading or self.trail
        if isinstance(step, Repeat):
            rows = self._rng.randint(0, 2)
            return [{fact: self._raw(fact, here) for fact in step.each} for _ in range(rows)]
        if isinstance(step, Form):
            return {fact: self._raw(fact, here) for fact in step.facts}
        (asked,) = self.dialog.replay.fields[step_id]
        return self._raw(asked, here)

    def _raw(self, name: str, reading: AnswerState) -> object:
        fact = self.dialog.flow.facts[name]
        spared = [None] * fact.optional + [UNKNOWN] * fact.unknown
        if spared and self._rng.random() < 0.25:
            return self._rng.choice(spared)
        if isinstance(fact, Choice | Multi):
            return self._choose(fact, reading)
        return self._plain(fact)

    def _choose(self, fact: Choice | Multi, reading: AnswerState) -> object:
        shown = [option.id for option in self.dialog.logic.options(fact, reading)]
        if isinstance(fact, Choice):
            return self._rng.choice(shown)
        least = 1 if fact.none is None else 0
        return self._rng.sample(shown, self._rng.randint(least, min(3, len(shown)))) or "none"

    def _plain(self, fact: AnyFact) -> object:
        match fact:
            case YesNo():
                return self._rng.choice(("yes", "no"))
            case Integer(low=low, high=high):
                return self._rng.randint(low, high)
            case Date(earliest=earliest, latest=latest):
                first, last = resolve_offset(earliest, TODAY), resolve_offset(latest, TODAY)
                return (first + timedelta(self._rng.randint(0, (last - first).days))).isoformat()
            case Opaque(kind=kind):
                return WORDS.get(kind, "Noget om barnet")
        raise AssertionError(fact.id)


def broken_guarantees(dialog: Dialog, trail: Trail) -> list[str]:
    """Return the names of the guarantees that an ended conversation does not keep."""
    return [
        guarantee.name
        for guarantee in dialog.flow.guarantees
        if dialog.logic.holds(guarantee.when, trail)
        and not _keeps_promise(dialog, trail, guarantee.promise)
    ]


def _keeps_promise(dialog: Dialog, trail: Trail, promise: Promise) -> bool:
    match promise:
        case Passes(step, before):
            ahead = trail.path[: trail.path.index(before)] if before in trail.path else trail.path
            return step in ahead
        case Never(step):
            return step not in trail.path
        case Ends(ends):
            return not ends.isdisjoint(_end(dialog, trail))
        case Questions(most):
            return len(trail.screens) <= most
        case _:
            return _concludes(dialog.logic, trail, promise, _outcome(dialog, trail))


def _concludes(
    logic: Logic, trail: Trail, promise: Promise, outcome: tuple[list[str], Mapping[str, object]]
) -> bool:
    planned, record = outcome
    match promise:
        case Decides(guard):
            return logic.holds(guard, trail)
        case Plans(item):
            return item in planned
        case Records(path):
            return path in record
    raise AssertionError(promise)


def _end(dialog: Dialog, trail: Trail) -> set[str]:
    step = dialog.flow.steps[trail.ended or ""]
    assert isinstance(step, End)
    return {step.id, step.outcome}


def _outcome(dialog: Dialog, trail: Trail) -> tuple[list[str], Mapping[str, object]]:
    planned = [item.id for item in plan(dialog, trail)]
    return planned, fill_record(dialog, trail, lambda text: text.words)
