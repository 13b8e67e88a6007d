"""The system calls of a process and its threads, as `strace -f -y -xx` writes them down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

BY_NAME = ("openat", "mkdir", "mkdirat", "unlink", "unlinkat", "link", "linkat")
BY_HANDLE = ("write", "pwrite64", "ftruncate", "fsync", "fdatasync")
OTHERS = (
    *("open", "creat", "openat2", "truncate", "rename", "renameat", "renameat2", "rmdir"),
    *("symlink", "symlinkat", "writev", "pwritev", "pwritev2", "fallocate", "mmap"),
    *("copy_file_range", "sendfile", "splice", "io_uring_setup", "io_submit"),
)
"""Calls that could change a file as well; the replay knows nothing of what they do."""

ALL = (*BY_NAME, *BY_HANDLE, *OTHERS)

_LINE = re.compile(r"(?P<thread>\d+) +(?P<resumed><\.\.\. \w+ resumed>)?(?P<text>.*)")
_CALL = re.compile(r"(?P<name>\w+)\((?P<fields>.*)\) += (?P<result>-?\d+|\?).*")
_PATH = re.compile(r'[<"]((?:\\x[0-9a-f]{2})+)[>"]')
_UNFINISHED = " <unfinished ...>"


class RecordingError(AssertionError):
    """There is no recording, or not all of it is understood, so that nothing follows from it."""


class Call(NamedTuple):
    """A call that did something; `since` is what the clock showed when it began."""

    name: str
    fields: tuple[str, ...]
    result: int
    since: int

    def paths(self) -> tuple[str, ...]:
        """Return the absolute paths of the files that this is about."""
        if self.name in BY_NAME:
            fields = [each for each in self.fields if each.startswith('"')]
        else:
            fields = [*self.fields[:1]] if self.name in BY_HANDLE else [*self.fields]
        found = (_PATH.search(each) for each in fields)
        return tuple(_bytes(each[1]).decode("utf-8", "replace") for each in found if each)

    def content(self) -> bytes:
        """Return what this wrote, which may be less than it was given."""
        return _bytes(self.fields[1].strip('"'))[: self.result]

    def has(self, flag: str) -> bool:
        """Return whether a flag is among the fields."""
        return any(flag in each.split("|") for each in self.fields)


def calls(lines: Iterable[str], clock: Callable[[], int]) -> Iterator[Call]:
    """Yield the calls of a log that did something, in the order in which they returned."""
    begun: dict[str, tuple[str, int]] = {}
    for line in lines:
        found = _LINE.fullmatch(line.rstrip("\n"))
        if found is None:
            raise RecordingError(f"not a line of strace: {line[:80]!r}")
        before, since = begun.pop(found["thread"]) if found["resumed"] else ("", clock())
        text = before + found["text"]
        if text.endswith(_UNFINISHED):
            begun[found["thread"]] = (text.removesuffix(_UNFINISHED), since)
        elif (call := _call(text, since)) is not None:
            yield call


def _call(text: str, since: int) -> Call | None:
    """Return the call that `text` tells of; None if it failed, or tells of the end of a thread."""
    found = _CALL.fullmatch(text)
    if found is None and not text.startswith("+++"):
        raise RecordingError(f"strace wrote what is not a call: {text[:80]!r}")
    if found is None or found["result"] in {"-1", "?"}:
        return None
    return Call(found["name"], tuple(found["fields"].split(", ")), int(found["result"]), since)


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))
