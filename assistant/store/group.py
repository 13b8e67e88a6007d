"""Group commit: many units of work in one durable transaction, each failing alone.

Theory of operation. A durable commit costs one `fsync`, milliseconds on a disk, however little was
written. So the writer thread takes all the work that is pending and commits it as one transaction:
the price of the sync is shared, and nobody is answered before it is paid.

- Units must not spoil each other. Each runs inside a savepoint: if it fails, only its own writes
  are undone, it alone gets the error, and the rest of the group is committed.
- Some errors are not one unit's fault: disk full, I/O error, damaged file (`_GROUP_ERRORS`), or a
  transaction that SQLite has ended by itself. Then the whole group is rolled back and every unit
  gets the error. A result is handed out only after `COMMIT` has returned, so no unit is ever told
  that it succeeded when it is not on the disk.
- Turns, the hot path, come as data (`TurnRow`) instead of functions and go first, without
  savepoints: all of them in a few many-row INSERTs with their audit rows. A group in which one of
  them has a conflict is rare; then the transaction is begun anew, row by row with savepoints.
- The audit chain is a hash chain, so each row needs the head before it. `TurnLog` caches the head,
  and forgets it whenever another unit has run (it may have written audit rows) or anything was
  rolled back.

Used by the writer thread only, so nothing here is locked.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from types import TracebackType
from typing import Self

import sqlalchemy as sa
from msgspec import Struct

from assistant.errors import StoreError
from assistant.store.audit import NO_HEAD, PROFESSIONAL, Head, conversation_subject, link
from assistant.store.driver import sqlite3
from assistant.store.port import UnitOfWork
from assistant.store.schema import TURN
from assistant.store.values import ConflictError, DiskFullError, TurnRow

Work = UnitOfWork[object] | TurnRow

_GROUP_ERRORS = {
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
"""Primary result codes of errors that concern the disk or the file, not one unit."""

_PRIMARY_CODE_MASK = 0xFF  # an extended result code has the primary one in its lowest byte


class UnitResult(Struct, frozen=True):
    """The outcome of a unit: its return value, or its error."""

    value: object = None
    error: BaseException | None = None


_SUCCESS = UnitResult()


class Group:
    """Commits groups of work on one connection."""

    def __init__(self, conn: sa.Connection, driver: sqlite3.Connection) -> None:
        self._conn = conn
        self._driver = driver
        self._turns = TurnLog(driver)

    def commit(self, works: Sequence[Work]) -> list[UnitResult]:
        """Return the outcome of each of `works`, in order; those without an error are durable."""
        try:
            self._driver.execute("BEGIN IMMEDIATE")
            results = self._run_all(works)
            self._driver.execute("COMMIT")
        except sqlite3.Error as error:
            self._rollback()
            return [UnitResult(error=_to_store_error(error))] * len(works)
        return results

    def _run_all(self, works: Sequence[Work]) -> list[UnitResult]:
        rows = [each for each in works if isinstance(each, TurnRow)]
        turn_results = iter(self._append_turns(rows) if rows else ())
        return [
            next(turn_results) if isinstance(each, TurnRow) else self._run_unit(each)
            for each in works
        ]

    def _append_turns(self, rows: Sequence[TurnRow]) -> list[UnitResult]:
        """Append all rows at once, or, if one fails, each in a savepoint of its own.

        They are first in the transaction, so beginning anew loses nothing else.
        """
        try:
            self._turns.append(rows)
        except sqlite3.Error:
            self._rollback()
            self._driver.execute("BEGIN IMMEDIATE")
            return [self._append_turn(row) for row in rows]
        return [_SUCCESS] * len(rows)

    def _append_turn(self, row: TurnRow) -> UnitResult:
        with _Savepoint(self._driver) as savepoint:
            self._turns.append([row])
        if savepoint.error is None:
            return _SUCCESS
        self._turns.forget_heads()
        return UnitResult(error=savepoint.error)

    def _run_unit(self, unit: UnitOfWork[object]) -> UnitResult:
        self._turns.forget_heads()
        value: object = None
        with _Savepoint(self._driver) as savepoint:
            value = unit(self._conn)
        return UnitResult(value, savepoint.error)

    def _rollback(self) -> None:
        self._turns.forget_heads()
        if self._driver.in_transaction:
            self._driver.execute("ROLLBACK")


class _Savepoint:
    """Rolls back the body if it fails, and keeps the error for the caller of the unit.

    An error that concerns the whole group is raised on, as the driver's own.
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
            if isinstance(cause, sqlite3.Error) and self._concerns_group(cause):
                raise cause from None
            self.error = _to_unit_error(cause, error)
            self._driver.execute("ROLLBACK TO unit")
        self._driver.execute("RELEASE unit")
        return True

    def _concerns_group(self, error: sqlite3.Error) -> bool:
        return not self._driver.in_transaction or _primary_code(error) in _GROUP_ERRORS


