"""How the record came about: signs, conclusions and what led to them, answers, plan, deadlines."""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue

from assistant.flow.fields import Urgency
from assistant.flow.outcomes import Who
from assistant.record.base import Group, Moment


class Receiver(Group):
    """The team that the record goes to."""

    name: str
    phone: str | None = None


class Header(Group):
    """What puts the record into the right tray."""

    kind: Literal["notification"] = "notification"
    acute: bool = False
    """True when the conversation concluded that somebody must act now."""
    municipality: str
    receiver: Receiver


class Sign(Group):
    """A sign that the notifier ticked, with what the catalogue says of it."""

    id: str
    label: str
    """The words of the language that the record is in."""
    domain: str | None = None
    heading: str | None = None
    """The domain in words."""
    urgency: Urgency | None = None
    list: str | None = None
    """The catalogue's list: general or dental."""
    question: str
    """The fact that the sign was an answer to."""


class Behind(Group):
    """An answer behind a conclusion."""

    fact: str
    label: str
    answer: str


class Explanation(Group):
    """Why something was concluded, told or planned."""

    kind: Literal["decision", "step", "plan"]
    id: str
    value: str | None = None
    """A decision's value."""
    path: str | None = None
    """The record's field that a decision fills."""
    words: str | None = None
    """A step's or a plan item's words, as they were shown."""
    because: tuple[str, ...] = ()
    answers: tuple[Behind, ...] = ()


class Reply(Group):
    """A question as it was shown, with its answer as it was shown."""

    step: str
    fact: str
    label: str
    """The short heading of what was asked."""
    question: str
    answer: str
    value: JsonValue = None
    """The answer as the interface takes it: option ids, ISO date, number, text, rows."""


class Due(Group):
    """A next step of somebody, with its real time."""

    id: str
    words: str
    who: Who
    unit: Literal["now", "today", "hours", "days", "working_days"]
    amount: int = 0
    due: Moment | None = None
    source: tuple[str, ...] = ()


class FollowUp(Group):
    """When the notifier can expect to hear from the receiver."""

    assess_by: Moment
    """By then the receiver has judged whether somebody must act at once."""
    receipt_by: Moment
    """By then the notifier has a receipt."""


class Course(Group):
    """The flow that asked: with the logic's hash the very questions can be found again."""

    id: str
    version: int
    logic_hash: str
