"""Drawing primitives: XML elements with short numbers, the outlines of cards, and their symbols."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from assistant.prove.picture.geometry import Box, Line, Point

_CORNER = 7.0
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def format_number(value: float) -> str:
    """Return `value` with at most one decimal."""
    return f"{round(value, 1) + 0.0:g}" if abs(value) < 1e5 else f"{value:.0f}"  # noqa: PLR2004 - :g has six digits


def xml_text(words: str) -> str:
    """Return `words` as XML allows them: without control characters."""
    return _NOT_XML.sub("", words)


def add_element(
    parent: ET.Element, tag: str, /, words: str | None = None, **attributes: object
) -> ET.Element:
    """Append a new child to `parent` and return it.

    In attribute names `_` stands for `-`, and a trailing one for nothing (`class_`).
    """
    # Python keywords such as `class` cannot be argument names, nor can names with a hyphen.
    named = {
        name.rstrip("_").replace("_", "-"): _attribute_value(v) for name, v in attributes.items()
    }
    child = ET.SubElement(parent, tag, named)
    child.text = None if words is None else xml_text(words)
    return child


def add_rectangle(parent: ET.Element, box: Box, class_: str, corner: float = 0) -> ET.Element:
    """Append a rectangle that fills `box`."""
    round_ = {"rx": format_number(corner)} if corner else {}
    return add_element(
        parent,
        "rect",
        class_=class_,
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        **round_,
    )


def add_text(
    parent: ET.Element, at: Point, words: str, class_: str, anchor: str = ""
) -> ET.Element:
    """Append a line of text whose baseline begins at a point, or has its middle or end there."""
    where = {"text_anchor": anchor} if anchor else {}
    return add_element(parent, "text", words, class_=class_, x=at.x, y=at.y, **where)


def path_data(line: Line) -> str:
    """Return the path data of a line, with rounded corners."""
    steps = [f"M{_coordinates(line[0])}"]
    for before, corner, after in zip(line, line[1:], line[2:], strict=False):
        steps.append(
            f"L{_coordinates(_towards(corner, before))}Q{_coordinates(corner)} {_coordinates(_towards(corner, after))}"
        )
    return "".join([*steps, f"L{_coordinates(line[-1])}"])


def _towards(corner: Point, other: Point) -> Point:
    across, down = other.x - corner.x, other.y - corner.y
    far = max(abs(across), abs(down), 0.01)
    # On a short piece the two roundings meet in the middle.
    part = min(_CORNER, far / 2) / far
    return corner.shift(across * part, down * part)


def _coordinates(point: Point) -> str:
    return f"{format_number(point.x)} {format_number(point.y)}"


def _attribute_value(value: object) -> str:
    return format_number(value) if isinstance(value, int | float) else xml_text(str(value))


# Outlines. The shape of a card tells the kind of its step without colour.

_FOLD, _SLANT, _BAR, _STACK, _INSET = 12.0, 14.0, 5.0, 4.0, 3.5


def draw_outline(parent: ET.Element, look: str, box: Box) -> None:
    """Draw the outline of a card with this look."""
    if look.startswith("end_"):
        _draw_end(parent, box)
    else:
        {
            "ask": _draw_ask,
            "form": _draw_form,
            "repeat": _draw_repeat,
            "duty": _draw_duty,
            "danger": _draw_danger,
            "decide": _draw_decide,
            "do": _draw_do,
            "return": _draw_return,
            "reference": _draw_return,
        }.get(look, _draw_plain)(parent, box)


def _draw_plain(parent: ET.Element, box: Box) -> None:
    add_rectangle(parent, box, "outline box")


def _draw_ask(parent: ET.Element, box: Box) -> None:
    add_rectangle(parent, box, "outline box", 14)


def _draw_form(parent: ET.Element, box: Box) -> None:
    """Draw a sheet of paper with a folded corner."""
    x, y = format_number(box.right - _FOLD), format_number(box.y + _FOLD)
    _add_path(
        parent,
        "outline box",
        box,
        f"M{format_number(box.x)} {format_number(box.y)}H{x}L{format_number(box.right)} {y}"
        f"V{format_number(box.bottom)}H{format_number(box.x)}Z",
    )
    _add_path(parent, "mark", None, f"M{x} {format_number(box.y)}V{y}H{format_number(box.right)}")


def _draw_repeat(parent: ET.Element, box: Box) -> None:
    """Draw a stack of cards."""
    add_rectangle(parent, box.shift(_STACK, _STACK), "outline")
    add_rectangle(parent, box, "outline box")


def _draw_duty(parent: ET.Element, box: Box) -> None:
    """Draw a card with a bar down its left."""
    add_rectangle(parent, box, "outline box")
    add_rectangle(parent, Box(box.x, box.y, _BAR, box.height), "solid")


def _draw_danger(parent: ET.Element, box: Box) -> None:
    """Draw a card with a thick edge and stripes down both sides."""
    add_rectangle(parent, box, "outline box")
    step = 8.0
    for left in (box.x, box.right - _BAR):
        stripes = "".join(
            f"M{format_number(left)} {format_number(y)}h{format_number(_BAR)}v{format_number(step / 2)}h-{format_number(_BAR)}z"
            for y in _stripe_offsets(box.y, box.bottom - step / 2, step)
        )
        _add_path(parent, "solid", None, stripes)


def _draw_decide(parent: ET.Element, box: Box) -> None:
    """Draw a hexagon."""
    middle = format_number(box.y + box.height / 2)
    left, right = format_number(box.x + _SLANT), format_number(box.right - _SLANT)
    _add_path(
        parent,
        "outline box",
        box,
        f"M{left} {format_number(box.y)}H{right}L{format_number(box.right)} {middle}"
        f"L{right} {format_number(box.bottom)}H{left}L{format_number(box.x)} {middle}Z",
    )


def _draw_do(parent: ET.Element, box: Box) -> None:
    """Draw a card with doubled sides."""
    add_rectangle(parent, box, "outline box")
    left, right = format_number(box.x + _BAR), format_number(box.right - _BAR)
    high = f"V{format_number(box.bottom)}"
    _add_path(
        parent,
        "mark",
        None,
        f"M{left} {format_number(box.y)}{high}M{right} {format_number(box.y)}{high}",
    )


def _draw_return(parent: ET.Element, box: Box) -> None:
    add_rectangle(parent, box, "outline box", box.height / 2)


def _draw_end(parent: ET.Element, box: Box) -> None:
    """Draw a card with round ends and a second line inside."""
    corner = min(box.height / 2, 26.0)
    add_rectangle(parent, box, "outline box", corner)
    inner = Box(box.x + _INSET, box.y + _INSET, box.width - 2 * _INSET, box.height - 2 * _INSET)
    add_rectangle(parent, inner, "mark", corner - _INSET)


def _add_path(parent: ET.Element, class_: str, box: Box | None, drawn: str) -> None:
    """Draw a path; `data-box` has the rectangle that it stands in."""
    where = {}
    if box is not None:
        sides = (box.x, box.y, box.width, box.height)
        where = {"data_box": " ".join(format_number(side) for side in sides)}
    add_element(parent, "path", class_=class_, d=drawn, **where)


def _stripe_offsets(first: float, last: float, step: float) -> list[float]:
    return [first + n * step for n in range(int((last - first) / step) + 1)]


# Symbols: 14 by 14 pixels, drawn as lines, so that no font needs to have them.

_DOT = '<circle fill="currentColor" stroke="none" cx="{}" cy="{}" r="{}"/>'

_SYMBOL_SHAPES: Mapping[str, str] = {
    "ask": '<path d="M4 4.6A3 3 0 1 1 8 7.4Q7 7.900 7 9.300"/>' + _DOT.format(7, 12, 1),
    "form": '<path d="M2 1.500h10v11H2zM4.500 4.500h5M4.500 7h5M4.500 9.500h5"/>',
    "repeat": '<path d="M6 3h6M6 7h6M6 11h6"/>'
    + "".join(_DOT.format(2.5, y, 1.2) for y in (3, 7, 11)),
    "info": '<circle cx="7" cy="7" r="6"/><path d="M7 6.500v4"/>' + _DOT.format(7, 3.8, 0.9),
    "advice": '<path d="M1.500 2h11v7.500H7.500L4.500 12.500V9.500h-3z"/>',
    "duty": '<path d="M9.300 3.200A2.400 2 0 1 0 6 4.900l2.500 1.700a2.200 2 0 0 1-1.200 3.500'
    'M4.700 10.800A2.400 2 0 1 0 8 9.100L5.500 7.400a2.200 2 0 0 1 1.200-3.500"/>',
    "danger": '<path d="M7 1.200 13.200 12.800H.800zM7 5v4"/>' + _DOT.format(7, 11, 0.9),
    "decide": '<path d="M7 1v4L3 9v4M7 5l4 4v4"/>',
    "do": '<path d="M1 2.500h12v9H1zM4 2.500v9M10 2.500v9"/>',
    "return": '<path d="M12 11.500V6H2.500M6 2.500 2.500 6 6 9.500"/>',
    "end_notify": '<path d="M1 3h12v8.500H1zM1 3.500 7 8l6-4.500"/>',
    "end_consult": '<circle cx="4.500" cy="4.500" r="2.200"/><circle cx="10" cy="5" r="1.800"/>'
    '<path d="M.800 12q0-4 3.700-4t3.700 4M9.500 8.300q3.500-.500 3.700 3.700"/>',
    "end_follow_up": '<path d="M1.500 3h11v10h-11zM1.500 6h11M4.500 1v3M9.500 1v3"/>',
    "end_none": '<rect fill="currentColor" stroke="none" x="2.500" y="2.500" width="9" height="9"/>',
}


def symbol_definitions() -> list[ET.Element]:
    """Return the definitions of all symbols, named after the looks that they stand for."""
    return [
        ET.fromstring(f'<symbol id="flow-symbol-{look}" viewBox="0 0 14 14">{drawn}</symbol>')  # noqa: S314
        for look, drawn in _SYMBOL_SHAPES.items()
    ]