def _primary_code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE_MASK


def _to_unit_error(cause: BaseException | None, error: BaseException) -> BaseException:
    return ConflictError(str(cause)) if isinstance(cause, sqlite3.IntegrityError) else error


def _to_store_error(error: sqlite3.Error) -> StoreError:
    if _primary_code(error) == sqlite3.SQLITE_FULL:
        return DiskFullError("the disk is full; nothing was saved")
    return StoreError(f"the database could not save this: {error}")


# The hot path: turns and their audit rows, in two prepared statements for up to 32 turns.
#
# Every statement releases the interpreter lock and has to win it back, so a group of turns is a few
# many-row INSERTs instead of two small ones per turn. Nothing is read but the head of the audit
# chain, and that only after something else wrote to it.

_ROWS_PER_INSERT = 32  # most rows in one statement; a statement is prepared for each number of rows
_TURN_COLUMNS = "turn (tenant, conversation, seq, kind, at, key_hash, body)"
_AUDIT_COLUMNS = "audit (tenant, seq, at, actor, action, subject, detail, hash)"


class TurnLog:
    """Inserts turns on the driver's connection, within the caller's transaction."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._driver = driver
        self._heads: dict[int, Head] = {}

    def forget_heads(self) -> None:
        """Forget the cached heads: someone else wrote to the chain, or writes were rolled back."""
        self._heads.clear()

    def append(self, rows: Sequence[TurnRow]) -> None:
        """Insert all of `rows` and their audit rows.

        Raises:
            sqlite3.IntegrityError: one of them conflicts; it is not known which.
        """
        for start in range(0, len(rows), _ROWS_PER_INSERT):
            some = rows[start : start + _ROWS_PER_INSERT]
            turns: list[object] = []
            audit_rows: list[object] = []
            for row in some:
                turns += (
                    row.tenant,
                    row.conversation,
                    row.seq,
                    TURN,
                    row.at,
                    row.key_hash,
                    row.body,
                )
                audit_rows += self._audit_row(row)
            self._driver.execute(_insert_statement(_TURN_COLUMNS, len(some)), turns)
            self._driver.execute(_insert_statement(_AUDIT_COLUMNS, len(some)), audit_rows)

    def _audit_row(self, row: TurnRow) -> tuple[object, ...]:
        fields = (
            row.at,
            PROFESSIONAL,
            "conversation.answered",
            conversation_subject(row.conversation),
            str(row.seq),
        )
        head = self._heads.get(row.tenant) or self._read_head(row.tenant)
        new = self._heads[row.tenant] = link(head, fields)
        return (row.tenant, new.seq, *fields, new.hash)

    def _read_head(self, tenant: int) -> Head:
        last = "SELECT seq, hash FROM audit WHERE tenant = ? ORDER BY seq DESC LIMIT 1"
        row = self._driver.execute(last, (tenant,)).fetchone()
        return Head(*row) if row else NO_HEAD


@lru_cache
def _insert_statement(table: str, rows: int) -> str:
    marks = "(" + ", ".join("?" * (table.count(",") + 1)) + ")"
    return f"INSERT INTO {table} VALUES " + ", ".join([marks] * rows)  # only our own two tables  # noqa: S608
