"""Points, boxes and lines in pixels (y grows downwards), and the room that words take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the picture."""

    x: float
    y: float

    def shift(self, x: float, y: float) -> Point:
        """Return the point that lies `x` to the right and `y` below."""
        return Point(self.x + x, self.y + y)


@dataclass(frozen=True, slots=True)
class Size:
    """The width and height of something."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.y + self.height

    def shift(self, x: float, y: float) -> Box:
        """Return the box that lies `x` to the right and `y` below."""
        return Box(self.x + x, self.y + y, self.width, self.height)


Line = tuple[Point, ...]


# Text metrics without a font at hand: widths in a plain sans-serif, and line breaks.

# Widths in thousandths of the size, rounded up from the wider of Arial and DejaVu Sans Condensed.
_NARROW = dict.fromkeys("ijl'|", 270) | dict.fromkeys("ftIr.,:;!/\\()[]{}-` ", 360)
_WIDE = dict.fromkeys("mMW%@—…", 950) | dict.fromkeys("wGOQCDHNRUÆæØ&=<>+~#→←", 760)
_USUAL, _CAPITAL = 575, 680
_BOLD = 1.1
ELLIPSIS = "…"


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Return an upper bound for the width of `words` in pixels, set in `size`."""
    thousandths = sum(_character_width(character) for character in words)
    return thousandths * size / 1000 * (_BOLD if bold else 1)


def wrap_words(words: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """Wrap `words` into `most` lines of `room` pixels; an ellipsis ends what does not fit."""
    made: list[str] = []
    left = words.split()
    while left and len(made) < most:
        made.append(_take_line(left, size, room))
    if left:
        made[-1] = _ellipsize(made[-1], size, room)
    return tuple(made)


def _take_line(left: list[str], size: float, room: float) -> str:
    """Take as many words off `left` as fit; the first is always taken, cut if it is too long."""
    line = left.pop(0)
    if text_width(line, size) > room:
        return _ellipsize(line, size, room)
    while left and text_width(f"{line} {left[0]}", size) <= room:
        line = f"{line} {left.pop(0)}"
    return line


def _ellipsize(line: str, size: float, room: float) -> str:
    line = line.removesuffix(ELLIPSIS)
    while line and text_width(line + ELLIPSIS, size) > room:
        shorter = line.rpartition(" ")[0]
        line = shorter or line[:-1]
    return line.rstrip(" ,;:.") + ELLIPSIS


def _character_width(character: str) -> int:
    known = _NARROW.get(character) or _WIDE.get(character)
    if known is not None:
        return known
    if character.isupper():
        return _CAPITAL
    return _USUAL if ord(character) < 0x2000 else 1000  # noqa: PLR2004 - scripts with wide letters
