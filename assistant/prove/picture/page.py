"""The sheets of a picture side by side on one page, in the shape of a lying A-series paper."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.prove.picture.geometry import Box, Size

GAP = 28.0
_LONG_TO_SHORT = 2**0.5
_TRIALS = 60  # page widths that are tried


def packed(sizes: Sequence[Size]) -> tuple[Box, ...]:
    """Return a box for each size, none over another, such that the page fits a paper as large as can be.

    Each stands as high up as it can and then as far left, in the order given.
    """
    widest = max(size.width for size in sizes)
    room = sum(size.width + GAP for size in sizes) - widest
    trials = (_trial(sizes, widest + room * part / _TRIALS) for part in range(_TRIALS + 1))
    return min(trials, key=_paper)


def _paper(boxes: tuple[Box, ...]) -> float:
    """Return the long side of the smallest lying paper that has room for `boxes`."""
    wide, high = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return max(wide, high * _LONG_TO_SHORT)


def _trial(sizes: Sequence[Size], width: float) -> tuple[Box, ...]:
    placed: list[Box] = []
    for size in sizes:
        corners = {(0.0, 0.0)}
        for box in placed:
            corners |= {
                (box.right + GAP, box.y),
                (box.x, box.bottom + GAP),
                (0.0, box.bottom + GAP),
            }
            corners |= {(box.right + GAP, 0.0)}
        spots = (Box(x, y, size.width, size.height) for x, y in corners)
        free = (b for b in spots if b.right <= width and not any(_touch(b, p) for p in placed))
        placed.append(min(free, key=lambda box: (box.y, box.x)))
    return tuple(placed)


def _touch(one: Box, other: Box) -> bool:
    apart = GAP - 0.01
    return (
        one.x < other.right + apart
        and other.x < one.right + apart
        and one.y < other.bottom + apart
        and other.y < one.bottom + apart
    )
