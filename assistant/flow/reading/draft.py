"""A flow while it is being read: as the model has it, but open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.flow.basics import NOWHERE, Place, Text
from assistant.flow.facts import AnyFact
from assistant.flow.hashing import logic_hash
from assistant.flow.model import Flow, Law, Source
from assistant.flow.nodes import Scalar
from assistant.flow.outcomes import Condition, Decision, Guarantee, PlanItem, RecordEntry, Score
from assistant.flow.reading.keys import Keys
from assistant.flow.steps import AnyStep

NO_TITLE = Text("flow.title", "", NOWHERE)
NO_ABOUT = Text("flow.about", "", NOWHERE)


@dataclass(slots=True)
class Document:
    """A flow file or part file; `part` is the part's id, None for the flow itself."""

    keys: Keys
    part: str | None
    steps: list[AnyStep] = field(default_factory=list)
    needs: tuple[Scalar, ...] = ()


@dataclass(slots=True)
class Draft:
    """Everything that was read so far."""

    id: str
    place: Place
    version: int = 0
    language: str = "da"
    title: Text = NO_TITLE
    about: Text = NO_ABOUT
    documents: list[Document] = field(default_factory=list)
    facts: dict[str, AnyFact] = field(default_factory=dict)
    scores: dict[str, Score] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    conditions: dict[str, Condition] = field(default_factory=dict)
    steps: dict[str, AnyStep] = field(default_factory=dict)
    plan: dict[str, PlanItem] = field(default_factory=dict)
    record: dict[str, RecordEntry] = field(default_factory=dict)
    guarantees: list[Guarantee] = field(default_factory=list)
    law: dict[str, Law] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    def flow(self, *, hashed: bool = True) -> Flow:
        """Return the flow; with its logic hash, unless it is still being checked."""
        flow = Flow(
            id=self.id,
            version=self.version,
            language=self.language,
            title=self.title,
            about=self.about,
            facts=self.facts,
            scores=self.scores,
            decisions=self.decisions,
            conditions=self.conditions,
            steps=self.steps,
            plan=tuple(self.plan.values()),
            record=tuple(self.record.values()),
            guarantees=tuple(self.guarantees),
            law=self.law,
            sources=self.sources,
            logic="",
            place=self.place,
        )
        return replace(flow, logic=logic_hash(flow)) if hashed else flow
