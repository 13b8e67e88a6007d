from __future__ import annotations

import pytest

from assistant.dialog.conversation import ChangeTurn
from assistant.dialog.engine import Dialog
from assistant.dialog.question import value_to_json
from assistant.dialog.view import build_open_question
from assistant.flow.model import Ask, End, Multi, Opaque, Option
from tests.dialog.talk import Talk
from tests.dialog.views import field, hold_talk, plain_message, view_of
from tests.examples.builders import NOON, flow, go, moment, text
from tests.examples.worry import CALM, VIOLENCE, worry


def test_a_question_asks_in_its_own_words_and_offers_help() -> None:
    asked = view_of(hold_talk({"role": "teacher"}))["question"]
    assert asked is not None

    assert asked["text"] == [
        {"p": [{"t": "Hvor gammelt er "}, {"t": "barnet", "strong": True}, {"t": "?"}]}
    ]
    assert (asked["help"], asked["fields"][0]["label"]) == (plain_message("Cirka"), "Barnets alder")


def test_options_stand_under_their_headings_and_hidden_ones_are_left_out() -> None:
    asked = view_of(hold_talk({"role": "teacher", "age": "school"}))["question"]
    fewer = view_of(hold_talk({"role": "teacher", "age": "baby"}))["question"]

    assert field(asked, "signs")["options"] == [
        {"id": "bruises", "label": "Blå mærker", "hint": None, "group": "Krop"},
        {"id": "caries", "label": "Huller i tænderne", "hint": None, "group": "Krop"},
        {"id": "truancy", "label": "Fravær", "hint": "Mere end 15 %", "group": "Hjem"},
    ]
    assert [option["id"] for option in field(fewer, "signs")["options"]] == ["bruises", "caries"]
    assert (field(asked, "signs")["none"], field(asked, "signs")["unknown"]) == (
        "Ingen af disse",
        True,
    )


def test_options_of_a_group_stand_together_where_the_first_of_them_stands() -> None:
    body, home = text("Krop"), text("Hjem")
    groups = {"a": body, "b": None, "c": home, "d": body, "e": None, "f": home}
    signs = Multi(
        id="signs",
        label=text("Tegn"),
        none=None,
        options=tuple(Option(name, text(name), group=group) for name, group in groups.items()),
    )
    steps = (
        Ask(id="signs", fact="signs", routes=go("end")),
        End(id="end", say=text("Slut"), outcome="consult"),
    )
    asked = view_of(Talk(Dialog(flow((signs,), steps))))["question"]

    assert [option["id"] for option in field(asked, "signs")["options"]] == list("adbcfe")


def test_a_form_shows_each_field_with_its_limits() -> None:
    asked = view_of(hold_talk(CALM))["question"]

    limits = {
        name: (f["type"], f["min"], f["max"], f["unit"], f["optional"])
        for name in ("child_name", "child_cpr", "siblings")
        for f in [field(asked, name)]
    }
    assert limits == {
        "child_name": ("name", None, 120, None, False),
        "child_cpr": ("cpr", None, 11, None, True),
        "siblings": ("int", 0, 20, "søskende", True),
    }


def test_a_list_is_one_field_with_the_fields_of_its_rows() -> None:
    asked = view_of(hold_talk({**CALM, "child_name": "Bo"}))["question"]
    rows = field(asked, "seen")

    assert (rows["type"], rows["label"], rows["min"], rows["max"], rows["value"]) == (
        "repeat", "Det har jeg set", 0, 3, [],
    )  # fmt: skip
    assert [(f["fact"], f["min"], f["max"]) for f in rows["each"]] == [
        ("what", None, 50),
        ("when_seen", "2025-03-02", "2026-03-02"),
    ]


def test_a_withdrawn_answer_is_offered_again() -> None:
    asked = view_of(hold_talk(CALM).back())["question"]

    assert field(asked, "signs")["value"] == ["caries"]


def test_what_still_fits_of_an_answer_is_offered_again() -> None:
    some = view_of(hold_talk(VIOLENCE).change("age", "baby"))["question"]
    nothing = view_of(hold_talk({**VIOLENCE, "signs": ["truancy"]}).change("age", "baby"))[
        "question"
    ]

    assert (field(some, "signs")["value"], field(nothing, "signs")["value"]) == (["bruises"], None)


def test_an_answered_question_is_shown_with_its_answers_to_be_changed() -> None:
    talk = hold_talk(VIOLENCE)

    def values(step: str) -> dict[str, object]:
        asked = build_open_question(talk.dialog, talk.conversation, step, moment())
        return {f["fact"]: f["value"] for f in asked["fields"]}

    assert values("signs") == {"signs": ["bruises", "truancy"]}
    assert values("name") == {"child_name": "Bo Hansen", "child_cpr": "010118-xxxx", "siblings": 2}
    assert values("seen") == {
        "seen": [
            {"what": "Et mærke", "when_seen": "2026-03-01"},
            {"what": "To", "when_seen": "unknown"},
        ]
    }


def test_what_is_shown_can_be_sent_back_as_it_is() -> None:
    talk = hold_talk(VIOLENCE)
    before = talk.trail
    for step in before.screens:
        asked = build_open_question(talk.dialog, talk.conversation, step, moment())
        raw = {f["fact"]: f["value"] for f in asked["fields"]}
        change = asked["fields"][0]["fact"] if len(raw) == 1 else step
        talk.change(change, raw if len(raw) > 1 else raw[change])

    assert talk.trail == before


def test_a_refused_change_shows_what_was_typed_at_its_own_question() -> None:
    talk = hold_talk(VIOLENCE)
    taken = talk.refuse(ChangeTurn("siblings", 99))
    asked = build_open_question(talk.dialog, talk.conversation, "name", moment(), taken)

    assert {f["fact"]: f["value"] for f in asked["fields"]} == {
        "child_name": "Bo Hansen",
        "child_cpr": "010118-xxxx",
        "siblings": 99,
    }


def test_a_question_that_is_not_open_is_not_shown() -> None:
    talk = hold_talk(CALM)

    with pytest.raises(LookupError):
        build_open_question(talk.dialog, talk.conversation, "danger", moment())


def test_a_fact_without_a_label_is_called_by_its_id() -> None:
    fact = Opaque(id="note", kind="text", limit=9)
    ask = Ask(id="note", fact="note", routes=go("end"))
    talk = Talk(Dialog(flow((fact,), (ask, End(id="end", outcome="none")))))
    asked = view_of(talk)["question"]
    assert asked is not None

    assert (asked["text"], field(asked, "note")["label"]) == (plain_message("note"), "note")
    assert view_of(talk.say({"note": "x"}))["messages"] == []


def test_a_value_is_shown_in_the_form_that_it_is_answered_in() -> None:
    facts = worry().flow.facts
    values = [
        value_to_json(facts["signs"], ()),
        value_to_json(facts["signs"], ("caries",)),
        value_to_json(facts["first_seen"], NOON.date()),
        value_to_json(facts["child_cpr"], "010118-4321"),
        value_to_json(facts["siblings"], None),
    ]

    assert values == ["none", ["caries"], "2026-03-02", "010118-xxxx", None]
