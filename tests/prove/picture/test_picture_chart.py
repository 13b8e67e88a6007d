from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.flow.model import AnyStep, Decide, Flow, Form, Repeat, Text
from assistant.prove.picture.chart import (
    Arrow,
    Band,
    Card,
    Chart,
    build_chart,
    cut_into_leaves,
    outgoing_routes,
    rank_steps,
)
from assistant.prove.picture.reader import TextReader, step_title
from assistant.prove.picture.textual import flow_document, render_outline
from tests.examples.drawn import ladder, small

FLOW = small()


def draw_chart(flow: Flow = FLOW) -> Chart:
    return build_chart(flow, TextReader())


def test_the_cards_say_what_each_step_is_in_a_word_and_what_it_is_about() -> None:
    cards = draw_chart().cards

    assert {
        id_: (card.number, card.look, card.word, card.title) for id_, card in cards.items()
    } == {
        "danger": (1, "ask", "Ét spørgsmål", "Fare lige nu"),
        "call": (2, "danger", "Fare", "Ring til [emergency]. Se [everyone]."),
        "calm": (3, "do", "Del A", "Tegn…"),
        "signs": (4, "ask", "Ét spørgsmål", "Tegn"),
        "calm.done": (None, "return", "Tilbage til 3", ""),
        "stop": (5, "end_follow_up", "Slut: følg op", "Godt."),
    }
    assert cards["calm"] == Card("calm", 3, "do", "Del A", "Tegn…", "", runs="calm")


def test_a_part_stands_on_a_sheet_of_its_own_and_its_card_carries_the_way_on() -> None:
    flow_sheet, part_sheet = draw_chart().sheets

    assert flow_sheet.arrows == (
        Arrow(
            ("danger", 0),
            "danger",
            "call",
            "call",
            "in_danger",
            "in_danger\nin_danger: Du har svaret ja.",
            None,
        ),
        Arrow(("danger", 1), "danger", "calm", "calm", "ellers", "", None),
        Arrow(("call", 0), "call", "stop", "stop", None, "", None),
        Arrow(
            ("calm.done", 0),
            "calm",
            "call",
            "call",
            "violence",
            "violence\nviolence: Du har set mærker.",
            None,
        ),
        Arrow(("calm.done", 1), "calm", "stop", "stop", "ellers", "", None),
    )
    assert (part_sheet.part, part_sheet.letter, part_sheet.steps) == (
        "calm",
        "A",
        ("signs", "calm.done"),
    )
    assert [(arrow.source, arrow.target) for arrow in part_sheet.arrows] == [("signs", "calm.done")]


def test_a_section_that_is_come_back_to_is_another_band() -> None:
    bands = draw_chart().sheets[0].bands

    assert [(band.section.words if band.section else None, band.steps) for band in bands] == [
        ("Fare", ("danger",)),
        ("Tegn", ("calm",)),
        ("Fare", ("call",)),
        ("Slut", ("stop",)),
    ]


def test_every_arrow_leads_down_or_stays_in_its_band() -> None:
    for flow in (FLOW, ladder(12)):
        for sheet in draw_chart(flow).sheets:
            band = {step: n for n, each in enumerate(sheet.bands) for step in each.steps}
            assert all(band[arrow.source] <= band[arrow.target] for arrow in sheet.arrows)


def test_routes_are_counted_only_where_they_are_tried_one_after_the_other() -> None:
    danger = FLOW.steps["danger"]
    twice = replace(danger, routes=(danger.routes[0], *danger.routes))
    flow = replace(FLOW, steps={**FLOW.steps, "danger": twice})

    assert [arrow.position for arrow in draw_chart(flow).sheets[0].arrows][:3] == [1, 2, None]
    assert [id_ for id_, _ in outgoing_routes(flow, twice)] == [
        ("danger", 0),
        ("danger", 1),
        ("danger", 2),
    ]


def test_a_rank_is_the_longest_way_to_a_step() -> None:
    pairs = (("a", "b"), ("b", "d"), ("a", "d"), ("a", "c"), ("x", "c"))

    assert rank_steps(("a", "b", "c", "d"), pairs) == {"a": 0, "b": 1, "c": 1, "d": 2}


