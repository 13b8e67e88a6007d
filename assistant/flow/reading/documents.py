"""A flow and its parts, read in the order in which their names are needed."""

from __future__ import annotations

from assistant.flow.inline import inlined
from assistant.flow.nodes import Node, Series
from assistant.flow.reading import scan
from assistant.flow.reading.conclusions import read_condition, read_decision, read_score
from assistant.flow.reading.context import Context
from assistant.flow.reading.draft import NO_ABOUT, NO_TITLE, Document, Draft
from assistant.flow.reading.facts import Unseen, read_fact, see
from assistant.flow.reading.guarantees import Guarantees
from assistant.flow.reading.keys import Keys
from assistant.flow.reading.library import Library
from assistant.flow.reading.parts import parts_run
from assistant.flow.reading.plan import read_plan_item
from assistant.flow.reading.record import read_record_entry
from assistant.flow.reading.steps import Steps
from assistant.flow.steps import End

_SECTIONS = ("facts", "scores", "decisions", "conditions", "record")
_LISTS = ("steps", "plan", "guarantees")


def read_flow(library: Library, flow_id: str) -> Draft | None:
    """Return what could be read of a flow; None where its file cannot be read at all."""
    node = library.open(f"{flow_id}/flow.yaml", "flow", flow_id)
    if node is None:
        return None
    context = library.context
    draft = _opening(node, flow_id, context)
    uses = draft.documents[0].keys.list_of_names("use")
    library.used(uses)
    draft.law, draft.sources = library.law(), dict(context.sources)
    run = parts_run(node, library.parts, context)
    draft.documents.extend(_part(run_node, id_, context) for id_, run_node in run.items())
    _sections(draft, context)
    for name in uses:
        if name.text not in {*run, *context.used, *context.unread}:
            context.report.at(name, "R02", kind="the part or catalogue", name=name.text)
    return draft


def _opening(node: Node, flow_id: str, context: Context) -> Draft:
    """Return a draft with what stands at the top of a flow."""
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


def _part(node: Node, id_: str, context: Context) -> Document:
    keys = Keys(node, f'the part "{id_}"', context)
    keys.node_at("part")
    keys.name("language")
    return Document(keys, id_, needs=keys.list_of_names("needs"))


def _sections(draft: Draft, context: Context) -> None:
    """Read all sections of all files, names first."""
    for document in draft.documents:
        scan.scan(document.keys.node, context)
        for section in _SECTIONS:
            document.keys.entries(section)
    _facts(draft, context)
    for document in draft.documents:
        _conclusions(document, draft, context)
        nodes = document.keys.items("steps", needed=True)
        context.loose |= not isinstance(document.keys.node_at("steps"), Series)
        document.steps = Steps(document.part, context).read(nodes)
    parts = {document.part: document.steps for document in draft.documents if document.part}
    draft.steps = inlined(draft.documents[0].steps, parts)
    for document in draft.documents:
        _outcomes(document, draft, context)
    _guarantees(draft, context)
    for document in draft.documents:
        document.keys.close()


def _facts(draft: Draft, context: Context) -> None:
    unseen: list[Unseen] = []
    for document in draft.documents:
        for entry in scan.owned(document.keys.node, "facts", context):
            fact = read_fact(entry, context)
            if fact is not None:
                unseen.append(fact)
                context.names.facts[entry.key.text] = fact.fact
    draft.facts = context.names.facts = see(unseen, context)


def _conclusions(document: Document, draft: Draft, context: Context) -> None:
    node = document.keys.node
    for entry in scan.owned(node, "scores", context):
        draft.scores[entry.key.text] = read_score(entry, context)
    for entry in scan.owned(node, "decisions", context):
        decision = read_decision(entry, context)
        if decision is not None:
            draft.decisions[entry.key.text] = decision
    for entry in scan.owned(node, "conditions", context):
        draft.conditions[entry.key.text] = read_condition(entry, context)


def _outcomes(document: Document, draft: Draft, context: Context) -> None:
    for node in document.keys.items("plan"):
        item = read_plan_item(node, context)
        if item is None:
            continue
        other = draft.plan.setdefault(item.id, item)
        if other is not item:
            where = f"{other.place.file}:{other.place.line}"
            fills = {"name": item.id, "other": "a plan item", "where": where}
            context.report.spot(item.place, len(item.id), "F02/name", **fills)
    for entry in document.keys.entries("record"):
        record = read_record_entry(entry, context)
        if record is None:
            continue
        first = draft.record.setdefault(record.path, record)
        if first is not record:
            where = f"{first.place.file}:{first.place.line}"
            fills = {"name": record.path, "other": "the record", "where": where}
            context.report.at(entry.key, "F02/name", **fills)


def _guarantees(draft: Draft, context: Context) -> None:
    known = {
        "steps": list(draft.steps),
        "ends": [step.id for step in draft.steps.values() if isinstance(step, End)],
        "plan": list(draft.plan),
        "record": list(draft.record),
    }
    reader = Guarantees(known, context)
    for document in draft.documents:
        for node in document.keys.items("guarantees"):
            guarantee = reader.read(node)
            if guarantee is not None:
                draft.guarantees.append(guarantee)
