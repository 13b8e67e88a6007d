"""A flow is drawn where graphlay is not installed, too."""

from __future__ import annotations

import sys
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from assistant.cli.graph import command
from assistant.prove.picture import placing
from assistant.prove.picture.geometry import Size
from assistant.prove.picture.placing import LayoutEdge, LayoutNode, place_in_layers

NODES = [
    LayoutNode("start", Size(80, 30), 0),
    LayoutNode("left", Size(60, 40), 1),
    LayoutNode("right", Size(50, 20), 1),
    LayoutNode("end", Size(80, 30), 2),
]
LINKS = [
    LayoutEdge("start", "left", heavy=True),
    LayoutEdge("start", "right", heavy=False),
    LayoutEdge("left", "end", heavy=True),
    LayoutEdge("start", "end", heavy=False),
]


def test_layers_lie_one_below_the_other_and_boxes_side_by_side() -> None:
    boxes = place_in_layers(NODES, LINKS).boxes

    assert boxes["start"].bottom < boxes["left"].y == boxes["right"].y < boxes["left"].bottom
    assert boxes["left"].right < boxes["right"].x
    assert boxes["left"].bottom < boxes["end"].y


def test_a_line_leads_from_box_to_box_and_around_what_lies_between() -> None:
    placed = place_in_layers(NODES, LINKS)
    start, end = placed.boxes["start"], placed.boxes["end"]
    direct, passing = placed.lines[0], placed.lines[3]

    assert (direct[0].y, direct[-1].y) == (start.bottom, placed.boxes["left"].y)
    assert (passing[0].y, passing[-1].y) == (start.bottom, end.y)
    assert max(point.x for point in passing) > max(box.right for box in placed.boxes.values())
    assert max(point.x for point in passing) <= placed.size.width


def test_a_flow_is_drawn_without_graphlay(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("drawn")
    drawn = {}
    for name in ("with", "without"):
        if name == "without":
            monkeypatch.setattr(placing, "graphlay", None)
        file = folder / f"{name}.svg"
        run = CliRunner().invoke(command, ["concern", "--svg", str(file)])
        assert run.exit_code == 0, run.output
        drawn[name] = {node.get("id") for node in ET.parse(file).iter() if node.get("id")}  # noqa: S314 - ours

    assert drawn["without"] == drawn["with"]
    assert drawn["with"]


def test_the_package_can_be_imported_without_graphlay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "graphlay", None)
    monkeypatch.delitem(sys.modules, "assistant.prove.picture.placing")

    import assistant.prove.picture.placing as fresh  # noqa: PLC0415 - it is what is tested

    assert vars(fresh)["graphlay"] is None
