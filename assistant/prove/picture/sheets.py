"""Sheets with everything on them in place, ready to draw.

Stages: words give each card and label its face and size; bands give the layers (a labelled arrow
gets a layer of its own for its label); graphlay gives the positions; bands are fitted around them;
finally the sheets are packed on one page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.prove.picture.chart import (
    REFERENCE,
    Arrow,
    Band,
    Card,
    Chart,
    ChartSheet,
    rank_steps,
)
from assistant.prove.picture.geometry import Box, Line, Size, text_width, wrap_words
from assistant.prove.picture.placing import LayoutEdge, LayoutNode, Placement, place_nodes
from assistant.prove.picture.reader import TextReader

MARGIN = 18.0
TITLE_ROOM = 34.0


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card's box and the lines that it shows."""

    step: str
    face: Face
    box: Box


@dataclass(frozen=True, slots=True)
class PlacedArrow:
    """An arrow's line, in two pieces if a label stands between them."""

    arrow: Arrow
    lines: tuple[Line, ...]
    face: Face | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class PlacedBand:
    """A section's band across the sheet."""

    band: Band
    box: Box


@dataclass(frozen=True, slots=True)
class PlacedSheet:
    """A sheet laid out; `gutter` is the room that the titles of its bands take on the left."""

    sheet: ChartSheet
    box: Box
    gutter: float
    bands: tuple[PlacedBand, ...]
    cards: tuple[PlacedCard, ...]
    arrows: tuple[PlacedArrow, ...]

    def shift(self, x: float, y: float) -> PlacedSheet:
        """Return the same sheet `x` further right and `y` further down."""
        return replace(
            self,
            box=self.box.shift(x, y),
            bands=tuple(replace(each, box=each.box.shift(x, y)) for each in self.bands),
            cards=tuple(replace(each, box=each.box.shift(x, y)) for each in self.cards),
            arrows=tuple(_shift_arrow(each, x, y) for each in self.arrows),
        )


def place_sheet(chart: Chart, sheet: ChartSheet, reader: TextReader) -> PlacedSheet:
    """Lay out `sheet`, with its upper left corner at 0, 0."""
    faces = {step: card_face(chart.cards[step]) for step in sheet.steps}
    labels = {arrow.route: label_face(arrow) for arrow in sheet.arrows}
    laid = _lay_out(
        sheet, faces, {_label_id(route): face for route, face in labels.items() if face}
    )
    titles = [reader.line(band.section) for band in sheet.bands]
    gutter = (
        max(text_width(title, BODY, bold=True) for title in titles) + MARGIN if titles[1:] else 0
    )
    wide = (
        max(
            laid.size.width + gutter,
            text_width(sheet_heading(chart, sheet, reader), BODY + 2, bold=True),
        )
        + 2 * MARGIN
    )
    box = Box(0, 0, wide, laid.size.height + TITLE_ROOM + 2 * MARGIN)
    made = PlacedSheet(
        sheet,
        box,
        gutter,
        (),
        tuple(PlacedCard(step, faces[step], laid.boxes[step]) for step in sheet.steps),
        _place_arrows(sheet, labels, laid),
    )
    across = (wide - 2 * MARGIN - gutter - laid.size.width) / 2
    moved = made.shift(MARGIN + gutter + across, TITLE_ROOM + MARGIN)
    return replace(moved, box=box, bands=_place_bands(moved, box))


def _lay_out(sheet: ChartSheet, faces: Mapping[str, Face], labels: Mapping[str, Face]) -> Placement:
    layer, label_layer = _assign_layers(sheet)
    nodes = [LayoutNode(step, face.size, layer[step]) for step, face in faces.items()]
    # The author's own order is kept straight: an arrow to the next card is heavy.
    next_to = dict(zip(sheet.steps, sheet.steps[1:], strict=False))
    links = []
    for arrow in sheet.arrows:
        heavy, key = next_to.get(arrow.source) == arrow.target, _label_id(arrow.route)
        if key in labels:
            nodes.append(LayoutNode(key, labels[key].size, label_layer[layer[arrow.source]]))
            links += [LayoutEdge(arrow.source, key, heavy), LayoutEdge(key, arrow.end, heavy)]
        else:
            links.append(LayoutEdge(arrow.source, arrow.end, heavy))
    return place_nodes(nodes, links)


