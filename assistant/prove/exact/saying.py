"""How a finding says which conversation it is about."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.dialog.trail import Trail
from assistant.flow.model import UNKNOWN, Flow, Opaque
from assistant.flow.values import Value


def way(flow: Flow, trail: Trail) -> str:
    """Return what was answered in a conversation, as conditions name it; what was skipped is left out."""
    said = [_said(flow, name, value) for name, value in trail.answers.items() if value is not None]
    return " and ".join(said) or "everything is skipped"


def _said(flow: Flow, name: str, value: Value) -> str:
    if isinstance(flow.facts.get(name), Opaque) and value != UNKNOWN:
        return f"{name} is answered"
    if not isinstance(value, tuple):
        return f"{name} is {value}"
    if any(isinstance(item, Mapping) for item in value) or name not in flow.facts:
        return f"count {name} = {len(value)}"
    return f"{name} has {', '.join(map(str, value)) or 'none'}"
