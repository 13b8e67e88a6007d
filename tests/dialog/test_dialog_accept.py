from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from assistant.dialog.answer_parser import (
    AnswerContext,
    ParsedScreen,
    Rejection,
    parse_answer,
    parse_screen,
)
from assistant.dialog.conversation import Answer
from assistant.dialog.phrases import PHRASES, format_danish
from assistant.dialog.trail import PartialReading
from assistant.flow.model import UNKNOWN, AnyFact, Multi, Opaque, OpaqueKind, Repeat, Value
from assistant.flow.model.kinds.cpr import birth_date, has_valid_checksum
from tests.examples.builders import NOON, TODAY, options, text
from tests.examples.worry import WORRY_FLOW, worry

LOGIC = worry().logic


def asking(given: Mapping[str, Answer] | None = None, **answers: Value) -> AnswerContext:
    return AnswerContext(LOGIC, PartialReading(answers, TODAY), given or {}, TODAY)


def result(fact: AnyFact, raw: object, **answers: Value) -> object:
    """Return the value accepted, or the code and values of the refusal."""
    return show_result(parse_answer(asking(None, **answers), fact, raw))


def show_result(accepted: Value | Rejection) -> object:
    if not isinstance(accepted, Rejection):
        return accepted
    (refusal,) = accepted.refusals
    format_danish(refusal.text, **refusal.values)
    assert refusal.text in PHRASES
    return (refusal.code, *refusal.values.values())


def opaque(kind: OpaqueKind, limit: int = 40, *, optional: bool = False) -> Opaque:
    return Opaque(id="x", kind=kind, limit=limit, optional=optional)


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("role", "teacher", "teacher"),
        ("role", "nurse", ("choice",)),
        ("role", "Teacher", ("choice",)),
        ("role", ["teacher"], ("choice",)),
        ("role", 1, ("choice",)),
        ("role", True, ("choice",)),
        ("role", None, ("missing",)),
        ("role", "  ", ("missing",)),
        ("role", "unknown", ("choice",)),
        ("role", {"id": "teacher"}, ("choice",)),
        ("who", "unknown", UNKNOWN),
        ("danger", "yes", "yes"),
        ("danger", "unknown", UNKNOWN),
        ("danger", True, ("choice",)),
        ("danger", "ja", ("choice",)),
        ("signs", ["caries", "bruises", "caries"], ("bruises", "caries")),
        ("signs", "none", ()),
        ("signs", ["none"], ()),
        ("signs", "unknown", UNKNOWN),
        ("signs", ["unknown"], UNKNOWN),
        ("signs", ["none", "caries"], ("exclusive",)),
        ("signs", ["unknown", "none"], ("exclusive",)),
        ("signs", ["truancy"], ("choice",)),
        ("signs", ["caries", 3], ("choice",)),
        ("signs", [["caries"]], ("choice",)),
        ("signs", "caries", ("not_a_list",)),
        ("signs", {"caries": True}, ("not_a_list",)),
        ("signs", [], ("missing",)),
        ("siblings", 0, 0),
        ("siblings", 20, 20),
        ("siblings", -1, ("too_low", 0)),
        ("siblings", 21, ("too_high", 20)),
        ("siblings", 2.0, ("not_a_number",)),
        ("siblings", "2", ("not_a_number",)),
        ("siblings", True, ("not_a_number",)),
        ("siblings", None, None),
        ("siblings", "", None),
        ("first_seen", "2026-03-02", TODAY),
        ("first_seen", "2025-03-02", date(2025, 3, 2)),
        ("first_seen", "2026-03-03", ("too_late", TODAY)),
        ("first_seen", "2025-03-01", ("too_early", date(2025, 3, 2))),
        ("first_seen", "20260302", ("not_a_date",)),
        ("first_seen", "2026-W10-1", ("not_a_date",)),
        ("first_seen", "2026-02-29", ("not_a_date",)),
        ("first_seen", "2026-03-02T10:00", ("not_a_date",)),
        ("first_seen", 20260302, ("not_a_date",)),
        ("first_seen", None, None),
        ("child_name", "  Bo \n Hansen\t", "Bo Hansen"),
        ("child_name", 7, ("not_a_text",)),
        ("child_name", "x" * 121, ("too_long", 120)),
        ("what", "To\r\nlinjer \x00\x1b", "To\nlinjer"),
        ("what", "e\u0301", "é"),
        ("what", "\ud800", "?"),
        ("what", "x" * 50, "x" * 50),
        ("what", "x" * 51, ("too_long", 50)),
    ],
)
def test_a_raw_answer_becomes_a_value_or_a_refusal(
    name: str, raw: object, expected: object
) -> None:
    assert result(WORRY_FLOW.facts[name], raw, age="baby") == expected


