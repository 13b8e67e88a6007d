"""The picture as SVG: no script, no font or image from elsewhere, the same bytes every time.

Every card, arrow and reference carries its step or route in `data-step` and `data-route`, and says
in a `title` what it shows, so that the picture can be read without being seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from assistant.flow.model import Flow
from assistant.prove.picture import sheets
from assistant.prove.picture.chart import (
    REFERENCE,
    Arrow,
    Card,
    Chart,
    RouteId,
    Routes,
    build_chart,
    cut_into_leaves,
    look_words,
)
from assistant.prove.picture.drawing import (
    add_element,
    add_rectangle,
    add_text,
    draw_outline,
    format_number,
    path_data,
    symbol_definitions,
)
from assistant.prove.picture.geometry import Box, Point, Size, text_width
from assistant.prove.picture.reader import TextReader
from assistant.prove.picture.textual import describe_card, describe_picture

_EDGE = 24.0
_TITLE, _TITLE_SIZE = 40.0, 24.0


def render_svg(flow: Flow, reader: TextReader | None = None, taken: Routes | None = None) -> str:
    """Render the picture of `flow`; if `taken` is given, all other routes are dashed."""
    reader = reader or TextReader()
    drawn = cut_into_leaves(build_chart(flow, reader))
    loose = [sheets.place_sheet(drawn, sheet, reader) for sheet in drawn.sheets]
    boxes = sheets.pack_boxes([Size(each.box.width, each.box.height) for each in loose])
    return _SvgWriter(drawn, reader, taken).render(loose, boxes)


class _SvgWriter:
    """Draws the sheets of a chart."""

    def __init__(self, chart: Chart, reader: TextReader, taken: Routes | None) -> None:
        self._chart, self._reader, self._taken = chart, reader, taken
        # A card is dashed like an arrow if no taken route leads to it.
        self._reached = {chart.flow.start}
        if taken is not None:
            steps = chart.flow.steps
            self._reached |= {steps[step].routes[index].to for step, index in taken}

    def render(self, loose: list[sheets.PlacedSheet], boxes: tuple[Box, ...]) -> str:
        """Return the whole picture, with the sheets placed in `boxes`."""
        root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "flow-picture"})
        title = text_width(self._reader.line(self._chart.flow.title), _TITLE_SIZE, bold=True)
        room = max(title, *(box.right for box in boxes))
        top = self._draw_header(root, room)
        placed = tuple(
            each.shift(box.x + _EDGE, box.y + top) for each, box in zip(loose, boxes, strict=True)
        )
        size = sheets.combined_size(placed)
        wide, high = format_number(room + 2 * _EDGE), format_number(size.height + _EDGE)
        root.attrib |= {"viewBox": f"0 0 {wide} {high}", "width": wide, "height": high}
        root.attrib |= {
            "lang": self._reader.language or self._chart.flow.language,
            "aria-labelledby": "flow-title flow-desc",
        }
        for each in placed:
            self._draw_sheet(root, each)
        ET.indent(root, " ")
        return ET.tostring(root, encoding="unicode") + "\n"

    def _draw_header(self, root: ET.Element, room: float) -> float:
        """Draw everything above the sheets; return the y at which they begin."""
        flow, reader = self._chart.flow, self._reader
        name = reader.line(flow.title)
        add_element(root, "title", name, id="flow-title")
        add_element(root, "desc", describe_picture(self._chart, reader), id="flow-desc")
        add_element(root, "style", STYLE)
        _add_definitions(root)
        add_element(root, "rect", class_="page", width="100%", height="100%")
        add_text(root, Point(_EDGE, _EDGE + 20), name, "title")
        version = f"{flow.id} · version {flow.version} · {flow.logic[:12]}"
        add_text(root, Point(_EDGE, _EDGE + _TITLE), version, "small")
        keys = add_element(
            root, "g", class_="legend", transform=f"translate({_EDGE:g} {_EDGE + _TITLE:g})"
        )
        covered = self._taken is not None
        return _EDGE * 2 + _TITLE + draw_legend(keys, self._chart, reader, room, covered=covered)

    def _draw_sheet(self, root: ET.Element, placed: sheets.PlacedSheet) -> None:
        part = placed.sheet.part
        group = add_element(root, "g", class_="sheet-of-part" if part else "sheet-of-flow")
        if part and not placed.sheet.continued:
            group.set("id", f"part-{part}")
        for index, band in enumerate(placed.bands):
            add_rectangle(group, band.box, "band odd" if index % 2 else "band")
        add_rectangle(group, placed.box, "frame", 4)
        self._draw_heading(group, placed)
        # Arrows lie below the cards, and hidden from screen readers: the cards say where they lead.
        arrows = add_element(group, "g", class_="arrows", aria_hidden="true")
        for arrow in placed.arrows:
            self._draw_arrow(arrows, arrow)
        cards = {card.step: card for card in placed.cards}
        for band in placed.bands:
            self._draw_band(group, band, placed, cards)

    def _draw_heading(self, group: ET.Element, placed: sheets.PlacedSheet) -> None:
        chart, box = self._chart, placed.box
        at = Point(box.x + sheets.MARGIN, box.y + sheets.TITLE_ROOM - 10)
        part, parent = placed.sheet.part, group
        if part is not None:
            parent = add_element(group, "a", href=f"#step-{chart.run_by[part]}")
        add_text(parent, at, sheets.sheet_heading(chart, placed.sheet, self._reader), "sheet")

    def _draw_band(
        self,
        group: ET.Element,
        band: sheets.PlacedBand,
        placed: sheets.PlacedSheet,
        cards: dict[str, sheets.PlacedCard],
    ) -> None:
        name = self._reader.line(band.band.section)
        listed = add_element(group, "g", role="list", aria_label=name or placed.sheet.letter)
        if placed.gutter:
            add_text(group, Point(band.box.x + sheets.MARGIN, band.box.y + 24), name, "section")
        for step in band.band.steps:
            self._draw_card(listed, cards[step])

    def _draw_card(self, listed: ET.Element, placed: sheets.PlacedCard) -> None:
        card, box = self._chart.cards[placed.step], placed.box
        if card.look == REFERENCE:
            self._draw_reference(listed, card, placed)
            return
        kind = "end" if card.look.startswith("end_") else card.look
        class_ = f"card {kind}{self._untaken_class(taken=card.step in self._reached)}"
        item = add_element(
            listed, "g", role="listitem", class_=class_, id=f"step-{card.step}", data_step=card.step
        )
        add_element(item, "title", describe_card(self._chart, card))
        drawn = self._add_part_link(item, card) if card.runs else item
        draw_outline(drawn, card.look, box)
        self._draw_words(drawn, card, placed)

    def _draw_words(self, drawn: ET.Element, card: Card, placed: sheets.PlacedCard) -> None:
        box = placed.box
        left, right = box.x + sheets.inset(card), box.right - sheets.inset(card)
        line = box.y + (19 if card.look == "decide" else 17)
        draw_symbol(drawn, card.look, Point(left, line - 11))
        add_text(drawn, Point(left + sheets.SYMBOL + 6, line), card.word, "head")
        if card.number:
            add_text(drawn, Point(left + sheets.head_width(card) + 6, line), card.step, "small")
            add_text(
                drawn,
                Point(right - (4 if card.look == "form" else 0), line),
                str(card.number),
                "head",
                "end",
            )
        for index, words in enumerate(placed.face.body):
            add_text(drawn, Point(left, box.y + 35 + index * sheets.LEADING), words, "body")
        if placed.face.foot:
            add_text(drawn, Point(left, box.bottom - 6), placed.face.foot, "small")

    def _draw_reference(self, listed: ET.Element, card: Card, placed: sheets.PlacedCard) -> None:
        item = add_element(listed, "g", role="listitem", class_="reference")
        link = add_element(item, "a", href=f"#step-{card.step}")
        draw_outline(link, card.look, placed.box)
        add_text(
            link, Point(placed.box.x + sheets.PAD, placed.box.y + 16), placed.face.foot, "head"
        )

    def _add_part_link(self, item: ET.Element, card: Card) -> ET.Element:
        """Add the link from a part's card to its sheet; it stands for the route into the part."""
        return add_element(item, "a", href=f"#part-{card.runs}", data_route=f"{card.step} 0")

    def _draw_arrow(self, arrows: ET.Element, placed: sheets.PlacedArrow) -> None:
        arrow = placed.arrow
        step, index = arrow.route
        class_ = f"arrow{self._untaken_class(taken=self._is_taken(arrow.route))}"
        group = add_element(arrows, "g", class_=class_, data_route=f"{step} {index}")
        add_element(group, "title", _arrow_title(arrow))
        for line in placed.lines:
            last = line is placed.lines[-1]
            ends = {"marker_end": "url(#flow-tip)"} if last else {}
            add_element(group, "path", class_="line", d=path_data(line), **ends)
        if placed.box and placed.face:
            add_rectangle(group, placed.box, "label", 5)
            for number_, words in enumerate(placed.face.body):
                at = Point(
                    placed.box.x + 6,
                    placed.box.y + sheets.HEAD + 1 + number_ * sheets.LABEL_LEADING,
                )
                add_text(group, at, words, "guard")

    def _is_taken(self, route: RouteId) -> bool:
        return self._taken is None or route in self._taken

    def _untaken_class(self, *, taken: bool) -> str:
        return "" if taken or self._taken is None else " not-taken"


