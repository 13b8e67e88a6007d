"""The view model: a conversation as plain JSON with everything that a screen needs, and no HTML.

Its keys are a contract with the API's clients. Texts that may have markup are messages; labels,
headings and errors are plain words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NotRequired, TypedDict

from assistant.flow.markup import Message


class CachedPart(dict[str, object]):
    """A part of a view that many views share, unchanged; `written` caches its JSON."""

    __slots__ = ("written",)
    written: bytes | None

    def __init__(self, part: Mapping[str, object]) -> None:
        super().__init__(part)
        self.written = None


class CachedParts(list[CachedPart]):
    """A list of cached parts."""


class OptionShown(TypedDict):
    """An option; `group` is the heading that it stands under."""

    id: str
    label: str
    hint: str | None
    group: str | None


class FieldShown(TypedDict):
    """A field of a question; `value` is the answer so far in the form of a raw answer.

    `none` is the label of "none of these"; `min` and `max` are numbers or ISO dates; `max` of a
    text is its most characters, and of a repeat they are the fewest and most rows. A repeat has
    `each`, the fields of a row, and its `value` is a list of rows.
    """

    fact: str
    type: str
    label: str
    help: Message | None
    options: list[OptionShown]
    none: str | None
    unknown: bool
    optional: bool
    min: int | str | None
    max: int | str | None
    unit: str | None
    value: object
    each: NotRequired[list[FieldShown]]


class HeadingShown(TypedDict):
    """The heading of a question, and the text before it and under it."""

    words: str
    before: Message
    under: Message


class QuestionShown(TypedDict):
    """The question that waits or is changed; `heading` is `text` split up for a screen."""

    step: str
    kind: str
    text: Message
    help: Message | None
    fields: list[FieldShown]
    heading: HeadingShown


class MessageShown(TypedDict):
    """A message: shown since the last answer, or pinned."""

    step: str
    kind: Literal["tell", "end"]
    level: str
    text: Message


class EntryShown(TypedDict):
    """A question with its answer, or a message, earlier in the conversation."""

    step: str
    kind: str
    text: Message
    answer: Message | None
    can_change: bool
    facts: list[str]
    level: NotRequired[str]


class ErrorShown(TypedDict):
    """A refusal in words; `fact` as in `Refusal`."""

    fact: str
    code: str
    text: str


class ParkedShown(TypedDict):
    """An answer that is off the path now: kept, and not in the record."""

    fact: str
    label: str
    answer: Message


class PlanShown(TypedDict):
    """A next step; `by` as in the flow (`24 hours`), `due` its instant in ISO 8601, if it has one.

    `when` says in words who takes it and by when; the caller fills it.
    """

    id: str
    text: Message
    who: str
    by: str
    due: str | None
    when: NotRequired[str]


class ProgressShown(TypedDict):
    """Progress in sections: the current one, its number, and the most that there may be."""

    section: str | None
    index: int
    of: int


class View(TypedDict):
    """A conversation as it is shown; the caller fills `review`, `receipt` and `expires_at`."""

    rev: int
    flow: str
    version: int
    lang: str
    dir: Literal["ltr", "rtl"]
    title: str
    progress: ProgressShown
    pinned: list[MessageShown]
    transcript: list[EntryShown]
    messages: list[MessageShown]
    question: QuestionShown | None
    errors: list[ErrorShown]
    parked: list[ParkedShown]
    plan: list[PlanShown] | None
    review: dict[str, object] | None
    receipt: dict[str, object] | None
    expires_at: datetime | None
