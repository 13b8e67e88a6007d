"""What a power cut leaves of files: all that was synced, and of the rest nothing or a part.

A file's content is safe once the file was synced, its name once the folder that it is in was: what
POSIX promises, and no more. A file without its name, or in a folder without its own, is lost.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tests.store.power_cut.events import Event, Linked, Made, Removed, Sized, Synced, Wrote

Change = Wrote | Sized
Files = Mapping[str, bytes]
"""Path -> content."""

_SECTOR = 512


@dataclass(frozen=True, slots=True)
class Model:
    """What lasts of a change that was not synced, and how likely a name does.

    An `ordered` disk has a journal of names and sizes, like ext4: any sync makes all of them before it safe.
    """

    lasts: Callable[[random.Random, Change], Iterable[Change]]
    names: float = 0.0
    ordered: bool = False


def nothing(_chance: random.Random, _change: Change) -> Iterable[Change]:
    """Return nothing of a change."""
    return ()


def half(chance: random.Random, change: Change) -> Iterable[Change]:
    """Return half of all changes, each whole."""
    return (change,) if chance.random() < 0.5 else ()


def tear(chance: random.Random, change: Change) -> Iterable[Change]:
    """Return of each change half the sectors."""
    if isinstance(change, Sized):
        return half(chance, change)
    path, at, content = change
    starts = [0, *range(_SECTOR - at % _SECTOR, len(content), _SECTOR)]
    ends = [*starts[1:], len(content)]
    return [
        Wrote(path, at + start, content[start:end])
        for start, end in zip(starts, ends, strict=True)
        if chance.random() < 0.5
    ]


@dataclass
class _File:
    """A file or folder: what is safe of its content, and every change since with its place in the recording."""

    folder: bool
    safe: bytearray = field(default_factory=bytearray)
    loose: list[tuple[int, Change]] = field(default_factory=list)

    def settle(self, since: int) -> None:
        """Make the changes before `since` safe."""
        for at, change in self.loose:
            if at < since:
                _apply(self.safe, change)
        self.loose = [each for each in self.loose if each[0] >= since]

    def settle_sizes(self, since: int) -> None:
        """Make the sizes before `since` safe, with what they cut off."""
        loose: list[tuple[int, Change]] = []
        for at, change in self.loose:
            if isinstance(change, Sized) and at < since:
                _apply(self.safe, change)
                loose = [(then, _cut(each, change.size)) for then, each in loose]
            else:
                loose.append((at, change))
        self.loose = loose


class Disk:
    """The disk below a recording that is played on it."""

    def __init__(self, *, ordered: bool = False) -> None:
        self.played = self.settled = 0  # events until now, and syncs among them
        self._ordered = ordered
        self._files: dict[str, _File] = {}
        self._safe_names: dict[str, _File] = {}
        self._loose_names: list[tuple[int, str, _File | None]] = []

    def play(self, event: Event) -> None:
        """Let the next event happen."""
        match event:
            case Made(path, folder):
                if path not in self._files:
                    self._files[path] = _File(folder)
                    self._loose_names.append((self.played, path, self._files[path]))
            case Linked(path, second):
                self._files[second] = self._files[path]
                self._loose_names.append((self.played, second, self._files[path]))
            case Removed(path):
                del self._files[path]
                self._loose_names.append((self.played, path, None))
            case Wrote() | Sized():
                self._files[event.path].loose.append((self.played, event))
            case Synced():
                self._sync(event.path, event.since)
        self.played += 1

    def leave(self, model: Model, chance: random.Random) -> Files:
        """Return the files that a power cut leaves now."""
        names = dict(self._safe_names)
        for change in self._loose_names:
            if chance.random() < model.names:
                _rename(names, change)
        return {
            path: _content(file, model, chance)
            for path, file in names.items()
            if not file.folder and all(folder in names for folder in _folders(path))
        }

    def _sync(self, path: str, since: int) -> None:
        self.settled += 1
        if path in self._files:
            self._files[path].settle(since)
        if self._ordered:
            for file in self._files.values():
                file.settle_sizes(since)
        still: list[tuple[int, str, _File | None]] = []
        for change in self._loose_names:
            at, name, _ = change
            safe = at < since and (self._ordered or str(PurePosixPath(name).parent) == path)
            if safe:
                _rename(self._safe_names, change)
            else:
                still.append(change)
        self._loose_names = still


def _rename(names: dict[str, _File], change: tuple[int, str, _File | None]) -> None:
    _, path, file = change
    if file is None:
        names.pop(path, None)
    else:
        names[path] = file


def _folders(path: str) -> list[str]:
    return [str(each) for each in PurePosixPath(path).parents if each.name]


def _content(file: _File, model: Model, chance: random.Random) -> bytes:
    content = bytearray(file.safe)
    for _, change in file.loose:
        for piece in model.lasts(chance, change):
            _apply(content, piece)
    return bytes(content)


def _apply(content: bytearray, change: Change) -> None:
    match change:
        case Sized(_, size):
            del content[size:]
            content.extend(bytes(size - len(content)))
        case Wrote(_, at, written) if written:
            content.extend(bytes(max(0, at - len(content))))
            content[at : at + len(written)] = written


def _cut(change: Change, size: int) -> Change:
    match change:
        case Wrote(path, at, written):
            return Wrote(path, at, written[: max(0, size - at)])
        case Sized(path, longest):
            return Sized(path, min(longest, size))
