"""The JSON Schema of flow files, with which an editor completes and marks while an author writes.

It knows the shape of a file: keys, kinds of values, which go together. Everything that needs more
than one place of a file (names, conditions, ends) is left to `assistant check`. One schema serves
all kinds of files; the first key tells which one it is. Draft 7, as that is what YAML editors read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from assistant.flow.model.outcomes import Who
from assistant.flow.model.record_fields import FIELDS, Urgency
from assistant.flow.reading.outcome_reader import BY_PATTERN
from assistant.flow.schema_shapes import (
    Schema,
    boolean_schema,
    enum_schema,
    exactly_one,
    integer_schema,
    list_schema,
    mapping_schema,
    name_map_schema,
    ref,
    schema_pattern,
    shared_definitions,
)

DRAFT = "http://json-schema.org/draft-07/schema#"
FILE_KINDS = ("flow", "part", "catalogue", "law", "sources")  # the first key of a file

_PROMISES: Mapping[str, Schema] = {
    "passes": ref("name", "This step is on the way."),
    "never": ref("name", "This step is not on the way."),
    "ends": ref("names", "It ends in one of these ends or outcomes."),
    "decides": ref("condition", "This holds at the end."),
    "plans": ref("name", "This item is in the plan."),
    "records": enum_schema([*FIELDS], "The record has something here."),
    "questions": {
        "type": "string",
        "pattern": "^at most [0-9]+$",
        "description": "So many screens with questions: at most 8.",
    },
}


def flow_file_schema() -> Schema:
    """Return the JSON Schema of every file that a flow is made of."""
    return {
        "$schema": DRAFT,
        "title": "Flow file",
        **schema_by_first_key(),
        "definitions": definitions(),
    }


def schema_by_first_key() -> Schema:
    """Return the schema that chooses the kind of file by its first key."""
    rules = [{"if": {"required": [kind]}, "then": ref(f"{kind}_file")} for kind in FILE_KINDS]
    return {"type": "object", "anyOf": exactly_one(FILE_KINDS), "allOf": rules}


def definitions() -> dict[str, Schema]:
    """Return the definitions that the schema refers to."""
    return {
        **shared_definitions(),
        "condition_entry": _condition(),
        "decision": list_schema(_row(), minItems=1),
        "score": _score(),
        "plan_item": _plan_item(),
        "origin": _origin(),
        "guarantee": _guarantee(),
        "flow_file": _flow(),
        "part_file": _part(),
        "catalogue_file": _catalogue(),
        "law_file": _law(),
        "sources_file": _sources(),
    }


def _sections(step: str) -> Schema:
    """Return the keys that flows and parts share."""
    return {
        "language": {
            "type": "string",
            "description": "The language of the texts in this file: da.",
        },
        "facts": name_map_schema(ref("fact"), "What can be answered, by name."),
        "scores": name_map_schema(ref("score"), "Sums of the weights of options, by name."),
        "decisions": name_map_schema(
            ref("decision"), "Conclusions, by name: the first row that holds."
        ),
        "conditions": name_map_schema(
            ref("condition_entry"), "Conditions with a name and a because."
        ),
        "steps": list_schema(
            ref(step), minItems=1, description="The conversation, first step first."
        ),
        "plan": list_schema(ref("plan_item"), description="The professional's next steps."),
        "record": {
            "type": "object",
            "propertyNames": {"enum": [*FIELDS]},
            "additionalProperties": ref("origin"),
            "description": "Where the fields of the record come from.",
        },
        "guarantees": list_schema(
            ref("guarantee"), description="What every possible conversation keeps."
        ),
    }


def _flow() -> Schema:
    keys = {
        "flow": ref("name", "The flow's name, the same as its folder's."),
        "version": integer_schema("Raised by one when the logic changes.", lowest=1),
        "title": ref("text", "What the professional sees on top."),
        "about": ref("text", "One or two sentences below the title."),
        "use": ref("names", "The catalogues and parts that the flow needs."),
        **_sections("step"),
    }
    return mapping_schema(keys, ["flow", "version", "language", "title", "steps"])


def _part() -> Schema:
    keys = {
        "part": ref("name", "The part's name, the same as its file's."),
        "needs": ref("names", "Facts that must be answered before the part is run."),
        **_sections("part_step"),
    }
    return mapping_schema(keys, ["part", "steps"])


def _condition() -> Schema:
    keys = {
        "if": ref("condition"),
        "because": ref("text", 'Says to the professional why it holds: "Du har …".'),
    }
    return mapping_schema(keys, ["if"])


def _row() -> Schema:
    keys = {
        "is": {**_WORD, "description": "The value of the decision."},
        "if": ref("condition", "When this row decides; the last row has none."),
        "because": ref("text", "Says why."),
    }
    return mapping_schema(keys, ["is"])


_WORD = {"type": ["string", "integer"]}


def _score() -> Schema:
    keys = {
        "sum": ref("names", "The facts whose options' weights are added."),
        "cap": integer_schema("The score stops there."),
    }
    return mapping_schema(keys, ["sum", "cap"])


def _plan_item() -> Schema:
    keys = {
        "id": ref("name"),
        "do": ref("text", "What to do."),
        "if": ref("condition", "When it is in the plan; always, where there is none."),
        "who": enum_schema(get_args(Who), "Who does it."),
        "by": {
            "type": "string",
            "pattern": f"^(now|today|{schema_pattern(BY_PATTERN.pattern)[1:-1]})$",
            "description": "now, today, 24 hours, 5 working days, 14 days.",
        },
        "source": ref("names", "Ids of catalogue/sources.yaml."),
    }
    return mapping_schema(keys, ["id", "do", "by"])


def _origin() -> Schema:
    """Return the schema of the origin of a record's field."""
    codes = {"fact": ref("name"), "as": name_map_schema({"type": ["string", "null"]}, option=True)}
    rows = {
        "type": "object",
        "required": ["each"],
        "additionalProperties": ref("name"),
        "propertyNames": {"enum": ["each", *_row_fields()]},
    }
    return {
        "description": "A fact, decision or score; several facts; {each: list, …}; or {fact: …, as: {option: code}}.",
        "if": {"type": "object"},
        "then": {
            "if": {"required": ["each"]},
            "then": rows,
            "else": mapping_schema(codes, ["fact", "as"]),
        },
        "else": ref("names"),
    }


