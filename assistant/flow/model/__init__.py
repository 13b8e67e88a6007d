"""The model: a loaded flow as frozen data, which every tool reads.

Parts are already in place: their facts, steps, plan and record stand in the flow's own mappings,
and `do` steps lead to the part's first step. Mappings keep the order of the files. Ids are unique.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assistant.flow.model.basics import NOWHERE, AnswerState, Guard, Place, Text, Value
from assistant.flow.model.kinds import (
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
from assistant.flow.model.outcomes import (
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
from assistant.flow.model.steps import (
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
    "AnswerState",
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
    "Value",
    "Who",
    "YesNo",
]


@dataclass(frozen=True, slots=True)
class Source:
    """A source of a fact about law or practice; `read_on` is the ISO date on which it was read."""

    id: str
    title: str
    publisher: str
    url: str
    read_on: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Law:
    """A statement of the law; `paragraph` may be printed only where it is verified."""

    id: str
    text: Text
    paragraph: Text | None
    verified: bool
    read_on: str
    source: tuple[str, ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow, whole; `logic` is the hash of all but the wording, `place` that of `version`."""

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

    @property
    def listed_steps(self) -> tuple[AnyStep, ...]:
        """The steps that stand in paths: all but the returns from parts."""
        return tuple(step for step in self.steps.values() if step.is_listed)

    @property
    def ends(self) -> tuple[End, ...]:
        """The ends."""
        return tuple(step for step in self.steps.values() if isinstance(step, End))

    @property
    def repeats(self) -> tuple[Repeat, ...]:
        """The steps that are answered by rows."""
        return tuple(step for step in self.steps.values() if isinstance(step, Repeat))

    def question(self, name: str) -> AnyFact | Repeat:
        """Return the fact or the repeat that is answered as `name`."""
        step = self.steps.get(name)  # an `ask` may have the name of its fact
        return step if isinstance(step, Repeat) else self.facts[name]

    def label(self, name: str) -> Text | None:
        """Return the label of a fact or step; None where it has none."""
        named = self.facts.get(name) or self.steps.get(name)
        return named.label if named else None


# The texts of a flow, for translators and for proof-reading.


def texts(flow: Flow) -> tuple[Text, ...]:
    """Return every text of the flow once, in the order in which a reader meets them."""
    unique = {text.context: text for text in _iter_texts(flow) if text is not None and text.words}
    return tuple(unique.values())


def _iter_texts(flow: Flow) -> Iterator[Text | None]:
    yield from (flow.title, flow.about)
    for step in flow.steps.values():
        yield from step.texts()
    for fact in flow.facts.values():
        yield from (fact.label, fact.help, *fact.texts())
    for condition in flow.conditions.values():
        yield condition.because
    for decision in flow.decisions.values():
        yield from (row.because for row in decision.rows)
    yield from (item.do for item in flow.plan)
    for law in flow.law.values():
        yield from (law.text, law.paragraph)