def _assign_layers(sheet: ChartSheet) -> tuple[dict[str, int], dict[int, int]]:
    """Return the layer of each card, and for each layer of cards the layer of labels below it."""
    pairs = tuple((arrow.source, arrow.end) for arrow in sheet.arrows)
    rank: dict[str, int] = {}
    for band in sheet.bands:
        first = max(rank.values(), default=-1) + 1
        rank.update((step, first + n) for step, n in rank_steps(band.steps, pairs).items())
    labelled = {rank[arrow.source] for arrow in sheet.arrows if arrow.label is not None}
    layer = {n: n + sum(other < n for other in labelled) for n in set(rank.values())}
    return {step: layer[n] for step, n in rank.items()}, {layer[n]: layer[n] + 1 for n in labelled}


def _place_arrows(
    sheet: ChartSheet, labels: Mapping[tuple[str, int], Face | None], laid: Placement
) -> tuple[PlacedArrow, ...]:
    left = iter(laid.lines)  # in the order of the edges: two for an arrow with a label
    placed = []
    for arrow in sheet.arrows:
        face = labels[arrow.route]
        lines = (next(left),) if face is None else (next(left), next(left))
        placed.append(PlacedArrow(arrow, lines, face, laid.boxes.get(_label_id(arrow.route))))
    return tuple(placed)


def _place_bands(spread: PlacedSheet, box: Box) -> tuple[PlacedBand, ...]:
    """Return the bands, from the sheet's title to its lower edge, parted half way between cards."""
    card = {each.step: each.box for each in spread.cards}
    edges = [TITLE_ROOM]
    for above, below in zip(spread.sheet.bands, spread.sheet.bands[1:], strict=False):
        members = set(above.steps)
        bottoms = [card[step].bottom for step in above.steps]
        bottoms += [a.box.bottom for a in spread.arrows if a.box and a.arrow.source in members]
        edges.append((max(bottoms) + min(card[step].y for step in below.steps)) / 2)
    edges.append(box.height)
    return tuple(
        PlacedBand(band, Box(0, top, box.width, bottom - top))
        for band, top, bottom in zip(spread.sheet.bands, edges, edges[1:], strict=False)
    )


def sheet_heading(chart: Chart, sheet: ChartSheet, reader: TextReader) -> str:
    """Return a sheet's heading: of a part, the words of the card that runs it, and its section."""
    words = reader.say("Samtalen")
    if sheet.part is not None:
        by = chart.cards[chart.run_by[sheet.part]]
        sections = {reader.line(band.section) for band in sheet.bands}
        section = f" · {sections.pop()}" if len(sections) == 1 else ""
        words = f"{by.word}: {sheet.part} ({by.number}){section}"
    return reader.say("{what}, fortsat", what=words) if sheet.continued else words


def _shift_arrow(placed: PlacedArrow, x: float, y: float) -> PlacedArrow:
    return replace(
        placed,
        lines=tuple(tuple(point.shift(x, y) for point in line) for line in placed.lines),
        box=placed.box.shift(x, y) if placed.box else None,
    )


def _label_id(route: tuple[str, int]) -> str:
    return f"{route[0]} {route[1]}"  # no step's id has a space


def combined_size(spreads: tuple[PlacedSheet, ...]) -> Size:
    """Return the room that sheets take together."""
    return Size(max(each.box.right for each in spreads), max(each.box.bottom for each in spreads))


# Faces: the lines of words on a card or label, and so its size.

HEAD, BODY = 11.0, 13.0  # font sizes
LEADING = 16.0  # between baselines of the body
PAD = 10.0
HEAD_ROOM = 24.0  # from a card's upper edge to its body
_CARD_WIDTH = 190.0
FOOT = 13.0
_TITLE_LINES = 3
_LABEL_ROOM, _LABEL_LINES = 158.0, 3
LABEL_LEADING = 13.0
SYMBOL = 14.0  # a symbol is as wide as high


@dataclass(frozen=True, slots=True)
class Face:
    """The lines that a card or label shows; `foot` is the small one below."""

    body: tuple[str, ...]
    foot: str
    size: Size