def _add_definitions(root: ET.Element) -> None:
    """Add definitions of what is drawn many times: the symbols, and the head of an arrow."""
    defs = add_element(root, "defs")
    defs.extend(symbol_definitions())
    tip = add_element(
        defs, "marker", id="flow-tip", orient="auto", viewBox="0 0 8 8", refX=7, refY=4
    )
    tip.attrib |= {"markerWidth": "8", "markerHeight": "8", "markerUnits": "userSpaceOnUse"}
    add_element(tip, "path", class_="tip", d="M0 .5 8 4 0 7.500z")


def _arrow_title(arrow: Arrow) -> str:
    return f"{arrow.source} → {arrow.target}\n{arrow.explanation}".strip()


# The legend: the meaning of shapes and lines, below the picture's title.

LEGEND_ROW = 24.0
_LEGEND_GAP = 26.0


def draw_legend(
    parent: ET.Element, chart: Chart, reader: TextReader, room: float, *, covered: bool
) -> float:
    """Draw the legend from 0, 0 in rows of at most `room` pixels; return its height."""
    at = Point(0, LEGEND_ROW)
    for look, words in _legend_entries(chart, reader, covered=covered):
        wide = sheets.SYMBOL + 8 + text_width(words, sheets.HEAD) + _LEGEND_GAP
        if at.x + wide > room and at.x > 0:
            at = Point(0, at.y + LEGEND_ROW)
        group = add_element(parent, "g", class_=f"key {look}")
        _draw_sample(group, look, at)
        add_text(group, at.shift(sheets.SYMBOL + 8 if look else 0, 0), words, "guard")
        at = at.shift(wide, 0)
    return at.y


