"""The logic hash: equal for flows that ask, decide, plan, record and promise the same.

It covers everything but the wording, the places in files and the texts of the law.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import Field, fields, is_dataclass

from assistant.flow.basics import Guard, Text
from assistant.flow.model import Flow

_BESIDE = frozenset(
    ["logic", "version", "language", "law", "sources", "source", "purpose", "place"]
)

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


def logic_hash(flow: Flow) -> str:
    """Return the SHA-256 of the flow's logic, as hexadecimal digits."""
    whole = canonical(flow)
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: object) -> Json:
    """Return a value of the model as JSON data without its wording; sets are sorted."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [canonical(item) for item in value]
    if isinstance(value, dict):
        # pairs, as the order of facts, options and steps is part of the logic
        return [[key, canonical(item)] for key, item in value.items()]
    if isinstance(value, frozenset):
        return [*sorted(map(str, value))]
    return _thing(value)


def _thing(value: object) -> Json:
    if isinstance(value, Text):
        return True
    if isinstance(value, Guard):
        return canonical(value.expression)
    out: dict[str, Json] = {"": type(value).__name__}
    for name in _names(type(value).__name__, value):
        out[name] = canonical(getattr(value, name))
    return out


def _names(kind: str, value: object) -> tuple[str, ...]:
    """Return the fields of a class that belong to the logic."""
    if kind not in _NAMES:
        if not is_dataclass(value):
            raise TypeError(kind)
        logic = (field.name for field in fields(value) if not _is_wording(field))
        _NAMES[kind] = tuple(name for name in logic if name not in _BESIDE)
    return _NAMES[kind]


_NAMES: dict[str, tuple[str, ...]] = {}


def _is_wording(field: Field[object]) -> bool:
    """Return whether a field holds words; that there is an option "none of these" is more than wording."""
    return str(field.type).startswith("Text") and field.name != "none"