def _row_fields() -> list[str]:
    return sorted({name for field in FIELDS.values() for name in field.entries})


def _guarantee() -> Schema:
    keys = {
        "name": ref("name", "A sentence in one word: violence_ends_in_notify."),
        "when": ref("condition", "The conversations that it is about; all, where there is none."),
        "before": ref("name", "With passes: and it comes ahead of this step, where that is."),
        **_PROMISES,
    }
    promises = exactly_one([*_PROMISES])
    return mapping_schema(keys, ["name"], oneOf=promises, dependencies={"before": ["passes"]})


def _catalogue() -> Schema:
    item = {
        "id": {**_WORD, "description": "A name with small letters, digits and _."},
        "label": ref("text", "What the professional reads."),
        "hint": ref("text", "A line below the label."),
        "ages": ref("names", "The ages that it is shown for."),
        "domain": {**_WORD, "description": "The heading that it stands under."},
        "list": {**_WORD, "description": "The list that it belongs to."},
        "urgency": enum_schema(get_args(Urgency), "The least that it asks for alone."),
        "tags": ref("names", "What conditions find with has tag."),
        "weight": integer_schema("What it adds to a score."),
        "source": ref("names", "Ids of catalogue/sources.yaml."),
        "checked": boolean_schema("Somebody has read it in its source."),
    }
    keys = {
        "catalogue": ref("name", "The catalogue's name, the same as its file's."),
        "language": {"type": "string"},
        "domains": name_map_schema(ref("text"), "The headings.", option=True),
        "items": list_schema(mapping_schema(item, ["id", "label"])),
    }
    complete = {"items": list_schema({"required": ["ages", "domain", "urgency", "source"]})}
    signs = {"if": {"properties": {"catalogue": {"const": "signs"}}}}
    return mapping_schema(keys, ["catalogue", "items"], **signs, then={"properties": complete})


def _law() -> Schema:
    item = {
        "id": ref("name", "What {law.id} names."),
        "text": ref("text", "What the law says, in a sentence."),
        "paragraph": ref("text", "Where; printed only when verified."),
        "verified": boolean_schema("A lawyer has checked text and paragraph."),
        "read_on": ref("day", "The day on which it was read."),
        "source": ref("names", "Ids of catalogue/sources.yaml."),
    }
    return _item_list_schema("law", mapping_schema(item, ["id", "text", "read_on", "source"]))


def _sources() -> Schema:
    item: Schema = {
        "id": _WORD,
        "title": {"type": "string"},
        "publisher": {"type": "string"},
        "url": {"type": "string"},
        "read_on": ref("day", "The day on which it was read."),
    }
    return _item_list_schema(
        "sources", mapping_schema(item, ["id", "title", "publisher", "url", "read_on"])
    )


def _item_list_schema(kind: str, item: Schema) -> Schema:
    keys = {kind: {"const": kind}, "language": {"type": "string"}, "items": list_schema(item)}
    return mapping_schema(keys, [kind, "items"])
