"""The `Store` protocol: the operations that a database must offer to the rest of the store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import sqlalchemy as sa

from assistant.store.values import TurnRow

T = TypeVar("T")
Row = sa.Row[*tuple[object, ...]]
"""A row of any table; its columns are attributes."""

UnitOfWork = Callable[[sa.Connection], T]
"""A unit of work: a plain function of a connection, the same for every database."""


class Store(Protocol):
    """A database that runs units of work, each completely or not at all."""

    async def write(self, unit: UnitOfWork[T]) -> T:
        """Return the result of `unit`, once its writes would survive a power cut."""

    async def read(self, unit: UnitOfWork[T]) -> T:
        """Return the result of `unit`, which reads one consistent snapshot and can't write."""

    async def append(self, turn: TurnRow) -> None:
        """Append one turn and its audit row: the hot path of `write`.

        Raises:
            ConflictError: its place or its key is taken, or the conversation is gone.
        """

    async def scrub(self) -> None:
        """Remove what was deleted from the journals of the database as well.

        Raises:
            StoreError: it may still stand there; try again.
        """

    async def close(self) -> None:
        """Finish the pending work and close the database."""
