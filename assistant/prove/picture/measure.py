"""How wide words are in a plain sans-serif, and how they are cut into lines, without a font at hand."""

from __future__ import annotations

# Widths in thousandths of the size, rounded up from Arial and from DejaVu Sans Condensed, the wider one.
_NARROW = dict.fromkeys("ijl'|", 270) | dict.fromkeys("ftIr.,:;!/\\()[]{}-` ", 360)
_WIDE = dict.fromkeys("mMW%@—…", 950) | dict.fromkeys("wGOQCDHNRUÆæØ&=<>+~#→←", 760)
_USUAL, _CAPITAL = 575, 680
_BOLD = 1.1
ELLIPSIS = "…"


def width(words: str, size: float, *, bold: bool = False) -> float:
    """Return how wide `words` are at most, in pixels, set in `size`."""
    thousandths = sum(_character(character) for character in words)
    return thousandths * size / 1000 * (_BOLD if bold else 1)


def lines(words: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """Return `words` in at most `most` lines of `room` pixels; what does not fit ends in an ellipsis."""
    made: list[str] = []
    left = words.split()
    while left and len(made) < most:
        made.append(_line(left, size, room))
    if left:
        made[-1] = _ended(made[-1], size, room)
    return tuple(made)


def _line(left: list[str], size: float, room: float) -> str:
    """Take as many words off `left` as fit; the first is taken anyhow, cut where it is too long."""
    line = left.pop(0)
    if width(line, size) > room:
        return _ended(line, size, room)
    while left and width(f"{line} {left[0]}", size) <= room:
        line = f"{line} {left.pop(0)}"
    return line


def _ended(line: str, size: float, room: float) -> str:
    line = line.removesuffix(ELLIPSIS)
    while line and width(line + ELLIPSIS, size) > room:
        shorter = line.rpartition(" ")[0]
        line = shorter or line[:-1]
    return line.rstrip(" ,;:.") + ELLIPSIS


def _character(character: str) -> int:
    known = _NARROW.get(character) or _WIDE.get(character)
    if known is not None:
        return known
    if character.isupper():
        return _CAPITAL
    return _USUAL if ord(character) < 0x2000 else 1000  # noqa: PLR2004 - scripts with wide letters
