"""The draft of a flow: the model's fields, still open; and the reader that fills it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assistant.flow.findings import did_you_mean
from assistant.flow.findings.loader_codes import F02_NAME, R02
from assistant.flow.findings.registry import error
from assistant.flow.model import (
    NOWHERE,
    AnyFact,
    AnyStep,
    Condition,
    Decision,
    Flow,
    Guarantee,
    Law,
    Place,
    PlanItem,
    RecordEntry,
    Score,
    Source,
    Text,
)
from assistant.flow.model.hashing import logic_hash
from assistant.flow.reading import scan
from assistant.flow.reading.context import Context
from assistant.flow.reading.fact_reader import FactDraft, complete_facts, read_fact
from assistant.flow.reading.keys import Keys
from assistant.flow.reading.library import Library
from assistant.flow.reading.outcome_reader import (
    GuaranteeReader,
    read_condition,
    read_decision,
    read_plan_item,
    read_score,
)
from assistant.flow.reading.record_reader import read_record_entry
from assistant.flow.reading.routes import inline_parts
from assistant.flow.reading.step_reader import StepReader
from assistant.flow.strict_yaml.nodes import Node, Scalar, Series

# What is found here.

R05 = error("R05", "A part that is missing, runs itself or runs twice")
R05_MISSING = R05.says(
    'there is no part "{name}" among those that the flow uses.',
    fix='add it to "use"',
    variant="missing",
)
R05_CIRCLE = R05.says('the part "{name}" runs itself: {way}.', variant="circle")
R05_TWICE = R05.says(
    'the part "{name}" runs a second time here; a flow runs a part at most once.', variant="twice"
)

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
    """A flow as far as it was read."""

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

    def to_flow(self, *, hashed: bool = True) -> Flow:
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


# The reader of whole files, in the order in which names are needed.
#
# First a scan of all files enters every name into the symbol table, so that conditions can refer
# forward and across files. Then facts are read, then conclusions and steps, whose conditions need
# the facts; the options' own conditions are completed last of the facts, as they may read any
# fact. Parts are then put in place, and at the end plan, record and guarantees are read against
# the whole flow.

_SECTIONS = ("facts", "scores", "decisions", "conditions", "record")
_LISTS = ("steps", "plan", "guarantees")


def read_flow(library: Library, flow_id: str) -> Draft | None:
    """Return a flow as far as it could be read; None where its file cannot be read at all."""
    node = library.open(f"{flow_id}/flow.yaml", "flow", flow_id)
    if node is None:
        return None
    context = library.context
    draft = _read_opening(node, flow_id, context)
    uses = draft.documents[0].keys.list_of_names("use")
    library.open_used(uses)
    draft.law, draft.sources = library.law(), dict(context.sources)
    run = find_parts_run(node, library.parts, context)
    draft.documents.extend(_read_part(run_node, id_, context) for id_, run_node in run.items())
    _read_sections(draft, context)
    for name in uses:
        if name.text not in {*run, *context.used_catalogues, *context.unread_uses}:
            context.report.at(name, R02, kind="the part or catalogue", name=name.text)
    return draft


def _read_opening(node: Node, flow_id: str, context: Context) -> Draft:
    """Return a draft with the version, language, title and introduction of a flow."""
    keys = Keys(node, "the flow", context)
    keys.node_at("flow")
    draft = Draft(flow_id, (keys.node_at("version") or node).place)
    draft.version = keys.number("version", 1, low=1, needed=True)
    language = keys.name("language", needed=True)
    draft.language = language.text if language else "da"
    draft.title = keys.text("title", "flow.title", needed=True) or NO_TITLE
    draft.about = keys.text("about", "flow.about") or NO_ABOUT
    draft.documents.append(Document(keys, None))
    return draft


def _read_part(node: Node, id_: str, context: Context) -> Document:
    keys = Keys(node, f'the part "{id_}"', context)
    keys.node_at("part")
    keys.name("language")
    return Document(keys, id_, needs=keys.list_of_names("needs"))


def _read_sections(draft: Draft, context: Context) -> None:
    """Read all sections of all files, names first."""
    for document in draft.documents:
        scan.scan_names(document.keys.node, context)
        for (
            section
        ) in _SECTIONS:  # asked for once, so that they count as known and a wrong kind is reported
            document.keys.entries(section)
    _read_facts(draft, context)
    for document in draft.documents:
        _read_conclusions(document, draft, context)
        nodes = document.keys.items("steps", needed=True)
        context.has_broken_steps |= not isinstance(document.keys.node_at("steps"), Series)
        document.steps = StepReader(document.part, context).read(nodes)
    parts = {document.part: document.steps for document in draft.documents if document.part}
    draft.steps = inline_parts(draft.documents[0].steps, parts)
    for document in draft.documents:
        _read_outcomes(document, draft, context)
    _read_guarantees(draft, context)
    for document in draft.documents:
        document.keys.close()


def _read_facts(draft: Draft, context: Context) -> None:
    unseen: list[FactDraft] = []
    for document in draft.documents:
        for entry in scan.owned_entries(document.keys.node, "facts", context):
            fact = read_fact(entry, context)
            if fact is not None:
                unseen.append(fact)
                context.names.facts[entry.key.text] = fact.fact
    draft.facts = context.names.facts = complete_facts(unseen, context)


def _read_conclusions(document: Document, draft: Draft, context: Context) -> None:
    node = document.keys.node
    for entry in scan.owned_entries(node, "scores", context):
        draft.scores[entry.key.text] = read_score(entry, context)
    for entry in scan.owned_entries(node, "decisions", context):
        decision = read_decision(entry, context)
        if decision is not None:
            draft.decisions[entry.key.text] = decision
    for entry in scan.owned_entries(node, "conditions", context):
        draft.conditions[entry.key.text] = read_condition(entry, context)


def _read_outcomes(document: Document, draft: Draft, context: Context) -> None:
    for node in document.keys.items("plan"):
        item = read_plan_item(node, context)
        if item is None:
            continue
        other = draft.plan.setdefault(item.id, item)
        if other is not item:
            where = f"{other.place.file}:{other.place.line}"
            fills = {"name": item.id, "other": "a plan item", "where": where}
            context.report.at_place(item.place, len(item.id), F02_NAME, **fills)
    for entry in document.keys.entries("record"):
        record = read_record_entry(entry, context)
        if record is None:
            continue
        first = draft.record.setdefault(record.path, record)
        if first is not record:
            where = f"{first.place.file}:{first.place.line}"
            fills = {"name": record.path, "other": "the record", "where": where}
            context.report.at(entry.key, F02_NAME, **fills)


def _read_guarantees(draft: Draft, context: Context) -> None:
    known = {
        "steps": list(draft.steps),
        "ends": [step.id for step in draft.steps.values() if step.is_end],
        "plan": list(draft.plan),
        "record": list(draft.record),
    }
    reader = GuaranteeReader(known, context)
    for document in draft.documents:
        for node in document.keys.items("guarantees"):
            guarantee = reader.read(node)
            if guarantee is not None:
                draft.guarantees.append(guarantee)


# The walk over the parts that a flow runs: each at most once, none within itself.


def find_parts_run(flow: Node, parts: Mapping[str, Node], context: Context) -> dict[str, Node]:
    """Return the parts that the flow runs, in the order of `use`; report those that can't be."""
    walk = _PartWalk(parts, context)
    walk.visit(flow, ())
    return {id_: node for id_, node in parts.items() if id_ in walk.run}


class _PartWalk:
    def __init__(self, parts: Mapping[str, Node], context: Context) -> None:
        self._parts = parts
        self._context = context
        self.run: set[str] = set()

    def visit(self, document: Node, within: tuple[str, ...]) -> None:
        """Follow the `do` steps of a file that is run by the parts `within`."""
        report = self._context.report
        for name in scan.parts_run_by(document):
            id_ = name.text
            if id_ in within:
                way = " → ".join((*within[within.index(id_) :], id_))
                report.at(name, R05_CIRCLE, name=id_, way=way)
                self._context.has_broken_steps = True
            elif id_ in self.run:
                report.at(name, R05_TWICE, name=id_)
                self._context.has_broken_steps = True
            elif id_ in self._parts:
                self.run.add(id_)
                self.visit(self._parts[id_], (*within, id_))
            else:
                self._context.has_broken_steps = True
                if id_ not in self._context.unread_uses:
                    report.at(name, R05_MISSING, name=id_, fix=did_you_mean(id_, self._parts))
