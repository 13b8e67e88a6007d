"""A mapping of bounded size that drops what was used least recently."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class LruCache(Generic[K, V]):
    """At most `max_size` values by key; reading or putting one makes it the most recently used."""

    def __init__(self, max_size: int) -> None:
        self._max_size = max_size
        self._values: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        """Return how many values are held."""
        return len(self._values)

    def find(self, key: K) -> V | None:
        """Return the value of `key` if it is held."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def put(self, key: K, value: V) -> V | None:
        """Hold `value`, and return the value that had to go for it, if one had to."""
        self._values[key] = value
        self._values.move_to_end(key)
        return self._values.popitem(last=False)[1] if len(self._values) > self._max_size else None

    def drop(self, key: K) -> V | None:
        """Let go of the value of `key`, and return it if it was held."""
        return self._values.pop(key, None)
