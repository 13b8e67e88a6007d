"""What happened to the files of a process, and what it said; a recording is these in order."""

from __future__ import annotations

from typing import NamedTuple


class Made(NamedTuple):
    """A file, or a folder, got its name; one of that name that was there already stayed."""

    path: str
    folder: bool = False


class Linked(NamedTuple):
    """A file got a second name."""

    path: str
    second: str


class Wrote(NamedTuple):
    """Bytes came to stand `at` a place of a file."""

    path: str
    at: int
    content: bytes


class Sized(NamedTuple):
    """A file was cut to a size, or made longer with zeros."""

    path: str
    size: int


class Removed(NamedTuple):
    """A file lost its name."""

    path: str


class Synced(NamedTuple):
    """Of a file's content, or of the names in a folder, everything before the event `since` is safe."""

    path: str
    since: int


class Said(NamedTuple):
    """The process began to say something when `since` events had happened; from then on it must hold."""

    words: tuple[str, ...]
    since: int


Event = Made | Linked | Wrote | Sized | Removed | Synced | Said
