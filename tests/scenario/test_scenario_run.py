"""What a scripted conversation asserts, and what it says when that does not hold."""

from __future__ import annotations

from assistant.flow.model import Place
from assistant.scenario.run import CaseResult
from tests.examples.questions import play_case, why

NOTIFIED = """
- case: Blå mærker
  answers:
    phone: "12345678"
    child: Eks
    age: 2
    seen: [{what: Slag, when: 2026-03-01}, {what: Igen, when: null}]
    signs: [bruises]
"""


def test_answers_are_given_in_whatever_order_the_flow_asks() -> None:
    text = f"""{NOTIFIED}
  today: 2026-03-02
  passes: [duty, call, seen]
  never: [sure]
  ends: notify
  decides: {{urgency: act_now}}
  plans: [tell_leader]
  record:
    reasons: [abuse_by_parents]
    urgency: act_now
    child.age: 2
    notifier.phone: "12345678"
    observations: [{{what: Slag, when: 2026-03-01}}, {{what: Igen}}]
  why: {{duty: [violence], call: [young]}}
"""
    assert play_case(text) == CaseResult(
        "small", Place("small/tests/cases.yaml", 2, 3), "Blå mærker", ()
    )


def test_an_end_may_be_named_by_its_id() -> None:
    assert why(f"{NOTIFIED}\n  ends: sent") == ()


def test_an_answer_never_asked_for_fails_the_case() -> None:
    assert why("- {case: a, answers: {signs: none, age: 3}, ends: none}") == (
        'the answer to "age" was never asked for',
    )


def test_a_refused_answer_fails_the_case_by_its_code_and_not_by_its_words() -> None:
    assert why("- {case: a, answers: {signs: [bruises], age: 90}}") == (
        'the answer to "age" is refused: too_high',
    )


def test_a_missing_answer_fails_the_case() -> None:
    assert why("- {case: a, answers: {signs: [hungry]}, ends: consult}") == (
        'it waits at "sure", and there is no answer for sure',
    )


def test_a_case_may_stop_where_it_says_so() -> None:
    assert why("- {case: a, answers: {signs: [hungry]}, waits: sure, never: [duty]}") == ()


def test_an_optional_question_waits_until_it_is_skipped_with_null() -> None:
    answers = "signs: [bruises], age: 5, seen: [{what: a, when: null}], child: Eks"

    assert why(f"- {{case: a, answers: {{{answers}, phone: null}}, ends: sent}}") == ()
    assert why(f"- {{case: a, answers: {{{answers}}}, ends: sent}}") == ()


def test_every_expectation_that_does_not_hold_is_told_at_once() -> None:
    text = """
- case: a
  answers: {signs: [hungry], sure: no}
  passes: [duty]
  never: [sure]
  ends: notify
  decides: {urgency: today}
  plans: [tell_leader]
  record: {reasons: [abuse_by_parents], child.age: 2}
  why: {sure: [violence]}
"""
    assert why(text) == (
        'it should pass "duty", but the path is signs > sure > talk',
        'it should never reach "sure", but the path is signs > sure > talk',
        'it should end in "notify", but it ends in "talk" (consult); the path is signs > sure > talk',
        "it should decide urgency: today, but decides watch",
        'it should plan "tell_leader", but plans nothing',
        "the record should have reasons: ['abuse_by_parents'], but has ['insufficient_care']",
        "the record should have child.age: 2, but has nothing",
        '"sure" should be because of "violence", but is because of nothing',
    )


def test_a_conversation_that_ends_does_not_wait() -> None:
    assert why("- {case: a, answers: {signs: none}, waits: sure}") == (
        'it should wait at "sure", but it ends in "nothing"',
    )


def test_a_change_keeps_what_is_still_on_the_way_and_parks_the_rest() -> None:
    text = f"""{NOTIFIED}
  change: {{signs: [hungry], sure: yes}}
  keeps: [age, seen, child]
  ends: notify
  decides: {{urgency: watch}}
"""
    assert why(text) == ()
    text = (
        f"{NOTIFIED}\n  change: {{signs: none}}\n  parks: [age, seen, child, phone]\n  ends: none"
    )
    assert why(text) == ()


def test_what_a_change_did_otherwise_is_told() -> None:
    text = f"{NOTIFIED}\n  change: {{signs: none}}\n  keeps: [age, signs]\n  parks: [sure, signs]"

    assert why(text) == (
        'the answer to "age" should be kept, but it is parked',
        'the answer to "signs" should be kept, but it is still on the way',
        'the answer to "sure" should be parked, but it is not answered',
        'the answer to "signs" should be parked, but it is still on the way',
    )


def test_a_change_of_what_is_asked_only_after_another_change_waits_for_its_question() -> None:
    text = "- {case: a, answers: {signs: none}, change: {sure: no, signs: [hungry]}, ends: consult}"

    assert why(text) == ()


def test_a_script_keeps_its_order_and_knows_refusals_pauses_back_and_languages() -> None:
    text = """
- case: Et ord, der ikke er et svar, og en pause
  script:
  - {at: signs, send: [stains], refused: choice}
  - {at: signs, send: [bruises, hungry]}
  - {resume: later}
  - {at: age, send: 12}
  - {back: true}
  - {at: age}
  - {language: en, at: age}
  - {at: age, send: unknown}
  - {change: {signs: []}, refused: missing}
  - {change: {signs: [hungry]}}
  - {resume: later}
  waits: sure
  never: [duty]
"""
    assert why(text) == ()


def test_a_script_fails_at_its_first_wrong_move() -> None:
    moves = {
        "{at: age, send: 2}": 'move 1: it should wait at "age", but it waits at "signs"',
        "{at: signs, send: none, refused: choice}": (
            'move 1: the answer should be refused with "choice", but it is accepted'
        ),
        "{at: signs, send: [what], refused: missing}": (
            'move 1: the answer should be refused with "missing", but it is refused with choice'
        ),
        "{change: {age: 3}}": 'move 1: the answer to "age" is refused: not_open',
        "{back: true}": 'move 1: the answer to "signs" is refused: not_open',
    }

    for move, sentence in moves.items():
        assert why(f"- {{case: a, script: [{move}, {{at: sure}}]}}") == (sentence,)


def test_a_script_that_has_ended_waits_nowhere() -> None:
    assert why("- {case: a, script: [{at: signs, send: none}, {at: sure}]}") == (
        'move 2: it should wait at "sure", but it has ended in "nothing"',
    )
