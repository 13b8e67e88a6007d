"""The findings on scripted conversations: their codes, and the explanation of each."""

from __future__ import annotations

from importlib import resources

from assistant.flow.findings import Finding
from assistant.flow.model.basics import Place
from assistant.flow.strict_yaml.nodes import Node

CODES = {
    "A01": "a key that no scripted conversation has",
    "A02": "a name that the flow does not have",
    "A03": "something that has another form than it should",
    "A04": "keys that do not go together, or one that is missing",
}


def error_at_node(code: str, node: Node, text: str, fix: str | None = None) -> Finding:
    """Return the error `code` at a node."""
    return Finding(code, "error", node.place, node.length, text, fix)


def error_at_place(code: str, place: Place, text: str, fix: str | None = None) -> Finding:
    """Return the error `code` at a place."""
    return Finding(code, "error", place, 1, text, fix)


def explanation(code: str) -> str:
    """Return the explanation of a finding, in Markdown: why, before, after.

    Raises:
        KeyError: no finding of scripted conversations has that code.
    """
    if code not in CODES:
        raise KeyError(code)
    return (resources.files("assistant.scenario") / "explain" / f"{code}.md").read_text(
        encoding="utf-8"
    )
