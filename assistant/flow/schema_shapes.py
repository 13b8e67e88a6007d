"""The definitions that all flow files share in the JSON Schema: texts, conditions, facts, steps.

What is allowed comes from the loader's own tables; only the sentences that an editor shows stand
here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from assistant.flow.expressions.grammar import RESERVED
from assistant.flow.model import Level, Outcome
from assistant.flow.model.kinds import FACT_TYPES, NONE, UNKNOWN, Sensitivity
from assistant.flow.reading.context import ID_PATTERN, OPTION_ID_PATTERN
from assistant.flow.reading.fact_reader import OFFSET_PATTERN, OPAQUE_LIMITS
from assistant.flow.reading.routes import DONE
from assistant.flow.reading.step_reader import STEP_KEYS, STEP_KINDS

Schema = dict[str, object]


def schema_pattern(of: str) -> str:
    """Return a pattern of the loader as JSON Schema writes it."""
    return "^" + of.removesuffix(r"\Z") + "$"


def ref(name: str, about: str | None = None) -> Schema:
    """Return a reference to a definition; `about` is what an editor shows in its place."""
    to: Schema = {"$ref": f"#/definitions/{name}"}
    return to if about is None else {"description": about, "allOf": [to]}


def mapping_schema(
    keys: Mapping[str, object], needed: Sequence[str] = (), **more: object
) -> Schema:
    """Return the schema of a mapping that has these keys and no others."""
    required = {"required": [*needed]} if needed else {}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {**keys},
        **required,
        **more,
    }


def list_schema(item: object, **more: object) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": item, **more}


def name_map_schema(value: object, about: str = "", *, option: bool = False) -> Schema:
    """Return the schema of a mapping from names to values."""
    names = {"pattern": schema_pattern(OPTION_ID_PATTERN.pattern)} if option else ref("name")
    described = {"description": about} if about else {}
    return {"type": "object", "propertyNames": names, "additionalProperties": value, **described}


def enum_schema(of: Sequence[str], about: str) -> Schema:
    """Return the schema of a value that is one of these words."""
    return {"enum": [*of], "description": about}


def exactly_one(keys: Sequence[str]) -> list[Schema]:
    """Return the branches of a `oneOf` that demands exactly one of the keys."""
    return [{"required": [key]} for key in keys]


def boolean_schema(about: str) -> Schema:
    """Return the schema of true or false."""
    return {"type": "boolean", "description": about}


def integer_schema(about: str, lowest: int = 0) -> Schema:
    """Return the schema of a whole number."""
    return {"type": "integer", "minimum": lowest, "description": about}


def shared_definitions() -> dict[str, Schema]:
    """Return the definitions that all files share."""
    return {
        "name": _NAME,
        "names": {"anyOf": [_WORD, list_schema(_WORD)]},
        "text": {
            "type": ["string", "number"],
            "minLength": 1,
            "description": "Words that are shown: paragraphs, - lists, **strong**, [label](https://…), {fact}, {law.id}, {contact.id}, {deadline.id}.",
        },
        "condition": {
            "type": "string",
            "minLength": 1,
            "description": "Such as: role is school · signs has tag violence · count seen >= 2 · not worried is no.",
        },
        "day": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "option": {"anyOf": [ref("text"), _option()]},
        "options": _options(),
        "fact": _fact(),
        "go": {
            "description": "The step that follows, or branches: the first whose if holds is taken, the last has none.",
            "anyOf": [ref("name"), list_schema(_branch(), minItems=1)],
        },
        "step": _step(ref("name")),
        "part_step": _step({"anyOf": [ref("name"), {"const": DONE}]}, part=True),
    }


_WORD = {"type": ["string", "integer"]}
_NAME: Schema = {
    "type": "string",
    "pattern": schema_pattern(ID_PATTERN.pattern),
    "not": {"enum": sorted(RESERVED)},
}


def _option() -> Schema:
    keys = {
        "label": ref("text", "What the professional reads."),
        "hint": ref("text", "A line below the label."),
        "if": ref("condition", "The option shows only when this holds."),
        "tags": ref("names", "What conditions find with has tag."),
        "weight": integer_schema("What the option adds to a score."),
        "source": ref("names", "Ids of catalogue/sources.yaml."),
    }
    return mapping_schema(keys, ["label"])


def _options() -> Schema:
    """Return the schema of the value at `choice` and `multi`."""
    taken = mapping_schema(
        {
            "from": ref("name", "The catalogue that the options are taken from."),
            "where": {
                "type": "object",
                "additionalProperties": ref("names"),
                "description": "Only its items that have these words.",
            },
            "match": {
                "type": "object",
                "additionalProperties": ref("name"),
                "maxProperties": 1,
                "description": "An item shows when the answer to this fact is among its words: {ages: age_band}.",
            },
        },
        ["from"],
    )
    written = name_map_schema(ref("option"), option=True)
    names = {"allOf": [written["propertyNames"], {"not": {"const": UNKNOWN}}]}
    return {
        "type": "object",
        "if": {"required": ["from"], "properties": {"from": {"type": "string"}}},
        "then": taken,
        "else": {**written, "propertyNames": names, "minProperties": 1},
    }


def _fact() -> Schema:
    """Return the schema of a fact: what all have, and exactly one type."""
    true: dict[str, Schema] = {kind: {"const": True} for kind in OPAQUE_LIMITS}
    offset = {"type": "string", "pattern": schema_pattern(OFFSET_PATTERN.pattern)}
    pair = {"minItems": 2, "maxItems": 2}
    types: dict[str, Schema] = {
        **true,
        "choice": ref("options", "One of the options."),
        "multi": ref("options", "Any of the options, or none of them."),
        "yesno": {"const": True, "description": "Yes or no."},
        "int": list_schema(
            {"type": "integer"}, **pair, description="A whole number: [lowest, highest]."
        ),
        "date": list_schema(offset, **pair, description="A day, counted from today: [-10y, 0d]."),
        "text": integer_schema("Words; at most so many characters.", lowest=1),
    }
    common: dict[str, Schema] = {
        "label": ref("text", "The heading in the record; the question, where the step has no say."),
        "help": ref("text", "What helps to answer."),
        "optional": boolean_schema("It may be skipped."),
        "unknown": boolean_schema('Adds "ved ikke" as an answer.'),
        "purpose": {**_WORD, "description": "Why it is asked; needed for personal data."},
        "sensitivity": enum_schema(get_args(Sensitivity), "How personal the answer is."),
        NONE: ref("text", 'The last option of a multi, such as "Ingen af disse".'),
        "unit": ref("text", "What an int counts, such as år."),
    }
    kinds = {kind: types[kind] for kind in FACT_TYPES}
    return mapping_schema(
        {**common, **kinds},
        oneOf=exactly_one(FACT_TYPES),
        dependencies={NONE: ["multi"], "unit": ["int"]},
    )


def _branch() -> Schema:
    keys = {
        "if": ref("condition", "The branch is taken when this holds, and none before it."),
        "to": ref("name", "The step that it leads to."),
    }
    return mapping_schema(keys, ["to"])


def _step(end: Schema, *, part: bool = False) -> Schema:
    """Return the schema of a step; in a part, `end: done` has no outcome."""
    kinds = {
        # A form has the names of its facts for its key, any other kind one name.
        kind: ref("names" if kind == "form" else "name", keys.about)
        for kind, keys in STEP_KEYS.items()
    }
    kinds["end"] = {**end, "description": STEP_KEYS["end"].about}
    keys: dict[str, Schema] = {
        **{kind: kinds[kind] for kind in STEP_KINDS},
        "id": ref("name", "The step's own name, where that of the fact or part will not do."),
        "section": ref("text", "The heading for progress; it lasts until the next one."),
        "say": ref("text", "What is said or asked."),
        "help": ref("text", "What helps to answer."),
        "go": ref("go"),
        "each": ref("names", "The facts that every row answers."),
        "at_least": integer_schema("The fewest rows."),
        "at_most": integer_schema("The most rows.", lowest=1),
        "label": ref("text", "The heading of the list in the record."),
        "level": enum_schema(
            get_args(Level), "How grave the message is; danger stays visible to the end."
        ),
        "pin": boolean_schema("The message stays visible to the end."),
        "outcome": enum_schema(
            get_args(Outcome), "How the conversation ends; notify hands the record over."
        ),
    }
    rules = [_rule(kind, part=part) for kind in STEP_KINDS]
    return mapping_schema(keys, oneOf=exactly_one(STEP_KINDS), allOf=rules)


def _rule(kind: str, *, part: bool) -> Schema:
    """Return the rule of the keys that a kind of step may have, and must have."""
    allowed = {"propertyNames": {"enum": [kind, "section", *STEP_KEYS[kind].allowed]}}
    needed: Schema = {"required": [*STEP_KEYS[kind].needed]}
    if kind == "end" and part:
        needed = {"anyOf": [{"properties": {"end": {"const": DONE}}}, needed]}
    return {"if": {"required": [kind]}, "then": {**allowed, **needed}}
