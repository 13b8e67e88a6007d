"""What the API replies with, as models: for its description, and for the tests that hold it to that."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue


class Reply(BaseModel):
    """A part of a reply; has no field that is not described."""

    model_config = ConfigDict(extra="forbid", defer_build=True)  # only the description needs them


class Span(Reply):
    """Words in one style; `href` makes them a link (https: or tel:)."""

    t: str
    strong: bool = False
    href: str | None = None


class Paragraph(Reply):
    """A paragraph."""

    p: list[Span]


class Item(Reply):
    """An item of a list; items that follow each other are one list."""

    li: list[Span]


Message = list[Paragraph | Item]


class Progress(Reply):
    """How far the conversation has come, in sections."""

    section: str | None
    index: int
    of: int


class Told(Reply):
    """Something told."""

    step: str
    kind: Literal["tell", "end"]
    level: Literal["info", "advice", "duty", "danger"]
    text: Message


class Entry(Reply):
    """A question with its answer, or something told, earlier in the conversation."""

    step: str
    kind: Literal["ask", "form", "repeat", "tell", "end"]
    text: Message
    answer: Message | None
    can_change: bool
    facts: list[str]
    level: Literal["info", "advice", "duty", "danger"] | None = None


class Option(Reply):
    """An option; `group` is the heading that it stands under."""

    id: str
    label: str
    hint: str | None
    group: str | None


class Field(Reply):
    """A fact as it is asked for."""

    fact: str
    type: Literal[
        "choice", "multi", "yesno", "int", "date", "text", "name", "phone", "email", "address",
        "cpr", "repeat",
    ]  # fmt: skip
    label: str
    help: Message | None
    options: list[Option]
    none: str | None
    unknown: bool
    optional: bool
    min: int | str | None
    max: int | str | None
    unit: str | None
    value: JsonValue
    each: list[Field] | None = None


class Heading(Reply):
    """What heads a question, what is said ahead of it, and what is said under it."""

    words: str
    before: Message
    under: Message


class Question(Reply):
    """The screen that waits, or that is changed; `heading` is its text as a screen has it."""

    step: str
    kind: Literal["ask", "form", "repeat"]
    text: Message
    help: Message | None
    fields: list[Field]
    heading: Heading


class Refused(Reply):
    """Why an answer was not accepted."""

    fact: str
    code: str
    text: str


class Parked(Reply):
    """An answer that the conversation has turned away from: kept, and not in the record."""

    fact: str
    label: str
    answer: Message


class Planned(Reply):
    """A next step; `when` is who takes it and by when, in words."""

    id: str
    text: Message
    who: Literal["you", "leader", "family_team"]
    by: str
    due: AwareDatetime | None
    when: str


class Receiver(Reply):
    """The family team that the record goes to."""

    name: str
    phone: str | None


class Row(Reply):
    """A field of the record in words; `fact` is the question to change it by, `step` where it is asked."""

    path: str
    label: str
    value: Message
    fact: str | None = None
    step: str | None = None


class Section(Reply):
    """Fields of the record under a heading."""

    id: str
    heading: str
    rows: list[Row]


class Review(Reply):
    """The record as it would be sent, and to whom."""

    receiver: Receiver
    sections: list[Section]


class Receipt(Reply):
    """That the record was sent."""

    reference: str
    submitted_at: AwareDatetime
    receiver: Receiver
    assess_by: AwareDatetime
    receipt_by: AwareDatetime


class Delivered(Receipt):
    """A receipt, the state of delivery, and the family team's feedback."""

    delivery: Literal["arrived"]
    feedback: None


class View(Reply):
    """A conversation as it is shown."""

    rev: int
    flow: str
    version: int
    lang: str
    dir: Literal["ltr", "rtl"]
    title: str
    progress: Progress
    pinned: list[Told]
    transcript: list[Entry]
    messages: list[Told]
    question: Question | None
    errors: list[Refused]
    parked: list[Parked]
    plan: list[Planned] | None
    review: Review | None
    receipt: Receipt | None
    expires_at: AwareDatetime


class Begun(Reply):
    """A conversation that has begun. Keep the token: it is returned only once."""

    token: str
    view: View


class Because(Reply):
    """A condition that held."""

    id: str
    because: Message | None


class Concluded(Reply):
    """A decision that was read."""

    id: str
    value: str
    because: Message | None


class Given(Reply):
    """An answer behind it."""

    fact: str
    label: str
    answer: Message


class Explanation(Reply):
    """Why something came about; `text` is all of it in words."""

    id: str
    kind: Literal["step", "plan", "decision"]
    conditions: list[Because]
    decisions: list[Concluded]
    answers: list[Given]
    text: Message


class Code(Reply):
    """A code that opens the conversation in another tab, once, within `seconds`."""

    code: str
    seconds: int


class Offered(Reply):
    """A flow, and its title by language."""

    flow: str
    version: int
    languages: list[str]
    titles: dict[str, str]


class Flows(Reply):
    """The flows that are served."""

    flows: list[Offered]


class Problem(Reply):
    """Why a request was not served (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    errors: list[dict[str, str]] | None = None


class Health(Reply):
    """The process is alive."""

    alive: bool


class Ready(Reply):
    """An answer could be kept."""

    ready: bool
