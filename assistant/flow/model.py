"""A loaded flow as frozen data: the one thing that every tool reads.

Parts are already in place: their facts, steps, plan and record stand in the flow's own mappings, and
`do` steps lead to the part's first step. Mappings keep the order of the files. Ids are unique.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.flow.basics import (
    NOWHERE,
    Guard,
    Place,
    Text,
)
from assistant.flow.facts import (
    NONE,
    UNKNOWN,
    AnyFact,
    Choice,
    Date,
    Fact,
    Integer,
    Multi,
    Offset,
    Opaque,
    OpaqueKind,
    Option,
    Sensitivity,
    YesNo,
)
from assistant.flow.outcomes import (
    By,
    Condition,
    Decides,
    Decision,
    Ends,
    FromCodes,
    FromConclusion,
    FromFacts,
    FromRepeat,
    Guarantee,
    Never,
    Origin,
    Passes,
    PlanItem,
    Plans,
    Promise,
    Questions,
    RecordEntry,
    Records,
    Row,
    Score,
    Who,
)
from assistant.flow.steps import (
    AnyStep,
    Ask,
    Decide,
    Do,
    End,
    Form,
    Level,
    Outcome,
    Repeat,
    Return,
    Route,
    Step,
    Tell,
)

__all__ = [
    "NONE",
    "NOWHERE",
    "UNKNOWN",
    "AnyFact",
    "AnyStep",
    "Ask",
    "By",
    "Choice",
    "Condition",
    "Date",
    "Decide",
    "Decides",
    "Decision",
    "Do",
    "End",
    "Ends",
    "Fact",
    "Flow",
    "Form",
    "FromCodes",
    "FromConclusion",
    "FromFacts",
    "FromRepeat",
    "Guarantee",
    "Guard",
    "Integer",
    "Law",
    "Level",
    "Multi",
    "Never",
    "Offset",
    "Opaque",
    "OpaqueKind",
    "Option",
    "Origin",
    "Outcome",
    "Passes",
    "Place",
    "PlanItem",
    "Plans",
    "Promise",
    "Questions",
    "RecordEntry",
    "Records",
    "Repeat",
    "Return",
    "Route",
    "Row",
    "Score",
    "Sensitivity",
    "Source",
    "Step",
    "Tell",
    "Text",
    "Who",
    "YesNo",
]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact about law or practice was read; `read_on` is an ISO date."""

    id: str
    title: str
    publisher: str
    url: str
    read_on: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Law:
    """What the law says; `paragraph` may be printed only where it is verified."""

    id: str
    text: Text
    paragraph: Text | None
    verified: bool
    read_on: str
    source: tuple[str, ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Flow:
    """One conversation, whole. `logic` is the hash of everything but the wording; `place` is that of `version`."""

    id: str
    version: int
    language: str
    title: Text
    about: Text
    facts: Mapping[str, AnyFact]
    scores: Mapping[str, Score]
    decisions: Mapping[str, Decision]
    conditions: Mapping[str, Condition]
    steps: Mapping[str, AnyStep]
    plan: tuple[PlanItem, ...]
    record: tuple[RecordEntry, ...]
    guarantees: tuple[Guarantee, ...]
    law: Mapping[str, Law]
    sources: Mapping[str, Source]
    logic: str
    place: Place = field(default=NOWHERE, compare=False)

    @property
    def start(self) -> str:
        """The id of the first step."""
        return next(iter(self.steps))
