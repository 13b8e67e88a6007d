"""The door itself: what a database must offer for the rest of the store to work on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import sqlalchemy as sa

from assistant.store.values import TurnRow

T = TypeVar("T")
Row = sa.Row[*tuple[object, ...]]
"""A row of any table; its columns are attributes."""

Unit = Callable[[sa.Connection], T]
"""A unit of work: a plain function of a connection, the same for every database."""


class Store(Protocol):
    """A database that does whole units of work or nothing."""

    async def write(self, unit: Unit[T]) -> T:
        """Return what `unit` returns, once everything that it wrote would survive a power cut."""

    async def read(self, unit: Unit[T]) -> T:
        """Return what `unit` reads in one consistent view; it can't write."""

    async def append(self, turn: TurnRow) -> None:
        """Keep one turn and its audit row: the hot path of `write`.

        Raises:
            ConflictError: that place in the log is taken, that key was used, or the conversation is gone.
        """

    async def scrub(self) -> None:
        """See to it that what was deleted stands in no journal of the database either.

        Raises:
            StoreError: it may still stand there; ask again.
        """

    async def close(self) -> None:
        """Finish what was asked for and let go of the database."""
