"""The writer thread and the reader threads of SQLite, and their hand-over with event loops.

SQLite has one writer at a time. One thread that alone writes never waits for a lock, and whatever
arrived while it was committing becomes the next group. Waking a thread is expensive (the
interpreter lock changes hands), so both directions are batched: an event loop hands over once a
round all the work of that round, and is woken once for all results of a group.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from queue import SimpleQueue

import sqlalchemy as sa
from msgspec import Struct

from assistant.errors import StoreError
from assistant.store.driver import sqlite3
from assistant.store.group import Group, UnitResult, Work
from assistant.store.port import T, UnitOfWork

_MAX_GROUP = 256

Gate = AbstractContextManager[object]
"""Held by each reader and writer if the journal mode allows only one; else without effect."""


class _Job(Struct, frozen=True):
    work: Work
    waiting: asyncio.Future[object]


_STOPPED = UnitResult(
    error=StoreError("the store has stopped after an internal error; restart the server")
)


class Writer:
    """Takes work from any event loop and commits all that is pending as one group."""

    def __init__(self, group: Group, gate: Gate) -> None:
        self._group, self._gate = group, gate
        self._jobs: SimpleQueue[Sequence[_Job]] = SimpleQueue()
        self._batches: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
        self._queue_lock = threading.Lock()
        self._closed = self._stopped = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work) -> asyncio.Future[object]:
        """Return a future that is resolved once `work` is durable or has failed."""
        if self._closed:
            raise StoreError("the store is closed")
        loop = asyncio.get_running_loop()
        waiting = loop.create_future()
        batch = self._batches.get(loop)
        if batch is None:
            batch = self._batches[loop] = []
            loop.call_soon(self._enqueue_batch, loop)
        batch.append(_Job(work, waiting))
        return waiting

    def finish(self) -> None:
        """Refuse new work and wait until the pending work is done."""
        if not self._closed:
            self._closed = True
            for loop in tuple(self._batches):
                self._enqueue_batch(loop)
            self._jobs.put(())  # the empty batch ends the thread
            self._thread.join()

    def _enqueue_batch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hand the thread, at once, all the work of one round of an event loop."""
        batch = self._batches.pop(loop, None)
        if not batch:
            return
        # The lock makes sure that no job is queued after `_fail_pending` has emptied the queue.
        with self._queue_lock:
            if not self._stopped:
                self._jobs.put(batch)
                return
        _resolve_futures(batch, [_STOPPED] * len(batch))

    def _run(self) -> None:
        jobs: list[_Job] = []
        try:
            while jobs := self._next_group():
                with self._gate:
                    results = self._group.commit([job.work for job in jobs])
                _resolve_futures(jobs, results)
        finally:
            self._fail_pending(jobs)

    def _fail_pending(self, jobs: list[_Job]) -> None:
        """Fail the jobs that are left after the thread has ended; none are after a proper end."""
        with self._queue_lock:
            self._stopped = True
            while self._jobs.qsize():
                jobs += self._jobs.get()
        _resolve_futures(jobs, [_STOPPED] * len(jobs))

    def _next_group(self) -> list[_Job]:
        """Wait for jobs and return all that have arrived, up to a limit; none means the end."""
        jobs = list(self._jobs.get())
        while jobs and len(jobs) < _MAX_GROUP and self._jobs.qsize():
            more = self._jobs.get()
            if not more:
                self._jobs.put(())  # put the end mark back: this group first
                break
            jobs += more
        return jobs


def _resolve_futures(jobs: Sequence[_Job], results: Sequence[UnitResult]) -> None:
    """Wake each event loop once for all of its waiting callers."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[object], UnitResult]]] = {}
    for job, result in zip(jobs, results, strict=True):
        by_loop.setdefault(job.waiting.get_loop(), []).append((job.waiting, result))
    for loop, outcomes in by_loop.items():
        with suppress(RuntimeError):  # the loop was closed, so nobody is waiting
            loop.call_soon_threadsafe(_set_outcomes, outcomes)


def _set_outcomes(outcomes: Sequence[tuple[asyncio.Future[object], UnitResult]]) -> None:
    for waiting, result in outcomes:
        if waiting.done():  # the caller was cancelled; the work stays as it is
            continue
        if result.error is None:
            waiting.set_result(result.value)
        else:
            waiting.set_exception(result.error)


class SqliteConnection(Struct, frozen=True):
    """A SQLAlchemy connection, and the driver's own below it."""

    conn: sa.Connection
    driver: sqlite3.Connection


class ReaderPool:
    """A pool of read-only connections, each used by one thread at a time."""

    def __init__(self, connections: Sequence[SqliteConnection], gate: Gate) -> None:
        self._all, self._gate = connections, gate
        self._idle: SimpleQueue[SqliteConnection] = SimpleQueue()
        for each in connections:
            self._idle.put(each)
        self._threads = ThreadPoolExecutor(len(connections), "store-reader")

    async def read(self, unit: UnitOfWork[T]) -> T:
        """Return the result of `unit`, which reads one consistent snapshot."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, unit)

    async def scrub(self) -> None:
        """Copy the write-ahead log into the database and truncate it.

        Raises:
            StoreError: it could not be truncated, so what was deleted may still stand in it.
        """
        await asyncio.get_running_loop().run_in_executor(self._threads, self._scrub)

    def finish(self) -> None:
        """Wait for running reads and close the connections."""
        self._threads.shutdown()
        for each in self._all:
            each.conn.close()

    def _scrub(self) -> None:
        reading = self._idle.get()
        try:
            busy, *_ = reading.driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as error:
            raise StoreError(f"the write-ahead log could not be emptied: {error}") from None
        finally:
            self._idle.put(reading)
        if busy:
            raise StoreError("the write-ahead log could not be emptied: it is in use")

    def _run(self, unit: UnitOfWork[T]) -> T:
        reading = self._idle.get()
        try:
            with self._gate:
                return _run_in_snapshot(reading, unit)
        finally:
            self._idle.put(reading)


def _run_in_snapshot(reading: SqliteConnection, unit: UnitOfWork[T]) -> T:
    reading.driver.execute("BEGIN")
    try:
        return unit(reading.conn)
    except sa.exc.DBAPIError as error:
        name = getattr(error.orig, "sqlite_errorname", type(error.orig).__name__)
        raise StoreError(f"the database could not be read: {name}") from None
    finally:
        reading.driver.execute("ROLLBACK")
