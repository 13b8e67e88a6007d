"""The shipped flows: every guarantee proved, nothing unreachable, and little to wish for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.flow.files import flow_folders
from assistant.flow.load import load_valid_flow
from assistant.prove.exact import exact_findings
from assistant.prove.prover import find_unproved, most_questions
from tests.examples.builders import TODAY

FOLDERS = flow_folders(Path(__file__).parents[2] / "flows")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_guarantee_is_proved(folder: Path) -> None:
    flow = load_valid_flow(folder)

    assert len(flow.guarantees) >= 20
    assert [verdict.guarantee.name for verdict in find_unproved(flow, TODAY)] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nothing_is_found_but_that_a_notification_need_not_wait(folder: Path) -> None:
    found = exact_findings(load_valid_flow(folder), TODAY, proving=False)

    assert {(f.code, f.severity) for f in found} <= {("X06", "note")}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_most_questions_of_each_end_are_known(folder: Path) -> None:
    most = most_questions(load_valid_flow(folder), TODAY)

    assert all(0 < screens <= 40 for screens in most.values())


@pytest.mark.disk
def test_the_same_work_is_done_in_every_process() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-m", "assistant", "prove", "--json"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    one, other = ([each["guarantees"] for each in json.loads(said)["flows"]] for said in told)
    assert one == other
