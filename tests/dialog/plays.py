"""Conversations of random turns over random flows."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from assistant.dialog.conclusions import decisions, explain, fill_record, plan, scores, signs
from assistant.dialog.conversation import (
    Answer,
    AnswerTurn,
    BackTurn,
    ChangeTurn,
    Conversation,
    Turn,
)
from assistant.dialog.engine import Dialog, TurnResult
from assistant.dialog.question import value_to_json
from assistant.dialog.trail import Trail
from assistant.flow.model import Flow, Value
from tests.dialog.random_answers import random_answers
from tests.examples.builders import NOON, TODAY

SEEDS = st.integers(0, 2**32)


def conversation(flow: Flow, answers: dict[str, Value]) -> Conversation:
    given = {fact: Answer(value, NOON, 1) for fact, value in answers.items()}
    return Conversation(flow.id, 1, flow.logic, "da", TODAY, 1, given)


def words(trail: Trail, dialog: Dialog) -> object:
    """Return everything that comes out of a conversation."""
    return (
        decisions(dialog, trail),
        scores(dialog, trail),
        plan(dialog, trail),
        signs(dialog, trail),
        fill_record(dialog, trail, lambda text: text.words),
        [explain(dialog, trail, about) for about in (*trail.path, "plan0", "d0")],
    )


def raw(flow: Flow, name: str, value: Value) -> object:
    """Return a value as it is sent."""
    if isinstance(value, tuple) and name not in flow.facts:
        rows = [row for row in value if not isinstance(row, str)]
        return [{f: value_to_json(flow.facts[f], v) for f, v in row.items()} for row in rows]
    sent = value_to_json(flow.facts.get(name), value)
    return value if isinstance(sent, str) and sent.endswith("-xxxx") else sent


@dataclass
class Play:
    """A conversation of random turns, each taken with the trail of the one before."""

    dialog: Dialog
    rng: Random

    def __post_init__(self) -> None:
        begun = self.dialog.begin("da", TODAY)
        self.taken = TurnResult(begun, self.dialog.trail(begun))

    def turn(self) -> Turn:
        """Return a turn that may well be refused."""
        trail, flow = self.taken.trail, self.dialog.flow
        kind = self.rng.randrange(10)
        anything = {name: raw(flow, name, v) for name, v in random_answers(self.rng, flow).items()}
        if kind == 0:
            return BackTurn()
        if kind in (1, 2) and trail.answers:
            fact = self.rng.choice(list(trail.answers))
            return ChangeTurn(fact, anything[fact])
        if kind == 3:
            return AnswerTurn(self.rng.choice(list(flow.steps)), "?")
        step = trail.waiting or flow.start
        return AnswerTurn(step, {f: anything[f] for f in self.dialog.replay.fields[step]})

    def take(self, turn: Turn) -> TurnResult:
        """Take a turn; the conversation goes on from what came of it."""
        self.taken = self.dialog.take_turn(self.taken.conversation, turn, NOON, self.taken.trail)
        return self.taken

    def run(self, turns: int) -> Play:
        """Take so many random turns."""
        for _ in range(turns):
            self.take(self.turn())
        return self
