"""The store on SQLite: one process, one writer thread, group commit, readers that can't write."""

from __future__ import annotations

import asyncio
import os
import threading
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import sqlalchemy as sa

from assistant.errors import StoreError
from assistant.store.driver import sqlite3
from assistant.store.folder import make_folder
from assistant.store.group import Group
from assistant.store.journal import Journal, journal_rule, settle
from assistant.store.lock import InstanceLock
from assistant.store.port import T, Unit
from assistant.store.upgrade import revision, upgrade
from assistant.store.values import TurnRow
from assistant.store.writer import Gate, Readers, Reading, Writer

_READERS = 2
_STATEMENTS = 256
_SYNCHRONOUS = ("off", "normal", "full", "extra")


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What an operator wants to know of a database, for `doctor`."""

    path: str
    sqlite: str
    journal: str
    synchronous: str
    revision: str | None
    bytes: int


class SqliteStore:
    """A database file that this process alone serves; see `assistant.store.port.Store`.

    Raises:
        StoreError: another process has it, a newer version made it, or it is no database.
    """

    def __init__(self, path: Path, *, journal: Journal | None = None) -> None:
        self._path = path
        self._journal = journal or journal_rule(sqlite3.sqlite_version_info)
        with ExitStack() as undo:
            lock = InstanceLock(_made(path))
            undo.callback(lock.release)
            try:
                self._open(undo)
            except (sqlite3.Error, sa.exc.DBAPIError) as error:
                raise StoreError(f"{path}: {getattr(error, 'orig', error)}") from error
            self._undo = undo.pop_all()

    async def write(self, unit: Unit[T]) -> T:
        """Return what `unit` returns, once what it wrote is durable."""
        return cast("T", await self._writer.ask(cast("Unit[object]", unit)))

    async def read(self, unit: Unit[T]) -> T:
        """Return what `unit` reads in one consistent view."""
        return await self._readers.read(unit)

    async def append(self, turn: TurnRow) -> None:
        """Keep one turn with its audit row, durably; ConflictError if its place is taken."""
        await self._writer.ask(turn)

    async def scrub(self) -> None:
        """Empty the write-ahead log; a rollback journal is emptied by each commit."""
        if self._journal == "wal":
            await self._readers.scrub()

    async def close(self) -> None:
        """Finish what was asked for, close the file and let go of it."""
        await asyncio.to_thread(self._undo.close)

    async def facts(self) -> StoreFacts:
        """Return how this database is kept."""
        at = await self.read(revision)
        journal, synchronous, pages, size = await self.read(_kept)
        level = _SYNCHRONOUS[int(synchronous)]
        return StoreFacts(
            str(self._path), sqlite3.sqlite_version, journal, level, at, int(pages) * int(size)
        )

    def _open(self, undo: ExitStack) -> None:
        engine = sa.create_engine(
            "sqlite://",
            module=sqlite3,
            creator=self._connected,
            poolclass=sa.pool.NullPool,
            hide_parameters=True,
        )
        writing = _connection(engine)
        undo.callback(writing.conn.close)
        _upgraded(writing)
        gate: Gate = nullcontext() if self._journal == "wal" else threading.Lock()
        reading = [_connection(engine) for _ in range(_READERS)]
        for each in reading:
            each.driver.execute("PRAGMA query_only = ON")
        self._readers = Readers(reading, gate)
        undo.callback(self._readers.finish)
        self._writer = Writer(Group(writing.conn, writing.driver), gate)
        undo.callback(self._writer.finish)

    def _connected(self) -> sqlite3.Connection:
        driver = sqlite3.connect(
            self._path, isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS
        )
        settle(driver, self._journal)
        return driver


def _kept(conn: sa.Connection) -> tuple[str, ...]:
    asked = ("journal_mode", "synchronous", "page_count", "page_size")
    return tuple(str(conn.exec_driver_sql(f"PRAGMA {each}").scalar_one()) for each in asked)


def _made(path: Path) -> Path:
    """Make the file with its permissions before SQLite does; its journal files get the same."""
    make_folder(path.parent)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    return path


def _connection(engine: sa.Engine) -> Reading:
    conn = engine.connect()
    driver = conn.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise StoreError("not a connection to SQLite")
    return Reading(conn, driver)


def _upgraded(writing: Reading) -> None:
    writing.driver.execute("BEGIN IMMEDIATE")
    try:
        upgrade(writing.conn)
    except BaseException:
        writing.driver.execute("ROLLBACK")
        raise
    writing.driver.execute("COMMIT")
