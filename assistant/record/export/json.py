"""The record for machines."""

from __future__ import annotations

from typing import cast

from pydantic import JsonValue

from assistant.record.model import SCHEMA_VERSION, Record

_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": f"urn:worry-assistant:record:{SCHEMA_VERSION}",
}


def to_json(record: Record) -> bytes:
    """Return `record` as UTF-8 JSON, every word as it was typed, protected address included."""
    return record.model_dump_json(indent=2).encode() + b"\n"


def schema() -> dict[str, JsonValue]:
    """Return the JSON Schema (2020-12) that every `to_json` keeps."""
    described = cast("dict[str, JsonValue]", Record.model_json_schema(mode="serialization"))
    return {**_SCHEMA, **described}
