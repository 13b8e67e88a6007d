"""The outline of each kind of step: its shape says what it is, without colour."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from assistant.prove.picture.geometry import Box
from assistant.prove.picture.ink import added, number, rectangle

_FOLD, _SLANT, _BAR, _STACK, _INSET = 12.0, 14.0, 5.0, 4.0, 3.5


def outline(parent: ET.Element, look: str, box: Box) -> None:
    """Draw the outline of a card with this look."""
    if look.startswith("end_"):
        _end(parent, box)
    else:
        {
            "ask": _ask,
            "form": _form,
            "repeat": _repeat,
            "duty": _duty,
            "danger": _danger,
            "decide": _decide,
            "do": _do,
            "return": _return,
            "reference": _return,
        }.get(look, _plain)(parent, box)


def _plain(parent: ET.Element, box: Box) -> None:
    rectangle(parent, box, "outline box")


def _ask(parent: ET.Element, box: Box) -> None:
    rectangle(parent, box, "outline box", 14)


def _form(parent: ET.Element, box: Box) -> None:
    """Draw a sheet of paper with a folded corner."""
    x, y = number(box.right - _FOLD), number(box.y + _FOLD)
    _path(
        parent,
        "outline box",
        box,
        f"M{number(box.x)} {number(box.y)}H{x}L{number(box.right)} {y}"
        f"V{number(box.bottom)}H{number(box.x)}Z",
    )
    _path(parent, "mark", None, f"M{x} {number(box.y)}V{y}H{number(box.right)}")


def _repeat(parent: ET.Element, box: Box) -> None:
    """Draw a stack of cards."""
    rectangle(parent, box.moved(_STACK, _STACK), "outline")
    rectangle(parent, box, "outline box")


def _duty(parent: ET.Element, box: Box) -> None:
    """Draw a card with a bar down its left."""
    rectangle(parent, box, "outline box")
    rectangle(parent, Box(box.x, box.y, _BAR, box.height), "solid")


def _danger(parent: ET.Element, box: Box) -> None:
    """Draw a card with a thick edge and stripes down both sides."""
    rectangle(parent, box, "outline box")
    step = 8.0
    for left in (box.x, box.right - _BAR):
        stripes = "".join(
            f"M{number(left)} {number(y)}h{number(_BAR)}v{number(step / 2)}h-{number(_BAR)}z"
            for y in _steps(box.y, box.bottom - step / 2, step)
        )
        _path(parent, "solid", None, stripes)


def _decide(parent: ET.Element, box: Box) -> None:
    """Draw a hexagon."""
    middle = number(box.y + box.height / 2)
    left, right = number(box.x + _SLANT), number(box.right - _SLANT)
    _path(
        parent,
        "outline box",
        box,
        f"M{left} {number(box.y)}H{right}L{number(box.right)} {middle}"
        f"L{right} {number(box.bottom)}H{left}L{number(box.x)} {middle}Z",
    )


def _do(parent: ET.Element, box: Box) -> None:
    """Draw a card with doubled sides."""
    rectangle(parent, box, "outline box")
    left, right = number(box.x + _BAR), number(box.right - _BAR)
    high = f"V{number(box.bottom)}"
    _path(parent, "mark", None, f"M{left} {number(box.y)}{high}M{right} {number(box.y)}{high}")


def _return(parent: ET.Element, box: Box) -> None:
    rectangle(parent, box, "outline box", box.height / 2)


def _end(parent: ET.Element, box: Box) -> None:
    """Draw a card with round ends and a second line inside."""
    corner = min(box.height / 2, 26.0)
    rectangle(parent, box, "outline box", corner)
    inner = Box(box.x + _INSET, box.y + _INSET, box.width - 2 * _INSET, box.height - 2 * _INSET)
    rectangle(parent, inner, "mark", corner - _INSET)


def _path(parent: ET.Element, class_: str, box: Box | None, drawn: str) -> None:
    """Draw a path; `data-box` tells the rectangle that it stands in."""
    where = {}
    if box is not None:
        sides = (box.x, box.y, box.width, box.height)
        where = {"data_box": " ".join(number(side) for side in sides)}
    added(parent, "path", class_=class_, d=drawn, **where)


def _steps(first: float, last: float, step: float) -> list[float]:
    return [first + n * step for n in range(int((last - first) / step) + 1)]
