"""The shape of a view: plain JSON with everything that a renderer needs, and no HTML.

Texts that may have markup are messages; labels, headings and errors are plain words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NotRequired, TypedDict

from assistant.flow.markup import Message


class Kept(dict[str, object]):
    """A part of a view that is shown unchanged again and again; `written` is it as JSON, once somebody wrote it."""

    __slots__ = ("written",)
    written: bytes | None

    def __init__(self, part: Mapping[str, object]) -> None:
        super().__init__(part)
        self.written = None


class KeptList(list[Kept]):
    """A list of such parts."""


class OptionShown(TypedDict):
    """An option; `group` is the heading that it stands under."""

    id: str
    label: str
    hint: str | None
    group: str | None


class FieldShown(TypedDict):
    """A fact as it is asked for; `value` is the answer so far in the form that an answer is given in.

    `none` is the label of "none of these"; `min` and `max` are numbers, ISO dates, or for texts and lists
    the most characters and the fewest and most rows. A repeat has `each`, and `value` is a list of rows.
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
    """What heads a question, what is said ahead of it, and what is said under it."""

    words: str
    before: Message
    under: Message


class QuestionShown(TypedDict):
    """The screen that waits, or that is changed; `text` is what it asks, `help` what helps to answer.

    `heading` is `text` as a screen has it.
    """

    step: str
    kind: str
    text: Message
    help: Message | None
    fields: list[FieldShown]
    heading: HeadingShown


class MessageShown(TypedDict):
    """Something told: since the last answer, or pinned."""

    step: str
    kind: Literal["tell", "end"]
    level: str
    text: Message


class EntryShown(TypedDict):
    """A question with its answer, or something told, earlier in the conversation."""

    step: str
    kind: str
    text: Message
    answer: Message | None
    can_change: bool
    facts: list[str]
    level: NotRequired[str]


class ErrorShown(TypedDict):
    """Why an answer was not accepted; `fact` as in `Refusal`."""

    fact: str
    code: str
    text: str


class ParkedShown(TypedDict):
    """An answer that the conversation has turned away from: kept, and not in the record."""

    fact: str
    label: str
    answer: Message


class PlanShown(TypedDict):
    """A next step; `by` as in the flow (`24 hours`), `due` its instant in ISO 8601, if it has one.

    `when` is who takes it and by when, in words; for the caller to fill.
    """

    id: str
    text: Message
    who: str
    by: str
    due: str | None
    when: NotRequired[str]


class ProgressShown(TypedDict):
    """How far the conversation has come, in sections."""

    section: str | None
    index: int
    of: int


class View(TypedDict):
    """A conversation as it is shown; `review`, `receipt` and the instant `expires_at` are for the caller to fill."""

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
