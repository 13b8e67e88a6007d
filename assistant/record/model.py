"""The handoff record: everything the family team needs to act, in one frozen value.

Nothing blocks sending. What is expected and still missing says why in `empty`. The codes are those of
`assistant.flow.fields`, where flows are checked against the same paths.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from assistant.flow.fields import (
    Custody,
    KnowledgeLevel,
    LegalBasis,
    Reason,
    Suspected,
    Urgency,
)
from assistant.record.base import Group, Moment
from assistant.record.course import (
    Behind,
    Course,
    Due,
    Explanation,
    FollowUp,
    Header,
    Receiver,
    Reply,
    Sign,
)
from assistant.record.matters import (
    ChildVoice,
    ImmediateSafety,
    Injury,
    Leader,
    Measure,
    Observation,
    ParentsInformed,
    ParentsOpinion,
    PhoneCall,
)
from assistant.record.people import Caregiver, Child, Notifier, Setting, Sibling, Unborn

__all__ = [
    "SCHEMA_VERSION",
    "Behind",
    "Caregiver",
    "Child",
    "ChildVoice",
    "Course",
    "Due",
    "EmptyBecause",
    "Explanation",
    "FollowUp",
    "Header",
    "ImmediateSafety",
    "Injury",
    "Leader",
    "Measure",
    "Notifier",
    "Observation",
    "ParentsInformed",
    "ParentsOpinion",
    "PhoneCall",
    "Receiver",
    "Record",
    "Reply",
    "Setting",
    "Sibling",
    "Sign",
    "Unborn",
]

SCHEMA_VERSION = "1.0"
EmptyBecause = Literal["not_asked", "unknown", "skipped", "none"]


class Record(Group):
    """A notification of concern, whole. Times are UTC with offset, dates ISO 8601."""

    schema_version: Literal["1.0"] = "1.0"
    reference: str | None = None
    """Given when the record is sent."""
    created_at: Moment
    submitted_at: Moment | None = None
    language: str
    """The language of all words that the notifier did not type."""
    flow: Course
    header: Header
    first_worry_on: date | None = None
    child: Child = Child()
    unborn: Unborn | None = None
    caregivers: tuple[Caregiver, ...] = ()
    custody: Custody | None = None
    siblings: tuple[Sibling, ...] = ()
    notifier: Notifier = Notifier()
    setting: Setting = Setting()
    legal_basis: tuple[LegalBasis, ...] = ()
    reasons: tuple[Reason, ...] = ()
    knowledge_level: KnowledgeLevel | None = None
    urgency: Urgency | None = None
    suspected: Suspected | None = None
    observations: tuple[Observation, ...] = ()
    injuries: tuple[Injury, ...] = ()
    child_voice: tuple[ChildVoice, ...] = ()
    child_knows: bool | None = None
    """Whether the child knows that the notification is sent."""
    functioning: str | None = None
    strengths: str | None = None
    caregiver_picture: str | None = None
    measures: tuple[Measure, ...] = ()
    parents_informed: ParentsInformed = ParentsInformed()
    parents_view: ParentsOpinion = ParentsOpinion()
    assessment: str | None = None
    """The notifier's own judgement, kept apart from what was seen and heard."""
    why_now: str | None = None
    immediate_safety: ImmediateSafety = ImmediateSafety()
    network: str | None = None
    leader: Leader = Leader()
    attachments: str | None = None
    phone_log: tuple[PhoneCall, ...] = ()
    plan: tuple[Due, ...] = ()
    follow_up: FollowUp
    signs: tuple[Sign, ...] = ()
    explanation: tuple[Explanation, ...] = ()
    answers: tuple[Reply, ...] = ()
    empty: dict[str, EmptyBecause] = Field(default_factory=dict)
    """Expected fields that are empty: path -> why."""
