"""The JSON Schema of scripted conversations, beside that of flow files: one document for an editor."""

from __future__ import annotations

from assistant.flow import schema as flow
from assistant.flow.shapes import Schema, exactly_one, listed, ref, table
from assistant.scenario.moves import ACTIONS
from assistant.scenario.moves import KEYS as MOVE_KEYS
from assistant.scenario.read import KEYS

_WORD: Schema = {"type": "string", "minLength": 1}
_NAMES = listed(_WORD)

_KEYS: dict[str, Schema] = {
    "case": {"type": ["string", "number"], "description": "What it shows, in a sentence."},
    "today": ref("day", "The day of the conversation; today, where there is none."),
    "language": {**_WORD, "description": "The language that it is held in."},
    "answers": {"type": "object", "description": "The answers by fact, in any order."},
    "change": {"type": "object", "description": "What is answered anew afterwards."},
    "script": listed(ref("move"), description="What happens in order, instead of answers."),
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
_MOVES: dict[str, Schema] = {
    "at": {**_WORD, "description": "The question at which the conversation waits."},
    "send": {"description": "An answer to it."},
    "refused": {**_WORD, "description": "The code with which the answer is refused."},
    "change": {"type": "object", "description": "Facts that are answered anew."},
    "back": {"description": "One screen back."},
    "resume": {"description": "Leave and come back."},
    "language": {**_WORD, "description": "Go on in this language."},
}


def schema() -> Schema:
    """Return the JSON Schema of all files that an author writes: flow files and scripted conversations."""
    return {
        "$schema": flow.DRAFT,
        "title": "Flow file or scripted conversations",
        "if": {"type": "array"},
        "then": listed(ref("case")),
        "else": flow.chosen(),
        "definitions": {**flow.definitions(), "case": _case(), "move": _move()},
    }


def _case() -> Schema:
    needs = {"change": ["answers"], "keeps": ["change"], "parks": ["change"]}
    played = exactly_one(["answers", "script"])
    return table({key: _KEYS[key] for key in KEYS}, ["case"], oneOf=played, dependencies=needs)


def _move() -> Schema:
    actions = exactly_one(ACTIONS)
    alone: Schema = {"required": ["at"], "not": {"anyOf": actions}}
    keys = {key: _MOVES[key] for key in MOVE_KEYS}
    refused: Schema = {"anyOf": exactly_one(["send", "change"])}
    return table(
        keys,
        oneOf=[*actions, alone],
        dependencies={"send": ["at"], "refused": refused},
    )
