"""Playing of a conversation without prompts: each waiting step gets the answer written for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from assistant.dialog.answer_parser import Refusal
from assistant.dialog.conversation import (
    AnswerTurn,
    ChangeTurn,
    Conversation,
    Turn,
    parse_turn,
    turn_to_json,
)
from assistant.dialog.engine import Dialog, TurnResult
from assistant.dialog.trail import Trail
from assistant.flow.model import AnyStep
from assistant.scenario.script_model import RawAnswer


class Player:
    """One conversation that is being played; every turn is at noon (UTC) of its `today`.

    `trail` is its trail so far, `last_result` the result of the latest turn.
    """

    def __init__(self, dialog: Dialog, language: str, today: date) -> None:
        self.dialog = dialog
        self.conversation: Conversation = dialog.begin(language, today)
        self.trail: Trail = dialog.trail(self.conversation)
        self.last_result: TurnResult | None = None
        self._beginning = self.conversation
        self._at = datetime.combine(today, time(12), UTC)
        self._turns: list[Turn] = []

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """The refusals of the latest turn; none if it was accepted."""
        return self.last_result.refusals if self.last_result else ()

    def take_turn(self, turn: Turn) -> bool:
        """Take a turn and return True if it was accepted; a refused one changes nothing."""
        self.last_result = self.dialog.take_turn(self.conversation, turn, self._at, self.trail)
        if self.last_result.refusals:
            return False
        self.conversation, self.trail = self.last_result.conversation, self.last_result.trail
        self._turns.append(turn)
        return True

    def play_answers(
        self,
        answers: Mapping[str, RawAnswer],
        change: Mapping[str, RawAnswer] | None = None,
        until: str | None = None,
    ) -> tuple[str, ...]:
        """Play on as far as `answers` and `change` (fact -> answer, in any order) lead.

        A fact of `change` that is answered on the path already is changed, any other is answered
        when it is asked. Stops at the first refusal, and when the path has come to the step
        `until`.

        Returns:
            The facts that were never asked for.
        """
        pool, pending = {**answers, **(change or {})}, dict(change or {})
        while until not in self.trail.path and (turn := self._next_turn(pool, pending)) is not None:
            for fact in _facts_answered(turn, self.dialog.flow.steps):
                pool.pop(fact, None)
                pending.pop(fact, None)
            if not self.take_turn(turn):
                break
        return tuple(pool)

    def resume(self) -> bool:
        """Replay the turns from JSON, go on from there, and return True if nothing differs."""
        again = self._beginning
        for turn in self._turns:
            again = self.dialog.take_turn(
                again, parse_turn(turn_to_json(turn)), self._at
            ).conversation
        same, self.conversation = again == self.conversation, again
        self.trail = self.dialog.trail(again)
        return same

    def _next_turn(
        self, pool: Mapping[str, RawAnswer], pending: Mapping[str, RawAnswer]
    ) -> Turn | None:
        trail = self.trail
        for fact, raw in pending.items():
            if fact in trail.answers:
                return ChangeTurn(fact, raw)
        if trail.waiting is None:
            return None
        return _answer_turn(self.dialog.flow.steps[trail.waiting], pool, self._optional_facts)

    @property
    def _optional_facts(self) -> frozenset[str]:
        return frozenset(fact.id for fact in self.dialog.flow.facts.values() if fact.optional)


def _answer_turn(
    step: AnyStep, pool: Mapping[str, RawAnswer], optional: frozenset[str]
) -> AnswerTurn | None:
    if step.leading_field is None:  # a form is answered as a whole; what is optional may be missing
        if not any(fact in pool for fact in step.fields):
            return None
        given = {fact: pool.get(fact) for fact in step.fields if fact in pool or fact in optional}
        return AnswerTurn(step.id, given)
    asked = step.fields
    return AnswerTurn(step.id, pool[asked[0]]) if asked and asked[0] in pool else None


def _facts_answered(turn: Turn, steps: Mapping[str, AnyStep]) -> tuple[str, ...]:
    match turn:
        case AnswerTurn(step=step):
            return steps[step].fields
        case ChangeTurn(fact=fact):
            return (fact,)
        case _:
            return ()
