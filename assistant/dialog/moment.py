"""What it takes, beyond the flow and the answers, to say a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from assistant.dialog.phrases import Say, danish
from assistant.flow.markup import Span
from assistant.flow.model import By, Text


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in a language and a municipality.

    `words` gives an author's text in the language; `says` the words of `contact.<id>`, `deadline.<id>` and
    `law.<id>`; `due` the instant that something asked for at `now` is due; `ui` the phrases of `phrases`,
    with their named values put in (a `date` among them as the language writes it).
    """

    now: datetime
    language: str
    words: Callable[[Text], str]
    says: Mapping[str, tuple[Span, ...]]
    due: Callable[[By, datetime], datetime | None]
    ui: Say = danish
