"""Layered graph layout by graphlay: positions of cards and labels, and the lines of arrows.

This is the only module that knows graphlay. The same sheet always gets the same layout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import graphlay

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
