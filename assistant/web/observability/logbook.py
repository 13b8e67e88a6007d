"""The operator's log: a line of JSON per event on stderr, written by a thread of its own.

Writing to a pipe blocks when its reader stalls, and would block the event loop with it. So a stalled
reader costs lines, never a request: lines that do not fit in the queue are counted, and the count is logged
as soon as a line can be written again, and is one of the metrics.
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

_MAX_WAITING = 1000
_PATIENCE_S = 1.0


def start_logbook(level: str = "info", write: Callable[[bytes], object] | None = None) -> Logbook:
    """Send every event of at least `level` to a logbook on stderr until the process ends."""
    logbook = Logbook(write or _write_to_stderr)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(orjson.dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_LoggerFactory(logbook),
    )
    atexit.register(logbook.close)
    return logbook


def count_lost_lines() -> int:
    """Return the number of lines that the process's logbook has lost so far; 0 if there is none."""
    keeper = structlog.get_config()["logger_factory"]
    return keeper.book.lost if isinstance(keeper, _LoggerFactory) else 0


class Logbook:
    """Takes lines from any thread without waiting; its own thread writes them, `lost` counts the rest."""

    def __init__(self, write: Callable[[bytes], object], max_waiting: int = _MAX_WAITING) -> None:
        self._write = write
        self._lines: Queue[bytes | None] = Queue(max_waiting)
        self.lost = self._reported = 0
        self._thread = threading.Thread(target=self._write_lines, name="logbook", daemon=True)
        self._thread.start()

    def msg(self, line: bytes) -> None:
        """Queue a line, or count it as lost."""
        try:
            self._lines.put_nowait(line)
        except Full:
            self.lost += 1

    debug = info = warning = error = critical = exception = msg

    def close(self) -> None:
        """Write the queued lines, but wait only so long for a stalled reader."""
        try:
            self._lines.put(None, timeout=_PATIENCE_S)
        except Full:
            return
        self._thread.join(_PATIENCE_S)

    def _write_lines(self) -> None:
        while (line := self._lines.get()) is not None:
            lost = self.lost
            if lost > self._reported:
                event = {"event": "lines lost", "lines": lost - self._reported}
                line = orjson.dumps(event) + b"\n" + line
            try:
                self._write(line + b"\n")
            except OSError:  # the reader is gone, or the disk is full
                self.lost += 1
            else:
                self._reported = lost


@dataclass(frozen=True, slots=True)
class _LoggerFactory:
    """The logger factory for structlog: every logger is the same book."""

    book: Logbook

    def __call__(self, *_: object) -> Logbook:
        return self.book


def _write_to_stderr(line: bytes) -> None:
    os.write(sys.stderr.fileno(), line)
