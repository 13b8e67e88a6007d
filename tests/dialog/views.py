"""What is shown of a conversation through the hand-built flow."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.dialog.view import build_view
from assistant.dialog.view_model import DialogView, FieldShown
from assistant.flow.markup import Message
from tests.dialog.talk import Talk
from tests.examples.builders import moment
from tests.examples.worry import worry


def view_of(talk: Talk) -> DialogView:
    return build_view(talk.dialog, talk.conversation, moment())


def hold_talk(answers: Mapping[str, object]) -> Talk:
    return Talk(worry(), answers)


def plain_message(words: str) -> Message:
    return [{"p": [{"t": words}]}]


def field(asked: Mapping[str, object] | None, name: str) -> FieldShown:
    assert asked is not None
    fields: list[FieldShown] = asked["fields"]  # type: ignore[assignment]  # a QuestionShown
    return next(field for field in fields if field["fact"] == name)
