from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from assistant.flow.model import Flow, Guard, Tell, Text
from assistant.flow.model.expression import Named
from assistant.prove.picture.geometry import Box
from assistant.prove.picture.svg import render_svg
from tests.examples.drawn import SHIPPED, deep_part, ladder, small

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script> \"'&amp;]]> <!-- \u202e"
FLOWS = [small(), ladder(1), ladder(14), ladder(60), deep_part(), *SHIPPED]
Drawn = tuple[Flow, ET.Element]


def picture(flow: Flow, taken: frozenset[tuple[str, int]] | None = None) -> ET.Element:
    return ET.fromstring(render_svg(flow, taken=taken))  # noqa: S314 - our own


@pytest.fixture(scope="module", params=FLOWS, ids=lambda flow: f"{flow.id}{len(flow.steps)}")
def drawn(request: pytest.FixtureRequest) -> Drawn:
    """Return a flow and its picture."""
    flow: Flow = request.param
    return flow, picture(flow)


def classes(element: ET.Element) -> list[str]:
    return element.get("class", "").split()


def with_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if name in classes(element)]


def words(element: ET.Element) -> str:
    return " ".join(text.text or "" for text in element.iter(f"{SVG}text"))


def box_of(element: ET.Element) -> Box:
    given = element.get("data-box")
    sides = (
        given.split()
        if given
        else [element.get(side, "") for side in ("x", "y", "width", "height")]
    )
    return Box(*map(float, sides))


def boxes(root: ET.Element) -> Iterator[Box]:
    yield from (box_of(element) for name in ("box", "label") for element in with_class(root, name))


def over(one: Box, other: Box) -> bool:
    near = 0.2  # numbers are rounded
    beside = one.right <= other.x + near or other.right <= one.x + near
    return not (beside or one.bottom <= other.y + near or other.bottom <= one.y + near)


def test_every_step_is_there_once(drawn: Drawn) -> None:
    flow, root = drawn
    found = Counter(e.get("data-step") for e in root.iter() if e.get("data-step"))

    assert found == Counter(list(flow.steps))


def test_every_route_is_there_once(drawn: Drawn) -> None:
    flow, root = drawn
    found = Counter(e.get("data-route") for e in root.iter() if e.get("data-route"))

    assert found == Counter(
        f"{step.id} {index}" for step in flow.steps.values() for index in range(len(step.routes))
    )


def test_no_two_boxes_are_over_each_other_and_all_are_on_the_page(drawn: Drawn) -> None:
    _, root = drawn
    found = sorted(boxes(root), key=lambda box: box.y)
    page = Box(0, 0, float(root.get("width", 0)), float(root.get("height", 0)))

    assert [
        (one, other)
        for index, one in enumerate(found)
        for other in found[:index]
        if over(one, other)
    ] == []
    assert all(
        box.x >= 0 and box.right <= page.right and box.bottom <= page.bottom for box in found
    )


def test_every_frame_holds_its_boxes_and_bands(drawn: Drawn) -> None:
    _, root = drawn
    sheets = [*with_class(root, "sheet-of-flow"), *with_class(root, "sheet-of-part")]
    for sheet in sheets:
        frame = box_of(with_class(sheet, "frame")[0])
        inside = [*boxes(sheet), *(box_of(band) for band in with_class(sheet, "band"))]
        assert all(
            frame.x <= box.x + 0.1 and box.right <= frame.right + 0.1 and frame.y <= box.y + 0.1
            and box.bottom <= frame.bottom + 0.1
            for box in inside
        )  # fmt: skip


def test_every_card_stands_in_the_band_of_its_section(drawn: Drawn) -> None:
    _, root = drawn
    bands = [box_of(band) for band in with_class(root, "band")]
    lists = [element for element in root.iter() if element.get("role") == "list"]

    assert len(bands) == len(lists)
    for band, listed in zip(bands, lists, strict=True):
        for card in boxes(listed):
            assert band.y - 0.1 <= card.y
            assert card.bottom <= band.bottom + 0.1


def test_an_arrow_begins_and_ends_at_the_cards_it_joins(drawn: Drawn) -> None:
    _, root = drawn
    edges = list(boxes(root))
    for arrow in with_class(root, "arrow"):
        paths = [path.get("d", "") for path in with_class(arrow, "line")]
        for path in paths:
            numbers = [float(each) for each in re.findall(r"-?[\d.]+", path)]
            (x1, y1), (x2, y2) = numbers[:2], numbers[-2:]
            assert any(abs(box.bottom - y1) < 0.2 and box.x <= x1 <= box.right for box in edges)
            assert any(abs(box.y - y2) < 0.2 and box.x <= x2 <= box.right for box in edges)


def test_the_same_flow_gives_the_same_bytes(drawn: Drawn) -> None:
    flow, _ = drawn
    assert render_svg(flow) == render_svg(flow)


def test_ids_are_unique_and_links_lead_to_them(drawn: Drawn) -> None:
    _, root = drawn
    ids = Counter(e.get("id") for e in root.iter() if e.get("id"))
    links = {e.get("href", "").removeprefix("#") for e in root.iter() if e.get("href")}

    assert set(ids.values()) == {1}
    assert links <= set(ids)


