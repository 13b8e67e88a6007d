"""Colours as numbers: mixing them, and how well one is seen on another (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from typing import NamedTuple

TEXT, EDGE = 4.5, 3.0
"""The least contrast that text needs, and borders and the marks of focus."""

_WRITTEN = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_LINEAR_BELOW = 0.04045


class Colour(NamedTuple):
    """A colour of the screen, each part from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def read(cls, written: str) -> Colour:
        """Return the colour of `#rgb` or `#rrggbb`.

        Raises:
            ValueError: it is written otherwise.
        """
        if not _WRITTEN.fullmatch(written):
            raise ValueError("a colour is written #rrggbb")
        digits = written[1:]
        if len(digits) == len("rgb"):
            digits = "".join(digit * 2 for digit in digits)
        return cls(*bytes.fromhex(digits))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    def towards(self, other: Colour, share: float) -> Colour:
        """Return this colour with `share` of another mixed in."""
        return Colour(
            *(round(mine + (its - mine) * share) for mine, its in zip(self, other, strict=True))
        )

    @property
    def luminance(self) -> float:
        """How bright it is, from 0 to 1."""
        red, green, blue = (_linear(part / 255) for part in self)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


WHITE, BLACK = Colour(255, 255, 255), Colour(0, 0, 0)


def contrast(one: Colour, other: Colour) -> float:
    """Return how well two colours stand out from each other, from 1 to 21."""
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4
