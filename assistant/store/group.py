"""One group commit: many units in one transaction, each failing alone, or all told that it failed.

Used by the writer's thread only.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

import sqlalchemy as sa
from msgspec import Struct

from assistant.errors import StoreError
from assistant.store.driver import sqlite3
from assistant.store.errors import ConflictError, DiskFullError
from assistant.store.port import Unit
from assistant.store.turns import TurnLog
from assistant.store.values import TurnRow

Work = Unit[object] | TurnRow

_WHOLE_GROUP = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_READONLY,
}
"""Errors that are the disk's or the file's, not one unit's."""

_PRIMARY = 0xFF


class Result(Struct, frozen=True):
    """What became of a unit: what it returned, or why it failed."""

    value: object = None
    error: BaseException | None = None


_DONE = Result()


class Group:
    """Commits groups of work over one connection."""

    def __init__(self, conn: sa.Connection, driver: sqlite3.Connection) -> None:
        self._conn = conn
        self._driver = driver
        self._turns = TurnLog(driver)

    def commit(self, works: Sequence[Work]) -> list[Result]:
        """Return what became of each of `works`, in order; what didn't fail is durable."""
        try:
            self._driver.execute("BEGIN IMMEDIATE")
            results = self._results(works)
            self._driver.execute("COMMIT")
        except sqlite3.Error as error:
            self._undo()
            return [Result(error=_told(error))] * len(works)
        return results

    def _results(self, works: Sequence[Work]) -> list[Result]:
        rows = [each for each in works if isinstance(each, TurnRow)]
        kept = iter(self._kept(rows) if rows else ())
        return [next(kept) if isinstance(each, TurnRow) else self._done(each) for each in works]

    def _kept(self, rows: Sequence[TurnRow]) -> list[Result]:
        """Keep all rows at once; they are first in the transaction, so where one fails it is begun anew."""
        try:
            self._turns.keep(rows)
        except sqlite3.Error:
            self._undo()
            self._driver.execute("BEGIN IMMEDIATE")
            return [self._kept_alone(row) for row in rows]
        return [_DONE] * len(rows)

    def _kept_alone(self, row: TurnRow) -> Result:
        with _Savepoint(self._driver) as savepoint:
            self._turns.keep([row])
        if savepoint.error is None:
            return _DONE
        self._turns.forget()
        return Result(error=savepoint.error)

    def _done(self, unit: Unit[object]) -> Result:
        self._turns.forget()
        value: object = None
        with _Savepoint(self._driver) as savepoint:
            value = unit(self._conn)
        return Result(value, savepoint.error)

    def _undo(self) -> None:
        self._turns.forget()
        if self._driver.in_transaction:
            self._driver.execute("ROLLBACK")


class _Savepoint:
    """Undoes what was done inside when it fails, and keeps the error for whoever asked for it.

    What concerns the whole group goes on as the driver's own error.
    """

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._driver = driver
        self.error: BaseException | None = None

    def __enter__(self) -> Self:
        self._driver.execute("SAVEPOINT unit")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if error is not None:
            cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
            if isinstance(cause, sqlite3.Error) and self._concerns_all(cause):
                raise cause from None
            self.error = _own(cause, error)
            self._driver.execute("ROLLBACK TO unit")
        self._driver.execute("RELEASE unit")
        return True

    def _concerns_all(self, error: sqlite3.Error) -> bool:
        return not self._driver.in_transaction or _code(error) in _WHOLE_GROUP


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY


def _own(cause: BaseException | None, error: BaseException) -> BaseException:
    return ConflictError(str(cause)) if isinstance(cause, sqlite3.IntegrityError) else error


def _told(error: sqlite3.Error) -> StoreError:
    if _code(error) == sqlite3.SQLITE_FULL:
        return DiskFullError("the disk is full; nothing of this was kept")
    return StoreError(f"the database could not keep this: {error}")
