"""The JSON Schema of flow files, with which an editor completes and marks while an author writes.

It knows the shape of a file: keys, kinds of values, which go together. Everything that needs more
than one place of a file (names, conditions, ends) is left to `assistant check`. One schema serves
all kinds of files; the first key tells which one it is. Draft 7, as that is what YAML editors read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from assistant.flow import schema_shapes
from assistant.flow.model import Who
from assistant.flow.model.record_fields import FIELDS, Urgency
from assistant.flow.reading.outcome_reader import BY_PATTERN

DRAFT = "http://json-schema.org/draft-07/schema#"
FILE_KINDS = ("flow", "part", "catalogue", "law", "sources")  # the first key of a file

_PROMISES: Mapping[str, schema_shapes.Schema] = {
    "passes": schema_shapes.ref("name", "This step is on the way."),
    "never": schema_shapes.ref("name", "This step is not on the way."),
    "ends": schema_shapes.ref("names", "It ends in one of these ends or outcomes."),
    "decides": schema_shapes.ref("condition", "This holds at the end."),
    "plans": schema_shapes.ref("name", "This item is in the plan."),
    "records": schema_shapes.enum_schema([*FIELDS], "The record has something here."),
    "questions": {
        "type": "string",
        "pattern": "^at most [0-9]+$",
        "description": "So many screens with questions: at most 8.",
    },
}


def flow_file_schema() -> schema_shapes.Schema:
    """Return the JSON Schema of every file that a flow is made of."""
    return {
        "$schema": DRAFT,
        "title": "Flow file",
        **schema_by_first_key(),
        "definitions": definitions(),
    }


def schema_by_first_key() -> schema_shapes.Schema:
    """Return the schema that chooses the kind of file by its first key."""
    rules = [
        {"if": {"required": [kind]}, "then": schema_shapes.ref(f"{kind}_file")}
        for kind in FILE_KINDS
    ]
    return {"type": "object", "anyOf": schema_shapes.exactly_one(FILE_KINDS), "allOf": rules}


def definitions() -> dict[str, schema_shapes.Schema]:
    """Return the definitions that the schema refers to."""
    return {
        **schema_shapes.shared_definitions(),
        "condition_entry": _condition(),
        "decision": schema_shapes.list_schema(_row(), minItems=1),
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


def _sections(step: str) -> schema_shapes.Schema:
    """Return the keys that flows and parts share."""
    return {
        "language": {
            "type": "string",
            "description": "The language of the texts in this file: da.",
        },
        "facts": schema_shapes.name_map_schema(
            schema_shapes.ref("fact"), "What can be answered, by name."
        ),
        "scores": schema_shapes.name_map_schema(
            schema_shapes.ref("score"), "Sums of the weights of options, by name."
        ),
        "decisions": schema_shapes.name_map_schema(
            schema_shapes.ref("decision"), "Conclusions, by name: the first row that holds."
        ),
        "conditions": schema_shapes.name_map_schema(
            schema_shapes.ref("condition_entry"), "Conditions with a name and a because."
        ),
        "steps": schema_shapes.list_schema(
            schema_shapes.ref(step), minItems=1, description="The conversation, first step first."
        ),
        "plan": schema_shapes.list_schema(
            schema_shapes.ref("plan_item"), description="The professional's next steps."
        ),
        "record": {
            "type": "object",
            "propertyNames": {"enum": [*FIELDS]},
            "additionalProperties": schema_shapes.ref("origin"),
            "description": "Where the fields of the record come from.",
        },
        "guarantees": schema_shapes.list_schema(
            schema_shapes.ref("guarantee"), description="What every possible conversation keeps."
        ),
    }


def _flow() -> schema_shapes.Schema:
    keys = {
        "flow": schema_shapes.ref("name", "The flow's name, the same as its folder's."),
        "version": schema_shapes.integer_schema("Raised by one when the logic changes.", lowest=1),
        "title": schema_shapes.ref("text", "What the professional sees on top."),
        "about": schema_shapes.ref("text", "One or two sentences below the title."),
        "use": schema_shapes.ref("names", "The catalogues and parts that the flow needs."),
        **_sections("step"),
    }
    return schema_shapes.mapping_schema(keys, ["flow", "version", "language", "title", "steps"])


def _part() -> schema_shapes.Schema:
    keys = {
        "part": schema_shapes.ref("name", "The part's name, the same as its file's."),
        "needs": schema_shapes.ref("names", "Facts that must be answered before the part is run."),
        **_sections("part_step"),
    }
    return schema_shapes.mapping_schema(keys, ["part", "steps"])


def _condition() -> schema_shapes.Schema:
    keys = {
        "if": schema_shapes.ref("condition"),
        "because": schema_shapes.ref("text", 'Says to the professional why it holds: "Du har …".'),
    }
    return schema_shapes.mapping_schema(keys, ["if"])


def _row() -> schema_shapes.Schema:
    keys = {
        "is": {**_WORD, "description": "The value of the decision."},
        "if": schema_shapes.ref("condition", "When this row decides; the last row has none."),
        "because": schema_shapes.ref("text", "Says why."),
    }
    return schema_shapes.mapping_schema(keys, ["is"])


_WORD = {"type": ["string", "integer"]}


def _score() -> schema_shapes.Schema:
    keys = {
        "sum": schema_shapes.ref("names", "The facts whose options' weights are added."),
        "cap": schema_shapes.integer_schema("The score stops there."),
    }
    return schema_shapes.mapping_schema(keys, ["sum", "cap"])


def _plan_item() -> schema_shapes.Schema:
    keys = {
        "id": schema_shapes.ref("name"),
        "do": schema_shapes.ref("text", "What to do."),
        "if": schema_shapes.ref(
            "condition", "When it is in the plan; always, where there is none."
        ),
        "who": schema_shapes.enum_schema(get_args(Who), "Who does it."),
        "by": {
            "type": "string",
            "pattern": f"^(now|today|{schema_shapes.schema_pattern(BY_PATTERN.pattern)[1:-1]})$",
            "description": "now, today, 24 hours, 5 working days, 14 days.",
        },
        "source": schema_shapes.ref("names", "Ids of catalogue/sources.yaml."),
    }
    return schema_shapes.mapping_schema(keys, ["id", "do", "by"])


def _origin() -> schema_shapes.Schema:
    """Return the schema of the origin of a record's field."""
    codes = {
        "fact": schema_shapes.ref("name"),
        "as": schema_shapes.name_map_schema({"type": ["string", "null"]}, option=True),
    }
    rows = {
        "type": "object",
        "required": ["each"],
        "additionalProperties": schema_shapes.ref("name"),
        "propertyNames": {"enum": ["each", *_row_fields()]},
    }
    return {
        "description": "A fact, decision or score; several facts; {each: list, …}; or {fact: …, as: {option: code}}.",
        "if": {"type": "object"},
        "then": {
            "if": {"required": ["each"]},
            "then": rows,
            "else": schema_shapes.mapping_schema(codes, ["fact", "as"]),
        },
        "else": schema_shapes.ref("names"),
    }


