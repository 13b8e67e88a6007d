"""What a process asked of the operating system, in order: all that changed its files, and what it said.

`strace` sees the system calls themselves, whatever made them. A call that could change a file in a way
that is not known here is an error, so that nothing is left out of the replay.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from tests.store.power_cut.calls import ALL, Call, RecordingError, calls
from tests.store.power_cut.events import Event, Linked, Made, Removed, Said, Sized, Synced, Wrote

ROOT = Path(__file__).parents[3]
ADVICE = (
    "The power-cut tests record system calls with strace. Install it (`make test` does, run by root where there is"
    " apt), and allow processes to trace their own children."
)

_LONGEST = 1 << 20  # bytes of one call; what is cut short can't be read and fails
_REBUILT = "-shm"
"""Ends the name of a write-ahead log's index: shared memory, which the first to open it makes anew."""


def record_events(folder: Path, module: str, *arguments: str) -> list[Event]:
    """Return what `python -m module folder arguments` does in `folder`, which is empty, and what it says.

    Raises:
        RecordingError: it failed, or could not be recorded, or did what is not known here.
    """
    if shutil.which("strace") is None:
        raise RecordingError(ADVICE)
    log, said = folder.with_suffix(".strace"), folder.with_suffix(".said")
    traced = "trace=" + ",".join(f"?{name}" for name in ALL)
    how = ["-f", "--seccomp-bpf", "-qq", "-y", "-xx", "-s", str(_LONGEST), "-e", "signal=none"]
    what = [sys.executable, "-m", module, str(folder), *arguments]
    command = ["strace", *how, "-e", traced, "-o", str(log), *what]
    with said.open("wb") as out:
        run = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    if run.returncode != 0:
        raise RecordingError(f"{run.stderr.decode()}\n{ADVICE}")
    with log.open(encoding="ascii") as lines:
        events = Reader(folder, said).events(lines)
    log.unlink()
    return events


class Reader:
    """Reads a log about the files in `folder`, and about `said`, which is the process's own output.

    Of calls at the same time, a change or a sync counts when it has returned, a sync only for what had
    returned when it began, and what is said when it begins: of all that can be true, the worst.
    """

    def __init__(self, folder: Path, said: Path) -> None:
        self._folder, self._said = PurePosixPath(folder), str(said)
        self._events: list[Event] = []
        self._ends: dict[str, int] = {}

    def events(self, lines: Iterable[str]) -> list[Event]:
        """Return what happened, in order."""
        for call in calls(lines, lambda: len(self._events)):
            paths = call.paths()
            if paths[:1] == (self._said,):
                self._events.append(Said(tuple(call.content().decode().split()), call.since))
            elif within := [each for each in map(self._within, paths) if each is not None]:
                self._events += self._changes(call, *within)
            elif call.name.startswith("io_"):
                raise RecordingError(f"{call.name} hides what it does")
        return self._events

    def _within(self, path: str) -> str | None:
        """Return the path within the folder; None if it isn't, or doesn't matter."""
        whole = PurePosixPath(path)
        if path.endswith(_REBUILT) or not whole.is_relative_to(self._folder):
            return None
        return str(whole.relative_to(self._folder))

    def _changes(self, call: Call, path: str, *more: str) -> Iterator[Event]:
        match call.name:
            case "openat" if not call.has("O_TRUNC"):
                if call.has("O_CREAT"):
                    yield Made(path)
            case "mkdir" | "mkdirat":
                yield Made(path, folder=True)
            case "link" | "linkat":
                yield Linked(path, *more)
            case "unlink" | "unlinkat" if not call.has("AT_REMOVEDIR"):
                yield Removed(path)
            case _:
                yield from self._by_handle(call, path)

    def _by_handle(self, call: Call, path: str) -> Iterator[Event]:
        match call.name:
            case "fsync" | "fdatasync":
                yield Synced(path, call.since)
            case "ftruncate":
                yield Sized(path, int(call.fields[1]))
            case "pwrite64":
                yield Wrote(path, int(call.fields[3]), call.content())
            case "write":  # only Python's own files, from end to end
                at, content = self._ends.get(path, 0), call.content()
                self._ends[path] = at + len(content)
                yield Wrote(path, at, content)
            case "mmap" if not (call.has("MAP_SHARED") and call.has("PROT_WRITE")):
                return
            case _:
                raise RecordingError(f"the replay does not know {call.name} of {path}")
