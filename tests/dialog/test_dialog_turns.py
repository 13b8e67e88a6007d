from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec import structs

from assistant.dialog.conversation import (
    Answer,
    AnswerTurn,
    BackTurn,
    ChangeTurn,
    Conversation,
    LanguageTurn,
    Turn,
    parse_turn,
    turn_to_json,
)
from assistant.dialog.engine import TurnResult
from assistant.dialog.view import build_view
from assistant.errors import AnswerError
from tests.dialog.talk import Talk
from tests.examples.builders import NOON, TODAY, moment
from tests.examples.worry import CALM, VIOLENCE, worry


def test_a_conversation_begins_at_the_first_question_without_answers() -> None:
    dialog = worry()
    conversation = dialog.begin("da", TODAY)

    assert conversation == Conversation("small", 1, "0" * 64, "da", TODAY, 0, {})
    assert dialog.trail(conversation).waiting == "role"


def test_an_accepted_answer_is_kept_with_time_and_revision() -> None:
    talk = Talk(worry(), {"role": "teacher"})

    assert talk.conversation.answers == {"role": Answer("teacher", NOON, 1)}
    assert (talk.conversation.rev, talk.trail.waiting) == (1, "age")


def test_a_worry_with_violence_leads_to_the_duty() -> None:
    trail = Talk(worry(), VIOLENCE).trail

    assert trail.path == (
        "role", "age", "signs", "danger", "call", "who", "child", "name", "seen", "duty", "fork", "notify",
    )  # fmt: skip
    assert (trail.waiting, trail.ended) == (None, "notify")
    assert trail.screens == ("role", "age", "signs", "danger", "who", "name", "seen")
    assert trail.routes_taken["child.done"] == 0


def test_a_calm_worry_leads_past_it() -> None:
    answers = {**CALM, "child_name": "Bo", "seen": [], "first_seen": None}
    trail = Talk(worry(), answers).trail

    assert trail.path == (
        "role",
        "age",
        "signs",
        "child",
        "name",
        "seen",
        "first_seen",
        "fork",
        "consult",
    )
    assert trail.routes_taken == {
        "role": 0, "age": 0, "signs": 1, "child": 0, "name": 0, "seen": 0,
        "child.done": 1, "first_seen": 0, "fork": 1,
    }  # fmt: skip


def test_a_refused_answer_changes_nothing_and_keeps_what_was_typed() -> None:
    talk = Talk(worry(), {"role": "teacher"})
    taken = talk.refuse(AnswerTurn("age", "grown"))

    assert taken == TurnResult(talk.conversation, talk.trail, taken.refusals, {"age": "grown"})
    assert [(r.fact, r.code) for r in taken.refusals] == [("age", "choice")]


@pytest.mark.parametrize(
    ("turn", "fact"),
    [
        (AnswerTurn("signs", ["caries"]), "signs"),
        (AnswerTurn("role", "teacher"), "role"),
        (AnswerTurn("x" * 100, 1), "x" * 80),
        (ChangeTurn("age", "baby"), "age"),
        (ChangeTurn("signs", []), "signs"),
        (ChangeTurn("nothing", 1), "nothing"),
    ],
)
def test_what_does_not_wait_or_is_not_answered_is_not_open(turn: Turn, fact: str) -> None:
    assert Talk(worry(), {"role": "teacher"}).codes(turn) == [(fact, "not_open")]


def test_nothing_is_answered_after_the_end() -> None:
    assert Talk(worry(), VIOLENCE).codes(AnswerTurn("notify", None)) == [("notify", "not_open")]


def test_a_change_keeps_the_answers_that_still_fit_the_path() -> None:
    talk = Talk(worry(), VIOLENCE).change("danger", "no")

    assert "call" not in talk.trail.path
    assert talk.trail.ended == "notify"
    assert talk.conversation.answers["danger"] == Answer("no", NOON, 8)


def test_answers_off_the_path_are_parked_and_come_back_with_it() -> None:
    talk = Talk(worry(), VIOLENCE).change("signs", "none")
    assert talk.trail.parked == ("danger", "who")
    assert "who" not in talk.trail.answers

    talk.change("signs", ["bruises"])
    assert talk.trail == Talk(worry(), {**VIOLENCE, "signs": ["bruises"]}).trail


def test_an_answer_whose_option_is_hidden_now_is_asked_again() -> None:
    talk = Talk(worry(), VIOLENCE).change("age", "baby")

    assert (talk.trail.waiting, talk.trail.screens) == ("signs", ("role", "age"))
    assert talk.trail.parked == ("danger", "who", "child_name", "child_cpr", "siblings", "seen")
    assert talk.say({"signs": ["bruises"]}).trail.ended == "notify"


def test_an_answer_whose_options_are_all_still_shown_stays() -> None:
    calm = {**VIOLENCE, "signs": ["bruises"]}

    assert Talk(worry(), calm).change("age", "baby").trail.ended == "notify"


def test_one_field_of_a_form_can_be_changed_alone() -> None:
    talk = Talk(worry(), VIOLENCE).change("siblings", None)

    assert talk.trail.answers["siblings"] is None
    assert talk.trail.answers["child_name"] == "Bo Hansen"


def test_a_form_can_be_changed_as_a_whole_and_a_list_too() -> None:
    talk = Talk(worry(), VIOLENCE).change("name", {"child_name": "Ida"}).change("seen", [])

    changed = {
        fact: talk.trail.answers[fact] for fact in ("child_name", "child_cpr", "siblings", "seen")
    }
    assert changed == {"child_name": "Ida", "child_cpr": None, "siblings": None, "seen": ()}


