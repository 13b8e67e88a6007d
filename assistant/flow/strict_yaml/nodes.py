"""The nodes of a strictly read YAML file; each knows its place."""

from __future__ import annotations

from typing import NamedTuple

from assistant.flow.model import Place

# NamedTuples, as a file has thousands of nodes and these are the cheapest to make.

PlainData = str | int | bool | None | list["PlainData"] | dict[str, "PlainData"]


class Scalar(NamedTuple):
    """A single value; `text` is what the author wrote, `value` what it means.

    `start` is the column at which the words begin (behind an opening quote), `lines` how many lines
    they run over; `length` is how much of the first line a caret underlines.
    """

    value: str | int | bool | None
    text: str
    file: str
    line: int
    column: int
    length: int
    start: int
    lines: int
    quoted: bool

    @property
    def place(self) -> Place:
        """Where the value begins."""
        return Place(self.file, self.line, self.column)


class Entry(NamedTuple):
    """A key and its value."""

    key: Scalar
    value: Node


class Table(NamedTuple):
    """A mapping, its entries in the order of the file; `whole` is False where some were refused."""

    entries: tuple[Entry, ...]
    file: str
    line: int
    column: int
    length: int
    whole: bool = True

    @property
    def place(self) -> Place:
        """Where the mapping begins."""
        return Place(self.file, self.line, self.column)


class Series(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    file: str
    line: int
    column: int
    length: int

    @property
    def place(self) -> Place:
        """Where the list begins."""
        return Place(self.file, self.line, self.column)


Node = Scalar | Table | Series


def plain_data(node: Node | None) -> PlainData:
    """Return the node as strings, integers, booleans, None, lists and dicts, without places."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Series):
        return [plain_data(item) for item in node.items]
    return {entry.key.text: plain_data(entry.value) for entry in node.entries}


def find(node: Node | None, key: str) -> Node | None:
    """Return the value at `key` of a mapping, or None."""
    if isinstance(node, Table):
        for entry in node.entries:
            if entry.key.text == key:
                return entry.value
    return None
