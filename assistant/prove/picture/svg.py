"""The picture of a flow as SVG: no script, no font or image from elsewhere, and the same bytes every time.

Every card, arrow and reference carries its step or route in `data-step` and `data-route`, and says in a
`title` what it shows, so that the picture can be read without being seen.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from assistant.flow.model import Flow
from assistant.prove.picture.chart import Arrow, Card, Chart, RouteId, Routes, chart
from assistant.prove.picture.faces import (
    HEAD,
    LABEL_LEADING,
    LEADING,
    PAD,
    SYMBOL,
    head_width,
    inset,
)
from assistant.prove.picture.geometry import Box, Point, Size
from assistant.prove.picture.ink import added, number, rectangle, said, way
from assistant.prove.picture.leaves import REFERENCE, cut
from assistant.prove.picture.legend import legend, symbol
from assistant.prove.picture.measure import width
from assistant.prove.picture.outline import card_told, told
from assistant.prove.picture.page import packed
from assistant.prove.picture.reader import Reader
from assistant.prove.picture.shapes import outline
from assistant.prove.picture.spread import (
    MARGIN,
    TITLE_ROOM,
    PlacedArrow,
    PlacedBand,
    PlacedCard,
    Spread,
    heading,
    size_of,
    spread,
)
from assistant.prove.picture.style import STYLE
from assistant.prove.picture.symbols import symbols

_EDGE = 24.0
_TITLE, _TITLE_SIZE = 40.0, 24.0


def svg(flow: Flow, reader: Reader | None = None, taken: Routes | None = None) -> str:
    """Return the picture of `flow`; where `taken` tells the routes that are tested, the others are dashed."""
    reader = reader or Reader()
    drawn = cut(chart(flow, reader))
    loose = [spread(drawn, sheet, reader) for sheet in drawn.sheets]
    boxes = packed([Size(each.box.width, each.box.height) for each in loose])
    return _Drawing(drawn, reader, taken).of(loose, boxes)


class _Drawing:
    """Draws the sheets of a chart."""

    def __init__(self, chart: Chart, reader: Reader, taken: Routes | None) -> None:
        self._chart, self._reader, self._taken = chart, reader, taken
        self._reached = {chart.flow.start}
        if taken is not None:
            steps = chart.flow.steps
            self._reached |= {steps[step].routes[index].to for step, index in taken}

    def of(self, loose: list[Spread], boxes: tuple[Box, ...]) -> str:
        """Return the whole picture, with the sheets placed in `boxes`."""
        root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "flow-picture"})
        title = width(self._reader.line(self._chart.flow.title), _TITLE_SIZE, bold=True)
        room = max(title, *(box.right for box in boxes))
        top = self._top(root, room)
        placed = tuple(
            each.moved(box.x + _EDGE, box.y + top) for each, box in zip(loose, boxes, strict=True)
        )
        size = size_of(placed)
        wide, high = number(room + 2 * _EDGE), number(size.height + _EDGE)
        root.attrib |= {"viewBox": f"0 0 {wide} {high}", "width": wide, "height": high}
        root.attrib |= {
            "lang": self._reader.language or self._chart.flow.language,
            "aria-labelledby": "flow-title flow-desc",
        }
        for each in placed:
            self._sheet(root, each)
        ET.indent(root, " ")
        return ET.tostring(root, encoding="unicode") + "\n"

    def _top(self, root: ET.Element, room: float) -> float:
        """Draw what stands above the sheets; return where they begin."""
        flow, reader = self._chart.flow, self._reader
        name = reader.line(flow.title)
        added(root, "title", name, id="flow-title")
        added(root, "desc", told(self._chart, reader), id="flow-desc")
        added(root, "style", STYLE)
        _definitions(root)
        added(root, "rect", class_="page", width="100%", height="100%")
        said(root, Point(_EDGE, _EDGE + 20), name, "title")
        version = f"{flow.id} · version {flow.version} · {flow.logic[:12]}"
        said(root, Point(_EDGE, _EDGE + _TITLE), version, "small")
        keys = added(
            root, "g", class_="legend", transform=f"translate({_EDGE:g} {_EDGE + _TITLE:g})"
        )
        covered = self._taken is not None
        return _EDGE * 2 + _TITLE + legend(keys, self._chart, reader, room, covered=covered)

    def _sheet(self, root: ET.Element, placed: Spread) -> None:
        part = placed.sheet.part
        group = added(root, "g", class_="sheet-of-part" if part else "sheet-of-flow")
        if part and not placed.sheet.continued:
            group.set("id", f"part-{part}")
        for index, band in enumerate(placed.bands):
            rectangle(group, band.box, "band odd" if index % 2 else "band")
        rectangle(group, placed.box, "frame", 4)
        self._heading(group, placed)
        arrows = added(group, "g", class_="arrows", aria_hidden="true")
        for arrow in placed.arrows:
            self._arrow(arrows, arrow)
        cards = {card.step: card for card in placed.cards}
        for band in placed.bands:
            self._band(group, band, placed, cards)

    def _heading(self, group: ET.Element, placed: Spread) -> None:
        chart, box = self._chart, placed.box
        at = Point(box.x + MARGIN, box.y + TITLE_ROOM - 10)
        part, parent = placed.sheet.part, group
        if part is not None:
            parent = added(group, "a", href=f"#step-{chart.run_by[part]}")
        said(parent, at, heading(chart, placed.sheet, self._reader), "sheet")

    def _band(
        self, group: ET.Element, band: PlacedBand, placed: Spread, cards: dict[str, PlacedCard]
    ) -> None:
        name = self._reader.line(band.band.section)
        listed = added(group, "g", role="list", aria_label=name or placed.sheet.letter)
        if placed.gutter:
            said(group, Point(band.box.x + MARGIN, band.box.y + 24), name, "section")
        for step in band.band.steps:
            self._card(listed, cards[step])

    def _card(self, listed: ET.Element, placed: PlacedCard) -> None:
        card, box = self._chart.cards[placed.step], placed.box
        if card.look == REFERENCE:
            self._reference(listed, card, placed)
            return
        kind = "end" if card.look.startswith("end_") else card.look
        class_ = f"card {kind}{self._dashed(taken=card.step in self._reached)}"
        item = added(
            listed, "g", role="listitem", class_=class_, id=f"step-{card.step}", data_step=card.step
        )
        added(item, "title", card_told(self._chart, card))
        drawn = self._link(item, card) if card.runs else item
        outline(drawn, card.look, box)
        self._words(drawn, card, placed)

    def _words(self, drawn: ET.Element, card: Card, placed: PlacedCard) -> None:
        box = placed.box
        left, right = box.x + inset(card), box.right - inset(card)
        line = box.y + (19 if card.look == "decide" else 17)
        symbol(drawn, card.look, Point(left, line - 11))
        said(drawn, Point(left + SYMBOL + 6, line), card.word, "head")
        if card.number:
            said(drawn, Point(left + head_width(card) + 6, line), card.step, "small")
            said(
                drawn,
                Point(right - (4 if card.look == "form" else 0), line),
                str(card.number),
                "head",
                "end",
            )
        for index, words in enumerate(placed.face.body):
            said(drawn, Point(left, box.y + 35 + index * LEADING), words, "body")
        if placed.face.foot:
            said(drawn, Point(left, box.bottom - 6), placed.face.foot, "small")

    def _reference(self, listed: ET.Element, card: Card, placed: PlacedCard) -> None:
        item = added(listed, "g", role="listitem", class_="reference")
        link = added(item, "a", href=f"#step-{card.step}")
        outline(link, card.look, placed.box)
        said(link, Point(placed.box.x + PAD, placed.box.y + 16), placed.face.foot, "head")

    def _link(self, item: ET.Element, card: Card) -> ET.Element:
        """Return the link from a part's card to its sheet; it stands for the route into the part."""
        return added(item, "a", href=f"#part-{card.runs}", data_route=f"{card.step} 0")

    def _arrow(self, arrows: ET.Element, placed: PlacedArrow) -> None:
        arrow = placed.arrow
        step, index = arrow.route
        class_ = f"arrow{self._dashed(taken=self._is_taken(arrow.route))}"
        group = added(arrows, "g", class_=class_, data_route=f"{step} {index}")
        added(group, "title", _tip(arrow))
        for line in placed.lines:
            last = line is placed.lines[-1]
            ends = {"marker_end": "url(#flow-tip)"} if last else {}
            added(group, "path", class_="line", d=way(line), **ends)
        if placed.box and placed.face:
            rectangle(group, placed.box, "label", 5)
            for number_, words in enumerate(placed.face.body):
                at = Point(placed.box.x + 6, placed.box.y + HEAD + 1 + number_ * LABEL_LEADING)
                said(group, at, words, "guard")

    def _is_taken(self, route: RouteId) -> bool:
        return self._taken is None or route in self._taken

    def _dashed(self, *, taken: bool) -> str:
        return "" if taken or self._taken is None else " not-taken"


def _definitions(root: ET.Element) -> None:
    """Add what is drawn many times: the symbols, and the head of an arrow."""
    defs = added(root, "defs")
    defs.extend(symbols())
    tip = added(defs, "marker", id="flow-tip", orient="auto", viewBox="0 0 8 8", refX=7, refY=4)
    tip.attrib |= {"markerWidth": "8", "markerHeight": "8", "markerUnits": "userSpaceOnUse"}
    added(tip, "path", class_="tip", d="M0 .5 8 4 0 7.500z")


def _tip(arrow: Arrow) -> str:
    return f"{arrow.source} → {arrow.target}\n{arrow.why}".strip()
