"""`assistant cover`, `suggest` and `why`, as a shell gives them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command_line import assistant

SUGGESTED = Path("flows/small/tests/suggested.yaml")
pytestmark = pytest.mark.usefixtures("here")


def test_cover_counts_what_the_scripts_have_seen_changes_included() -> None:
    said = assistant("cover", "small", "--json")

    (flow,) = said.json["flows"]
    counts = {
        kind: (tally["covered"], tally["total"])
        for kind, tally in flow.items()
        if isinstance(tally, dict)
    }
    assert said.status == 0
    assert flow["flow"] == "small"
    assert counts == {
        "steps": (9, 10),
        "branches": (8, 11),
        "options": (3, 9),
        "atoms": (8, 14),
        "guarantees": (1, 2),
        "plan": (1, 2),
        "ends": (2, 2),
    }
    assert flow["steps"]["holes"] == [
        {
            "kind": "steps",
            "name": "call",
            "text": "reaches the step call",
            "file": "parts/home.yaml",
            "line": 11,
            "column": 9,
        }
    ]
    assert [item["name"] for item in flow["unreachable"]] == ["signs > duty"]
    assert flow["not_decided"] == []


def test_cover_names_the_holes_where_they_stand() -> None:
    said = assistant("cover", "small")

    assert "  branches       8 of 11      72.7 %" in said.out
    assert "  flows/parts/home.yaml:10:29: goes safe > call because safe is no" in said.out
    assert "Left out: no conversation at all\n  flows/small/flow.yaml:" in said.out


def test_cover_fails_below_what_is_asked_for() -> None:
    assert assistant("cover", "small", "--at-least", "branches=72").status == 0
    assert assistant("cover", "small", "--at-least", "branches=73").status == 1
    assert assistant("cover", "small", "--at-least", "ends=100").status == 0


def test_cover_says_how_a_share_is_written() -> None:
    said = assistant("cover", "small", "--at-least", "lines=100")

    assert said.status == 2
    assert '"lines=100" is not a kind and a share; write them like branches=100.' in said.err


def test_a_case_that_fails_counts_for_nothing() -> None:
    file = Path("flows/small/tests/second.yaml")
    text = "- case: Forkert\n  answers: {age: 12, signs: none, safe: no, child: null, seen: []}\n  ends: talk\n"
    file.write_text(text, encoding="utf-8")

    said = assistant("cover", "small", "--json")
    others = [assistant("suggest", "small"), assistant("graph", "small", "--coverage")]

    assert said.status == 1
    told = "flows/small/tests/second.yaml:1:3: fails, so it covers nothing"
    assert [told in each.err for each in (said, *others)] == [True, True, True]
    assert said.json["flows"][0]["steps"]["covered"] == 9


def test_what_is_suggested_closes_every_hole() -> None:
    suggested = assistant("suggest", "small")
    SUGGESTED.write_text(suggested.out, encoding="utf-8")

    everything = [f"{kind}=100" for kind in ("steps", "branches", "options", "atoms", "plan")]
    asked = [word for share in everything for word in ("--at-least", share)]
    assert suggested.status == 0
    assert assistant("check", "small").status == 0
    assert assistant("test", "small").status == 0
    assert assistant("cover", "small", *asked).status == 0
    again = assistant("suggest", "small")
    assert (again.out, again.err) == ("", "0 conversations for 0 holes\n")


def test_only_some_kinds_of_holes_can_be_closed() -> None:
    said = assistant("suggest", "small", "--only", "plan", "--json")

    (case,) = said.json["cases"]
    assert case["closes"][0]["text"] == "plans feed"
    assert case["plans"] == ["feed"]
    assert case["answers"]["signs"] == ["hungry"]


def test_why_tells_the_conditions_and_the_answers() -> None:
    answers = "age: 3\nsigns: [bruises]\n"
    said = assistant("why", "small", "duty", "--answers", "-", typed=answers)

    assert (said.status, said.out) == (
        0,
        "  violence: Der er tegn på vold.\n  Tegn: Blå mærker\n",
    )


def test_why_is_json_for_machines() -> None:
    answers = "age: 3\nsigns: [bruises]\n"
    said = assistant("why", "small", "tell_leader", "--answers", "-", "--json", typed=answers)

    assert (said.json["id"], said.json["kind"]) == ("tell_leader", "plan")
    assert [each["id"] for each in said.json["conditions"]] == ["violence"]
    assert [each["fact"] for each in said.json["answers"]] == ["signs"]


@pytest.mark.parametrize(
    ("answers", "step", "status", "complaint"),
    [
        ("age: 3\n", "dyty", 2, 'Did you mean "duty"?'),
        ("age: 3\n", "duty", 1, 'The conversation does not reach "duty"; its path is age > signs.'),
        ("age: 30\n", "signs", 1, 'The answer to "age" is refused: too_high.'),
        ("age: 3\nsafe: yes\n", "signs", 1, '"safe" was never asked for.'),
    ],
)
def test_why_says_what_is_wrong(answers: str, step: str, status: int, complaint: str) -> None:
    said = assistant("why", "small", step, "--answers", "-", typed=answers)

    assert said.status == status
    assert complaint in said.err
