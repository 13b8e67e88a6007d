"""The record as JSON, its JSON Schema, and the names of exported files."""

from __future__ import annotations

from typing import cast

from pydantic import JsonValue

from assistant.record.contents import SCHEMA_VERSION, Record

_SCHEMA_ID = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": f"urn:worry-assistant:record:{SCHEMA_VERSION}",
}


def to_json(record: Record) -> bytes:
    """Return `record` as UTF-8 JSON: everything as it was typed, protected addresses included."""
    return record.model_dump_json(indent=2).encode() + b"\n"


def json_schema() -> dict[str, JsonValue]:
    """Return the JSON Schema (2020-12) of `to_json`."""
    described = cast("dict[str, JsonValue]", Record.model_json_schema(mode="serialization"))
    return {**_SCHEMA_ID, **described}


# File names without personal data.


def file_name(record: Record, ending: str) -> str:
    """Return a file name with the reference, or the Danish word for a draft.

    It never has the name, CPR number or address of anyone.
    """
    reference = "".join(
        c for c in record.reference or "" if c.isascii() and (c.isalnum() or c == "-")
    )
    return f"underretning-{reference or 'kladde'}.{ending}"
