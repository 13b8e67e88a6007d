"""Holding a conversation in tests."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.dialog.conversation import AnswerTurn, BackTurn, ChangeTurn, Conversation, Turn
from assistant.dialog.engine import Dialog, TurnResult
from assistant.dialog.trail import Trail
from tests.examples.builders import NOON, TODAY


class Talk:
    """A conversation that is held turn by turn; a refused turn fails the test unless it is expected."""

    def __init__(self, dialog: Dialog, answers: Mapping[str, object] | None = None) -> None:
        self.dialog = dialog
        self.conversation: Conversation = dialog.begin("da", TODAY)
        self.say(answers or {})

    @property
    def trail(self) -> Trail:
        return self.dialog.trail(self.conversation)

    def say(self, answers: Mapping[str, object]) -> Talk:
        """Answer whatever waits for as long as `answers` has something to each of its facts."""
        while (step := self.trail.waiting) is not None:
            asks = self.dialog.replay.fields[step]
            if not any(fact in answers for fact in asks):
                break
            self.take(AnswerTurn(step, {fact: answers[fact] for fact in asks if fact in answers}))
        return self

    def take(self, turn: Turn) -> Talk:
        taken = self.dialog.take_turn(self.conversation, turn, NOON)
        assert taken.refusals == ()
        self.conversation = taken.conversation
        return self

    def back(self) -> Talk:
        return self.take(BackTurn())

    def change(self, fact: str, raw: object) -> Talk:
        return self.take(ChangeTurn(fact, raw))

    def refuse(self, turn: Turn) -> TurnResult:
        taken = self.dialog.take_turn(self.conversation, turn, NOON)
        assert taken.refusals != ()
        return taken

    def codes(self, turn: Turn) -> list[tuple[str, str]]:
        """Return (fact, code) of each refusal."""
        return [(refusal.fact, refusal.code) for refusal in self.refuse(turn).refusals]
