"""A sheet of the picture with everything on it in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.prove.picture.bands import Band, ranks
from assistant.prove.picture.chart import Arrow, Chart, Sheet
from assistant.prove.picture.faces import BODY, Face, card_face, label_face
from assistant.prove.picture.geometry import Box, Line, Size
from assistant.prove.picture.measure import width
from assistant.prove.picture.placing import Link, Node, Places, places
from assistant.prove.picture.reader import Reader

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
    """An arrow's line, in two pieces where a label stands between them."""

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
class Spread:
    """A sheet with its places; `gutter` is how much of its bands' left their titles take."""

    sheet: Sheet
    box: Box
    gutter: float
    bands: tuple[PlacedBand, ...]
    cards: tuple[PlacedCard, ...]
    arrows: tuple[PlacedArrow, ...]

    def moved(self, x: float, y: float) -> Spread:
        """Return the spread `x` to the right and `y` below."""
        return replace(
            self,
            box=self.box.moved(x, y),
            bands=tuple(replace(each, box=each.box.moved(x, y)) for each in self.bands),
            cards=tuple(replace(each, box=each.box.moved(x, y)) for each in self.cards),
            arrows=tuple(_moved(each, x, y) for each in self.arrows),
        )


def spread(chart: Chart, sheet: Sheet, reader: Reader) -> Spread:
    """Return `sheet` with everything in its place, from 0, 0."""
    faces = {step: card_face(chart.cards[step]) for step in sheet.steps}
    labels = {arrow.route: label_face(arrow) for arrow in sheet.arrows}
    laid = _laid(sheet, faces, {_key(route): face for route, face in labels.items() if face})
    titles = [reader.line(band.section) for band in sheet.bands]
    gutter = max(width(title, BODY, bold=True) for title in titles) + MARGIN if titles[1:] else 0
    wide = (
        max(laid.size.width + gutter, width(heading(chart, sheet, reader), BODY + 2, bold=True))
        + 2 * MARGIN
    )
    box = Box(0, 0, wide, laid.size.height + TITLE_ROOM + 2 * MARGIN)
    made = Spread(
        sheet,
        box,
        gutter,
        (),
        tuple(PlacedCard(step, faces[step], laid.boxes[step]) for step in sheet.steps),
        _arrows(sheet, labels, laid),
    )
    across = (wide - 2 * MARGIN - gutter - laid.size.width) / 2
    moved = made.moved(MARGIN + gutter + across, TITLE_ROOM + MARGIN)
    return replace(moved, box=box, bands=_bands(moved, box))


def _laid(sheet: Sheet, faces: Mapping[str, Face], labels: Mapping[str, Face]) -> Places:
    layer, label_layer = _layers(sheet)
    nodes = [Node(step, face.size, layer[step]) for step, face in faces.items()]
    next_to = dict(zip(sheet.steps, sheet.steps[1:], strict=False))
    links = []
    for arrow in sheet.arrows:
        heavy, key = next_to.get(arrow.source) == arrow.target, _key(arrow.route)
        if key in labels:
            nodes.append(Node(key, labels[key].size, label_layer[layer[arrow.source]]))
            links += [Link(arrow.source, key, heavy), Link(key, arrow.end, heavy)]
        else:
            links.append(Link(arrow.source, arrow.end, heavy))
    return places(nodes, links)


def _layers(sheet: Sheet) -> tuple[dict[str, int], dict[int, int]]:
    """Return each card's layer, and for a card's layer that of the labels below it."""
    pairs = tuple((arrow.source, arrow.end) for arrow in sheet.arrows)
    rank: dict[str, int] = {}
    for band in sheet.bands:
        first = max(rank.values(), default=-1) + 1
        rank.update((step, first + n) for step, n in ranks(band.steps, pairs).items())
    labelled = {rank[arrow.source] for arrow in sheet.arrows if arrow.label is not None}
    layer = {n: n + sum(other < n for other in labelled) for n in set(rank.values())}
    return {step: layer[n] for step, n in rank.items()}, {layer[n]: layer[n] + 1 for n in labelled}


def _arrows(
    sheet: Sheet, labels: Mapping[tuple[str, int], Face | None], laid: Places
) -> tuple[PlacedArrow, ...]:
    left = iter(laid.lines)
    placed = []
    for arrow in sheet.arrows:
        face = labels[arrow.route]
        lines = (next(left),) if face is None else (next(left), next(left))
        placed.append(PlacedArrow(arrow, lines, face, laid.boxes.get(_key(arrow.route))))
    return tuple(placed)


def _bands(spread: Spread, box: Box) -> tuple[PlacedBand, ...]:
    """Return the bands: from the sheet's title to its lower edge, parted half way between their cards."""
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


def heading(chart: Chart, sheet: Sheet, reader: Reader) -> str:
    """Return what a sheet is found by: of a part, the words of the card that runs it, and its section."""
    words = reader.say("Samtalen")
    if sheet.part is not None:
        by = chart.cards[chart.run_by[sheet.part]]
        sections = {reader.line(band.section) for band in sheet.bands}
        section = f" · {sections.pop()}" if len(sections) == 1 else ""
        words = f"{by.word}: {sheet.part} ({by.number}){section}"
    return reader.say("{what}, fortsat", what=words) if sheet.continued else words


def _moved(placed: PlacedArrow, x: float, y: float) -> PlacedArrow:
    return replace(
        placed,
        lines=tuple(tuple(point.moved(x, y) for point in line) for line in placed.lines),
        box=placed.box.moved(x, y) if placed.box else None,
    )


def _key(route: tuple[str, int]) -> str:
    return f"{route[0]} {route[1]}"  # no step's id has a space


def size_of(spreads: tuple[Spread, ...]) -> Size:
    """Return how much room placed spreads take."""
    return Size(max(each.box.right for each in spreads), max(each.box.bottom for each in spreads))
