"""Coverage of the small flow, number by number."""

from __future__ import annotations

from assistant.flow.expressions.grammar import unparse
from assistant.prove.coverage.items import (
    AtomItem,
    BranchItem,
    CoverageObserver,
    EndItem,
    Kind,
    OptionItem,
    StepItem,
    coverage_items,
)
from assistant.prove.coverage.report import Coverage, ItemDescriber, Tally, measure_coverage
from assistant.prove.coverage.search import Search
from tests.examples.builders import TODAY
from tests.examples.home import cover_trails, describe_items, small, trail

NEVER = "goes signs > duty because age > 9 and signs has biting"
VIOLENCE = {
    "age": 3,
    "signs": ["bruises"],
    "child": "Kim",
    "seen": [{"what": "Noget", "heard": "seen"}],
}
SAFE = {"age": 12, "signs": "none", "safe": "yes"}


def counts(found: Coverage) -> dict[str, tuple[int, int]]:
    return {kind: (tally.covered, tally.total) for kind, tally in found.tallies.items()}


def test_without_conversations_everything_is_a_hole_but_what_none_can_reach() -> None:
    nothing = cover_trails()

    assert counts(nothing) == {
        "steps": (0, 10),
        "branches": (0, 11),
        "options": (0, 9),
        "atoms": (0, 14),
        "guarantees": (0, 2),
        "plan": (0, 2),
        "ends": (0, 2),
    }
    assert describe_items(nothing.unreachable) == [NEVER]
    assert nothing.undecided == ()


def test_two_conversations_cover_what_they_pass() -> None:
    two = cover_trails(trail(**VIOLENCE), trail(**SAFE))

    assert counts(two) == {
        "steps": (9, 10),
        "branches": (8, 11),
        "options": (4, 9),
        "atoms": (11, 14),
        "guarantees": (1, 2),
        "plan": (1, 2),
        "ends": (2, 2),
    }
    assert describe_items(two.holes) == [
        "reaches the step call",
        "goes safe > call because safe is no",
        "goes call > look",
        "goes look > duty because safe is no",
        'answers signs: biting "Bider"',
        'answers signs: hungry "Sulten"',
        "answers signs: unknown",
        'answers heard: told "Fortalt"',
        "answers safe: no",
        "makes `signs has biting` true",
        "makes `safe is no` true",
        "makes `points >= 2` true",
        "tests the guarantee biting_talks",
        "plans feed",
    ]


def test_a_conversation_that_still_waits_has_seen_what_it_has_come_to() -> None:
    waiting = CoverageObserver(small()).covered_by(trail(age=3))

    assert {item for item in waiting if not isinstance(item, AtomItem)} == {
        StepItem("age"),
        StepItem("signs"),
        BranchItem("age", 0),
    }


def test_atoms_are_seen_where_their_question_is_put_and_those_about_scores_at_an_end() -> None:
    def judge_atoms(**answers: object) -> dict[str, bool]:
        seen = CoverageObserver(small()).covered_by(trail(**answers))
        return {unparse(item.atom): item.truth for item in seen if isinstance(item, AtomItem)}

    assert judge_atoms() == {}
    assert judge_atoms(age=3) == {"age > 9": False, "age < 5": True, "age = 3": True}
    assert judge_atoms(age=12, signs="none") == {
        "age > 9": True,
        "age < 5": False,
        "age = 3": False,
        "signs has biting": False,
        "signs has tag violence": False,
    }
    assert judge_atoms(age=12, signs=["hungry"], safe="yes").keys() >= {"safe is no", "points >= 2"}
    assert judge_atoms(age=12, signs=["hungry"], safe="yes")["points >= 2"]


def test_options_are_seen_in_rows_too() -> None:
    rows = [{"what": "Et", "heard": "seen"}, {"what": "To", "heard": "told"}]
    seen = CoverageObserver(small()).covered_by(trail(**{**VIOLENCE, "seen": rows}))

    assert {item for item in seen if isinstance(item, OptionItem)} == {
        OptionItem("signs", "bruises"),
        OptionItem("heard", "seen"),
        OptionItem("heard", "told"),
    }


def test_only_the_kinds_that_are_wanted_are_counted() -> None:
    ends = cover_trails(trail(**SAFE), kinds=("ends",))

    assert ends.tallies == {"ends": Tally(1, (EndItem("sent"),))}
    assert ends.unreachable == ()


def test_what_the_budget_cannot_decide_stays_a_hole() -> None:
    starved = measure_coverage(Search(small(), TODAY, max_nodes=3), [], ("ends",))

    assert starved.tallies["ends"].total == 2
    assert starved.undecided == (EndItem("sent"), EndItem("talk"))
    assert starved.unreachable == ()


def test_a_share_is_of_what_can_be_seen() -> None:
    assert Tally(1, (EndItem("sent"),)).percent == 50
    assert Tally(0, ()).percent == 100


def test_every_item_stands_somewhere() -> None:
    words = ItemDescriber(small().flow)
    kinds: dict[Kind, set[str]] = {
        kind: {f"{words.describe(item).place.file}" for item in every}
        for kind, every in coverage_items(small().flow).items()
    }

    assert kinds == {
        "steps": {"small/flow.yaml", "parts/home.yaml"},
        "branches": {"small/flow.yaml", "parts/home.yaml"},
        "options": {"small/flow.yaml", "parts/home.yaml"},
        "atoms": {"small/flow.yaml", "parts/home.yaml"},
        "guarantees": {"small/flow.yaml"},
        "plan": {"small/flow.yaml"},
        "ends": {"small/flow.yaml"},
    }
