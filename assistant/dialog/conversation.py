"""A conversation as frozen data: its answers, and the turns that change them. State is their replay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct

from assistant.errors import AnswerError
from assistant.flow.values import Value


class Answer(Struct, frozen=True):
    """An accepted answer; a withdrawn one is kept only to be offered again at its question."""

    value: Value
    at: datetime
    rev: int
    withdrawn: bool = False


_NO_ANSWERS: Mapping[str, Answer] = {}


class Conversation(Struct, frozen=True):
    """What is kept of a conversation: everything else is replayed from `answers`, by fact or repeat id.

    `rev` counts the turns taken; `today` is the day that it began, which its dates count from.
    """

    flow: str
    version: int
    logic: str
    language: str
    today: date
    rev: int = 0
    answers: Mapping[str, Answer] = _NO_ANSWERS


class Answering(Struct, frozen=True):
    """An answer to the question that waits, as it was given: not yet accepted."""

    step: str
    raw: object


class Changing(Struct, frozen=True):
    """Another answer to a fact, a repeat or a form (by its step's id) that is answered on the path."""

    fact: str
    raw: object


class Back(Struct, frozen=True):
    """One screen back: the latest answer is withdrawn, and kept to be offered again."""


class Speaking(Struct, frozen=True):
    """The conversation goes on in another language."""

    language: str


Turn = Answering | Changing | Back | Speaking

_SHAPES = ({"step", "answer"}, {"change", "answer"}, {"back"}, {"lang"})


def turn_from_json(body: Mapping[str, object]) -> Turn:
    """Return the turn that a request's body asks for; its `rev` is for the caller.

    Raises:
        AnswerError: the body has none of the four shapes of a turn.
    """
    if set(body) - {"rev"} not in _SHAPES:
        raise AnswerError("a turn is {step, answer}, {change, answer}, {back: true} or {lang}")
    if "back" in body:
        if body["back"] is not True:
            raise AnswerError("`back` is `true`")
        return Back()
    if "lang" in body:
        return Speaking(_word(body, "lang"))
    if "step" in body:
        return Answering(_word(body, "step"), body["answer"])
    return Changing(_word(body, "change"), body["answer"])


def turn_json(turn: Turn) -> dict[str, object]:
    """Return the turn as `turn_from_json` reads it."""
    match turn:
        case Answering(step, raw):
            return {"step": step, "answer": raw}
        case Changing(fact, raw):
            return {"change": fact, "answer": raw}
        case Back():
            return {"back": True}
        case Speaking(language):
            return {"lang": language}


def _word(body: Mapping[str, object], key: str) -> str:
    word = body[key]
    if not isinstance(word, str):
        raise AnswerError(f"`{key}` is a text")
    return word
