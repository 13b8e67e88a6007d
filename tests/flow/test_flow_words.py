"""What is counted on the way to a question, which conditions need a reason, and where links may lead."""

from __future__ import annotations

import pytest

from assistant.flow.load import load
from tests.flow.flow_examples import flow_text

THIRTY = (
    "Sæt dig ned, og tænk på det, du har set i dag. Skriv det ned, så du husker det. "
    "Skriv også ned, hvor du var, og hvem der var der."
)
PIECES = """\
facts:
  role: {choice: {teacher: Lærer, dentist: Tandlæge}, label: Din rolle}
  sure: {yesno: true, label: Sikker}
conditions:
  teaches: {if: role is teacher, because: "Du er lærer."}
"""


def find_sentences(steps: str, pieces: str = PIECES) -> list[str]:
    """Return code and sentence of what is found in a flow with these steps."""
    loaded = load({"example/flow.yaml": flow_text(f"{pieces}steps:\n{steps}")}, "example")
    return [f"{finding.code} {finding.text}" for finding in loaded.findings]


def tell(name: str, words: str, go: str) -> str:
    return f'  - {{tell: {name}, say: "{words}", go: {go}}}\n'


END = "  - {end: stop, outcome: none}\n"
SURE = "  - {ask: sure, go: stop}\n"


def long_way_sentence(words: int, way: str) -> str:
    return (
        f"L04 {words} words stand before the first answer here, with what is told just before "
        f"({way}); at most 60 are read."
    )


def test_what_is_told_before_the_first_question_counts() -> None:
    way = tell("a", THIRTY, "b") + tell("b", THIRTY, "role")
    ask = "  - {ask: role, go: [{if: teaches, to: sure}, {to: stop}]}\n"

    assert find_sentences(way + ask + SURE + END) == [long_way_sentence(62, "a, b")]


def test_an_answer_in_between_begins_anew() -> None:
    first = tell("a", THIRTY, "role")
    ask = "  - {ask: role, go: [{if: teaches, to: b}, {to: stop}]}\n"

    assert find_sentences(first + ask + tell("b", THIRTY, "sure") + SURE + END) == []


def test_messages_that_no_conversation_is_told_together_are_not_added_up() -> None:
    ask = "  - {ask: role, go: [{if: teaches, to: a}, {to: fork}]}\n"
    fork = "  - {decide: fork, go: [{if: role is dentist, to: b}, {to: sure}]}\n"
    apart = ask + tell("a", THIRTY, "fork") + fork + tell("b", THIRTY, "sure") + SURE + END

    assert find_sentences(apart) == []
    assert find_sentences(apart.replace("role is dentist", "teaches")) == [
        long_way_sentence(61, "a, b")
    ]


def test_what_is_told_at_an_end_is_read_at_leisure() -> None:
    ask = "  - {ask: role, go: [{if: teaches, to: a}, {to: sure}]}\n"

    assert (
        find_sentences(ask + tell("a", THIRTY, "b") + tell("b", THIRTY, "stop") + SURE + END) == []
    )


HARD = "Redegør for forældremyndighedens indehavere, samværsaftaler og institutionsplaceringer i kommunen nu."
MANY = "  - {ask: role, go: [{if: teaches, to: sure}, {to: stop}]}\n"


def test_hard_words_are_measured_in_danish_only() -> None:
    steps = MANY + f'  - {{ask: sure, say: "{HARD}", go: stop}}\n' + END
    english = load(
        {"example/flow.yaml": flow_text(f"language: en\n{PIECES}steps:\n{steps}")}, "example"
    )

    assert find_sentences(steps) == [
        "L04 the words of this question have a LIX of 70; above 40 they are hard to read."
    ]
    assert english.findings == ()


@pytest.mark.parametrize(
    ("route", "needs"),
    [
        ("if: named, to: duty", ["named"]),
        ("if: named or sure is yes, to: duty", ["named"]),
        ("if: not named, to: duty", []),
        ("if: sure is yes, to: duty", []),
        ("if: named, to: info", []),
        ("if: named, to: fork", ["named"]),
        ("if: named, to: choosing", []),
    ],
)
def test_what_makes_a_grave_step_come_needs_a_reason(route: str, needs: list[str]) -> None:
    pieces = PIECES.replace("conditions:\n", "conditions:\n  named: {if: sure is no}\n")
    steps = (
        "  - {ask: role, go: sure}\n"
        f"  - {{ask: sure, go: [{{{route}}}, {{if: named and teaches, to: info}}, {{if: teaches, to: duty}},"
        " {if: role is answered, to: fork}, {to: choosing}]}\n"
        "  - {decide: fork, go: stop}\n"
        "  - {decide: choosing, go: [{if: teaches, to: stop}, {to: info}]}\n"
        "  - {tell: duty, level: duty, say: Du skal underrette, go: stop}\n"
        "  - {tell: info, say: Tak, go: stop}\n" + END
    )

    codes = [sentence for sentence in find_sentences(steps, pieces) if sentence.startswith("L06")]
    assert [sentence.split('"')[1] for sentence in codes] == needs


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("[mere](https://www.kommunen.dk/børn?a=1#b)", None),
        ("[mere](https://blåvand-å.dk:8443/)", None),
        ("[mere](tel:+4512345678)", None),
        ("[mere](https://intranet/side)", "L05"),
        ("[mere](https://127.0.0.1/side)", "L05"),
        ("[mere](http://www.kommunen.dk)", "L05"),
        ("[ ](https://www.kommunen.dk)", "L05"),
        ("[mere]", "F12"),
    ],
)
def test_links_lead_to_pages_and_telephones(link: str, code: str | None) -> None:
    steps = f'  - {{ask: role, say: "Læs {link} først.", go: stop}}\n' + END
    pieces = PIECES.partition("  sure")[0]

    assert [sentence[:3] for sentence in find_sentences(steps, pieces)] == ([code] if code else [])
