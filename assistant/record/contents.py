"""The base class of the record's parts, and their time type.

Parts are frozen, refuse unknown fields and never quote a value in an error.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

from assistant.flow.model import Who, record_fields


def _to_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


UtcTime = Annotated[AwareDatetime, AfterValidator(_to_utc)]


class RecordPart(BaseModel):
    """A part of the record: immutable, and closed to fields that the model does not name."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,  # errors are logged, and the input is what a professional typed
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,
    )


# The people in the record: the child, the family, the notifier. No field is mandatory.


class Child(RecordPart):
    """The child or young person, so far as the notifier knows."""

    name: str | None = None
    cpr: str | None = None
    """The Danish personal number, never masked here."""
    birth_date: date | None = None
    age: int | None = None
    """Years; from the birth date where nobody gave it."""
    age_band: str | None = None
    """Roughly how old, in words, where the age is not known."""
    gender: str | None = None
    address: str | None = None
    """Also filled when the address is protected; then it stands nowhere else."""
    address_protected: bool | None = None
    whereabouts: str | None = None
    """Where the child is staying now."""
    interpreter: str | None = None
    special_needs: str | None = None


class Unborn(RecordPart):
    """An unborn child, known by the mother."""

    mother_name: str | None = None
    mother_cpr: str | None = None
    mother_address: str | None = None
    address_protected: bool | None = None
    """Whether the mother's address is protected; it counts as protected unless this says no."""
    due_date: date | None = None


class Caregiver(RecordPart):
    """A parent or another who cares for the child."""

    name: str | None = None
    relation: str | None = None
    phone: str | None = None
    address: str | None = None


class Sibling(RecordPart):
    """A brother or sister, or another child in the home."""

    name: str | None = None
    age: int | None = None
    note: str | None = None


class Notifier(RecordPart):
    """The professional who notifies, and how to reach them at work."""

    name: str | None = None
    title: str | None = None
    workplace: str | None = None
    phone: str | None = None
    email: str | None = None
    hours: str | None = None
    """When the notifier can be reached."""
    category: record_fields.NotifierCategory | None = None
    relation: str | None = None
    """How the notifier knows the child."""
    known_since: str | None = None


class Setting(RecordPart):
    """The institution that the child attends, and the class or group there."""

    institution: str | None = None
    group: str | None = None


# The substance of the record: observations, the child's words, measures, safety, phone calls.


class Observation(RecordPart):
    """Something that happened, as it was seen or heard."""

    what: str | None = None
    when: date | None = None
    where: str | None = None
    origin: record_fields.ObservationOrigin | None = None
    how_often: str | None = None


class Injury(RecordPart):
    """A mark or an injury, described and not diagnosed."""

    where: str | None = None
    looks: str | None = None
    explanation: str | None = None
    explained_by: str | None = None


class ChildVoice(RecordPart):
    """The child's own words, and what was said or asked just before."""

    words: str | None = None
    situation: str | None = None
    asked_before: str | None = None
    when: date | None = None


class Measure(RecordPart):
    """Something that was tried, and what came of it."""

    what: str | None = None
    when: date | None = None
    effect: str | None = None


class ParentsInformed(RecordPart):
    """Whether the parents know of the notification, and why where they don't."""

    informed: record_fields.Informed | None = None
    reason: record_fields.NotInformed | None = None


class ParentsOpinion(RecordPart):
    """What the parents think."""

    view: record_fields.ParentsView | None = None
    words: str | None = None


class ImmediateSafety(RecordPart):
    """What the danger is, where the child is now and what happens in the next hours."""

    danger: str | None = None
    safe_now: bool | None = None
    """Whether the child is safe today and tonight."""
    where_now: str | None = None
    next_hours: str | None = None


class Leader(RecordPart):
    """Whether the notifier's leader knows. The duty is personal all the same."""

    informed: bool | None = None
    name: str | None = None


