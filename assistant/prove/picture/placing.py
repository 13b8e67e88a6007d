"""Layered graph layout: positions of cards and labels, and the lines of arrows.

graphlay (the extra `pictures`) gives few crossings and short lines; this is the only module that
knows it. Without it the layers are simply centred, one below the other, and whatever passes a layer
goes around it: correct, but wider. The same sheet always gets the same layout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

try:
    import graphlay
except ModuleNotFoundError:  # the extra is not installed
    graphlay = None  # type: ignore[assignment]

from assistant.prove.picture.geometry import Box, Line, Point, Size

_OPTIONS = {
    "direction": "topbottom",
    "cycles": {"strategy": "follow_flow"},
    "spacing": {
        "layer_gap": 16,
        "node_gap": 18,
        "port_gap": 12,
        "dummy_gap": 14,
        "stub": 8,
        "port_stroke_clear": 8,
    },
}


_LAYER_GAP, _NODE_GAP, _LANE = 24.0, 18.0, 10.0  # of the layout without graphlay


# The heuristics depend on a seed: a larger sheet is laid out several times, and the best one kept.
# The seeds are fixed, so that the same sheet always gets the same layout.
_FEW_NODES, _LAYOUT_TRIALS = 8, 8


@dataclass(frozen=True, slots=True)
class LayoutNode:
    """Something with a size, and the layer that it stands in."""

    id: str
    size: Size
    layer: int


@dataclass(frozen=True, slots=True)
class LayoutEdge:
    """A line from one node down to another; a heavy one is kept short and straight."""

    source: str
    target: str
    heavy: bool


@dataclass(frozen=True, slots=True)
class Placement:
    """A box for each node, and a line for each edge; the upper left corner is at 0, 0."""

    boxes: Mapping[str, Box]
    lines: tuple[Line, ...]
    size: Size


def place_nodes(nodes: Sequence[LayoutNode], links: Sequence[LayoutEdge]) -> Placement:
    """Lay out `nodes` and the `links` between them."""
    if graphlay is None:
        return place_in_layers(nodes, links)
    graph = graphlay.Graph()
    for node in nodes:
        wide, high = node.size.width, node.size.height
        graph.node(node.id, width=wide, height=high, rank={"fixed": node.layer})
    for link in links:
        graph.edge(link.source, link.target, weight=8 if link.heavy else 1)
    trials = _LAYOUT_TRIALS if len(nodes) > _FEW_NODES else 1
    drawn = min((_run_graphlay(graph, seed) for seed in range(trials)), key=_layout_cost)
    boxes = {
        node.id: _box(node.size, at["center"]) for node, at in zip(nodes, drawn.nodes, strict=True)
    }
    lines = tuple(tuple(_point(at) for at in edge["points"]) for edge in drawn.edges)
    return _shift_to_origin(boxes, lines)


def _run_graphlay(graph: graphlay.Graph, seed: int) -> graphlay.Layout:
    return graphlay.layout(graph, preset="process_map", options={**_OPTIONS, "seed": seed})


def _layout_cost(drawn: graphlay.Layout) -> tuple[int, float]:
    """Return how bad a layout is: first by crossing arrows, then by its size."""
    measured = drawn.metrics()
    return measured["crossings"], measured["area"]


def place_in_layers(nodes: Sequence[LayoutNode], links: Sequence[LayoutEdge]) -> Placement:
    """Lay out `nodes` by their layers alone, each in the order given, without graphlay."""
    boxes: dict[str, Box] = {}
    layers = {node.id: node.layer for node in nodes}
    top = 0.0
    for layer in sorted({*layers.values()}):
        row = [node for node in nodes if node.layer == layer]
        left = -sum(node.size.width + _NODE_GAP for node in row) / 2
        for node in row:
            boxes[node.id] = Box(left, top, node.size.width, node.size.height)
            left += node.size.width + _NODE_GAP
        top += max(node.size.height for node in row) + _LAYER_GAP
    edge = max((box.right for box in boxes.values()), default=0) + _NODE_GAP
    lines = []
    for number, link in enumerate(links):
        passes = layers[link.target] - layers[link.source] > 1
        around = edge + number * _LANE if passes else None
        lines.append(_line_down(boxes[link.source], boxes[link.target], around))
    return _shift_to_origin(boxes, tuple(lines))


def _line_down(source: Box, target: Box, around: float | None) -> Line:
    """Return the line from one box down to another; in a lane at x = `around` where layers lie between."""
    start = Point(source.x + source.width / 2, source.bottom)
    end = Point(target.x + target.width / 2, target.y)
    if around is None:
        return (start, end)
    below, above = source.bottom + _LAYER_GAP / 2, target.y - _LAYER_GAP / 2
    corners = ((start.x, below), (around, below), (around, above), (end.x, above))
    return (start, *(Point(*corner) for corner in corners), end)


def _shift_to_origin(boxes: Mapping[str, Box], lines: tuple[Line, ...]) -> Placement:
    across = [x for box in boxes.values() for x in (box.x, box.right)]
    down = [y for box in boxes.values() for y in (box.y, box.bottom)]
    across += [point.x for line in lines for point in line]
    down += [point.y for line in lines for point in line]
    left, top = min(across, default=0), min(down, default=0)
    return Placement(
        {id_: box.shift(-left, -top) for id_, box in boxes.items()},
        tuple(tuple(point.shift(-left, -top) for point in line) for line in lines),
        Size(max(across, default=0) - left, max(down, default=0) - top),
    )


def _box(size: Size, centre: Mapping[str, float]) -> Box:
    x, y = centre["x"] - size.width / 2, centre["y"] - size.height / 2
    return Box(x, y, size.width, size.height)


def _point(at: Mapping[str, float]) -> Point:
    return Point(at["x"], at["y"])
