"""What no static check can tell: which answers are given together, and so what always, never or in vain is asked."""

from __future__ import annotations

import pytest

from assistant.prove.exact import exact_findings
from tests.examples.builders import TODAY
from tests.prove.small import load_pieces

FORKED = """
facts:
  role: {choice: {teacher: Lærer, dentist: Tandlæge}, label: Din rolle}
  seen: {yesno: true, label: Har du set det}
  place:
    label: Hvor
    choice: {home: Hjemme, school: {label: I skolen, if: "OPTION"}}
conditions:
  meant: {if: "CONDITION", because: "Du har set det."}
decisions:
  haste: [{is: today, if: "ROW"}, {is: soon}]
steps:
- ask: role
  go: [{if: role is teacher, to: seen}, {to: weigh}]
- ask: seen
  go: weigh
- decide: weigh
  go: [FORK]
- ask: place
  go: [{if: place is home, to: told}, {to: over}]
- tell: told
  level: info
  say: Husk det.
  go: over
- end: over
  outcome: none
  say: Slut.
plan:
- {id: wait, do: Vent, if: "PLAN", who: you, by: today}
"""
PLAIN = {
    "FORK": '{if: "meant", to: place}, {if: "haste is today", to: place}, {to: over}',
    "OPTION": "role is teacher",
    "CONDITION": "seen is yes",
    "ROW": "role is dentist",
    "PLAN": "place is home",
}
NEVER, ALWAYS = "this condition can never hold.", "this condition holds whatever is answered."
APART = "role is dentist and seen is yes"  # dentists are not asked
BEFORE = "not place is answered and seen is yes"  # so it is at the fork, and nowhere after it
TOGETHER = "role is dentist or seen is answered"  # teachers are


def find_lines(text: str, *codes: str) -> list[tuple[int, str]]:
    """Return the lines and sentences of what is found under these codes."""
    found = exact_findings(load_pieces(text), TODAY)
    return [(f.place.line, f.text) for f in found if f.code in codes]


def fork_on(**pieces: str) -> str:
    text = FORKED
    for name, plain in PLAIN.items():
        text = text.replace(name, pieces.get(name, plain))
    return text


def line(text: str, words: str) -> int:
    """Return the line of a flow on which words stand; the head has four."""
    return 4 + next(n for n, each in enumerate(text.splitlines(), 1) if words in each)


@pytest.mark.parametrize(
    ("pieces", "where", "sentence"),
    [
        ({}, "", None),
        ({"OPTION": APART}, "school:", NEVER),
        ({"CONDITION": APART, "OPTION": "role is dentist"}, "meant:", NEVER),
        ({"CONDITION": TOGETHER}, "meant:", ALWAYS),
        ({"PLAN": APART}, "id: wait", NEVER),
        ({"PLAN": TOGETHER}, "id: wait", ALWAYS),
        (
            {"ROW": APART},
            "is: today",
            "this row never decides: where it holds, a row before it does too.",
        ),
        ({"CONDITION": BEFORE}, "", None),
        ({"CONDITION": BEFORE, "FORK": "{if: not meant, to: over}, {to: place}"}, "", None),
    ],
)
def test_what_is_always_or_never_so_is_found_where_it_stands(
    pieces: dict[str, str], where: str, sentence: str | None
) -> None:
    text = fork_on(**pieces)

    expected = [] if sentence is None else [(line(text, where), sentence)]
    assert find_lines(text, "T04") == expected


def test_a_step_hidden_by_two_branches_is_told_with_both() -> None:
    text = """
facts:
  role: {choice: {teacher: Lærer, dentist: Tandlæge, nurse: Sundhedsplejerske}, label: Din rolle}
steps:
- ask: role
  go:
  - {if: role is teacher, to: over}
  - {if: role is dentist, to: over}
  - {if: "role is one of [teacher, dentist]", to: told}
  - {to: over}
- tell: told
  level: info
  say: Husk det.
  go: over
- end: over
  outcome: none
  say: Slut.
"""

    assert find_lines(text, "X01") == [
        (
            line(text, "tell: told"),
            'no conversation comes to "told": the branch "role is one of [teacher, dentist]" of "role" '
            'is hidden by "role is teacher" and "role is dentist".',
        )
    ]


BARE = """
facts:
  seen: {multi: {bruise: {label: Et mærke, weight: 1}, quiet: Er stille}, label: Tegn}
  place:
    label: Hvor
    NONE
    multi: {home: {label: Hjemme, if: points >= 1}, school: {label: I skolen, if: points >= 1}}
scores:
  points: {sum: [seen], cap: 2}
steps:
- ask: seen
  go: place
- ask: place
  go: over
- end: over
  outcome: none
  say: "Du har svaret {place}."
"""


@pytest.mark.parametrize("none", ["", "none: Ingen steder"])
def test_only_a_list_without_none_of_these_gets_stuck_where_nothing_shows(none: str) -> None:
    text = BARE.replace("NONE", none)

    stuck = '"place" cannot be answered when seen has quiet: nothing shows that could be chosen.'
    assert find_lines(text, "X03") == ([] if none else [(line(text, "ask: place"), stuck)])


TOLD = """
facts:
  role: {choice: {teacher: Lærer, dentist: Tandlæge}, label: Din rolle}
  seen: {choice: {a: {label: Et mærke, weight: 1}, b: {label: To mærker, weight: 1}}, label: Tegn}
  place: {choice: {home: Hjemme, school: I skolen}, label: Hvor}
scores:
  points: {sum: [seen], cap: 2}
steps:
- form: [role, seen, place]
  id: all
  say: Hvad har du set?
  go: over
- end: over
  outcome: none
  say: "SAID"
"""


@pytest.mark.parametrize(
    ("words", "for_nothing"),
    [
        ("Du har svaret {role}, {place} og {points}.", []),
        ("Du har svaret {role} og {place}.", ["seen"]),
        ("Slut.", ["role", "seen", "place"]),
    ],
)
def test_a_question_that_a_text_knows_is_not_asked_for_nothing(
    words: str, for_nothing: list[str]
) -> None:
    text = TOLD.replace("SAID", words)

    assert find_lines(text, "X05") == [
        (
            line(text, f"  {fact}:"),
            f'the answer to "{fact}" changes nothing: no condition, text or record knows it.',
        )
        for fact in for_nothing
    ]
