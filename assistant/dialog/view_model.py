"""The view model: a conversation as plain JSON with everything that a screen needs, and no HTML.

Its keys are a contract with the API's clients, and `/openapi.json` is generated from these classes:
their docstrings are published. Texts that may have markup are messages; labels, headings and errors
are plain words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, NotRequired

from pydantic import WithJsonSchema
from typing_extensions import TypedDict  # pydantic describes no other before Python 3.12

from assistant.flow.markup import Message
from assistant.flow.model import Level, Who

MessageKind = Literal["tell", "end"]
QuestionKind = Literal["ask", "form", "repeat"]
EntryKind = Literal["ask", "form", "repeat", "tell", "end"]
FieldType = Literal[
    "choice", "multi", "yesno", "int", "date", "text", "name", "phone", "email", "address", "cpr",
    "repeat",
]  # fmt: skip
# An instant in ISO 8601 with its offset, as text: it is told on as it was told, to the letter.
Instant = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]


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
    type: FieldType
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
    kind: QuestionKind
    text: Message
    help: Message | None
    fields: list[FieldShown]
    heading: HeadingShown


class MessageShown(TypedDict):
    """A message: shown since the last answer, or pinned."""

    step: str
    kind: MessageKind
    level: Level
    text: Message


class EntryShown(TypedDict):
    """A question with its answer, or a message, earlier in the conversation."""

    step: str
    kind: EntryKind
    text: Message
    answer: Message | None
    can_change: bool
    facts: list[str]
    level: NotRequired[Level]


class ErrorShown(TypedDict):
    """Why an answer was not accepted; `fact` is the field, a row's field, or the step of a late turn."""

    fact: str
    code: str
    text: str


class ParkedShown(TypedDict):
    """An answer that is off the path now: kept, and not in the record."""

    fact: str
    label: str
    answer: Message


class PlanItemShown(TypedDict):
    """A next step; `by` as in the flow (`24 hours`), `due` its instant in ISO 8601, if it has one."""

    id: str
    text: Message
    who: Who
    by: str
    due: Instant | None


class ProgressShown(TypedDict):
    """Progress in sections: the current one, its number, and the most that there may be."""

    section: str | None
    index: int
    of: int


class ConversationShown(TypedDict):
    """The part of a view that the dialog alone knows for good."""

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


class DialogView(ConversationShown):
    """A conversation as the dialog shows it; `View` adds who takes the plan's steps, and the record."""

    plan: list[PlanItemShown] | None


# Explanations: why a step, a plan item or a decision came about.


class ConditionShown(TypedDict):
    """A condition that held."""

    id: str
    because: Message | None


class ConclusionShown(TypedDict):
    """A decision that was read."""

    id: str
    value: str
    because: Message | None


class AnswerShown(TypedDict):
    """An answer behind it."""

    fact: str
    label: str
    answer: Message


class JustificationShown(TypedDict):
    """The reasons for a step, a plan item or a decision."""

    id: str
    kind: Literal["step", "plan", "decision"]
    conditions: list[ConditionShown]
    decisions: list[ConclusionShown]
    answers: list[AnswerShown]


class ExplanationShown(JustificationShown):
    """Why something came about; `text` is all of it in words."""

    text: Message
