"""Points, boxes and lines of the picture, in pixels; y grows downwards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the picture."""

    x: float
    y: float

    def moved(self, x: float, y: float) -> Point:
        """Return the point that lies `x` to the right and `y` below."""
        return Point(self.x + x, self.y + y)


@dataclass(frozen=True, slots=True)
class Size:
    """How wide and high something is."""

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

    def moved(self, x: float, y: float) -> Box:
        """Return the box that lies `x` to the right and `y` below."""
        return Box(self.x + x, self.y + y, self.width, self.height)


Line = tuple[Point, ...]
