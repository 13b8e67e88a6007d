"""Scripted conversations are read strictly: what is not understood is told, never skipped."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.flow.findings.registry import CODES, read_explanation
from assistant.flow.model import Place
from assistant.scenario.script_model import (
    Case,
    Change,
    Expectations,
    GoBack,
    Resume,
    Send,
    Speak,
    WaitAt,
)
from assistant.scenario.script_reader import read_answers
from tests.examples.questions import script


def find_findings(text: str) -> list[str]:
    """Return the findings in `text` as line:column: code sentence | fix."""
    return [
        f"{found.place.line}:{found.place.column}: {found.code} {found.text} | {found.fix}"
        for found in script(text).findings
    ]


def test_a_case_is_read_whole() -> None:
    text = """
- case: Alt
  today: 2026-03-02
  language: en
  answers: {signs: [bruises], age: unknown, seen: [{what: a, when: null}]}
  change: {signs: none}
  passes: [duty]
  never: [call]
  ends: notify
  decides: {urgency: today}
  plans: [tell_leader]
  record: {reasons: [abuse_by_parents]}
  why: {duty: [violence]}
  keeps: [age]
  parks: [seen]
"""
    assert script(text).cases == (
        Case(
            name="Alt",
            place=Place("small/tests/cases.yaml", 2, 3),
            today=date(2026, 3, 2),
            language="en",
            answers={"signs": ["bruises"], "age": "unknown", "seen": [{"what": "a", "when": None}]},
            change={"signs": "none"},
            expected=Expectations(
                passes=("duty",),
                never=("call",),
                ends="notify",
                decides={"urgency": "today"},
                plans=("tell_leader",),
                record={"reasons": ["abuse_by_parents"]},
                why={"duty": ("violence",)},
                keeps=("age",),
                parks=("seen",),
            ),
        ),
    )


def test_a_script_is_read_move_by_move() -> None:
    text = """
- case: Moves
  script:
  - {at: signs, send: none, refused: choice}
  - {at: age}
  - {change: {who: {child: a, phone: null}, age: 3}}
  - {back: true}
  - {resume: later}
  - {language: en, at: age}
"""
    assert script(text).cases[0].moves == (
        Send("signs", "none", "choice"),
        WaitAt("age"),
        Change("who", {"child": "a", "phone": None}),
        Change("age", 3),
        GoBack(),
        Resume(),
        WaitAt("age"),
        Speak("en"),
    )


def test_a_file_that_is_no_yaml_has_findings_and_no_cases() -> None:
    held = script("- case: a\n  answers: {signs: none\n")

    assert held.cases == ()
    assert [found.code for found in held.findings] == ["F04"]


def test_a_file_with_one_mistake_plays_nothing() -> None:
    assert (
        script("- {case: a, answers: {signs: none}}\n- {case: b, answers: {sings: none}}").cases
        == ()
    )


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            "- {case: a, answers: {signs: none}, passed: [duty]}",
            '1:37: A01 "passed" is no key of a scripted conversation. | did you mean "passes"?',
        ),
        (
            "- {case: a, script: [{at: signs, sends: none}]}",
            '1:34: A01 "sends" is no key of a move. | did you mean "send"?',
        ),
        (
            "- {case: a, answers: {sings: none}}",
            '1:23: A02 "sings" is no question of this flow. | did you mean "signs"?',
        ),
        (
            "- {case: a, answers: {what: none}}",
            '1:23: A02 "what" is no question of this flow. | there are age, child, phone, seen, signs, sure',
        ),
        (
            "- {case: a, answers: {signs: none}, never: [dutty]}",
            '1:45: A02 "dutty" is no step of this flow. | did you mean "duty"?',
        ),
        (
            "- {case: a, answers: {signs: none}, ends: notified}",
            '1:43: A02 "notified" is no end or outcome of this flow. | did you mean "notify"?',
        ),
        (
            "- {case: a, answers: {signs: none}, waits: duty}",
            '1:44: A02 "duty" is no question of this flow. | there are age, seen, signs, sure, who',
        ),
        (
            "- {case: a, answers: {signs: none}, decides: {urgency: xx}}",
            '1:56: A02 "xx" is no value of urgency of this flow. | there are act_now, today, watch',
        ),
        (
            "- {case: a, answers: {signs: none}, record: {reason: [x]}}",
            '1:46: A02 "reason" is no field of the record of this flow. | did you mean "reasons"?',
        ),
        (
            "- {case: a, answers: {signs: none}, why: {duty: [violent]}}",
            '1:50: A02 "violent" is no condition of this flow. | did you mean "violence"?',
        ),
        (
            "- {case: a, answers: {signs: none}, passes: duty}",
            "1:45: A03 Here a list is wanted: [step, …]. | None",
        ),
        (
            "- {case: a, today: 2. marts, answers: {signs: none}}",
            "1:20: A03 This is no date. | write it as 2026-03-02",
        ),
        (
            "- {case: a, answers: [signs]}",
            "1:22: A03 Here a mapping is wanted: question, colon, value. | None",
        ),
        ("- a", "1:3: A03 A scripted conversation begins with its name. | - case: …"),
        ("case: a", "1:1: A03 A file of scripted conversations is a list. | begin with - case:"),
        (
            "- {answers: {signs: none}}",
            "1:3: A04 This conversation has no name. | add case: …",
        ),
        (
            "- {case: a}",
            "1:3: A04 A conversation is played either from answers, in any order, or from a script, in"
            " order. | give it one of the two",
        ),
        (
            "- {case: a, answers: {signs: none}, parks: [age]}",
            '1:44: A04 "parks" says something only where there is "change". | None',
        ),
        (
            "- {case: a, script: [{send: none}]}",
            "1:22: A04 It is not said where this is sent. | add at: step",
        ),
        (
            "- {case: a, script: [{at: signs, send: none, back: true}]}",
            "1:22: A04 A move has one of send, change, back, resume, language, or only at. | None",
        ),
        (
            "- {case: a, script: [{back: true, refused: choice}]}",
            '1:44: A04 Only what "send" or "change" gives is refused. | None',
        ),
    ],
)
def test_what_is_not_understood_is_told_with_its_place_and_a_way_out(
    text: str, finding: str
) -> None:
    assert find_findings(text) == [finding]


def test_two_cases_of_one_name_are_told() -> None:
    text = "- {case: a, answers: {signs: none}}\n- {case: a, answers: {signs: none}}"

    assert find_findings(text) == [
        '2:3: A04 There is another case "a". | give it a name of its own'
    ]


@pytest.mark.parametrize("code", ["A01", "A02", "A03", "A04"])
def test_every_code_has_its_page(code: str) -> None:
    assert read_explanation(code).startswith(f"# {code}: {CODES[code].title}\n")


def test_a_file_of_answers_may_be_yaml_or_json() -> None:
    wanted = {"signs": ["bruises"], "age": 3, "sure": "no", "phone": None}

    assert read_answers("signs: [bruises]\nage: 3\nsure: no\nphone: null\n", "a.yaml") == (
        wanted,
        (),
    )
    text = '{"signs": ["bruises"], "age": 3, "sure": "no", "phone": null}'
    assert read_answers(text, "a.json") == (wanted, ())


def test_answers_that_are_no_mapping_are_told() -> None:
    given, findings = read_answers("- signs", "a.yaml")

    assert given == {}
    assert [found.text for found in findings] == ["Answers are a mapping: question, colon, answer."]