class PhoneCall(RecordPart):
    """A notification by phone: when, who took it, what was agreed."""

    when: str | None = None
    receiver: str | None = None
    agreed: str | None = None


# The origin of the record: signs, conclusions with their reasons, answers, plan and deadlines.


class Receiver(RecordPart):
    """The team that the record goes to."""

    name: str
    phone: str | None = None


class Header(RecordPart):
    """The fields that an inbox sorts and routes by."""

    kind: Literal["notification"] = "notification"
    acute: bool = False
    """True when the conversation concluded that somebody must act now."""
    municipality: str
    receiver: Receiver


class Sign(RecordPart):
    """A sign that the notifier ticked, with its attributes from the catalogue."""

    id: str
    label: str
    """The words of the language that the record is in."""
    domain: str | None = None
    heading: str | None = None
    """The domain in words."""
    urgency: record_fields.Urgency | None = None
    list: str | None = None
    """The catalogue's list: general or dental."""
    question: str
    """The fact whose answer contained the sign."""


class Behind(RecordPart):
    """An answer that a conclusion rests on."""

    fact: str
    label: str
    answer: str


class Explanation(RecordPart):
    """The reasons for a conclusion, a message shown or a plan item."""

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


class Reply(RecordPart):
    """A question as it was shown, with its answer as it was shown."""

    step: str
    fact: str
    label: str
    """The short heading of what was asked."""
    question: str
    answer: str
    value: JsonValue = None
    """The answer as the interface takes it: option ids, ISO date, number, text, rows."""


class Due(RecordPart):
    """A next step, with who takes it and the instant it is due."""

    id: str
    words: str
    who: Who
    unit: Literal["now", "today", "hours", "days", "working_days"]
    amount: int = 0
    due: UtcTime | None = None
    source: tuple[str, ...] = ()


class FollowUp(RecordPart):
    """When the notifier can expect to hear from the receiver."""

    assess_by: UtcTime
    """By then the receiver has judged whether somebody must act at once."""
    receipt_by: UtcTime
    """By then the notifier has a receipt."""


class Course(RecordPart):
    """The flow that was used; by the hash of its logic the exact questions can be looked up."""

    id: str
    version: int
    logic_hash: str


# The handoff record: everything the family team needs to act, in one frozen value.
#
# Nothing blocks sending: an expected field that is missing is listed in `empty` with the reason. The
# codes are those of the flow language's record fields, where flows are checked against the same
# paths.
#
# Field names and class names are the contract with the receiver: both appear in the JSON Schema.

SCHEMA_VERSION = "1.0"
EmptyBecause = Literal["not_asked", "unknown", "skipped", "none"]


class Record(RecordPart):
    """A notification of concern, whole. Times are UTC with offset, dates ISO 8601."""

    schema_version: Literal["1.0"] = "1.0"
    reference: str | None = None
    """Given when the record is sent."""
    created_at: UtcTime
    submitted_at: UtcTime | None = None
    language: str
    """The language of all words that the notifier did not type."""
    flow: Course
    header: Header
    first_worry_on: date | None = None
    child: Child = Child()
    unborn: Unborn | None = None
    caregivers: tuple[Caregiver, ...] = ()
    custody: record_fields.Custody | None = None
    siblings: tuple[Sibling, ...] = ()
    notifier: Notifier = Notifier()
    setting: Setting = Setting()
    legal_basis: tuple[record_fields.LegalBasis, ...] = ()
    reasons: tuple[record_fields.Reason, ...] = ()
    knowledge_level: record_fields.KnowledgeLevel | None = None
    urgency: record_fields.Urgency | None = None
    suspected: record_fields.Suspected | None = None
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


# A made-up record with most fields filled, for the schema's readers, tests and practice.
#
# The child, the notifier and the municipality don't exist; the phone numbers are not in use.


def example_record() -> Record:
    """Return a made-up record: a teacher, marks, and a child who said something."""
    return Record.model_validate_json(files(__package__).joinpath("example.json").read_bytes())
