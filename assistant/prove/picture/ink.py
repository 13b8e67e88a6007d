"""Drawing: elements of an SVG with numbers as short as they can be."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from assistant.prove.picture.geometry import Box, Line, Point

_CORNER = 7.0
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number(value: float) -> str:
    """Return `value` with at most one decimal."""
    return f"{round(value, 1) + 0.0:g}" if abs(value) < 1e5 else f"{value:.0f}"  # noqa: PLR2004 - :g has six digits


def written(words: str) -> str:
    """Return `words` as XML can have them: without control characters."""
    return _NOT_XML.sub("", words)


def added(
    parent: ET.Element, tag: str, /, words: str | None = None, **attributes: object
) -> ET.Element:
    """Return a new last child of `parent`; a name's `_` stands for `-`, one at its end for nothing."""
    named = {name.rstrip("_").replace("_", "-"): _value(v) for name, v in attributes.items()}
    child = ET.SubElement(parent, tag, named)
    child.text = None if words is None else written(words)
    return child


def rectangle(parent: ET.Element, box: Box, class_: str, corner: float = 0) -> ET.Element:
    """Return a rectangle that is drawn as `box`."""
    round_ = {"rx": number(corner)} if corner else {}
    return added(
        parent,
        "rect",
        class_=class_,
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        **round_,
    )


def said(parent: ET.Element, at: Point, words: str, class_: str, anchor: str = "") -> ET.Element:
    """Return a line of words whose baseline begins (or with `anchor` has its middle or end) at a point."""
    where = {"text_anchor": anchor} if anchor else {}
    return added(parent, "text", words, class_=class_, x=at.x, y=at.y, **where)


def way(line: Line) -> str:
    """Return the path of a line, with its corners rounded."""
    steps = [f"M{_at(line[0])}"]
    for before, corner, after in zip(line, line[1:], line[2:], strict=False):
        steps.append(
            f"L{_at(_towards(corner, before))}Q{_at(corner)} {_at(_towards(corner, after))}"
        )
    return "".join([*steps, f"L{_at(line[-1])}"])


def _towards(corner: Point, other: Point) -> Point:
    across, down = other.x - corner.x, other.y - corner.y
    far = max(abs(across), abs(down), 0.01)
    part = min(_CORNER, far / 2) / far
    return corner.moved(across * part, down * part)


def _at(point: Point) -> str:
    return f"{number(point.x)} {number(point.y)}"


def _value(value: object) -> str:
    return number(value) if isinstance(value, int | float) else written(str(value))
