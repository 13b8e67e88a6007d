"""Walking what reads what, without recursion: nothing in a file can make it too deep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def walked(reads: Mapping[str, Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Return all names, each behind what it reads, and the circles: ways that end where they began."""
    order: list[str] = []
    circles: list[list[str]] = []
    done: set[str] = set()
    for start in reads:
        way: dict[str, Iterator[str]] = {} if start in done else {start: iter(reads[start])}
        while way:
            name, following = next(reversed(way.items()))
            onward = next(following, None)
            if onward is None:
                done.add(name)
                order.append(name)
                del way[name]
            elif onward in way:
                names = list(way)
                circles.append([*names[names.index(onward) :], onward])
            elif onward in reads and onward not in done:
                way[onward] = iter(reads[onward])
    return order, circles