def test_nothing_comes_from_elsewhere_and_nothing_runs() -> None:
    drawn = render_svg(small())
    outside = set(re.findall(r"https?://[^\"]*", drawn))

    assert outside == {"http://www.w3.org/2000/svg"}
    assert not re.search(
        r"<script|<image|<foreignObject|@import|@font-face|url\((?!#)|\son\w+=", drawn
    )


def test_a_frame_is_found_by_the_words_of_the_card_that_runs_it() -> None:
    root = picture(deep_part())
    parts = with_class(root, "sheet-of-part")

    assert [part.get("id") for part in parts] == ["part-deep", None]
    assert [with_class(part, "sheet")[0].text for part in parts] == [
        "Del A: deep (1)",
        "Del A: deep (1), fortsat",
    ]


def test_hostile_words_are_only_words() -> None:
    flow = small()
    say = Text("evil", HOSTILE.replace("]", "\\]"))
    call = replace(flow.steps["call"], say=say, section=say)
    danger = flow.steps["danger"]
    guard = Guard(Named("in_danger"), HOSTILE)
    asked = replace(danger, routes=(replace(danger.routes[0], guard=guard), danger.routes[1]))
    root = picture(replace(flow, title=say, steps={**flow.steps, "call": call, "danger": asked}))

    assert root.find(f"{SVG}title") is not None
    assert (root.findtext(f"{SVG}title") or "") == HOSTILE
    assert not [e for e in root.iter() if "script" in e.tag]
    titles = [title.text or "" for title in root.iter(f"{SVG}title")]
    assert any(HOSTILE in title for title in titles if title.startswith("Fare 2: call"))
    assert f"danger → call\n{HOSTILE}" in titles


def test_shape_symbol_and_word_tell_a_danger_and_an_end_without_colour() -> None:
    root = picture(small())
    cards = {e.get("data-step"): e for e in root.iter() if e.get("data-step")}
    symbols = {
        step: [use.get("href") for use in card.iter(f"{SVG}use")] for step, card in cards.items()
    }

    assert symbols["call"] == ["#flow-symbol-danger"]
    assert symbols["stop"] == ["#flow-symbol-end_follow_up"]
    assert words(cards["call"]).startswith("Fare call 2 ")
    assert words(cards["stop"]) == "Slut: følg op stop 5 Godt."
    assert len(with_class(cards["call"], "solid")) == 2  # the stripes
    assert len(with_class(cards["stop"], "mark")) == 1  # the second line
    assert len({tuple(sorted(e.tag for e in card.iter())) for card in cards.values()}) > 3


def test_the_guard_stands_on_its_arrow_and_what_it_means_in_its_title() -> None:
    arrows = {e.get("data-route"): e for e in picture(small()).iter() if e.get("data-route")}

    assert words(arrows["danger 0"]) == "in_danger"
    assert words(arrows["danger 1"]) == "ellers"
    assert arrows["danger 0"].findtext(f"{SVG}title") == (
        "danger → call\nin_danger\nin_danger: Du har svaret ja."
    )
    assert words(arrows["call 0"]) == ""


def test_routes_that_no_test_takes_are_dashed_and_the_key_says_so() -> None:
    taken = frozenset({("danger", 1), ("calm", 0), ("signs", 0), ("calm.done", 1)})
    root = picture(small(), taken)
    dashed = {e.get("data-route") or e.get("data-step") for e in with_class(root, "not-taken")}

    assert dashed == {"danger 0", "call 0", "calm.done 0", "call", None}
    assert "vej, som ingen prøve har taget" in words(with_class(root, "legend")[0])
    assert with_class(picture(small()), "not-taken") == []


def test_the_key_tells_only_the_kinds_that_there_are() -> None:
    keys = [words(key) for key in with_class(picture(ladder(1)), "key")]

    assert keys == ["Vejvalg", "Besked", "Slut"]


def test_a_reader_who_does_not_see_it_is_told_each_step_and_where_it_leads() -> None:
    root = picture(small())
    told = {
        e.get("data-step"): e.findtext(f"{SVG}title") for e in root.iter() if e.get("data-step")
    }

    assert told["danger"] == (
        "Ét spørgsmål 1: danger\nFare lige nu Er barnet i fare?\nin_danger → 2 call\nellers → 3 calm"
    )
    assert told["signs"] == "Ét spørgsmål 4: signs\nTegn Hvad har du set?\n→ Tilbage til 3"
    assert root.findtext(f"{SVG}desc") == (
        "Kort over samtalen med 5 trin. Læs ovenfra og ned; hvert trin siger, hvor det fører hen."
    )


def test_a_step_without_section_has_a_band_too() -> None:
    flow = ladder(1)
    plain = {id_: replace(step, section=None) for id_, step in flow.steps.items()}
    root = picture(replace(flow, steps=plain))

    assert isinstance(flow.steps["tell0"], Tell)
    assert len(with_class(root, "band")) == 1
