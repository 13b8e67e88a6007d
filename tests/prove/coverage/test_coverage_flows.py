"""The shipped flows: covered by their scripts, and a dangerous edit of one told to the last detail."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.cli.scenarios import play_scripts
from assistant.dialog.engine import Dialog
from assistant.flow.files import flow_folders, read_flow_files
from assistant.flow.load import load, load_valid_flow
from assistant.prove.change.aspects import Aspect
from assistant.prove.change.difference import find_difference
from assistant.prove.coverage.report import measure_coverage
from assistant.prove.coverage.search import Search

FOLDERS = flow_folders(Path(__file__).parents[3] / "flows")
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_shipped_flow_is_covered_by_its_scripts(folder: Path) -> None:
    dialog = Dialog(load_valid_flow(folder))
    scripts = play_scripts(dialog, folder, TODAY)

    found = measure_coverage(Search(dialog, TODAY), scripts.trails)

    whole = ("steps", "branches", "guarantees", "plan", "ends")
    assert scripts.failed == ()
    assert [tally.holes for kind, tally in found.tallies.items() if kind in whole] == [()] * 5
    assert found.tallies["atoms"].percent >= 95
    assert found.undecided == ()


def test_parents_who_may_be_behind_it_and_are_told_after_all_are_found() -> None:
    (folder,) = (each for each in FOLDERS if each.name == "concern")
    files = read_flow_files(folder)
    careful = "suspect is one of [parent, other_adult] or honour or carer_sign"
    careless = "suspect is parent or honour or carer_sign"
    assert files["concern/flow.yaml"].count(careful) == 1
    edited = files["concern/flow.yaml"].replace(careful, careless)
    old, new = (
        Dialog(flow)
        for text in (files["concern/flow.yaml"], edited)
        if (flow := load({**files, "concern/flow.yaml": text}, "concern").flow)
    )

    found = find_difference(old, new, TODAY)

    assert found.exact
    assert Aspect("told", "parents_wait") in found.changed_aspects
    assert Aspect("plan", "parents_wait_for_advice") in found.changed_aspects
    assert {aspect.kind for aspect in found.changed_aspects} == {
        "told",
        "offered",
        "answered",
        "plan",
    }
    assert {each.name for each in found.guarantees if each.is_weaker} >= {
        "suspects_are_not_told",
        "suspects_wait_is_said_early",
        "suspects_stay_untold_in_the_plan",
    }
    assert all(each.example.new.answers["suspect"] == "other_adult" for each in found.classes)