def test_a_change_is_checked_like_an_answer() -> None:
    talk = Talk(worry(), VIOLENCE)

    assert talk.codes(ChangeTurn("signs", ["bruises", "x"])) == [("signs", "choice")]
    assert talk.refuse(ChangeTurn("signs", ["x"])).typed == {"signs": ["x"]}


def test_a_change_is_offered_the_options_of_its_place_on_the_path() -> None:
    talk = Talk(worry(), {**CALM, "child_name": "Bo"})

    assert talk.codes(ChangeTurn("signs", ["truancy"])) == [("signs", "choice")]


def test_back_withdraws_the_latest_screen_and_keeps_it_to_be_offered_again() -> None:
    talk = Talk(worry(), {"role": "teacher", "age": "baby"}).back()

    assert talk.trail.waiting == "age"
    assert talk.conversation.answers["age"] == Answer("baby", NOON, 2, withdrawn=True)
    assert talk.trail.parked == ()


def test_back_and_the_same_answer_leave_things_as_they_were() -> None:
    talk = Talk(worry(), VIOLENCE)
    before = talk.trail
    talk.back().say(VIOLENCE)

    assert talk.trail == before


def test_back_withdraws_a_form_as_one_screen() -> None:
    talk = Talk(worry(), VIOLENCE).back().back()

    assert talk.trail.waiting == "name"
    withdrawn = {fact for fact, answer in talk.conversation.answers.items() if answer.withdrawn}
    assert withdrawn == {"child_name", "child_cpr", "siblings", "seen"}


def test_there_is_no_way_back_from_the_first_question() -> None:
    assert Talk(worry()).codes(BackTurn()) == [("role", "not_open")]


def test_another_language_keeps_everything_else() -> None:
    talk = Talk(worry(), {"role": "teacher"})
    before = talk.conversation

    assert talk.take(LanguageTurn("en")).conversation == structs.replace(
        before, language="en", rev=2
    )


def test_a_known_trail_spares_the_replay_and_changes_nothing() -> None:
    dialog = worry()
    conversation = Talk(dialog, {"role": "teacher"}).conversation
    trail = dialog.trail(conversation)

    for turn in (
        AnswerTurn("age", "baby"),
        AnswerTurn("age", "?"),
        ChangeTurn("role", "dental"),
        BackTurn(),
    ):
        assert dialog.take_turn(conversation, turn, NOON, trail) == dialog.take_turn(
            conversation, turn, NOON
        )


def test_a_date_may_be_of_the_danish_day_that_the_answer_is_given_on() -> None:
    dialog = worry()
    talk = Talk(dialog, {**CALM, "child_name": "Bo", "seen": []})
    before, after = (
        datetime(2026, 3, 2, hour, minute, tzinfo=UTC) for hour, minute in ((22, 59), (23, 1))
    )
    turn = AnswerTurn("first_seen", "2026-03-03")
    refused, taken = (dialog.take_turn(talk.conversation, turn, at) for at in (before, after))

    assert [(r.code, r.values) for r in refused.refusals] == [
        ("too_late", {"latest": date(2026, 3, 2)})
    ]
    assert (taken.refusals, taken.trail.answers["first_seen"]) == ((), date(2026, 3, 3))


def test_a_question_offers_the_days_up_to_the_one_that_it_is() -> None:
    talk = Talk(worry(), {**CALM, "child_name": "Bo", "seen": []})
    past_midnight = structs.replace(moment(), now=datetime(2026, 3, 2, 23, 1, tzinfo=UTC))
    question = build_view(talk.dialog, talk.conversation, past_midnight)["question"]
    assert question is not None

    assert question["fields"][0]["max"] == "2026-03-03"


def test_guards_count_from_the_day_that_the_conversation_began() -> None:
    dialog = worry()
    talk = Talk(dialog, {**CALM, "child_name": "Bo", "seen": []})
    taken = dialog.take_turn(
        talk.conversation, AnswerTurn("first_seen", "2026-03-03"), NOON + timedelta(days=1)
    )

    assert taken.trail.today == TODAY


def test_a_text_of_control_characters_alone_is_blank() -> None:
    talk = Talk(worry(), {**CALM, "child_name": "Bo", "seen": []}).back().back()

    assert talk.codes(AnswerTurn("name", {"child_name": "\x00\x01"})) == [("child_name", "missing")]


@pytest.mark.parametrize(
    "turn",
    [
        AnswerTurn("age", ["a", 1, None]),
        ChangeTurn("name", {"child_name": "Bo"}),
        BackTurn(),
        LanguageTurn("en"),
    ],
)
def test_a_turn_survives_json(turn: Turn) -> None:
    assert parse_turn(json.loads(json.dumps(turn_to_json(turn)))) == turn


def test_a_turn_may_carry_its_revision() -> None:
    assert parse_turn({"rev": 3, "step": "age", "answer": None}) == AnswerTurn("age", None)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"rev": 1},
        {"step": "age"},
        {"step": "age", "answer": 1, "more": 2},
        {"step": 3, "answer": 1},
        {"step": "age", "change": "age", "answer": 1},
        {"change": None, "answer": 1},
        {"back": False},
        {"back": 1},
        {"back": True, "answer": 1},
        {"lang": None},
    ],
)
def test_a_body_that_is_no_turn_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(AnswerError):
        parse_turn(body)


def test_an_ended_conversation_goes_no_further() -> None:
    talk = Talk(worry(), VIOLENCE)

    assert talk.dialog.replay.extend(talk.trail, talk.conversation) == talk.trail