def _legend_entries(
    chart: Chart, reader: TextReader, *, covered: bool
) -> Iterator[tuple[str, str]]:
    say = reader.say
    used = {card.look for card in chart.cards.values()}
    yield from ((look, word) for look, word in look_words(reader).items() if look in used)
    if chart.run_by:
        yield "do", say("Del: står i sin egen ramme")
    if any(arrow.position for sheet in chart.sheets for arrow in sheet.arrows):
        yield "", say("1. 2. 3. på pilene: den første, der passer, gælder")
    if covered:
        yield "taken", say("afprøvet vej")
        yield "not-taken", say("vej, som ingen prøve har taget")


def _draw_sample(group: ET.Element, look: str, at: Point) -> None:
    if look in {"taken", "not-taken"}:
        add_element(
            group, "path", class_="line", d=f"M{at.x - 12:g} {at.y - 4:g}h{sheets.SYMBOL + 14:g}"
        )
    elif look:
        draw_symbol(group, look, at.shift(0, 2 - sheets.SYMBOL))


def draw_symbol(parent: ET.Element, look: str, at: Point) -> None:
    """Draw a symbol with its upper left corner at a point."""
    add_element(
        parent,
        "use",
        class_="symbol",
        href=f"#flow-symbol-{look}",
        x=at.x,
        y=at.y,
        width=sheets.SYMBOL,
        height=sheets.SYMBOL,
    )


