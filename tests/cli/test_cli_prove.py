"""`assistant prove`: verdicts as JSON and as words, and answers that `assistant run` plays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command_line import assistant

FLOW = """\
flow: small
version: 1
language: da
title: En lille samtale
facts:
  role: {choice: {teacher: Lærer, dentist: Tandlæge}, label: Din rolle}
  tired: {yesno: true, optional: true, label: "Er barnet træt?"}
steps:
  - form: [role, tired]
    id: start
    say: Hvem er du, og hvem er du bekymret for?
    go: [{if: role is dentist, to: duty}, {to: stop}]
  - tell: duty
    level: duty
    say: Du har pligt til at underrette.
    go: stop
  - end: stop
    outcome: none
    say: Slut.
guarantees:
  - {name: dentists_hear_of_the_duty, when: role is dentist, passes: duty}
  - {name: teachers_hear_of_the_duty, when: role is teacher, passes: duty}
"""
ANSWERS = {"role": "teacher", "tired": None}


@pytest.fixture(autouse=True)
def small(here: Path) -> None:
    folder = here / "flows" / "small"
    folder.mkdir(parents=True)
    (folder / "flow.yaml").write_text(FLOW, encoding="utf-8")


def test_verdicts_are_one_document() -> None:
    said = assistant("prove", "small", "--json")
    (flow,) = said.json["flows"]
    kept, broken = flow["guarantees"]

    assert said.status == 1
    assert set(flow) == {"flow", "version", "guarantees", "states", "seconds"}
    assert (flow["flow"], flow["version"]) == ("small", 1)
    assert flow["states"] == kept["states"] + broken["states"]
    assert (kept["name"], kept["verdict"], kept["path"], kept["answers"]) == (
        "dentists_hear_of_the_duty",
        "proved",
        None,
        None,
    )
    assert (broken["name"], broken["verdict"], broken["path"], broken["answers"]) == (
        "teachers_hear_of_the_duty",
        "broken",
        ["start", "stop"],
        ANSWERS,
    )


def test_the_answers_of_a_broken_guarantee_are_played_by_run() -> None:
    broken = assistant("prove", "small", "--json").json["flows"][0]["guarantees"][1]

    said = assistant(
        "run",
        "small",
        "--answers",
        "-",
        "--today",
        broken["today"],
        typed=json.dumps(broken["answers"]),
    )

    assert (said.status, said.json["path"], said.json["ended"]) == (0, broken["path"], "stop")


def test_a_broken_guarantee_is_told_with_its_conversation() -> None:
    said = assistant("prove", "small")
    head, *told, _ = said.out.splitlines()

    assert said.status == 1
    assert head == (
        "flows/small/flow.yaml:22: teachers_hear_of_the_duty is broken:"
        " the shortest conversation that breaks it:"
    )
    assert [line.strip() for line in told] == [
        "Din rolle — Lærer",
        "It ends at stop, by way of start, stop.",
    ]
    assert said.err.startswith("small: 1 of 2 guarantees proved over every conversation (")
    assert said.err.endswith("Most questions before each end: stop 1.\n")


def test_a_flow_whose_guarantees_are_all_proved_is_good() -> None:
    file = Path("flows/small/flow.yaml")
    file.write_text("".join(FLOW.splitlines(keepends=True)[:-1]), encoding="utf-8")

    said = assistant("prove")

    assert (said.status, said.out) == (0, "")
