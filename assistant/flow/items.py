"""What a catalogue holds before it is used: items that questions take as options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.flow.basics import Text
from assistant.flow.nodes import Scalar


@dataclass(frozen=True, slots=True)
class Item:
    """One item: `words` are its single words and lists of words by key, as they stand in the file."""

    id: str
    label: Text
    hint: Text | None
    tags: frozenset[str]
    weight: int
    source: tuple[str, ...]
    words: Mapping[str, tuple[Scalar, ...]]

    def has(self, key: str, word: str) -> bool:
        """Return whether the item's `key` is, or contains, `word`."""
        return any(scalar.text == word for scalar in self.words.get(key, ()))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue; `domains` are the headings that its items stand under."""

    id: str
    domains: Mapping[str, Text]
    items: Mapping[str, Item]
