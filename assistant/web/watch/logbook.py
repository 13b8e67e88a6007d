"""The operator's log: a line of JSON per event on stderr, written by a thread of its own.

A reader who stalls costs lines, never a request: what does not fit in the queue is counted, and the
count is the next line that can be written, and one of the figures.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import Full, Queue

import orjson
import structlog

_MOST_WAITING = 1000
_PATIENCE_S = 1.0


def keep(level: str = "info", write: Callable[[bytes], object] | None = None) -> Logbook:
    """Send every event of at least `level` to a logbook on stderr, for the rest of the process."""
    book = Logbook(write or _to_stderr)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(orjson.dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_Keeper(book),
    )
    atexit.register(book.close)
    return book


def lines_lost() -> int:
    """Return how many lines the logbook that is kept has lost so far; 0 where none is kept."""
    keeper = structlog.get_config()["logger_factory"]
    return keeper.book.lost if isinstance(keeper, _Keeper) else 0


class Logbook:
    """Takes lines from any thread without waiting; a thread of its own writes them, and `lost` counts what it could not."""

    def __init__(self, write: Callable[[bytes], object], most: int = _MOST_WAITING) -> None:
        self._write = write
        self._lines: Queue[bytes | None] = Queue(most)
        self.lost = self._told = 0
        self._thread = threading.Thread(target=self._run, name="logbook", daemon=True)
        self._thread.start()

    def msg(self, line: bytes) -> None:
        """Take a line, or count it as lost."""
        try:
            self._lines.put_nowait(line)
        except Full:
            self.lost += 1

    debug = info = warning = error = critical = exception = msg

    def close(self) -> None:
        """Write what waits, for as long as a reader can be waited for."""
        try:
            self._lines.put(None, timeout=_PATIENCE_S)
        except Full:
            return
        self._thread.join(_PATIENCE_S)

    def _run(self) -> None:
        while (line := self._lines.get()) is not None:
            lost = self.lost
            if lost > self._told:
                told = {"event": "lines lost", "lines": lost - self._told}
                line = orjson.dumps(told) + b"\n" + line
            try:
                self._write(line + b"\n")
            except OSError:  # nobody holds the other end, or the disk is full
                self.lost += 1
            else:
                self._told = lost


@dataclass(frozen=True, slots=True)
class _Keeper:
    """Gives everybody who logs the same book."""

    book: Logbook

    def __call__(self, *_: object) -> Logbook:
        return self.book


def _to_stderr(line: bytes) -> None:
    os.write(sys.stderr.fileno(), line)
