"""Faults planted in the shipped flows are caught, each by the guarantee or check that is there for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from assistant.dialog.engine import Dialog
from assistant.flow.files import read_flow_files
from assistant.flow.findings.registry import CODES
from assistant.flow.load import load
from assistant.prove.exact import exact_findings
from assistant.prove.prover import Prover
from tests.examples.builders import TODAY

FLOW = Path(__file__).parents[2] / "flows" / "concern"


@dataclass(frozen=True)
class Fault:
    """An edit of a flow's file, and what must catch it."""

    rule: str
    file: str
    old: str
    new: str
    caught: list[str]


FAULTS = [
    Fault(**each)
    for each in yaml.safe_load(Path(__file__).with_name("faults.yaml").read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return dict(read_flow_files(FLOW))


def find_catches(files: dict[str, str], fault: Fault) -> set[str]:
    """Return what of that which must catch the fault does."""
    edited = {**files, fault.file: files[fault.file].replace(fault.old, fault.new)}
    loaded = load(edited, FLOW.name)
    codes = {finding.code for finding in loaded.findings}
    if loaded.flow is None:
        return codes & set(fault.caught)
    if CODES.keys() & set(fault.caught):
        codes |= {f.code for f in exact_findings(loaded.flow, TODAY) if f.severity != "note"}
    prover = Prover(Dialog(loaded.flow), TODAY)
    named = (g for g in loaded.flow.guarantees if g.name in fault.caught)
    unproved = {g.name for g in named if prover.verdict(g).word != "proved"}
    return (codes | unproved) & set(fault.caught)


def test_there_are_faults_enough() -> None:
    assert len({fault.rule for fault in FAULTS}) >= 40


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.rule)
def test_the_place_of_a_fault_is_there_once(files: dict[str, str], fault: Fault) -> None:
    assert files[fault.file].count(fault.old) == 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.rule)
def test_a_planted_fault_is_caught(files: dict[str, str], fault: Fault) -> None:
    assert find_catches(files, fault) == set(fault.caught)
