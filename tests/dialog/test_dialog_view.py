from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from msgspec import structs

from assistant.dialog.conversation import AnswerTurn
from assistant.dialog.engine import Dialog
from assistant.dialog.phrases import format_danish
from assistant.dialog.view import build_view
from assistant.flow.markup import plain_text
from assistant.flow.model import End, Form, Opaque
from tests.dialog.talk import Talk
from tests.dialog.views import hold_talk, plain_message, view_of
from tests.examples.builders import flow, go, moment, text
from tests.examples.worry import CALM, VIOLENCE, worry

ROLE = {
    "step": "role",
    "kind": "ask",
    "text": plain_message("Hvem er du?"),
    "help": None,
    "fields": [
        {
            "fact": "role",
            "type": "choice",
            "label": "Hvem er du?",
            "help": None,
            "options": [
                {"id": "teacher", "label": "Teacher", "hint": None, "group": None},
                {"id": "dental", "label": "Dental", "hint": None, "group": None},
            ],
            "none": None,
            "unknown": False,
            "optional": False,
            "min": None,
            "max": None,
            "unit": None,
            "value": None,
        }
    ],
    "heading": {"words": "Hvem er du?", "before": [], "under": []},
}


def test_the_first_view_has_a_question_and_nothing_behind_it() -> None:
    assert view_of(hold_talk({})) == {
        "rev": 0,
        "flow": "small",
        "version": 1,
        "lang": "da",
        "dir": "ltr",
        "title": "En lille samtale",
        "progress": {"section": "Barnet", "index": 1, "of": 5},
        "pinned": [],
        "transcript": [],
        "messages": [],
        "question": ROLE,
        "errors": [],
        "parked": [],
        "plan": None,
    }


def test_a_view_is_plain_json() -> None:
    final = view_of(hold_talk(VIOLENCE))

    assert json.loads(json.dumps(final)) == final


def test_the_transcript_has_what_was_asked_answered_and_told_up_to_the_last_answer() -> None:
    transcript = view_of(hold_talk({**VIOLENCE, "who": "unknown"}))["transcript"]

    assert [
        (entry["step"], entry["kind"], plain_text(entry["answer"] or []), entry["can_change"])
        for entry in transcript
    ] == [
        ("role", "ask", "Teacher", True),
        ("age", "ask", "School", True),
        ("signs", "ask", "- Blå mærker\n- Fravær", True),
        ("danger", "ask", "Ja", True),
        ("call", "tell", "", False),
        ("who", "ask", "Ved ikke", True),
        ("name", "form", "Navn: Bo Hansen\nCpr: 010118-xxxx\nSøskende: 2 søskende", True),
        ("seen", "repeat", "- Et mærke · 2026-03-01\n- To · Ved ikke", True),
    ]


def test_messages_are_those_since_the_last_answer_and_danger_stays_pinned() -> None:
    during = view_of(hold_talk({key: VIOLENCE[key] for key in ("role", "age", "signs", "danger")}))
    final = view_of(hold_talk(VIOLENCE))

    assert [message["step"] for message in during["messages"]] == ["call"]
    assert [message["step"] for message in final["messages"]] == ["duty", "notify"]
    assert during["pinned"] == final["pinned"] == during["messages"]
    assert final["messages"][1] == {
        "step": "notify",
        "kind": "end",
        "level": "info",
        "text": plain_message("Send den nu."),
    }


def test_texts_are_filled_from_answers_and_the_moment() -> None:
    duty, _ = view_of(hold_talk(VIOLENCE))["messages"]

    assert (
        plain_text(duty["text"])
        == "Du skal underrette om Bo Hansen, se § 133.\n- i dag\n- skriftligt"
    )


def test_skipped_and_empty_answers_are_said_as_such() -> None:
    answers = {**CALM, "signs": "none", "child_name": "Bo", "seen": [], "first_seen": None}
    entries = {
        e["step"]: plain_text(e["answer"] or []) for e in view_of(hold_talk(answers))["transcript"]
    }

    assert {step: entries[step] for step in ("signs", "name", "seen", "first_seen")} == {
        "signs": "Ingen af disse",
        "name": "Navn: Bo",
        "seen": "Intet tilføjet",
        "first_seen": "Sprunget over",
    }


def test_the_plan_comes_at_the_end_with_its_times() -> None:
    assert view_of(hold_talk(CALM))["plan"] is None
    assert view_of(hold_talk(VIOLENCE))["plan"] == [
        {
            "id": "write",
            "text": [{"p": [{"t": "Skriv om "}, {"t": "Bo Hansen"}]}],
            "who": "you",
            "by": "24 hours",
            "due": "2026-03-03T12:00:00+00:00",
        },
        {
            "id": "police",
            "text": plain_message("Ring 114"),
            "who": "leader",
            "by": "now",
            "due": None,
        },
    ]


def test_parked_answers_are_shown_as_such() -> None:
    assert view_of(hold_talk(VIOLENCE).change("signs", "none"))["parked"] == [
        {"fact": "danger", "label": "Er der fare nu?", "answer": plain_message("Ja")},
        {"fact": "who", "label": "Hvem?", "answer": plain_message("Parent")},
    ]


