"""What the checks see through: guards, parts and names, so that a sound flow gives no alarm."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.flow.checks import check_source_age
from assistant.flow.files import read_flow_files
from assistant.flow.findings import did_you_mean, finding_json, render_findings
from assistant.flow.load import load, load_valid_flow
from tests.flow.flow_examples import files_of, flow_text

WORRY = Path(__file__).parent / "sound" / "worry"

ROLE = "  role: {choice: {teacher: Lærer, dentist: Tandlæge}, label: Din rolle}\n"
AGE = "  age: {int: [0, 17], unknown: true, label: Alder}\n"
TOLD = "  told: {multi: {hit: Slået, left: Alene, sad: Trist}, none: Intet, label: Fortalt}\n"
BORN = "  born: {date: [-10y, 0d], label: Født}\n"


def find_codes(*blocks: str) -> list[str]:
    files = files_of(blocks)
    return [f"{f.place.line} {f.code}" for f in load(files, "example").findings]


def find_where_asked(facts: str, condition: str) -> list[str]:
    """Return what is found when a fork reads `condition` after all facts were asked."""
    names = [line.strip().partition(":")[0] for line in facts.splitlines()]
    asks = "".join(
        f"  - {{ask: {name}, go: {then}}}\n"
        for name, then in zip(names, [*names[1:], "fork"], strict=True)
    )
    fork = f"  - decide: fork\n    go: [{{if: '{condition}', to: stop}}, {{to: stop}}]\n"
    return find_codes(f"facts:\n{facts}steps:\n{asks}{fork}  - {{end: stop, outcome: none}}\n")


def test_the_sound_flow_has_no_findings() -> None:
    assert load(read_flow_files(WORRY), "worry").findings == ()


@pytest.mark.parametrize(
    "condition",
    [
        "role is teacher or role is dentist",
        "role is not teacher",
        "age > 3 and age < 9",
        "age > 3 and not age > 9",
        "age = 3 or age = 9 or age is answered",
        "told has any of [hit, left] and told has sad",
        "told has all of [hit, left] and count told = 2",
        "told has none or told has hit",
        "not told has hit and not told has left",
        "days since born > 30 and days since born < 60",
        "days until born > -30",
        "role is teacher and age > 3 or role is dentist and not age > 3",
    ],
)
def test_a_condition_that_depends_on_the_answers_is_left_alone(condition: str) -> None:
    assert find_where_asked(ROLE + AGE + TOLD + BORN, condition) == []


@pytest.mark.parametrize(
    "condition",
    [
        "age > 9 and age < 3",
        "age > 3 and age < 4",
        "told has none and told has hit",
        "told has hit and not told has any of [hit, left]",
        "count told = 0 and told has hit",
        "told has all of [hit, left] and count told < 2",
        "days since born > 60 and days since born < 30",
        "not (role is teacher or not role is teacher)",
        "not role is answered or role is teacher or role is dentist",
        "role is teacher and (age > 3 and role is dentist)",
    ],
)
def test_a_condition_that_is_settled_before_anybody_answers_is_told(condition: str) -> None:
    assert find_where_asked(ROLE + AGE + TOLD + BORN, condition) == ["16 T04"]


def test_a_constant_condition_is_told_once_and_not_again_where_it_is_used() -> None:
    assert find_codes(
        "conditions:\n"
        "  both: {if: role is teacher and role is dentist, because: Begge}\n"
        "  too: {if: both and role is teacher, because: Også}\n"
        "steps:\n"
        "  - {ask: role, go: [{if: too and role is answered, to: stop}, {if: both, to: stop}, {to: stop}]}\n"
        "  - {end: stop, outcome: none}\n"
    ) == ["11 T04"]


def told_at(go: str, facts: str = ROLE + AGE) -> list[str]:
    return find_codes(
        f"facts:\n{facts}"
        "steps:\n"
        f"  - {{ask: role, go: {go}}}\n"
        "  - {ask: age, go: thanks}\n"
        "  - {tell: thanks, say: 'Barnet er {age}.', go: stop}\n"
        "  - {end: stop, outcome: none}\n"
    )


def test_a_text_may_name_what_every_way_to_it_has_asked() -> None:
    assert told_at("age") == []
    assert told_at("[{if: role is teacher, to: age}, {to: stop}]") == []
    assert told_at("[{if: role is teacher, to: age}, {to: thanks}]") == ["11 R07"]


def test_a_branch_that_reads_an_answer_knows_that_it_was_given() -> None:
    facts = "  role: {choice: {teacher: Lærer, dentist: Tandlæge}, optional: true, label: Rolle}\n"

    def find_where_told(go: str) -> list[str]:
        return find_codes(
            f"facts:\n{facts}conditions:\n  teaches: {{if: role is teacher, because: Lærer}}\n"
            f"steps:\n  - {{ask: role, go: [{go}, {{if: teaches, to: stop}}, {{to: stop}}]}}\n"
            "  - {tell: thanks, say: 'Tak, {role}.', go: stop}\n"
            "  - {end: stop, outcome: none}\n"
        )

    assert find_where_told("{if: teaches, to: thanks}") == []
    assert find_where_told("{if: teaches or role is dentist, to: thanks}") == []
    assert find_where_told("{if: teaches or not role is dentist, to: thanks}") == ["9 R07"]


def test_a_plan_item_may_name_what_its_own_condition_reads() -> None:
    facts = "facts:\n  role: {choice: {a: A, b: B}, optional: true, label: Rolle}\n"

    assert find_codes(facts + "plan:\n  - {id: do, do: 'Ring som {role}.', by: now}\n") == [
        "13 R07"
    ]
    assert find_codes(facts + "plan:\n  - {id: do, do: '{role}', if: role is a, by: now}\n") == []


def test_a_part_needs_what_was_asked_before_it() -> None:
    part = (
        "# parts/child.yaml\npart: child\nlanguage: da\nneeds: [role]\nfacts:\n"
        "  age: {int: [0, 17], label: Alder}\nsteps:\n  - {ask: age, go: done}\n  - end: done\n"
    )
    steps = "use: [child]\nsteps:\n  - {ask: role, go: %s}\n  - {do: child, go: stop}\n  - {end: stop, outcome: none}\n"

    assert find_codes(steps % "child", part) == []
    assert find_codes(steps % "child", part.replace("[role]", "[roel]")) == ["4 R01"]


PLACE = (
    "  place: {choice: {class: {label: Klassen, if: 'role is teacher and age > 3'},"
    " yard: {label: Gården, if: 'role is teacher and not age > 3'}}, label: Hvor}\n"
)


def find_where_hidden(go: str) -> list[str]:
    return find_codes(
        f"facts:\n{ROLE}{AGE}{PLACE}steps:\n  - {{ask: age, go: role}}\n  - {{ask: role, go: {go}}}\n"
        "  - {ask: place, go: stop}\n  - {end: stop, outcome: none}\n"
    )


def test_options_may_all_hide_for_answers_that_never_come_to_the_question() -> None:
    assert find_where_hidden("place") == ["12 G06"]
    assert find_where_hidden("[{if: role is teacher, to: place}, {to: stop}]") == []
    assert find_where_hidden("[{if: role is dentist, to: stop}, {to: place}]") == []
    assert find_where_hidden("[{if: role is teacher and age > 3, to: stop}, {to: place}]") == [
        "12 G06"
    ]


def test_a_cycle_of_parts_and_steps_is_found_whatever_its_length() -> None:
    steps = "".join(f"  - {{tell: t{n}, say: Hej, go: t{n + 1}}}\n" for n in range(300))

    assert find_codes(
        f"steps:\n  - {{ask: role, go: [{{if: role is teacher, to: stop}}, {{to: t0}}]}}\n{steps}"
        "  - {tell: t300, say: Hej, go: role}\n  - {end: stop, outcome: none}\n"
    ) == ["309 G04"]


def test_a_source_is_old_after_twelve_months_and_a_day() -> None:
    flow = load_valid_flow(WORRY)

    assert check_source_age(flow, date(2027, 1, 2)) == ()
    assert [f.text for f in check_source_age(flow, date(2027, 1, 3))] == [
        'the source "BL" was read on 2026-01-02, more than 12 months ago.'
    ]
    assert len(check_source_age(flow, date(2027, 3, 3))) == 2


def test_a_finding_can_be_read_by_programs() -> None:
    (finding,) = load(
        {
            "example/flow.yaml": flow_text("title: 3\nfacts: {}\n")
            .replace("role", "x", 0)
            .replace("ask: role", "ask: rolle")
        },
        "example",
    ).findings

    assert finding_json(finding) == {
        "code": "R01",
        "severity": "error",
        "file": "example/flow.yaml",
        "line": 7,
        "column": 10,
        "text": 'the step "rolle" names the fact "rolle", but nothing has that name.',
        "fix": None,
    }


def test_a_line_is_shown_without_what_would_act_on_a_terminal() -> None:
    files = {"example/flow.yaml": flow_text("title: Et \x1b[31mbarn\n")}

    assert render_findings(load(files, "example").findings, files).splitlines()[1:3] == [
        "   4 | title: Et �[31mbarn",
        "     |           ^",
    ]


def test_the_nearest_name_is_meant() -> None:
    assert did_you_mean("dangr", ["danger", "duty"]) == 'did you mean "danger"?'
    assert did_you_mean("x", ["danger", "duty"]) is None


LINES = {name: text.splitlines() for name, text in read_flow_files(WORRY).items()}
SCRAPS = (
    "",
    "null",
    "[]",
    "{}",
    "[a, {b: c}]",
    "'",
    "|",
    "not",
    "{x}",
    "**",
    "&a",
    "*a",
    "-1",
    "é: ",
    "- -",
)


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, str]:
    """Return the sound flow after a few edits by a hand that slipped."""
    lines = {name: list(text) for name, text in LINES.items()}
    for _ in range(draw(st.integers(1, 3))):
        of = lines[draw(st.sampled_from(sorted(lines)))]
        at = draw(st.integers(0, len(of) - 1))
        words = of[at].split(" ")
        words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(SCRAPS))
        other = of[draw(st.integers(0, len(of) - 1))]
        of[at] = draw(st.sampled_from([" ".join(words), other, of[at][2:], "  " + of[at], ""]))
    return {name: "\n".join(text) for name, text in lines.items()}


@given(spoilt())
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_the_files_is_loaded_or_explained(files: dict[str, str]) -> None:
    loaded = load(files, "worry")

    assert (loaded.flow is None) == any(f.severity == "error" for f in loaded.findings)
    assert all(f.place.file in files and f.place.line > 0 for f in loaded.findings)