def test_words_come_from_the_reader() -> None:
    reader = TextReader(
        lambda text: f"{text.words}!", lambda words, /, **values: f"<{words.format(**values)}>"
    )
    cards = build_chart(FLOW, reader).cards

    assert (cards["danger"].word, cards["danger"].title) == ("<Ét spørgsmål>", "Fare lige nu!")
    assert cards["calm"].word == "<Del A>"


@pytest.mark.parametrize(
    ("step", "about"),
    [
        (Form(id="both", facts=("danger", "signs")), "Fare lige nu · Tegn"),
        (Form(id="both", facts=("danger", "signs"), say=Text("", "Sig **alt**")), "Sig alt"),
        (
            Repeat(id="many", each=("danger",), at_least=0, at_most=3, label=Text("", "Alle")),
            "Alle",
        ),
        (Decide(id="fork"), ""),
        (FLOW.steps["calm"], "Tegn…"),
    ],
)
def test_a_step_is_about_its_question_or_how_its_message_begins(step: AnyStep, about: str) -> None:
    assert step_title(FLOW, step, TextReader()) == about


def test_a_long_sheet_is_cut_between_sections_and_refers_across() -> None:
    whole = cut_into_leaves(draw_chart(ladder(12)))
    first, second = whole.sheets

    assert [sheet.continued for sheet in whole.sheets] == [False, True]
    assert first.bands[-1] == Band(
        Text("section 1", "Afsnit 1"),
        (*(f"{kind}{n}" for n in range(4, 8) for kind in ("fork", "tell")), "0 fork8"),
    )
    assert {arrow.route for arrow in first.arrows if arrow.end == "0 fork8"} == {
        ("fork7", 1),
        ("tell7", 0),
    }
    assert whole.cards["0 fork8"].look == "reference"
    assert whole.cards["fork8"].comes_from == (15, 16)
    assert second.steps[0] == "fork8"


def test_a_short_sheet_is_left_whole() -> None:
    assert cut_into_leaves(draw_chart()) == draw_chart()


def test_the_outline_tells_the_same_as_the_picture() -> None:
    assert render_outline(FLOW) == (
        "En lille samtale (small, version 3)\n"
        "\n"
        "Fare\n"
        "  1. Ét spørgsmål (danger): Fare lige nu\n"
        "       in_danger → 2 call\n"
        "       ellers → 3 calm\n"
        "\n"
        "Tegn\n"
        "  3. Del A (calm)\n"
        "       violence → 2 call\n"
        "       ellers → 5 stop\n"
        "\n"
        "    Tegn\n"
        "      4. Ét spørgsmål (signs): Tegn\n"
        "           → Tilbage til 3\n"
        "      Tilbage til 3 (calm.done)\n"
        "\n"
        "Fare\n"
        "  2. Fare (call): Ring til [emergency]. Se [everyone].\n"
        "       → 5 stop\n"
        "\n"
        "Slut\n"
        "  5. Slut: følg op (stop): Godt.\n"
    )


def test_the_document_has_every_step_and_route() -> None:
    found = flow_document(FLOW, taken=frozenset({("danger", 0)}))

    assert list(found) == ["flow", "version", "steps", "routes"]
    assert found["routes"] == [
        {"from": "danger", "index": 0, "to": "call", "if": "in_danger", "taken": True},
        {"from": "danger", "index": 1, "to": "calm", "if": None, "taken": False},
        {"from": "call", "index": 0, "to": "stop", "if": None, "taken": False},
        {"from": "calm", "index": 0, "to": "signs", "if": None, "taken": False},
        {"from": "signs", "index": 0, "to": "calm.done", "if": None, "taken": False},
        {"from": "calm.done", "index": 0, "to": "call", "if": "violence", "taken": False},
        {"from": "calm.done", "index": 1, "to": "stop", "if": None, "taken": False},
    ]
    steps = found["steps"]
    assert isinstance(steps, list)
    assert [step["id"] for step in steps] == list(FLOW.steps)
    assert steps[1] == {
        "id": "call",
        "number": 2,
        "kind": "tell",
        "level": "danger",
        "outcome": None,
        "runs": None,
        "part": None,
        "section": "Fare",
        "text": "Ring til [emergency]. Se [everyone].",
    }


def test_what_was_taken_is_unknown_without_coverage() -> None:
    routes = flow_document(FLOW)["routes"]

    assert isinstance(routes, list)
    assert {route["taken"] for route in routes} == {None}