def test_a_refused_answer_is_shown_with_its_error_and_what_was_typed() -> None:
    talk = hold_talk(CALM)
    typed = {"child_name": "Bo", "child_cpr": "x", "siblings": 99}
    taken = talk.refuse(AnswerTurn("name", typed))
    refused = build_view(talk.dialog, taken.conversation, moment(), taken)

    assert refused["errors"] == [
        {
            "fact": "child_cpr",
            "code": "cpr",
            "text": "Skriv cpr-nummeret som ddmmåå-xxxx med en dato, der findes.",
        },
        {
            "fact": "siblings",
            "code": "too_high",
            "text": "Tallet er for højt. Det må højst være 20.",
        },
    ]
    assert refused["rev"] == talk.conversation.rev
    assert refused["question"] is not None
    assert {f["fact"]: f["value"] for f in refused["question"]["fields"]} == typed


def test_a_decision_is_said_by_its_reason_or_its_value() -> None:
    end = End(id="end", say=text("{urgency}"), outcome="none")
    dialog = worry()
    steps = {**dialog.flow.steps, "notify": replace(end, id="notify")}
    urgent = Talk(Dialog(replace(dialog.flow, steps=steps)), VIOLENCE)
    today = Talk(urgent.dialog, {**VIOLENCE, "danger": "no"})

    assert [plain_text(view_of(talk)["messages"][-1]["text"]) for talk in (urgent, today)] == [
        "Der er fare nu.",
        "today",
    ]


def test_dates_and_phrases_are_said_by_the_moment() -> None:
    talk = hold_talk({**CALM, "child_name": "Bo", "seen": [], "first_seen": "2026-03-01"})

    def shouting(msgid: str, /, **values: object) -> str:
        day = values.get("day")
        return f"DAY {day:%d}" if isinstance(day, date) else format_danish(msgid, **values).upper()

    loud = build_view(talk.dialog, talk.conversation, structs.replace(moment(), ui=shouting))
    entries = {entry["step"]: plain_text(entry["answer"] or []) for entry in loud["transcript"]}
    assert (entries["first_seen"], entries["seen"]) == ("DAY 01", "INTET TILFØJET")


def test_a_language_that_runs_from_the_right_says_so() -> None:
    talk = hold_talk({})

    directions = [
        build_view(talk.dialog, talk.conversation, moment(lang))["dir"]
        for lang in ("ar", "en", "fa-AF")
    ]
    assert directions == ["rtl", "ltr", "rtl"]


def test_a_known_trail_spares_the_replay_and_changes_nothing() -> None:
    talk = hold_talk(VIOLENCE)

    assert build_view(talk.dialog, talk.conversation, moment(), trail=talk.trail) == view_of(talk)


def test_a_form_that_was_skipped_whole_says_so() -> None:
    facts = tuple(Opaque(id=name, kind="text", limit=9, optional=True) for name in "ab")
    form = Form(id="form", facts=("a", "b"), routes=go("end"))
    talk = Talk(Dialog(flow(facts, (form, End(id="end", outcome="none")))))
    talk.take(AnswerTurn("form", {}))

    assert plain_text(view_of(talk)["transcript"][0]["answer"] or []) == "Sprunget over"


def test_texts_say_what_is_not_answered_and_lists_too() -> None:
    end = End(id="notify", say=text("{first_seen}: {seen}"), outcome="none")
    dialog = worry()
    steps = {**dialog.flow.steps, "notify": end}
    talk = Talk(Dialog(replace(dialog.flow, steps=steps)), {**VIOLENCE, "seen": []})

    assert plain_text(view_of(talk)["messages"][-1]["text"]) == "ikke besvaret: Intet tilføjet"


@pytest.mark.parametrize(
    ("label", "shown_before"),
    [
        ("Navn", "Navn: "),
        ("Hvad hedder barnet?", "Hvad hedder barnet? "),
        ("Barnets navn:", "Barnets navn: "),
        ("Skriv navnet.", "Skriv navnet. "),
        ("Skriv det nu!", "Skriv det nu! "),
        ("Navn (hele)", "Navn (hele): "),
    ],
)
def test_a_forms_answer_stands_behind_its_label_which_gets_a_colon_if_it_has_no_stop(
    label: str, shown_before: str
) -> None:
    name = Opaque(id="name", label=text(label), kind="text", limit=9)
    form = Form(id="form", facts=("name", "place"), routes=go("end"))
    facts = (name, Opaque(id="place", label=text("Hvor?"), kind="text", limit=9, optional=True))
    talk = Talk(Dialog(flow(facts, (form, End(id="end", outcome="none")))))
    talk.take(AnswerTurn("form", {"name": "Bo?: x", "place": "her"}))

    assert view_of(talk)["transcript"][0]["answer"] == [
        *plain_message(f"{shown_before}Bo?: x"),
        *plain_message("Hvor? her"),
    ]