def _row_fields() -> list[str]:
    return sorted({name for field in FIELDS.values() for name in field.entries})


def _guarantee() -> schema_shapes.Schema:
    keys = {
        "name": schema_shapes.ref("name", "A sentence in one word: violence_ends_in_notify."),
        "when": schema_shapes.ref(
            "condition", "The conversations that it is about; all, where there is none."
        ),
        "before": schema_shapes.ref(
            "name", "With passes: and it comes ahead of this step, where that is."
        ),
        **_PROMISES,
    }
    promises = schema_shapes.exactly_one([*_PROMISES])
    return schema_shapes.mapping_schema(
        keys, ["name"], oneOf=promises, dependencies={"before": ["passes"]}
    )


def _catalogue() -> schema_shapes.Schema:
    item = {
        "id": {**_WORD, "description": "A name with small letters, digits and _."},
        "label": schema_shapes.ref("text", "What the professional reads."),
        "hint": schema_shapes.ref("text", "A line below the label."),
        "ages": schema_shapes.ref("names", "The ages that it is shown for."),
        "domain": {**_WORD, "description": "The heading that it stands under."},
        "list": {**_WORD, "description": "The list that it belongs to."},
        "urgency": schema_shapes.enum_schema(
            get_args(Urgency), "The least that it asks for alone."
        ),
        "tags": schema_shapes.ref("names", "What conditions find with has tag."),
        "weight": schema_shapes.integer_schema("What it adds to a score."),
        "source": schema_shapes.ref("names", "Ids of catalogue/sources.yaml."),
        "checked": schema_shapes.boolean_schema("Somebody has read it in its source."),
    }
    keys = {
        "catalogue": schema_shapes.ref("name", "The catalogue's name, the same as its file's."),
        "language": {"type": "string"},
        "domains": schema_shapes.name_map_schema(
            schema_shapes.ref("text"), "The headings.", option=True
        ),
        "items": schema_shapes.list_schema(schema_shapes.mapping_schema(item, ["id", "label"])),
    }
    complete = {
        "items": schema_shapes.list_schema({"required": ["ages", "domain", "urgency", "source"]})
    }
    signs = {"if": {"properties": {"catalogue": {"const": "signs"}}}}
    return schema_shapes.mapping_schema(
        keys, ["catalogue", "items"], **signs, then={"properties": complete}
    )


def _law() -> schema_shapes.Schema:
    item = {
        "id": schema_shapes.ref("name", "What {law.id} names."),
        "text": schema_shapes.ref("text", "What the law says, in a sentence."),
        "paragraph": schema_shapes.ref("text", "Where; printed only when verified."),
        "verified": schema_shapes.boolean_schema("A lawyer has checked text and paragraph."),
        "read_on": schema_shapes.ref("day", "The day on which it was read."),
        "source": schema_shapes.ref("names", "Ids of catalogue/sources.yaml."),
    }
    return _item_list_schema(
        "law", schema_shapes.mapping_schema(item, ["id", "text", "read_on", "source"])
    )


def _sources() -> schema_shapes.Schema:
    item: schema_shapes.Schema = {
        "id": _WORD,
        "title": {"type": "string"},
        "publisher": {"type": "string"},
        "url": {"type": "string"},
        "read_on": schema_shapes.ref("day", "The day on which it was read."),
    }
    return _item_list_schema(
        "sources",
        schema_shapes.mapping_schema(item, ["id", "title", "publisher", "url", "read_on"]),
    )


def _item_list_schema(kind: str, item: schema_shapes.Schema) -> schema_shapes.Schema:
    keys = {
        kind: {"const": kind},
        "language": {"type": "string"},
        "items": schema_shapes.list_schema(item),
    }
    return schema_shapes.mapping_schema(keys, [kind, "items"])
