"""The engine: one flow's conversations, turn by turn. Values in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct, structs

from assistant.dialog.accept import NOTHING_TYPED, Accepted, Asking, screen
from assistant.dialog.conversation import (
    Answer,
    Answering,
    Back,
    Changing,
    Conversation,
    Speaking,
    Turn,
)
from assistant.dialog.days import reached_day
from assistant.dialog.progress import Sections
from assistant.dialog.refusal import LONGEST_ID, Refusal, refusal
from assistant.dialog.trail import Replay, Trail
from assistant.dialog.ways import Joins
from assistant.flow.logic import Logic
from assistant.flow.model import Flow
from assistant.flow.values import Value


class Taken(Struct, frozen=True):
    """What came of a turn: with refusals, the conversation is as it was and `typed` has what was given.

    `trail` is the trail of `conversation`, so that nobody needs to replay it again.
    """

    conversation: Conversation
    trail: Trail
    refusals: tuple[Refusal, ...] = ()
    typed: Mapping[str, object] = NOTHING_TYPED


class Dialog:
    """Runs the conversations of one flow; holds nothing of any of them."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.logic = Logic(flow)
        self.replay = Replay(self.logic)
        self.sections = Sections(flow)
        self.joins = Joins(flow)

    def begin(self, language: str, today: date) -> Conversation:
        """Return a conversation without answers."""
        flow = self.flow
        return Conversation(flow.id, flow.version, flow.logic, language, today)

    def trail(self, conversation: Conversation) -> Trail:
        """Return where the conversation stands."""
        return self.replay.trail(conversation)

    def take(
        self, conversation: Conversation, turn: Turn, at: datetime, trail: Trail | None = None
    ) -> Taken:
        """Return the conversation after `turn`; who has its trail may give it, to spare the replay.

        Dates may reach up to the Danish day of `at`; guards go on counting from the conversation's own.
        """
        here = _Here(conversation, trail or self.trail(conversation), at)
        match turn:
            case Answering(step, raw):
                return self._answer(here, step, raw)
            case Changing(fact, raw):
                return self._change(here, fact, raw)
            case Back():
                return self._back(here)
            case Speaking(language):
                rev = conversation.rev + 1
                return Taken(structs.replace(conversation, language=language, rev=rev), here.trail)

    def _answer(self, here: _Here, step: str, raw: object) -> Taken:
        if step != here.trail.waiting:
            return here.refused(refusal(step[:LONGEST_ID], "not_open"))
        accepted = self._accepted(here, step, self.replay.fields[step], raw)
        if accepted.refusals:
            return here.refused(*accepted.refusals, typed=accepted.typed)
        conversation = here.answered(accepted.values)
        return Taken(conversation, self.replay.onward(here.trail, conversation))

    def _change(self, here: _Here, changed: str, raw: object) -> Taken:
        step = self.replay.asked_by.get(changed, changed)
        if step not in here.trail.screens:
            return here.refused(refusal(changed[:LONGEST_ID], "not_open"))
        asks = (changed,) if changed in self.replay.asked_by else self.replay.fields[step]
        accepted = self._accepted(here, step, asks, raw)
        if accepted.refusals:
            return here.refused(*accepted.refusals, typed=accepted.typed)
        conversation = here.answered(accepted.values)
        return Taken(conversation, self.trail(conversation))

    def _back(self, here: _Here) -> Taken:
        if not here.trail.screens:
            return here.refused(refusal(self.flow.start, "not_open"))
        conversation = here.conversation
        answers = dict(conversation.answers)
        for fact in self.replay.fields[here.trail.screens[-1]]:
            answers[fact] = structs.replace(answers[fact], withdrawn=True)
        before = structs.replace(conversation, answers=answers, rev=conversation.rev + 1)
        return Taken(before, self.trail(before))

    def _accepted(self, here: _Here, step: str, asks: tuple[str, ...], raw: object) -> Accepted:
        waiting = step == here.trail.waiting
        reading = here.trail if waiting else self.replay.before(here.trail, step)
        today = reached_day(here.conversation.today, here.at)
        asking = Asking(self.logic, reading, here.conversation.answers, today)
        return screen(asking, self.flow.steps[step], asks, raw)


class _Here(Struct, frozen=True):
    """A conversation while a turn is taken."""

    conversation: Conversation
    trail: Trail
    at: datetime

    def refused(self, *refused: Refusal, typed: Mapping[str, object] = NOTHING_TYPED) -> Taken:
        return Taken(self.conversation, self.trail, refused, typed)

    def answered(self, values: Mapping[str, Value]) -> Conversation:
        was = self.conversation
        rev, answers = was.rev + 1, dict(was.answers)
        for fact, value in values.items():
            answers[fact] = Answer(value, self.at, rev)
        return structs.replace(was, rev=rev, answers=answers)
