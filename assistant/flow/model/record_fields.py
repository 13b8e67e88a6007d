"""The record's fields that a flow may fill, each path with the values that fit there.

The flow's `record:` section is checked against this table, and `assistant.record.contents` is built on
the same codes. Fields that no flow fills (reference, plan, signs, explanation, answers, …) are not
here. Source of the fields: Danish notification practice, see `flows/catalogue/sources.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Urgency = Literal["act_now", "today", "soon", "watch"]
KnowledgeLevel = Literal["concern", "suspicion", "knowledge"]
Suspected = Literal["parent", "other_or_unknown", "child", "employee", "honour"]
LegalBasis = Literal[
    "enhanced_support",
    "enhanced_unborn",
    "enhanced_absence",
    "enhanced_abuse",
    "school_absence",
    "general",
]
Informed = Literal["both", "one", "no"]
NotInformed = Literal[
    "abuse_by_carer",
    "honour",
    "safety_or_evidence",
    "asked_to_wait",
    "not_reached",
    "child_asked",
    "other",
]
ParentsView = Literal["agree", "partly", "disagree", "not_heard"]
ObservationOrigin = Literal["seen", "heard", "child_said", "parent_said", "colleague_said", "other"]
Reason = Literal[
    "child_substance_use",
    "child_crime",
    "school_problems",
    "child_other_behaviour",
    "child_disability",
    "child_health",
    "abuse_by_others",
    "other_neglect",
    "parent_substance_use",
    "parent_crime",
    "parent_other_behaviour",
    "parent_disability",
    "conflict_or_violence_at_home",
    "insufficient_care",
    "homelessness",
    "parent_health",
    "abuse_by_parents",
    "honour_control",
    "dental_neglect",
    "other",
]
NotifierCategory = Literal[
    "municipality", "school", "day_care", "health_care", "health_visitor_or_dental", "other"
]
Custody = Literal["shared", "one", "other", "unknown"]
FieldKind = Literal["text", "number", "date", "yes_no", "code", "codes", "list"]


@dataclass(frozen=True, slots=True)
class Field:
    """The values that fit at a path; `codes` for code and codes, `entries` by name for a list."""

    kind: FieldKind
    codes: tuple[str, ...] = ()
    entries: Mapping[str, Field] = field(default_factory=dict)


_TEXT = Field("text")
_DATE = Field("date")
_NUMBER = Field("number")
_YES_NO = Field("yes_no")


def _code_field(of: object) -> Field:
    return Field("code", get_args(of))


def _list_field(**entries: Field) -> Field:
    return Field("list", entries=entries)


FIELDS: Mapping[str, Field] = {
    "first_worry_on": _DATE,
    "child.name": _TEXT,
    "child.cpr": _TEXT,
    "child.birth_date": _DATE,
    "child.age": _NUMBER,
    "child.age_band": _TEXT,
    "child.gender": _TEXT,
    "child.address": _TEXT,
    "child.address_protected": _YES_NO,
    "child.whereabouts": _TEXT,
    "child.interpreter": _TEXT,
    "child.special_needs": _TEXT,
    "unborn.mother_name": _TEXT,
    "unborn.mother_cpr": _TEXT,
    "unborn.mother_address": _TEXT,
    "unborn.address_protected": _YES_NO,
    "unborn.due_date": _DATE,
    "caregivers": _list_field(name=_TEXT, relation=_TEXT, phone=_TEXT, address=_TEXT),
    "custody": _code_field(Custody),
    "siblings": _list_field(name=_TEXT, age=_NUMBER, note=_TEXT),
    "notifier.name": _TEXT,
    "notifier.title": _TEXT,
    "notifier.workplace": _TEXT,
    "notifier.phone": _TEXT,
    "notifier.email": _TEXT,
    "notifier.hours": _TEXT,
    "notifier.category": _code_field(NotifierCategory),
    "notifier.relation": _TEXT,
    "notifier.known_since": _TEXT,
    "setting.institution": _TEXT,
    "setting.group": _TEXT,
    "legal_basis": Field("codes", get_args(LegalBasis)),
    "reasons": Field("codes", get_args(Reason)),
    "knowledge_level": _code_field(KnowledgeLevel),
    "urgency": _code_field(Urgency),
    "suspected": _code_field(Suspected),
    "observations": _list_field(
        what=_TEXT, when=_DATE, where=_TEXT, origin=_code_field(ObservationOrigin), how_often=_TEXT
    ),
    "injuries": _list_field(where=_TEXT, looks=_TEXT, explanation=_TEXT, explained_by=_TEXT),
    "child_voice": _list_field(words=_TEXT, situation=_TEXT, asked_before=_TEXT, when=_DATE),
    "child_knows": _YES_NO,
    "functioning": _TEXT,
    "strengths": _TEXT,
    "caregiver_picture": _TEXT,
    "measures": _list_field(what=_TEXT, when=_DATE, effect=_TEXT),
    "parents_informed.informed": _code_field(Informed),
    "parents_informed.reason": _code_field(NotInformed),
    "parents_view.view": _code_field(ParentsView),
    "parents_view.words": _TEXT,
    "assessment": _TEXT,
    "why_now": _TEXT,
    "immediate_safety.danger": _TEXT,
    "immediate_safety.safe_now": _YES_NO,
    "immediate_safety.where_now": _TEXT,
    "immediate_safety.next_hours": _TEXT,
    "network": _TEXT,
    "leader.informed": _YES_NO,
    "leader.name": _TEXT,
    "attachments": _TEXT,
    "phone_log": _list_field(when=_TEXT, receiver=_TEXT, agreed=_TEXT),
}
