"""What the shapes and lines of the picture mean: the key that stands under its title."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from assistant.prove.picture.chart import Chart, looks
from assistant.prove.picture.faces import HEAD, SYMBOL
from assistant.prove.picture.geometry import Point
from assistant.prove.picture.ink import added, said
from assistant.prove.picture.measure import width
from assistant.prove.picture.reader import Reader

ROW = 24.0
_GAP = 26.0


def legend(
    parent: ET.Element, chart: Chart, reader: Reader, room: float, *, covered: bool
) -> float:
    """Draw the key from 0, 0 in rows of at most `room` pixels; return how high it is."""
    at = Point(0, ROW)
    for look, words in _entries(chart, reader, covered=covered):
        wide = SYMBOL + 8 + width(words, HEAD) + _GAP
        if at.x + wide > room and at.x > 0:
            at = Point(0, at.y + ROW)
        group = added(parent, "g", class_=f"key {look}")
        _sample(group, look, at)
        said(group, at.moved(SYMBOL + 8 if look else 0, 0), words, "guard")
        at = at.moved(wide, 0)
    return at.y


def _entries(chart: Chart, reader: Reader, *, covered: bool) -> Iterator[tuple[str, str]]:
    say = reader.say
    used = {card.look for card in chart.cards.values()}
    yield from ((look, word) for look, word in looks(reader).items() if look in used)
    if chart.run_by:
        yield "do", say("Del: står i sin egen ramme")
    if any(arrow.turn for sheet in chart.sheets for arrow in sheet.arrows):
        yield "", say("1. 2. 3. på pilene: den første, der passer, gælder")
    if covered:
        yield "taken", say("afprøvet vej")
        yield "not-taken", say("vej, som ingen prøve har taget")


def _sample(group: ET.Element, look: str, at: Point) -> None:
    if look in {"taken", "not-taken"}:
        added(group, "path", class_="line", d=f"M{at.x - 12:g} {at.y - 4:g}h{SYMBOL + 14:g}")
    elif look:
        symbol(group, look, at.moved(0, 2 - SYMBOL))


def symbol(parent: ET.Element, look: str, at: Point) -> None:
    """Draw a symbol with its upper left corner at a point."""
    added(
        parent,
        "use",
        class_="symbol",
        href=f"#flow-symbol-{look}",
        x=at.x,
        y=at.y,
        width=SYMBOL,
        height=SYMBOL,
    )
