"""Verdicts and conversations of small flows: every kind of question, and what is known of each."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.dialog.engine import Dialog
from assistant.flow.model import Flow
from assistant.prove.prover import find_unproved, prove_flow, representative_days
from assistant.prove.report import answer_file, questions_and_answers
from assistant.scenario.player import Player
from tests.examples.builders import TODAY
from tests.prove.small import breaking, load_pieces, only, verdicts

ENDS = """
  - end: sent
    outcome: notify
    say: Send.
  - end: left
    outcome: none
    say: Slut.
"""
CALLED = """
facts:
  danger: {yesno: true, unknown: true, label: "Er der fare?"}
  role: {choice: {teacher: Lærer, dentist: Tandlæge}, optional: true, label: Din rolle}
  calmed: {yesno: true, label: "Er det bedre nu?"}
steps:
  - ask: danger
    go: [{if: danger is yes, to: call}, {to: role}]
  - tell: call
    level: danger
    say: Ring.
    go: calmed
  - ask: calmed
    go: role
  - ask: role
    go: [{if: danger is no and role is teacher, to: left}, {to: sent}]
"""


def call_flow(guarantee: str) -> Flow:
    """Return a flow with a fork, a message and two ends, and this guarantee."""
    return load_pieces(f"{CALLED}{ENDS}guarantees:\n  - {{name: g, {guarantee}}}\n")


def date_flow(fact: str, test: str) -> Flow:
    """Return a flow that sends no notification where a test of a date holds."""
    return load_pieces(
        f"""
facts:
  day: {{date: {fact}, label: Dag}}
steps:
  - ask: day
    go: [{{if: {test}, to: left}}, {{to: sent}}]
{ENDS}
guarantees:
  - {{name: all_is_sent, ends: [notify]}}
"""
    )


@pytest.mark.parametrize(
    ("guarantee", "verdict"),
    [
        ("when: danger is yes, passes: call", "proved"),
        ("when: danger is yes, passes: call, before: role", "proved"),
        ("when: danger is yes, passes: role, before: call", "broken"),
        ("when: danger is no, passes: role, before: call", "proved"),
        ("when: danger is not yes, never: call", "proved"),
        ("when: not danger is yes, never: call", "proved"),
        ("when: danger is unknown, never: call", "proved"),
        ("when: danger is unknown, ends: [notify]", "proved"),
        ("when: danger is no, ends: [notify]", "broken"),
        ("when: not role is answered, ends: [sent]", "proved"),
        ("when: danger is no and calmed is yes, passes: call", "vacuous"),
        ("when: calmed is answered, decides: danger is yes", "proved"),
        ("questions: at most 3", "proved"),
        ("when: danger is no, questions: at most 2", "proved"),
        ("when: danger is yes, questions: at most 2", "broken"),
    ],
)
def test_each_promise_is_judged_over_all_conversations(guarantee: str, verdict: str) -> None:
    assert verdicts(call_flow(guarantee)) == {"g": verdict}


def test_the_shortest_conversation_is_told_in_the_authors_words() -> None:
    flow = call_flow("when: danger is no, ends: [notify]")
    trail = only(flow).trail

    assert trail is not None
    assert trail.path == ("danger", "role", "left")
    assert list(questions_and_answers(flow, trail)) == [
        ("Er der fare?", "Nej"),
        ("Din rolle", "Lærer"),
    ]


def test_what_is_not_proved_is_what_serve_must_know() -> None:
    assert find_unproved(call_flow("when: danger is yes, passes: call"), TODAY) == ()
    assert [v.word for v in find_unproved(call_flow("questions: at most 2"), TODAY)] == ["broken"]


def test_a_guarantee_beyond_the_budget_is_not_decided() -> None:
    flow = call_flow("when: danger is yes, passes: call")

    assert [v.word for v in prove_flow(flow, TODAY, max_nodes=10)] == ["not decided"]


def test_a_date_is_told_apart_where_a_condition_cuts() -> None:
    assert breaking(date_flow("[-2y, 0d]", "days since day > 30")) == {"day": "2026-01-30"}
    assert breaking(date_flow("[0d, 3m]", "days until day = 7")) == {"day": "2026-03-09"}


def test_a_month_is_proved_for_every_length_that_it_can_have() -> None:
    flow = date_flow("[-1m, 0d]", "days since day >= 31")

    march = date(2026, 3, 20)  # 28 days behind it
    assert representative_days(Dialog(flow), march) == (march, date(2026, 3, 31))
    assert [verdict.word for verdict in prove_flow(flow, march)] == ["broken"]
    assert breaking(flow) == {"day": "2026-02-28"}


def test_rows_are_told_apart_by_how_many_there_are() -> None:
    flow = load_pieces(
        f"""
