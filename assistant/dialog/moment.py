"""What it takes, beyond the flow and the answers, to say a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from assistant.dialog.phrases import Say
from assistant.dialog.shape import FieldShown, Kept, QuestionShown
from assistant.flow.markup import Message, Span
from assistant.flow.model import By, Text


@dataclass(frozen=True, slots=True)
class Said:
    """What was said at a moment that says nothing of any answer, so that it is worked out once.

    Whoever reads it shares it, so it is never changed: messages by their words, the entries of a transcript by
    step and option picked (or the step alone, where it is to be told anew), fields by what they ask and offer, and whole questions by their steps and sections where they ask everybody the same.
    """

    messages: dict[str, Message] = field(default_factory=dict, compare=False, repr=False)
    entries: dict[tuple[str, str], Kept | str] = field(
        default_factory=dict, compare=False, repr=False
    )
    questions: dict[tuple[str, str], QuestionShown] = field(
        default_factory=dict, compare=False, repr=False
    )
    fields: dict[tuple[object, ...], FieldShown] = field(
        default_factory=dict, compare=False, repr=False
    )


class Moment(Struct, frozen=True):
    """An instant in a language and a municipality.

    `words` gives an author's text in the language; `says` the words of `contact.<id>`, `deadline.<id>` and
    `law.<id>`; `due` the instant that something asked for at `now` is due; `ui` the phrases of `phrases`,
    with their named values put in (a `date` among them as the language writes it). `said` may be shared by the
    moments at which all of these say the same.
    """

    now: datetime
    language: str
    words: Callable[[Text], str]
    says: Mapping[str, tuple[Span, ...]]
    due: Callable[[By, datetime], datetime | None]
    ui: Say
    said: Said
