"""The one thread that writes, and those that read: how SQLite is kept from waiting on itself."""

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
from assistant.store.group import Group, Result, Work
from assistant.store.port import T, Unit

_LARGEST_GROUP = 256

Gate = AbstractContextManager[object]
"""Held by a reader or by the writer where SQLite can't have both; without effect where it can."""


class _Job(Struct, frozen=True):
    work: Work
    waiting: asyncio.Future[object]


_STOPPED = Result(error=StoreError("the store has stopped after an error of its own; restart it"))


class Writer:
    """Takes work from every event loop and commits whatever is pending as one group."""

    def __init__(self, group: Group, gate: Gate) -> None:
        self._group, self._gate = group, gate
        self._jobs: SimpleQueue[Sequence[_Job]] = SimpleQueue()
        self._asked: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
        self._handing = threading.Lock()
        self._closed = self._stopped = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def ask(self, work: Work) -> asyncio.Future[object]:
        """Return a future that is done once `work` is durable, or failed."""
        if self._closed:
            raise StoreError("the store is closed")
        loop = asyncio.get_running_loop()
        waiting = loop.create_future()
        asked = self._asked.get(loop)
        if asked is None:
            asked = self._asked[loop] = []
            loop.call_soon(self._hand_over, loop)
        asked.append(_Job(work, waiting))
        return waiting

    def finish(self) -> None:
        """Refuse more work, and wait until what was asked for is done."""
        if not self._closed:
            self._closed = True
            for loop in tuple(self._asked):
                self._hand_over(loop)
            self._jobs.put(())
            self._thread.join()

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wake the thread once for all that one round of an event loop asked for."""
        asked = self._asked.pop(loop, None)
        if not asked:
            return
        with self._handing:
            if not self._stopped:
                self._jobs.put(asked)
                return
        _tell(asked, [_STOPPED] * len(asked))

    def _run(self) -> None:
        jobs: list[_Job] = []
        try:
            while jobs := self._pending():
                with self._gate:
                    results = self._group.commit([job.work for job in jobs])
                _tell(jobs, results)
        finally:
            self._abandon(jobs)

    def _abandon(self, jobs: list[_Job]) -> None:
        """Tell whoever still waits that the thread has ended; after a proper end nobody does."""
        with self._handing:
            self._stopped = True
            while self._jobs.qsize():
                jobs += self._jobs.get()
        _tell(jobs, [_STOPPED] * len(jobs))

    def _pending(self) -> list[_Job]:
        """Wait for jobs; return them with all that came meanwhile, or nothing at the end."""
        jobs = list(self._jobs.get())
        while jobs and len(jobs) < _LARGEST_GROUP and self._jobs.qsize():
            more = self._jobs.get()
            if not more:
                self._jobs.put(())
                break
            jobs += more
        return jobs


def _tell(jobs: Sequence[_Job], results: Sequence[Result]) -> None:
    """Wake each event loop once for all of its callers."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[object], Result]]] = {}
    for job, result in zip(jobs, results, strict=True):
        by_loop.setdefault(job.waiting.get_loop(), []).append((job.waiting, result))
    for loop, told in by_loop.items():
        with suppress(RuntimeError):  # a loop that was closed has nobody waiting
            loop.call_soon_threadsafe(_settle, told)


def _settle(told: Sequence[tuple[asyncio.Future[object], Result]]) -> None:
    for waiting, result in told:
        if waiting.done():
            continue
        if result.error is None:
            waiting.set_result(result.value)
        else:
            waiting.set_exception(result.error)


class Reading(Struct, frozen=True):
    """A connection that can't write, and the driver's own below it."""

    conn: sa.Connection
    driver: sqlite3.Connection


class Readers:
    """A few connections that only read, each used by one thread at a time."""

    def __init__(self, connections: Sequence[Reading], gate: Gate) -> None:
        self._all, self._gate = connections, gate
        self._idle: SimpleQueue[Reading] = SimpleQueue()
        for each in connections:
            self._idle.put(each)
        self._threads = ThreadPoolExecutor(len(connections), "store-reader")

    async def read(self, unit: Unit[T]) -> T:
        """Return what `unit` reads, in one consistent view."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, unit)

    async def scrub(self) -> None:
        """Bring the write-ahead log into the database and cut it to nothing.

        Raises:
            StoreError: it could not be cut, so what was deleted may still stand in it.
        """
        await asyncio.get_running_loop().run_in_executor(self._threads, self._scrub)

    def finish(self) -> None:
        """Wait for the reads under way and close the connections."""
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

    def _run(self, unit: Unit[T]) -> T:
        reading = self._idle.get()
        try:
            with self._gate:
                return _snapshot(reading, unit)
        finally:
            self._idle.put(reading)


def _snapshot(reading: Reading, unit: Unit[T]) -> T:
    reading.driver.execute("BEGIN")
    try:
        return unit(reading.conn)
    except sa.exc.DBAPIError as error:
        name = getattr(error.orig, "sqlite_errorname", type(error.orig).__name__)
        raise StoreError(f"the database could not be read: {name}") from None
    finally:
        reading.driver.execute("ROLLBACK")
