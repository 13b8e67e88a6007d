"""A conversation as frozen data: its answers, and the turns that change them.

Nothing else is stored: where the conversation stands is always the replay of its answers (`trail`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct

from assistant.errors import AnswerError
from assistant.flow.model import Value


class Answer(Struct, frozen=True):
    """An accepted answer, given at `at` in revision `rev`.

    A withdrawn one (the professional went back) stays only to prefill its question again.
    """

    value: Value
    at: datetime
    rev: int
    withdrawn: bool = False


_NO_ANSWERS: Mapping[str, Answer] = {}


class Conversation(Struct, frozen=True):
    """The state of a conversation; all else is replayed from `answers`, by fact or repeat id.

    `rev` counts the turns taken; `today` is the day that it began, which guards count days from;
    `logic` is the hash of the flow's logic that it began with and finishes on.
    """

    flow: str
    version: int
    logic: str
    language: str
    today: date
    rev: int = 0
    answers: Mapping[str, Answer] = _NO_ANSWERS


class AnswerTurn(Struct, frozen=True):
    """An answer to the question that waits, raw: not yet parsed."""

    step: str
    raw: object


class ChangeTurn(Struct, frozen=True):
    """A new answer to a fact, a repeat or a form (by its step) that is answered on the path."""

    fact: str
    raw: object


class BackTurn(Struct, frozen=True):
    """One screen back: the latest answers are withdrawn, and kept to prefill their question."""


class LanguageTurn(Struct, frozen=True):
    """A change to another language."""

    language: str


Turn = AnswerTurn | ChangeTurn | BackTurn | LanguageTurn

_TURN_SHAPES = ({"step", "answer"}, {"change", "answer"}, {"back"}, {"lang"})


def parse_turn(body: Mapping[str, object]) -> Turn:
    """Parse the body of a request into a turn; its `rev` is checked by the caller.

    Raises:
        AnswerError: the body has none of the four shapes of a turn.
    """
    if set(body) - {"rev"} not in _TURN_SHAPES:
        raise AnswerError("a turn is {step, answer}, {change, answer}, {back: true} or {lang}")
    if "back" in body:
        if body["back"] is not True:
            raise AnswerError("`back` is `true`")
        return BackTurn()
    if "lang" in body:
        return LanguageTurn(_required_text(body, "lang"))
    if "step" in body:
        return AnswerTurn(_required_text(body, "step"), body["answer"])
    return ChangeTurn(_required_text(body, "change"), body["answer"])


def turn_to_json(turn: Turn) -> dict[str, object]:
    """Return the turn as plain JSON, the inverse of `turn_from_json`."""
    match turn:
        case AnswerTurn(step, raw):
            return {"step": step, "answer": raw}
        case ChangeTurn(fact, raw):
            return {"change": fact, "answer": raw}
        case BackTurn():
            return {"back": True}
        case LanguageTurn(language):
            return {"lang": language}


def _required_text(body: Mapping[str, object], key: str) -> str:
    word = body[key]
    if not isinstance(word, str):
        raise AnswerError(f"`{key}` is a text")
    return word
