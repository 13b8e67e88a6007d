"""The shipped flows, whole, before the solver: verdicts, steps, branches, conditions, rows and lengths come out the same."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import z3

from assistant.dialog.engine import Dialog
from assistant.flow.files import flow_folders, read_flow_files
from assistant.flow.load import load, load_valid_flow
from assistant.flow.model import End, Flow
from assistant.prove.diagram import MAX_NODES
from assistant.prove.prover import Prover
from tests.examples.builders import TODAY
from tests.prove.smt import Conversations
from tests.prove.test_prove_faults import FAULTS, FLOW, Fault

FOLDERS = flow_folders(Path(__file__).parents[2] / "flows")
shipped = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
GUARDED = [fault for fault in FAULTS if not fault.caught[0][0].isupper()]


@cache
def both(folder: Path) -> tuple[Prover, Conversations]:
    """Return the prover and the solver of a shipped flow; both answer every question of this file."""
    flow = load_valid_flow(folder)
    return Prover(Dialog(flow), TODAY, 4 * MAX_NODES), Conversations(flow, TODAY)


def ends(flow: Flow) -> list[str]:
    return [step.id for step in flow.steps.values() if isinstance(step, End)]


@shipped
def test_every_verdict_is_that_of_the_solver(folder: Path) -> None:
    prover, solver = both(folder)

    found = {v.guarantee.name: v.word for v in prover.verdicts()}

    assert found == {g.name: solver.verdict(g) for g in solver.flow.guarantees}


@shipped
def test_every_step_and_branch_that_is_taken_is_that_of_the_solver(folder: Path) -> None:
    prover, solver = both(folder)

    taken = {(step, number) for step, number, _ in prover.exact_reach.routes_taken}

    assert prover.exact_reach.entered.keys() == solver.reached_steps()
    assert taken == {
        (step.id, number)
        for step in solver.flow.steps.values()
        for number in range(len(step.routes))
        if solver.possible(solver.takes(step.id, number))
    }


@shipped
def test_every_condition_holds_and_fails_at_an_end_where_the_solver_says_so(folder: Path) -> None:
    prover, solver = both(folder)
    functions, made = prover.reach.space.guard_diagrams, prover.reach.space.diagrams

    for condition in solver.flow.conditions.values():
        holds, said = functions.condition(condition.id), solver.finally_(condition.guard)
        for end in ends(solver.flow):
            fails = made.not_(holds)
            found = prover.is_possible({end: holds}), prover.is_possible({end: fails})
            there = solver.at(end)
            assert found == (solver.possible(there, said), solver.possible(there, z3.Not(said)))


@shipped
def test_every_row_of_a_decision_decides_where_the_solver_says_so(folder: Path) -> None:
    prover, solver = both(folder)

    for decision in solver.flow.decisions:
        for number, decides in enumerate(prover.reach.space.guard_diagrams.rows(decision)):
            found = {end for end in ends(solver.flow) if prover.is_possible({end: decides})}
            row = solver.row(decision, number)
            assert found == {e for e in ends(solver.flow) if solver.possible(solver.at(e), row)}


@shipped
def test_the_most_questions_of_every_end_are_those_of_the_solver(folder: Path) -> None:
    prover, solver = both(folder)

    for end in ends(solver.flow):
        most, there = prover.most_screens(end), solver.at(end)
        assert solver.possible(there, solver.screens() == most)
        assert not solver.possible(there, solver.screens() > most)


@pytest.mark.parametrize("fault", GUARDED[::8], ids=lambda fault: fault.rule)
def test_the_solver_too_finds_the_guarantee_that_a_planted_fault_breaks(fault: Fault) -> None:
    files = read_flow_files(FLOW)
    edited = {**files, fault.file: files[fault.file].replace(fault.old, fault.new)}
    flow = load(edited, FLOW.name).flow
    assert flow is not None
    named = [guarantee for guarantee in flow.guarantees if guarantee.name in fault.caught]

    verdicts = {Conversations(flow, TODAY).verdict(guarantee) for guarantee in named}

    assert named
    assert "proved" not in verdicts
