"""The JSON Schema for an editor: flow files and scripted conversations in one document."""

from __future__ import annotations

from assistant.flow import json_schema as flow
from assistant.flow.schema_shapes import Schema, exactly_one, list_schema, mapping_schema, ref
from assistant.scenario.script_reader import CASE_KEYS, MOVE_ACTIONS, MOVE_KEYS

_WORD: Schema = {"type": "string", "minLength": 1}
_NAMES = list_schema(_WORD)

_CASE_PROPERTIES: dict[str, Schema] = {
    "case": {"type": ["string", "number"], "description": "What it shows, in a sentence."},
    "today": ref("day", "The day of the conversation; today, where there is none."),
    "language": {**_WORD, "description": "The language that it is held in."},
    "answers": {"type": "object", "description": "The answers by fact, in any order."},
    "change": {"type": "object", "description": "What is answered anew afterwards."},
    "script": list_schema(ref("move"), description="What happens in order, instead of answers."),
    "passes": {**_NAMES, "description": "Steps on the way."},
    "never": {**_NAMES, "description": "Steps that are not on the way."},
    "ends": {**_WORD, "description": "The end, or its outcome."},
    "waits": {**_WORD, "description": "The question at which it stops on purpose."},
    "decides": {"type": "object", "description": "Decisions and their values."},
    "plans": {**_NAMES, "description": "Items of the plan, at least these."},
    "record": {"type": "object", "description": "Fields of the record and their values."},
    "why": {
        "type": "object",
        "additionalProperties": _NAMES,
        "description": "Conditions behind a step, an item of the plan or a decision.",
    },
    "keeps": {**_NAMES, "description": "Answers that the change leaves on the way."},
    "parks": {**_NAMES, "description": "Answers that fall off the way."},
}
_MOVE_PROPERTIES: dict[str, Schema] = {
    "at": {**_WORD, "description": "The question at which the conversation waits."},
    "send": {"description": "An answer to it."},
    "refused": {**_WORD, "description": "The code with which the answer is refused."},
    "change": {"type": "object", "description": "Facts that are answered anew."},
    "back": {"description": "One screen back."},
    "resume": {"description": "Leave and come back."},
    "language": {**_WORD, "description": "Go on in this language."},
}


def build_schema() -> Schema:
    """Return the JSON Schema of all files that an author writes; a list is a file of scripts."""
    return {
        "$schema": flow.DRAFT,
        "title": "Flow file or scripted conversations",
        "if": {"type": "array"},
        "then": list_schema(ref("case")),
        "else": flow.schema_by_first_key(),
        "definitions": {**flow.definitions(), "case": _case_schema(), "move": _move_schema()},
    }


def _case_schema() -> Schema:
    needs = {"change": ["answers"], "keeps": ["change"], "parks": ["change"]}
    played = exactly_one(["answers", "script"])
    return mapping_schema(
        {key: _CASE_PROPERTIES[key] for key in CASE_KEYS},
        ["case"],
        oneOf=played,
        dependencies=needs,
    )


def _move_schema() -> Schema:
    actions = exactly_one(MOVE_ACTIONS)
    alone: Schema = {"required": ["at"], "not": {"anyOf": actions}}
    keys = {key: _MOVE_PROPERTIES[key] for key in MOVE_KEYS}
    refused: Schema = {"anyOf": exactly_one(["send", "change"])}
    return mapping_schema(
        keys,
        oneOf=[*actions, alone],
        dependencies={"send": ["at"], "refused": refused},
    )
