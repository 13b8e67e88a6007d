"""The logic hash: equal for flows that ask, decide, plan, record and promise the same.

It covers everything but the wording, the places in files and the texts of the law. It is the
SHA-256 of canonical JSON in which each object bears the name of its class: renaming a class or
field of the model changes every hash, and with it the logic that open conversations are bound to.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import Field, fields, is_dataclass

from assistant.flow.model import Flow
from assistant.flow.model.basics import Guard, Text

_NOT_LOGIC = frozenset(
    ["logic", "version", "language", "law", "sources", "source", "purpose", "place"]
)

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


def logic_hash(flow: Flow) -> str:
    """Return the SHA-256 of the flow's logic, as hexadecimal digits."""
    whole = canonical_json(flow)
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def canonical_json(value: object) -> Json:
    """Return a value of the model as JSON data without its wording; sets are sorted."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [canonical_json(item) for item in value]
    if isinstance(value, dict):
        # pairs, as the order of facts, options and steps is part of the logic
        return [[key, canonical_json(item)] for key, item in value.items()]
    if isinstance(value, frozenset):
        return [*sorted(map(str, value))]  # a set has no order of its own
    return _canonical_object(value)


def _canonical_object(value: object) -> Json:
    if isinstance(value, Text):
        return True
    if isinstance(value, Guard):
        return canonical_json(value.expression)
    out: dict[str, Json] = {"": type(value).__name__}
    for name in _logic_fields(type(value).__name__, value):
        out[name] = canonical_json(getattr(value, name))
    return out


def _logic_fields(kind: str, value: object) -> tuple[str, ...]:
    """Return the fields of a class that belong to the logic."""
    if kind not in _LOGIC_FIELDS:
        if not is_dataclass(value):
            raise TypeError(kind)
        logic = (field.name for field in fields(value) if not _is_wording(field))
        _LOGIC_FIELDS[kind] = tuple(name for name in logic if name not in _NOT_LOGIC)
    return _LOGIC_FIELDS[kind]


_LOGIC_FIELDS: dict[str, tuple[str, ...]] = {}  # by class name; filled as classes are met


def _is_wording(field: Field[object]) -> bool:
    """Return True where a field holds words only. `none` is more: that there is such an option."""
    return str(field.type).startswith("Text") and field.name != "none"
