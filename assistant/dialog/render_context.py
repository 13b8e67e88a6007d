"""The context of rendering: a language, an instant, and the directory's answers at that instant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from assistant.dialog.phrases import PhraseTranslator
from assistant.dialog.view_model import CachedPart, FieldShown, QuestionShown
from assistant.flow.markup import Message, Span
from assistant.flow.model import By, Text


@dataclass(frozen=True, slots=True)
class PhraseCache:
    """A cache of what is rendered without regard to answers: done once, shared by everybody.

    Nothing in it may be changed once it is in. `messages` by their words; `entries` of a transcript
    by step and picked option (a bare step id: render anew); `fields` by fact, day and options;
    whole `questions`, by step and section, if they are the same for everybody. No field counts in a
    comparison: contexts are equal whatever is cached.
    """

    messages: dict[str, Message] = field(default_factory=dict, compare=False, repr=False)
    entries: dict[tuple[str, str], CachedPart | str] = field(
        default_factory=dict, compare=False, repr=False
    )
    questions: dict[tuple[str, str], QuestionShown] = field(
        default_factory=dict, compare=False, repr=False
    )
    fields: dict[tuple[object, ...], FieldShown] = field(
        default_factory=dict, compare=False, repr=False
    )


class RenderContext(Struct, frozen=True):
    """An instant in a language and a municipality: all that texts need beyond flow and answers.

    `words` translates an author's text; `placeholders` fills `contact.<id>`, `deadline.<id>` and
    `law.<id>` from the directory; `due` gives the instant by which something is due that is asked
    for at a given one; `ui` translates a phrase of `phrases` and fills in its named values (a
    `date` as the language writes it). `cache` may be shared by the contexts for which all of these
    give the same.
    """

    now: datetime
    language: str
    words: Callable[[Text], str]
    placeholders: Mapping[str, tuple[Span, ...]]
    due: Callable[[By, datetime], datetime | None]
    ui: PhraseTranslator
    cache: PhraseCache
