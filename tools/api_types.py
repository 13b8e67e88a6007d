"""Writer of the types that the guide's scripts have of the API's replies, from the API's description.

`python -m tools.api_types` writes them into `types.d.ts`, above what is written there by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.web.api.openapi import Json as Schema
from assistant.web.api.openapi import build_schemas

FILE = Path(__file__).parent.parent / "assistant/web/static/guide/types.d.ts"
MARK = "\n// By hand from here on.\n"
ROOTS = ("View", "Explanation")
# A script asks a block for either part, so each kind says that it lacks the other's.
HEAD = """\
// What the API gives, written by `python -m tools.api_types`, and what the modules hand each other. Never served.

export type Block = (Paragraph & { li?: undefined }) | (Item & { p?: undefined });
export type Message = Block[];
"""
_WORDS = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}


def write_types(text: str) -> str:
    """Return the text of `types.d.ts` with the types of replies as they are now."""
    schemas = {_short_name(name): schema for name, schema in build_schemas()[1].items()}
    reached = sorted(_reach(ROOTS, schemas))
    return HEAD + "".join(_interface(name, schemas[name]) for name in reached) + _by_hand(text)


def _by_hand(text: str) -> str:
    _, mark, rest = text.partition(MARK)
    if not mark:
        raise ValueError(f"nothing in the file says{MARK}")
    return mark + rest


def _short_name(name: str) -> str:
    """Return a name without the module that parts it from the record's part of that name."""
    return name if name.startswith("assistant__record") else name.rpartition("__")[2]


def _reach(roots: tuple[str, ...], schemas: Mapping[str, Schema]) -> set[str]:
    reached: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _named_in(schemas[name])
    return reached


def _named_in(part: object) -> Iterator[str]:
    """Yield the names of the schemas that a schema refers to."""
    if isinstance(part, dict):
        if "$ref" in part:
            yield _referred_name(part)
        for inner in part.values():
            yield from _named_in(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _named_in(inner)


def _referred_name(schema: Schema) -> str:
    return _short_name(str(schema["$ref"]).rpartition("/")[2])


def _interface(name: str, schema: Schema) -> str:
    required = schema.get("required", ())
    lines = "".join(
        f"  {field}{'' if field in required else '?'}: {_type(part)};\n"
        for field, part in schema["properties"].items()
    )
    return f"\nexport interface {name} {{\n{lines}}}\n"


def _type(schema: Schema) -> str:
    """Return the type of a field in TypeScript."""
    if "$ref" in schema:
        return _referred_name(schema)
    if "anyOf" in schema:
        return " | ".join(_type(kind) for kind in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(f'"{word}"' for word in schema["enum"])
    if schema.get("type") == "array":
        return _list_type(_type(schema["items"]))
    return _WORDS.get(schema.get("type", ""), "unknown")


def _list_type(item: str) -> str:
    if item == "Paragraph | Item":
        return "Message"
    return f"({item})[]" if " " in item else f"{item}[]"


if __name__ == "__main__":
    FILE.write_text(write_types(FILE.read_text(encoding="utf-8")), encoding="utf-8")
