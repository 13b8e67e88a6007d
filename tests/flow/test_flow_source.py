"""Strict YAML: what is text, what is refused, and where everything stands."""

from __future__ import annotations

import pytest

from assistant.flow.findings import Finding
from assistant.flow.model import Place
from assistant.flow.strict_yaml.nodes import Entry, PlainData, Scalar, Table, find, plain_data
from assistant.flow.strict_yaml.parser import MAX_DEPTH, parse_yaml


def read(text: str) -> PlainData:
    parsed = parse_yaml(text, "a.yaml")
    assert parsed.findings == ()
    return plain_data(parsed.node)


def find_refusals(text: str) -> list[str]:
    return [
        f"{f.place.line}:{f.place.column} {f.code}" for f in parse_yaml(text, "a.yaml").findings
    ]


@pytest.mark.parametrize(
    "word",
    [
        "no",
        "yes",
        "on",
        "True",
        "NULL",
        "~",
        "12:30",
        "0112",
        "1.10",
        "+45",
        "1_000",
        "0x1F",
        "1e3",
        "2026-03-02",
        "<<x",
        "=",
        "-",
    ],
)
def test_everything_but_true_false_null_and_plain_integers_is_text(word: str) -> None:
    assert read(f"[{word}, x]" if word != "-" else "['-', x]") == [word, "x"]


@pytest.mark.parametrize(
    ("word", "value"), [("true", True), ("false", False), ("null", None), ("0", 0), ("-17", -17)]
)
def test_true_false_null_and_plain_integers_are_what_they_say(word: str, value: PlainData) -> None:
    assert read(f"key: {word}") == {"key": value}


def test_an_integer_too_long_to_count_with_stays_text() -> None:
    assert read("key: 1234567890123456789") == {"key": "1234567890123456789"}


def test_in_quotes_every_word_is_text() -> None:
    assert read('["true", \'17\', "null"]') == ["true", "17", "null"]


def test_a_missing_value_is_none() -> None:
    assert read("key:\nother: x") == {"key": None, "other": "x"}


def test_keys_are_text_whatever_they_look_like() -> None:
    assert read("1: a\ntrue: b\nno: c") == {"1": "a", "true": "b", "no": "c"}


def test_texts_are_composed_letter_by_letter() -> None:
    assert read("label: A\u030alborg") == {"label": "Ålborg"}


def test_line_breaks_of_any_system_and_a_byte_order_mark_are_the_same() -> None:
    assert read("\ufeffa: |\r\n  x\r\n  y\r\nb: z\r") == {"a": "x\ny\n", "b": "z"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a: x\nb: y\na: z", ["3:1 F02"]),
        ("a: {b: 1, b: 2}", ["1:11 F02"]),
        ("a: &x y", ["1:4 F05"]),
        ("a: &x [y]", ["1:4 F05"]),
        ("a: [&x y, *x]", ["1:5 F05", "1:11 F05"]),
        ("a: !!int 3", ["1:4 F05"]),
        ("a: !!python/object:os.system x", ["1:4 F05"]),
        ("a: {<<: {b: c}}", ["1:5 F05"]),
        ("a:\tb", ["1:3 F05"]),
        ('a: "x\ty"', ["1:6 F05"]),
        ("a: x\u200by", []),
        ("a: x\x1b[31my", ["1:5 F05"]),
        ("a: x\u2028b: y", ["1:5 F05"]),
        ("a: b\n---\na: c", ["2:1 F05"]),
        ("%TAG ! x\n---\na: b", ["1:1 F05"]),
        ("", ["1:1 F08"]),
        ("# only a comment", ["1:1 F08"]),
        ("[a]: b", ["1:1 F05"]),
        (": b", ["1:1 F05"]),
    ],
)
def test_what_cannot_be_seen_or_means_something_else_is_refused(
    text: str, places: list[str]
) -> None:
    assert find_refusals(text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("say: Ring nu #112 eller vagten", ["1:14 F03"]),
        ("say: Ring nu # 112", ["1:14 F03"]),
        ("say: Ring  # nu", ["1:12 F03"]),
        ("say: ring # nu", ["1:11 F03"]),
        ("ages: [small, Børn  # alle\n  ]", ["1:21 F03"]),
        ("say: Ring nu\n  straks #112", ["2:10 F03"]),
        ("today: 2026-03-02   # the clock is data", []),
        ("ask: role  # who are you", []),
        ("# first\nask: role\n# last", []),
        ('say: "Ring nu #112"', []),
        ('say: "Ring nu"  # straks', []),
        ("say: |\n  Ring nu #112", []),
        ("say: Ring#112", []),
        ("go: [{to: a}, {to: b}]  # both", []),
    ],
)
def test_a_comment_never_swallows_the_end_of_a_text(text: str, places: list[str]) -> None:
    assert find_refusals(text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("{say: Er barnet i fare?, go: x}", ["1:7 F04"]),
        ("{say: Ring, og vent, go: x}", ["1:13 F04"]),
        ("{say: Husk: ring, go: x}", ["1:11 F04"]),
        ("{if: signs has any of [a, b], to: c}", ["1:23 F04"]),
        ("say: Husk: ring", ["1:10 F04"]),
        ("{choice: {a: Ja tak, b: Nej tak}}", []),
        ("{say: 'Er barnet i fare?', go: x}", []),
        ("say: Er barnet i fare?", []),
        ("if: signs has any of [a, b]", []),
    ],
)
def test_a_sentence_in_braces_needs_quotes(text: str, places: list[str]) -> None:
    assert find_refusals(text) == places


def test_levels_are_counted() -> None:
    assert find_refusals("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert find_refusals("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == [
        f"1:{MAX_DEPTH + 1} F07"
    ]


def test_a_deep_file_is_given_up_at_the_limit() -> None:
    assert find_refusals("[" * 900_000) == [f"1:{MAX_DEPTH + 1} F07"]


def test_everything_wrong_is_told_at_once_and_in_order() -> None:
    text = "a: &x y\nb: Ring #112\na: !t z\n"

    assert find_refusals(text) == ["1:4 F05", "2:9 F03", "3:1 F02", "3:4 F05"]


def test_a_finding_says_where_what_and_how_to_mend_it() -> None:
    assert parse_yaml("a: 1\nsay: Ring nu #112", "x/flow.yaml").findings == (
        Finding(
            code="F03",
            severity="error",
            place=Place("x/flow.yaml", 2, 14),
            length=4,
            text='the text "Ring nu" ends where "#" begins a comment; "#112" would be lost.',
            fix='put the text in quotes: "…"',
        ),
    )


def test_every_key_and_value_knows_its_place() -> None:
    node = parse_yaml("a: 1\nbæ:  'cd'\n", "f").node

    assert node == Table(
        entries=(
            Entry(
                Scalar("a", "a", "f", 1, 1, 1, 1, 1, quoted=False),
                Scalar(1, "1", "f", 1, 4, 1, 4, 1, quoted=False),
            ),
            Entry(
                Scalar("bæ", "bæ", "f", 2, 1, 2, 1, 1, quoted=False),
                Scalar("cd", "cd", "f", 2, 6, 4, 7, 1, quoted=True),
            ),
        ),
        file="f",
        line=1,
        column=1,
        length=1,
    )


def test_a_value_is_found_by_its_key() -> None:
    node = parse_yaml("a: {b: c}", "f").node

    assert plain_data(find(find(node, "a"), "b")) == "c"
    assert find(node, "b") is None
    assert find(find(find(node, "a"), "b"), "c") is None