def card_face(card: Card) -> Face:
    """Return a card's face: a title of up to three lines, and which other leaves lead to it."""
    if card.look in {"return", REFERENCE}:
        return _small_face(card)
    foot = ", ".join(str(number) for number in card.comes_from)
    foot = f"← {foot}" if foot else ""
    side = inset(card)
    wide = head_width(card) + text_width(f" {card.step} {card.number}", HEAD) + 2 * side + PAD
    if card.look == "decide":
        return Face((), foot, Size(wide, 30 + FOOT * bool(foot)))
    wide = max(_CARD_WIDTH, wide)
    body = wrap_words(card.title, BODY, wide - 2 * side, _TITLE_LINES)
    high = HEAD_ROOM + LEADING * len(body) + FOOT * bool(foot) + 4
    return Face(body, foot, Size(wide, high))


def _small_face(card: Card) -> Face:
    """Return the face of a return or a reference: one line."""
    if card.look == "return":
        return Face((), "", Size(head_width(card) + 2 * PAD + 4, 24))
    words = f"→ {card.number} {card.step}"
    return Face((), words, Size(text_width(words, HEAD, bold=True) + 2 * PAD, 24))


def inset(card: Card) -> float:
    """Return how far a card's words stand from its sides; round and pointed ones need more room."""
    if card.look.startswith("end_"):
        return PAD + 10
    return PAD + (7 if card.look == "decide" else 4)


def head_width(card: Card) -> float:
    """Return how far a card's symbol and word reach from its padding."""
    return SYMBOL + 6 + text_width(card.word, HEAD, bold=True)


def label_face(arrow: Arrow) -> Face | None:
    """Return the face of an arrow's label; None if the arrow has no label."""
    if arrow.label is None:
        return None
    turn = f"{arrow.position}. " if arrow.position else ""
    body = wrap_words(turn + arrow.label, HEAD, _LABEL_ROOM, _LABEL_LINES)
    wide = max(text_width(line, HEAD) for line in body) + 12
    return Face(body, "", Size(wide, LABEL_LEADING * len(body) + 5))


# Packing: all sheets side by side on one page, in the shape of A-series paper in landscape.

SHEET_GAP = 28.0
_LONG_TO_SHORT = 2**0.5
_WIDTH_TRIALS = 60  # page widths tried, from the widest sheet to all in one row


def pack_boxes(sizes: Sequence[Size]) -> tuple[Box, ...]:
    """Return a box for each size, none over another, so that they fit the smallest possible paper.

    Each stands as high up as it can and then as far left, in the order given. Several page widths
    are tried, and the best result is taken.
    """
    widest = max(size.width for size in sizes)
    room = sum(size.width + SHEET_GAP for size in sizes) - widest
    trials = (
        _pack_within(sizes, widest + room * part / _WIDTH_TRIALS)
        for part in range(_WIDTH_TRIALS + 1)
    )
    return min(trials, key=_paper_length)


def _paper_length(boxes: tuple[Box, ...]) -> float:
    """Return the long side of the smallest landscape paper that has room for `boxes`."""
    wide, high = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return max(wide, high * _LONG_TO_SHORT)


def _pack_within(sizes: Sequence[Size], width: float) -> tuple[Box, ...]:
    placed: list[Box] = []
    for size in sizes:
        # Candidate corners: beside and below what stands already, and at the page's edges.
        corners = {(0.0, 0.0)}
        for box in placed:
            corners |= {
                (box.right + SHEET_GAP, box.y),
                (box.x, box.bottom + SHEET_GAP),
                (0.0, box.bottom + SHEET_GAP),
            }
            corners |= {(box.right + SHEET_GAP, 0.0)}
        spots = (Box(x, y, size.width, size.height) for x, y in corners)
        free = (
            b for b in spots if b.right <= width and not any(_are_too_close(b, p) for p in placed)
        )
        placed.append(min(free, key=lambda box: (box.y, box.x)))
    return tuple(placed)


def _are_too_close(one: Box, other: Box) -> bool:
    apart = SHEET_GAP - 0.01  # less than the gap, or rounding would forbid neighbours a gap apart
    return (
        one.x < other.right + apart
        and other.x < one.right + apart
        and one.y < other.bottom + apart
        and other.y < one.bottom + apart
    )
