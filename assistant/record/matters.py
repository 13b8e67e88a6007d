"""What was seen, heard, tried and agreed: the matter of the record."""

from __future__ import annotations

from datetime import date

from assistant.flow.fields import (
    Informed,
    NotInformed,
    ObservationOrigin,
    ParentsView,
)
from assistant.record.base import Group


class Observation(Group):
    """Something that happened, as it was seen or heard."""

    what: str | None = None
    when: date | None = None
    where: str | None = None
    origin: ObservationOrigin | None = None
    how_often: str | None = None


class Injury(Group):
    """A mark or an injury, described and not diagnosed."""

    where: str | None = None
    looks: str | None = None
    explanation: str | None = None
    explained_by: str | None = None


class ChildVoice(Group):
    """The child's own words, and what was said or asked just before."""

    words: str | None = None
    situation: str | None = None
    asked_before: str | None = None
    when: date | None = None


class Measure(Group):
    """Something that was tried, and what came of it."""

    what: str | None = None
    when: date | None = None
    effect: str | None = None


class ParentsInformed(Group):
    """Whether the parents know of the notification, and why where they don't."""

    informed: Informed | None = None
    reason: NotInformed | None = None


class ParentsOpinion(Group):
    """What the parents think."""

    view: ParentsView | None = None
    words: str | None = None


class ImmediateSafety(Group):
    """What the danger is, where the child is now and what happens in the next hours."""

    danger: str | None = None
    safe_now: bool | None = None
    """Whether the child is safe today and tonight."""
    where_now: str | None = None
    next_hours: str | None = None


class Leader(Group):
    """Whether the notifier's leader knows. The duty is personal all the same."""

    informed: bool | None = None
    name: str | None = None


class PhoneCall(Group):
    """A notification by phone: when, who took it, what was agreed."""

    when: str | None = None
    receiver: str | None = None
    agreed: str | None = None