facts:
  what: {{text: 200, label: Hvad, purpose: Fordi, sensitivity: special}}
  whom: {{multi: {{a: A, b: B}}, label: Hvem}}
steps:
  - repeat: seen
    each: [what, whom]
    at_least: 0
    at_most: 9
    label: Set
    say: Hvad har du set?
    go: [{{if: count seen > 3, to: left}}, {{to: sent}}]
{ENDS}
guarantees:
  - {{name: all_is_sent, ends: [notify]}}
"""
    )

    assert breaking(flow) == {"seen": [{"what": "Noget", "whom": ["a"]}] * 4}


def test_a_record_of_rows_that_say_nothing_is_empty() -> None:
    rows = """
facts:
  what: {text: 200, optional: true, label: Hvad, purpose: Fordi, sensitivity: special}
steps:
  - repeat: seen
    each: [what]
    at_least: 1
    at_most: 3
    label: Set
    say: Hvad har du set?
    go: sent
  - end: sent
    outcome: notify
    say: Send.
record:
  observations: {each: seen, what: what}
guarantees:
  - {name: recorded, records: observations}
"""

    assert breaking(load_pieces(rows)) == {"seen": [{"what": None}]}
    assert verdicts(load_pieces(rows.replace("optional: true, ", ""))) == {"recorded": "proved"}


def test_every_made_up_answer_is_one_that_the_engine_takes() -> None:
    kinds = ("name", "phone", "email", "address", "cpr")
    facts = "\n".join(
        f"  my_{kind}: {{{kind}: true, label: {kind}, purpose: Fordi, sensitivity: person}}"
        for kind in kinds
    )
    flow = load_pieces(
        f"""
facts:
{facts}
  words: {{text: 3, label: Ord, purpose: Fordi, sensitivity: special}}
steps:
  - form: [{", ".join(f"my_{kind}" for kind in kinds)}, words]
    id: all
    say: Skriv.
    go: sent
  - end: sent
    outcome: notify
    say: Send.
guarantees:
  - {{name: never_sent, ends: [none]}}
"""
    )
    trail = only(flow).trail
    player = Player(Dialog(flow), "da", TODAY)

    assert trail is not None
    assert (player.play_answers(answer_file(flow, trail)), player.refusals) == ((), ())
    assert player.trail.ended == "sent"


@pytest.mark.parametrize(
    ("guarantee", "verdict"),
    [
        ("when: seen is yes, records: reasons", "proved"),
        ("records: reasons", "broken"),  # a conclusion without a code leaves the field empty
        ("records: urgency", "proved"),  # every conclusion is a code of the field
        ("records: knowledge_level", "proved"),
        ("records: assessment", "proved"),  # a text takes every conclusion
        ("records: functioning", "proved"),  # a score is always something
    ],
)
def test_a_conclusion_is_recorded_where_its_field_has_a_code_for_it(
    guarantee: str, verdict: str
) -> None:
    flow = load_pieces(
        f"""
facts:
  seen: {{yesno: true, label: Har du set det}}
  signs: {{multi: {{a: {{label: Mærke, weight: 1}}}}, none: Ingen, label: Tegn}}
scores:
  points: {{sum: [signs], cap: 2}}
decisions:
  kind: [{{is: harm, if: seen is yes, because: "Du så det."}}, {{is: nothing}}]
  haste: [{{is: today, if: seen is yes, because: "Du så det."}}, {{is: soon}}]
  sure: [{{is: seen_it, if: seen is yes, because: "Du så det."}}, {{is: heard_it}}]
steps:
- form: [seen, signs]
  id: all
  say: Hvad er der sket?
  go: sent
- end: sent
  outcome: notify
  say: Send.
record:
  reasons: {{fact: kind, as: {{harm: other, nothing: null}}}}
  urgency: haste
  knowledge_level: {{fact: sure, as: {{seen_it: knowledge, heard_it: concern}}}}
  assessment: kind
  functioning: points
guarantees:
- {{name: g, {guarantee}}}
"""
    )

    assert only(flow).word == verdict
