"""Playing a conversation without prompts: whatever step waits gets the answer that was written for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from assistant.dialog.asks import fields
from assistant.dialog.conversation import (
    Answering,
    Changing,
    Conversation,
    Turn,
    turn_from_json,
    turn_json,
)
from assistant.dialog.dialog import Dialog, Taken
from assistant.dialog.refusal import Refusal
from assistant.dialog.trail import Trail
from assistant.flow.model import AnyStep, Form
from assistant.scenario.model import Raw


class Player:
    """One conversation that is being played; the time of every turn is noon of its `today`.

    `trail` is the way that it has taken so far, `taken` what came of the latest turn.
    """

    def __init__(self, dialog: Dialog, language: str, today: date) -> None:
        self.dialog = dialog
        self.conversation: Conversation = dialog.begin(language, today)
        self.trail: Trail = dialog.trail(self.conversation)
        self.taken: Taken | None = None
        self._begun = self.conversation
        self._at = datetime.combine(today, time(12), UTC)
        self._turns: list[Turn] = []

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Why the latest turn was refused; nothing when it was accepted."""
        return self.taken.refusals if self.taken else ()

    def take(self, turn: Turn) -> bool:
        """Return whether `turn` was accepted; a refused one leaves the conversation as it was."""
        self.taken = self.dialog.take(self.conversation, turn, self._at, self.trail)
        if self.taken.refusals:
            return False
        self.conversation, self.trail = self.taken.conversation, self.taken.trail
        self._turns.append(turn)
        return True

    def answer(
        self,
        answers: Mapping[str, Raw],
        change: Mapping[str, Raw] | None = None,
        until: str | None = None,
    ) -> tuple[str, ...]:
        """Play on as far as `answers` and `change` (fact -> answer, in any order) lead.

        A fact of `change` that is already answered on the way is changed, any other is answered when
        it is asked. Stops at the first refusal, and when the way has come to the step `until`.

        Returns:
            The facts that were never asked for.
        """
        pool, pending = {**answers, **(change or {})}, dict(change or {})
        while until not in self.trail.path and (turn := self._next(pool, pending)) is not None:
            for fact in _facts(turn, self.dialog.flow.steps):
                pool.pop(fact, None)
                pending.pop(fact, None)
            if not self.take(turn):
                break
        return tuple(pool)

    def resume(self) -> bool:
        """Return whether the turns, kept and read again, lead to the same conversation; go on from there."""
        again = self._begun
        for turn in self._turns:
            again = self.dialog.take(again, turn_from_json(turn_json(turn)), self._at).conversation
        same, self.conversation = again == self.conversation, again
        self.trail = self.dialog.trail(again)
        return same

    def _next(self, pool: Mapping[str, Raw], pending: Mapping[str, Raw]) -> Turn | None:
        trail = self.trail
        for fact, raw in pending.items():
            if fact in trail.answers:
                return Changing(fact, raw)
        if trail.waiting is None:
            return None
        return _answering(self.dialog.flow.steps[trail.waiting], pool, self._optional)

    @property
    def _optional(self) -> frozenset[str]:
        return frozenset(fact.id for fact in self.dialog.flow.facts.values() if fact.optional)


def _answering(
    step: AnyStep, pool: Mapping[str, Raw], optional: frozenset[str]
) -> Answering | None:
    if isinstance(step, Form):
        if not any(fact in pool for fact in step.facts):
            return None
        given = {fact: pool.get(fact) for fact in step.facts if fact in pool or fact in optional}
        return Answering(step.id, given)
    asked = fields(step)
    return Answering(step.id, pool[asked[0]]) if asked and asked[0] in pool else None


def _facts(turn: Turn, steps: Mapping[str, AnyStep]) -> tuple[str, ...]:
    match turn:
        case Answering(step=step):
            return fields(steps[step])
        case Changing(fact=fact):
            return (fact,)
        case _:
            return ()
