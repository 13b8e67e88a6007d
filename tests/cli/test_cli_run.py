"""`assistant run`: one conversation, and all that comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command_line import Said, assistant

WHOLE = 'signs: [bruises]\nchild: Eksempel Eksempelsen\nphone: "00000000"\nwords: null\n'
DAY = "2026-03-02"


@pytest.fixture(autouse=True)
def new(here: Path) -> Said:  # noqa: ARG001 - it runs there
    return assistant("new", "my_flow")


def run(answers: str) -> Said:
    Path("answers.yaml").write_text(answers, encoding="utf-8")
    return assistant("run", "my_flow", "--answers", "answers.yaml", "--today", DAY)


def test_a_whole_conversation_gives_path_plan_reasons_and_the_full_record() -> None:
    said = run(WHOLE)
    document = said.json
    record = document.pop("record")

    assert said.status == 0
    assert document == {
        "flow": "my_flow",
        "version": 1,
        "path": ["signs", "duty", "who", "words", "handed_over"],
        "ended": "handed_over",
        "waiting": None,
        "decisions": {},
        "scores": {},
        "plan": ["tell_leader"],
        "parked": [],
        "why": {
            "signs": [],
            "duty": ["violence"],
            "who": ["violence"],
            "words": ["violence"],
            "handed_over": ["violence"],
        },
        "errors": [],
    }
    assert record["child"]["name"] == "Eksempel Eksempelsen"
    assert record["notifier"]["phone"] == "00000000"
    assert record["reasons"] == ["abuse_by_parents"]
    assert record["created_at"] == f"{DAY}T12:00:00Z"


def test_the_same_answers_on_the_same_day_give_the_same_document() -> None:
    assert run(WHOLE).out == run(WHOLE).out


def test_too_few_answers_wait_and_have_no_record() -> None:
    said = run("signs: [bruises]\n")

    assert said.status == 0
    assert (said.json["ended"], said.json["waiting"], said.json["record"]) == (None, "who", None)


def test_an_end_that_hands_nothing_over_has_no_record() -> None:
    said = run("signs: none\n")

    assert (said.json["ended"], said.json["record"]) == ("keep_watching", None)


def test_answers_come_from_stdin_too_and_as_json() -> None:
    typed = '{"signs": ["hungry"]}'

    assert (
        assistant("run", "my_flow", "--answers", "-", typed=typed).json["ended"] == "talk_it_over"
    )


def test_a_refused_answer_is_an_error_by_its_code() -> None:
    said = run('signs: [bruises]\nchild: a\nphone: "1"\n')

    assert said.status == 1
    assert (
        said.json["errors"]
        == [
            {
                "fact": "phone",
                "code": "phone",
                "text": "Skriv et telefonnummer med mindst 6 cifre.",
            },
            {
                "fact": "words",
                "code": "not_asked",
                "text": "The conversation never asked for this.",
            },
        ][:1]
    )


def test_an_answer_that_is_never_asked_for_is_an_error() -> None:
    said = run("signs: none\nchild: a\n")

    assert said.status == 1
    assert said.json["errors"] == [
        {"fact": "child", "code": "not_asked", "text": "The conversation never asked for this."}
    ]


def test_a_file_that_is_no_answers_is_told_with_its_place() -> None:
    said = run("signs: [bruises\n")

    assert said.status == 1
    assert "answers.yaml:1:8: F04 " in said.err


def test_no_answers_is_wrong_use() -> None:
    assert assistant("run", "my_flow").status == 2