def test_a_hidden_option_cannot_be_chosen_and_a_shown_one_can() -> None:
    signs = WORRY_FLOW.facts["signs"]

    assert result(signs, ["truancy"], age="baby") == ("choice",)
    assert result(signs, ["truancy"], age="school") == ("truancy",)


def test_none_of_these_is_no_answer_where_it_is_not_offered() -> None:
    fact = Multi(id="x", options=options("a", "b"), none=None)
    skippable = Multi(id="x", options=options("a", "b"), none=None, optional=True)

    assert result(fact, "none") == ("choice",)
    assert [result(fact, []), result(skippable, [])] == [("missing",), None]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("010118-4321", "010118-4321"),
        ("0101184321", "010118-4321"),
        ("010118 4321", "010118-4321"),
        ("610118-4321", "610118-4321"),
        ("310299-1111", ("cpr",)),
        ("920118-4321", ("cpr",)),
        ("010118-432", ("cpr",)),
        ("01-01-18-4321", ("cpr",)),
        ("٠١٠١١٨-٤٣٢١", ("cpr",)),
        ("030326-4321", ("cpr",)),
        (101184321, ("cpr",)),
    ],
)
def test_a_personal_number_has_a_date_that_exists(raw: object, expected: object) -> None:
    assert result(opaque("cpr"), raw) == expected


@pytest.mark.parametrize(
    ("number", "born"),
    [
        ("010150-0000", date(1950, 1, 1)),
        ("010150-3999", date(1950, 1, 1)),
        ("010136-4000", date(2036, 1, 1)),
        ("010137-4000", date(1937, 1, 1)),
        ("010157-5000", date(2057, 1, 1)),
        ("010158-8000", date(1858, 1, 1)),
        ("010136-9000", date(2036, 1, 1)),
        ("010137-9000", date(1937, 1, 1)),
        ("290200-1000", None),
        ("290200-5000", date(2000, 2, 29)),
        ("900200-5000", None),
    ],
)
def test_the_seventh_digit_gives_the_century(number: str, born: date | None) -> None:
    assert birth_date(number) == born


def test_modulus_11_is_told_and_refuses_nothing() -> None:
    assert (has_valid_checksum("070761-4285"), has_valid_checksum("070761-4286")) == (True, False)
    assert result(opaque("cpr"), "070761-4286") == "070761-4286"


def test_a_masked_number_that_comes_back_stays_what_it_was() -> None:
    cpr = WORRY_FLOW.facts["child_cpr"]
    given = {"child_cpr": Answer("010118-4321", NOON, 1)}

    assert show_result(parse_answer(asking(given), cpr, "010118-xxxx")) == "010118-4321"
    assert show_result(parse_answer(asking(), cpr, "010118-xxxx")) == ("cpr",)


