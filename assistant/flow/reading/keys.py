"""The reader of one mapping, key by key: typed access, and a report of unknown and missing keys.

A section reader asks for the keys that it knows and then calls `close`. What was never asked for is
unknown, so the reader's code is the only list of allowed keys. What is missing is reported at the
close, when it is known whether a misspelt key explains it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

from assistant.flow.findings import did_you_mean, loader_codes
from assistant.flow.findings.registry import Wording, error
from assistant.flow.model import Guard, Text
from assistant.flow.reading.context import Context
from assistant.flow.strict_yaml.nodes import Entry, Node, Scalar, Series, Table

# What is found here.

C04 = error("C04", "A source that is not on the list of sources").says(
    '"{name}" is not in sources.yaml.'
)

W = TypeVar("W", bound=str)


class Keys:
    """A mapping that is being read; `owner` is how findings call it."""

    def __init__(self, node: Node, owner: str, context: Context) -> None:
        self.node = node
        self.owner = owner
        self.context = context
        self.whole = isinstance(node, Table) and node.whole
        self._report = context.report
        self._entries: dict[str, Entry] = {}
        self._asked: dict[str, None] = {}  # a set that keeps its order, for suggestions
        self._missing: list[tuple[str, Wording, Node, dict[str, str]]] = []
        if isinstance(node, Table):
            self._entries = {entry.key.text: entry for entry in node.entries}
        else:
            self._report.at(node, loader_codes.F09_TABLE, owner=owner, found=describe_node(node))

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    @property
    def names(self) -> list[str]:
        """The keys that are there, in order."""
        return list(self._entries)

    def close(self, *, also: Collection[str] = ()) -> None:
        """Report every key that was never asked for, and every needed key that is missing.

        `also` are further keys that suggestions may name. A key that is misspelt is not missing as
        well.
        """
        known = [*self._asked, *(key for key in also if key not in self._asked)]
        misspelt = set()
        for name, entry in self._entries.items():
            if name not in self._asked:
                fix = did_you_mean(name, known)
                misspelt.add(fix)
                self._report.at(
                    entry.key,
                    loader_codes.F01,
                    key=name,
                    owner=self.owner,
                    known=", ".join(known),
                    fix=fix,
                )

        for key, wording, node, fills in self._missing:
            if self.whole and did_you_mean(key, [key]) not in misspelt:
                self._report.at(node, wording, **fills)

    def abandon(self) -> None:
        """Report only what is missing, where too much is missing to read the rest."""
        for key, wording, node, fills in self._missing:
            wrong = next((name for name in self._entries if did_you_mean(name, [key])), None)
            if wrong is None and self.whole:
                self._report.at(node, wording, **fills)
            elif wrong is not None:
                at, fix = self._entries[wrong].key, did_you_mean(wrong, [key])
                self._report.at(
                    at, loader_codes.F01, fix=fix, key=wrong, owner=self.owner, known=key
                )

    def note_missing(self, key: str, node: Node, wording: Wording, /, **fills: str) -> None:
        """Note that `key` is missing, to be reported when the mapping is closed."""
        self._missing.append((key, wording, node, fills))

    def node_at(self, key: str, *, needed: bool = False) -> Node | None:
        """Return the value at `key`, or None; report where it is needed and missing."""
        self._asked[key] = None
        entry = self._entries.get(key)
        if entry is not None:
            return entry.value
        if needed and isinstance(self.node, Table):
            self.note_missing(key, self._head(), loader_codes.F08_KEY, owner=self.owner, key=key)
        return None

    def key_at(self, key: str) -> Scalar | None:
        """Return the key itself, for its place."""
        entry = self._entries.get(key)
        return entry.key if entry else None

    def text(self, key: str, context: str, *, needed: bool = False) -> Text | None:
        """Return the author's text at `key`; `context` is the translators' context."""
        node = self.node_at(key, needed=needed)
        return (
            None
            if node is None
            else read_text(node, f'"{key}" of {self.owner}', context, self.context)
        )

    def name(self, key: str, *, needed: bool = False) -> Scalar | None:
        """Return the one name at `key`."""
        node = self.node_at(key, needed=needed)
        if node is None:
            return None
        if isinstance(node, Scalar) and node.text and node.value is not None:
            return node
        self._report.at(
            node, loader_codes.F09_NAME, owner=f'"{key}" of {self.owner}', found=describe_node(node)
        )
        return None

    def id(self, key: str, *, needed: bool = False) -> Scalar | None:
        """Return the name at `key` where it may be a name."""
        node = self.name(key, needed=needed)
        return node if node is not None and self.context.is_sound_id(node) else None

    def list_of_names(self, key: str, *, needed: bool = False) -> tuple[Scalar, ...]:
        """Return the names at `key`; a single name counts as a list of one."""
        node = self.node_at(key, needed=needed)
        return () if node is None else read_names(node, f'"{key}" of {self.owner}', self.context)

    def sources(self) -> tuple[str, ...]:
        """Return the sources named at `source`; report those that are not on the list."""
        known = self.context.sources
        names = self.list_of_names("source")
        for name in names:
            if name.text not in known:
                self._report.at(name, C04, name=name.text, fix=did_you_mean(name.text, known))
        return tuple(name.text for name in names)

    def items(self, key: str, *, needed: bool = False) -> tuple[Node, ...]:
        """Return the items of the list at `key`."""
        node = self.node_at(key, needed=needed)
        if node is None:
            return ()
        if isinstance(node, Series):
            return node.items
        self._report.at(
            node, loader_codes.F09_LIST, owner=f'"{key}" of {self.owner}', found=describe_node(node)
        )
        return ()

    def entries(self, key: str, *, needed: bool = False) -> tuple[Entry, ...]:
        """Return the entries of the mapping at `key`."""
        node = self.node_at(key, needed=needed)
        if node is None:
            return ()
        if isinstance(node, Table):
            return node.entries
        owner = f'"{key}" of {self.owner}'
        self._report.at(node, loader_codes.F09_TABLE, owner=owner, found=describe_node(node))
        return ()

    def number(self, key: str, default: int, *, low: int = 0, needed: bool = False) -> int:
        """Return the whole number at `key`, at least `low`."""
        node = self.node_at(key, needed=needed)
        if node is None:
            return default
        if isinstance(node, Scalar) and type(node.value) is int and node.value >= low:
            return node.value
        self._report.at(
            node,
            loader_codes.F09_NUMBER,
            owner=f'"{key}" of {self.owner}',
            low=low,
            found=describe_node(node),
        )
        return default

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return the true or false at `key`."""
        node = self.node_at(key)
        if node is None:
            return default
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        self._report.at(
            node, loader_codes.F09_FLAG, owner=f'"{key}" of {self.owner}', found=describe_node(node)
        )
        return default

    def word(self, key: str, words: Mapping[str, W], default: W, *, needed: bool = False) -> W:
        """Return the word at `key`, one of `words`."""
        node = self.node_at(key, needed=needed)
        if node is None:
            return default
        if isinstance(node, Scalar) and node.text in words:
            return words[node.text]
        shown = ", ".join(words)
        fix = did_you_mean(node.text, words) if isinstance(node, Scalar) else None
        owner = f'"{key}" of {self.owner}'
        self._report.at(
            node,
            loader_codes.F09_WORD,
            owner=owner,
            found=describe_node(node),
            known=shown,
            fix=fix,
        )
        return default

    def guard(self, key: str, *, needed: bool = False) -> Guard | None:
        """Return the condition at `key`."""
        node = self.node_at(key, needed=needed)
        return None if node is None else self.context.read_guard(node, f'"{key}" of {self.owner}')

    def _head(self) -> Node:
        """Return the first key, to which a finding about the whole mapping points."""
        if isinstance(self.node, Table) and self.node.entries:
            return self.node.entries[0].key
        return self.node


def read_text(node: Node, owner: str, context: str, desk: Context) -> Text | None:
    """Return the author's text that a node holds."""
    if isinstance(node, Scalar):
        if isinstance(node.value, bool):
            desk.report.at(node, loader_codes.F05_WORD, word=node.text)
            return None
        if node.text.strip():
            return Text(context, node.text.strip(), node.place)
    desk.report.at(node, loader_codes.F09_TEXT, owner=owner, found=describe_node(node))
    return None


def read_names(node: Node, owner: str, desk: Context) -> tuple[Scalar, ...]:
    """Return the names that a node holds: a list of names, or a single one."""
    items = node.items if isinstance(node, Series) else (node,)
    names = []
    for item in items:
        if isinstance(item, Scalar) and item.value is not None and item.text:
            names.append(item)
        else:
            desk.report.at(item, loader_codes.F09_NAME, owner=owner, found=describe_node(item))
    return tuple(names)


def describe_node(node: Node) -> str:
    """Return the content of a node in words, for a finding's sentence."""
    if isinstance(node, Series):
        return "a list"
    if isinstance(node, Table):
        return "keys with values"
    return "nothing" if node.value is None else f'"{node.text}"'
