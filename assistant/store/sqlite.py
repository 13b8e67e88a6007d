"""The store on SQLite: one process, one writer thread with group commit, read-only readers.

Opening takes the instance lock, makes the file, runs the migrations and starts the threads, and
undoes all of it in reverse if a step fails. In WAL mode readers run beside the writer; with a
rollback journal a `Gate` keeps them apart.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import threading
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import sqlalchemy as sa

from assistant.errors import StoreError
from assistant.store.driver import sqlite3
from assistant.store.folder import make_folder
from assistant.store.group import Group
from assistant.store.port import T, UnitOfWork
from assistant.store.schema import current_revision, upgrade_schema
from assistant.store.threads import Gate, ReaderPool, SqliteConnection, Writer
from assistant.store.values import TurnRow

_READER_COUNT = 2
_CACHED_STATEMENTS = 256
_SYNCHRONOUS_LEVELS = ("off", "normal", "full", "extra")


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """The state of a database that an operator wants to know."""

    path: str
    sqlite: str
    journal: str
    synchronous: str
    revision: str | None
    bytes: int


class SqliteStore:
    """A `Store` on a database file that this process alone has open.

    Raises:
        StoreError: another process has it open, a newer version made it, or it is no database.
    """

    def __init__(self, path: Path, *, journal: Journal | None = None) -> None:
        self._path = path
        self._journal = journal or safe_journal_mode(sqlite3.sqlite_version_info)
        with ExitStack() as undo:  # `pop_all` at the end keeps the steps for `close`
            lock = InstanceLock(_make_file(path))
            undo.callback(lock.release)
            try:
                self._open(undo)
            except (sqlite3.Error, sa.exc.DBAPIError) as error:
                raise StoreError(f"{path}: {getattr(error, 'orig', error)}") from error
            self._undo = undo.pop_all()

    async def write(self, unit: UnitOfWork[T]) -> T:
        """Return the result of `unit`, once its writes are durable."""
        return cast("T", await self._writer.submit(cast("UnitOfWork[object]", unit)))

    async def read(self, unit: UnitOfWork[T]) -> T:
        """Return the result of `unit`, which reads one consistent snapshot."""
        return await self._readers.read(unit)

    async def append(self, turn: TurnRow) -> None:
        """Append one turn and its audit row durably; raises ConflictError if its place is taken."""
        await self._writer.submit(turn)

    async def scrub(self) -> None:
        """Empty the write-ahead log; a rollback journal is emptied by every commit."""
        if self._journal == "wal":
            await self._readers.scrub()

    async def close(self) -> None:
        """Finish the pending work, close the file and release the lock."""
        await asyncio.to_thread(self._undo.close)

    async def status(self) -> StoreStatus:
        """Return the path, versions, journal mode and size of this database."""
        at = await self.read(current_revision)
        journal, synchronous, pages, size = await self.read(_read_pragmas)
        level = _SYNCHRONOUS_LEVELS[int(synchronous)]
        return StoreStatus(
            str(self._path), sqlite3.sqlite_version, journal, level, at, int(pages) * int(size)
        )

    def _open(self, undo: ExitStack) -> None:
        engine = sa.create_engine(
            "sqlite://",
            module=sqlite3,
            creator=self._connect,
            poolclass=sa.pool.NullPool,
            hide_parameters=True,
        )
        writing = _open_connection(engine)
        undo.callback(writing.conn.close)
        _run_migrations(writing)
        gate: Gate = nullcontext() if self._journal == "wal" else threading.Lock()
        reading = [_open_connection(engine) for _ in range(_READER_COUNT)]
        for each in reading:
            each.driver.execute("PRAGMA query_only = ON")  # a unit that writes by mistake fails
        self._readers = ReaderPool(reading, gate)
        undo.callback(self._readers.finish)
        self._writer = Writer(Group(writing.conn, writing.driver), gate)
        undo.callback(self._writer.finish)

    def _connect(self) -> sqlite3.Connection:
        # Without isolation level the driver begins no transaction by itself: we do.
        driver = sqlite3.connect(
            self._path,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=_CACHED_STATEMENTS,
        )
        configure_connection(driver, self._journal)
        return driver


def _read_pragmas(conn: sa.Connection) -> tuple[str, ...]:
    pragmas = ("journal_mode", "synchronous", "page_count", "page_size")
    return tuple(str(conn.exec_driver_sql(f"PRAGMA {each}").scalar_one()) for each in pragmas)


def _make_file(path: Path) -> Path:
    """Create the file with its permissions before SQLite does; its journals get the same ones."""
    make_folder(path.parent)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    return path


def _open_connection(engine: sa.Engine) -> SqliteConnection:
    conn = engine.connect()
    driver = conn.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise StoreError("not a connection to SQLite")
    return SqliteConnection(conn, driver)


def _run_migrations(writing: SqliteConnection) -> None:
    writing.driver.execute("BEGIN IMMEDIATE")
    try:
        upgrade_schema(writing.conn)
    except BaseException:
        writing.driver.execute("ROLLBACK")
        raise
    writing.driver.execute("COMMIT")


# The journal mode that is safe on each version of SQLite, and the settings of a connection.

Journal = Literal["wal", "truncate"]

_FIXED_SINCE = (3, 51, 3)
_WITHDRAWN = (3, 52, 0)
_FIXED_IN_BRANCH = {(3, 50): 7, (3, 44): 6}

BUSY_MS = 5000

_PRAGMAS = (
    "synchronous = FULL",  # in either mode a commit is on the disk when it returns
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "secure_delete = ON",  # what is erased is overwritten with zeros
    "temp_store = MEMORY",
    "cell_size_check = ON",
)


def safe_journal_mode(version: tuple[int, int, int]) -> Journal:
    """Return the fastest journal mode that is safe on a SQLite version.

    SQLite 3.7.0 to 3.51.2 can lose commits in WAL mode with two or more connections; 3.51.3 fixes
    that (3.52.0 was withdrawn), as do 3.50.7 and 3.44.6. On the others a truncated rollback journal
    is as safe against a power cut, and only slower.
    """
    fixed_patch = _FIXED_IN_BRANCH.get(version[:2])
    fixed = version >= _FIXED_SINCE and version != _WITHDRAWN
    return "wal" if fixed or (fixed_patch is not None and version[2] >= fixed_patch) else "truncate"


def configure_connection(driver: sqlite3.Connection, journal: Journal) -> None:
    """Set the journal mode and the other pragmas of a new connection.

    Raises:
        StoreError: the file system does not support that journal mode.
    """
    # SQLite does not fail on a mode that it can't set: it answers with the one that it kept.
    driver.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    (got,) = driver.execute(f"PRAGMA journal_mode = {journal}").fetchone()
    if got != journal:
        raise StoreError(
            f"SQLite uses the journal mode {got!r} here instead of {journal!r}; use a local disk"
        )
    for pragma in _PRAGMAS:
        driver.execute(f"PRAGMA {pragma}")


# One process per database: a lock file, which the system releases even after a crash.


class InstanceLock:
    """Holds `<database>.lock` until `release`.

    Raises:
        StoreError: another process (or another store in this one) has the database open.
    """

    def __init__(self, database: Path) -> None:
        self._handle = os.open(f"{database}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._handle)
            raise StoreError(
                f"{database} is in use by another running assistant; stop it first"
            ) from None

    def release(self) -> None:
        """Release the lock."""
        os.close(self._handle)