def test_a_masked_number_in_a_list_stays_while_only_one_fits() -> None:
    cpr = WORRY_FLOW.facts["child_cpr"]
    rows: Value = ({"child_cpr": "010118-4321"}, {"child_cpr": "020218-4321"})
    twins: Value = ({"child_cpr": "010118-4321"}, {"child_cpr": "010118-4323"})

    assert [
        show_result(parse_answer(asking({"list": Answer(given, NOON, 1)}), cpr, "010118-xxxx"))
        for given in (rows, twins)
    ] == ["010118-4321", ("cpr",)]


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        ("phone", "+45 12 34 56 78", "+45 12 34 56 78"),
        ("phone", "12345678 (kun kl. 8-16)", "12345678 (kun kl. 8-16)"),
        ("phone", "12 34", ("phone", 6)),
        ("phone", "ring til mig", ("phone", 6)),
        ("phone", 12345678, ("phone", 6)),
        ("email", "navn@skole.example", "navn@skole.example"),
        ("email", "navn+a@å.example", "navn+a@å.example"),
        ("email", "navn@skole", ("email",)),
        ("email", "navn skole.example", ("email",)),
        ("email", "a@b@c.example", ("email",)),
        ("email", "a@b..example", ("email",)),
        ("address", "Vej 1\n9999 By", "Vej 1\n9999 By"),
        ("address", ["Vej"], ("not_a_text",)),
    ],
)
def test_contact_details_are_checked_leniently(
    kind: OpaqueKind, raw: object, expected: object
) -> None:
    assert result(opaque(kind), raw) == expected


FORM = ("child_name", "child_cpr", "siblings")


def parse_screen_at(step: str, asks: tuple[str, ...], raw: object) -> ParsedScreen:
    return parse_screen(asking(), WORRY_FLOW.steps[step], asks, raw)


def test_a_form_is_accepted_as_a_whole_with_skipped_fields_left_out() -> None:
    assert parse_screen_at("name", FORM, {"child_name": "Bo", "siblings": 1}) == ParsedScreen(
        {"child_name": "Bo", "child_cpr": None, "siblings": 1}
    )


def test_a_form_tells_every_refusal_and_keeps_what_was_typed() -> None:
    raw = {"child_name": "", "child_cpr": "x", "siblings": "to", "y" * 90: 1}
    refused = parse_screen_at("name", FORM, raw)

    assert [(r.fact, r.code) for r in refused.refusals] == [
        ("y" * 80, "not_open"),
        ("child_name", "missing"),
        ("child_cpr", "cpr"),
        ("siblings", "not_a_number"),
    ]
    assert (refused.values, refused.typed) == ({}, raw)


def test_a_form_with_several_fields_takes_no_single_value() -> None:
    assert [(r.fact, r.code) for r in parse_screen_at("name", FORM, "Bo").refusals] == [
        ("name", "not_a_list")
    ]


def test_one_field_is_answered_by_its_value_or_by_a_mapping() -> None:
    assert parse_screen_at("age", ("age",), "baby") == parse_screen_at(
        "age", ("age",), {"age": "baby"}
    )


def test_a_list_is_accepted_row_by_row() -> None:
    raw = [{"what": "a", "when_seen": "2026-03-01"}, {"what": "b", "when_seen": "unknown"}]

    first: dict[str, Value] = {"what": "a", "when_seen": date(2026, 3, 1)}
    rows: Value = (first, {"what": "b", "when_seen": UNKNOWN})
    assert parse_screen_at("seen", ("seen",), raw) == ParsedScreen({"seen": rows})


def test_a_list_may_be_empty_where_none_is_asked_for() -> None:
    raws: list[object] = [None, []]

    assert [parse_screen_at("seen", ("seen",), raw) for raw in raws] == [
        ParsedScreen({"seen": ()})
    ] * 2


def test_a_list_names_the_row_and_field_that_it_refuses() -> None:
    raw: list[object] = [{"what": "a", "when_seen": "i går"}, "b", {"what": "", "when": 1}]

    assert [(r.fact, r.code) for r in parse_screen_at("seen", ("seen",), raw).refusals] == [
        ("seen.0.when_seen", "not_a_date"),
        ("seen.1", "not_a_list"),
        ("seen.2.when", "not_open"),
        ("seen.2.what", "missing"),
        ("seen.2.when_seen", "missing"),
    ]


def test_a_list_has_as_many_rows_as_its_step_allows() -> None:
    step = Repeat(id="seen", each=("what",), at_least=1, at_most=2, label=text("Set"))
    row = {"what": "a"}

    raws: list[object] = [[], [row] * 3, "a", None]
    refused = [
        [
            (r.code, *r.values.values())
            for r in parse_screen(asking(), step, ("seen",), raw).refusals
        ]
        for raw in raws
    ]
    assert refused == [[("too_few", 1)], [("too_many", 2)], [("not_a_list",)], [("too_few", 1)]]
