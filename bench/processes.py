"""Processes that are measured: started on a core of their own, read from /proc, stopped by their id."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SERVER_CORE, CLIENT_CORE = 0, 1
PATIENCE_S = 20
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """A server that runs."""

    pid: int
    port: int

    def cpu_us(self) -> float:
        """Return the CPU time that all its threads have had, in microseconds."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1000

    def resident_bytes(self) -> int:
        """Return its resident memory."""
        pages = Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * PAGE


def pin_to_core(core: int) -> None:
    """Keep this process on `core`, where there is more than one."""
    if len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, {core})


@contextmanager
def running_server(*words: str, under: Sequence[str] = ()) -> Iterator[ServerProcess]:
    """Start `bench.serving` with `words` on the server's core, `under` another program if one is named; stop it."""
    command = [*under, sys.executable, "-m", "bench.serving", *words]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        if os.cpu_count() != 1:
            os.sched_setaffinity(process.pid, {SERVER_CORE})
        if process.stdout is None:
            raise RuntimeError("no output to read")
        yield ServerProcess(process.pid, int(process.stdout.readline()))
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