# The style sheet, for light, dark and paper. Nothing is told by colour alone.

_LIGHT = {
    "ink": "#1a1a1a",
    "muted": "#4a4a4a",
    "paper": "#ffffff",
    "band": "#f4f5f7",
    "edge": "#5a6068",
    "question": "#e7f1fb",
    "message": "#ffffff",
    "duty": "#fff1cf",
    "danger": "#ffe3e3",
    "danger-edge": "#b00020",
    "end": "#e3f4d8",
    "part": "#efe8f8",
}
_DARK = {
    "ink": "#f2f2f2",
    "muted": "#c9ccd0",
    "paper": "#14171b",
    "band": "#1d2127",
    "edge": "#a4abb3",
    "question": "#15304a",
    "message": "#14171b",
    "duty": "#3b2f0c",
    "danger": "#45161a",
    "danger-edge": "#ff9a9a",
    "end": "#1c3512",
    "part": "#2c2240",
}


def _css_variables(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


_RULES = """
.flow-picture text { font-family: Arial, "Liberation Sans", Helvetica, "DejaVu Sans Condensed", sans-serif; fill: var(--ink); }
.flow-picture .page { fill: var(--paper); }
.flow-picture .frame { fill: none; stroke: var(--edge); stroke-width: 1.5; }
.flow-picture .band { fill: var(--paper); }
.flow-picture .band.odd { fill: var(--band); }
.flow-picture .outline, .flow-picture .mark { stroke: var(--ink); stroke-width: 1.3; fill: var(--message); }
.flow-picture .mark { fill: none; }
.flow-picture .solid { fill: var(--ink); stroke: none; }
.flow-picture :is(.ask, .form, .repeat) .outline { fill: var(--question); }
.flow-picture .duty .outline { fill: var(--duty); }
.flow-picture .danger .outline { fill: var(--danger); stroke: var(--danger-edge); stroke-width: 3; }
.flow-picture .danger .solid { fill: var(--danger-edge); }
.flow-picture .end .outline { fill: var(--end); }
.flow-picture :is(.do, .return) .outline { fill: var(--part); }
.flow-picture .symbol { color: var(--ink); fill: none; stroke: var(--ink); stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round; }
.flow-picture .line { fill: none; stroke: var(--edge); stroke-width: 1.5; }
.flow-picture .tip { fill: var(--edge); }
.flow-picture .label { fill: var(--paper); stroke: var(--edge); stroke-width: 1; }
.flow-picture :is(.not-taken, .not-taken > a) > :is(.line, .label, .outline) { stroke-dasharray: 5 4; }
.flow-picture .head { font-size: 11px; font-weight: bold; }
.flow-picture .body { font-size: 13px; }
.flow-picture .small { font-size: 10px; fill: var(--muted); }
.flow-picture .guard { font-size: 11px; }
.flow-picture .section { font-size: 13px; font-weight: bold; }
.flow-picture .sheet { font-size: 15px; font-weight: bold; }
.flow-picture .title { font-size: 24px; font-weight: bold; }
@page { size: A3 landscape; margin: 8mm; }
@media print { svg.flow-picture:root { width: 100%; height: 100%; } }
.flow-picture a:is(:hover, :focus) .outline { stroke-width: 3; }
"""

STYLE = (
    f".flow-picture{{color-scheme:light dark;{_css_variables(_LIGHT)}}}\n"
    f"@media screen and (prefers-color-scheme:dark){{.flow-picture{{{_css_variables(_DARK)}}}}}"
    + _RULES
)
