"""What is suggested can be read, passes, and closes the holes; it says what the flow does and no more."""

from __future__ import annotations

from assistant.dialog.trail import Trail
from assistant.prove.coverage.case import case_yaml, script_case
from assistant.prove.coverage.items import (
    BranchItem,
    CoverageItem,
    EndItem,
    GuaranteeItem,
    OptionItem,
    PlannedItem,
)
from assistant.prove.coverage.search import Search
from assistant.prove.coverage.suggestions import CaseNaming, Suggestion, suggestions
from assistant.scenario.player import Player
from assistant.scenario.run import run_case
from assistant.scenario.script_model import Case
from assistant.scenario.script_reader import read_script
from tests.examples.builders import TODAY
from tests.examples.home import cover_trails, describe_items, small


def suggest_after(*trails: Trail) -> tuple[Suggestion, ...]:
    return suggestions(Search(small(), TODAY), cover_trails(*trails).holes)


def write_cases(found: tuple[Suggestion, ...]) -> str:
    naming = CaseNaming(small())
    cases = (script_case(small(), e.trail, naming.name(e.trail, e.closes[0])) for e in found)
    return "\n".join(map(case_yaml, cases))


def cases(text: str) -> tuple[Case, ...]:
    script = read_script(text, "small/tests/suggested.yaml", small().flow)
    assert script.findings == ()
    return script.cases


def trail_of(case: Case) -> Trail:
    player = Player(small(), "da", case.today or TODAY)
    assert player.play_answers(case.answers) == ()
    return player.trail


def test_what_is_suggested_parses_passes_and_leaves_no_hole() -> None:
    read_back = cases(write_cases(suggest_after()))

    assert [run_case(small(), case, TODAY).why for case in read_back] == [()] * len(read_back)
    assert cover_trails(*map(trail_of, read_back)).holes == ()


def test_without_one_of_the_suggestions_a_hole_is_left() -> None:
    read_back = cases(write_cases(suggest_after()))

    for left_out in read_back:
        rest = [trail_of(case) for case in read_back if case is not left_out]
        assert cover_trails(*rest).holes != ()


def test_nothing_is_suggested_where_nothing_is_missing() -> None:
    trails = [each.trail for each in suggest_after()]

    assert suggest_after(*trails) == ()


def test_a_case_is_written_as_authors_write_them() -> None:
    (only,) = suggestions(Search(small(), TODAY), [BranchItem("safe", 0)])

    assert write_cases((only,)) == (
        '- case: "Tryg: no"\n'
        "  today: 2026-03-02\n"
        "  answers:\n"
        "    age: 0\n"
        "    signs: none\n"
        "    safe: no\n"
        "    child: null\n"
        "    seen: []\n"
        "  passes: [call, duty]\n"
        "  ends: sent\n"
    )


def test_options_that_wait_on_the_same_way_are_ticked_together() -> None:
    wanted: list[CoverageItem] = [OptionItem("signs", "bruises"), OptionItem("signs", "hungry")]
    wanted += [OptionItem("heard", "seen"), OptionItem("heard", "told")]

    found = suggestions(Search(small(), TODAY), wanted)

    (case,) = cases(write_cases(found))
    assert [set(each.closes) for each in found] == [set(wanted)]
    assert case.answers["signs"] == ["bruises", "hungry"]
    assert case.answers["seen"] == [
        {"what": "Eksempel", "heard": "seen"},
        {"what": "Eksempel", "heard": "told"},
    ]


def test_cases_are_named_by_the_answers_that_they_are_about_each_differently() -> None:
    (one,) = suggestions(Search(small(), TODAY), [GuaranteeItem("violence_ends_in_notify")])
    naming = CaseNaming(small(), ["Tegn: Blå mærker"])

    assert [
        naming.name(one.trail, each) for each in (one.closes[0], PlannedItem("tell_leader"))
    ] == [
        "Tegn: Blå mærker (2)",
        "Tegn: Blå mærker (3)",
    ]
    assert naming.name(one.trail, EndItem("sent")) == "Tegn: Blå mærker (4)"


def test_holes_are_told_in_the_words_of_the_flow() -> None:
    assert describe_items(cover_trails().holes)[10:13] == [
        "goes age > signs",
        "goes signs > duty because violence",
        "goes signs > look",
    ]
