"""A solver that knows nothing of decision diagrams comes to the same, over conversations too many to be played."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import z3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.dialog.engine import Dialog
from assistant.flow.model import End, Flow
from assistant.flow.model.expression import Atom
from assistant.prove.prover import Prover
from assistant.prove.reach import Reach
from assistant.prove.space import Space
from tests.examples.builders import TODAY
from tests.prove.brute import cost
from tests.prove.long_flows import long_flow
from tests.prove.planted import PLANTED
from tests.prove.random_guarantees import proving_flow
from tests.prove.smt import Conversations

many = settings(
    max_examples=min(60, settings().max_examples),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
flows = st.builds(proving_flow, st.integers(0, 2**32), st.integers(1, 9))


def prove_all(flow: Flow) -> dict[str, str]:
    """Return guarantee -> verdict, as the prover says."""
    return {v.guarantee.name: v.word for v in Prover(Dialog(flow), TODAY).verdicts()}


def solve_all(flow: Flow) -> dict[str, str]:
    """Return the same, as the solver says."""
    solver = Conversations(flow, TODAY)
    return {guarantee.name: solver.verdict(guarantee) for guarantee in flow.guarantees}


@many
@given(flows)
def test_verdicts_are_those_of_the_solver(flow: Flow) -> None:
    assert prove_all(flow) == solve_all(flow)


@many
@given(flows)
def test_steps_that_are_reached_are_those_of_the_solver(flow: Flow) -> None:
    reach = Reach.exact(Space(Dialog(flow), TODAY))

    assert reach.entered.keys() == Conversations(flow, TODAY).reached_steps()


@many
@given(flows)
def test_the_solver_finds_no_shorter_conversation_that_breaks_a_guarantee(flow: Flow) -> None:
    solver = Conversations(flow, TODAY)

    for verdict in Prover(Dialog(flow), TODAY).verdicts():
        if verdict.trail is not None:
            screens, steps = cost(verdict.trail)
            broken = (
                solver.complete,
                solver.finally_(verdict.guarantee.when),
                z3.Not(solver.keeps(verdict.guarantee.promise)),
            )
            asked, long = solver.screens(), solver.length()
            found = (
                solver.possible(*broken, asked < screens),
                solver.possible(*broken, asked == screens, long < steps),
                solver.possible(*broken, asked == screens, long == steps),
            )
            assert found == (False, False, True)


@many
@given(flows)
def test_the_most_questions_of_each_end_are_those_of_the_solver(flow: Flow) -> None:
    solver, prover = Conversations(flow, TODAY), Prover(Dialog(flow), TODAY)

    for end in (step.id for step in flow.steps.values() if isinstance(step, End)):
        most, asked = prover.most_screens(end), solver.screens()
        reached = solver.possible(solver.at(end))
        assert solver.possible(solver.at(end), asked >= most) == reached
        assert not solver.possible(solver.at(end), asked > most)


@pytest.mark.parametrize("steps", [30, 120])
def test_verdicts_on_a_long_flow_are_those_of_the_solver(steps: int) -> None:
    flow = long_flow(steps, options=20, back=8)

    found = prove_all(flow)

    assert set(found.values()) == {"proved", "broken"}
    assert found == solve_all(flow)


def test_without_a_planted_bug_all_agree() -> None:
    assert all(map(agree, (proving_flow(seed, 1 + seed % 6) for seed in range(120))))


@pytest.mark.parametrize(
    ("where", "name", "bug"), PLANTED, ids=lambda value: getattr(value, "__name__", value)
)
def test_a_planted_bug_is_noticed_by_the_solver(
    where: type, name: str, bug: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, name, bug(getattr(where, name)))

    assert not all(map(agree, (proving_flow(seed, 1 + seed % 6) for seed in range(120))))


def agree(flow: Flow) -> bool:
    """Return whether prover and solver come to the same verdicts and the same steps."""
    reached = Conversations(flow, TODAY).reached_steps()
    try:
        return (
            prove_all(flow) == solve_all(flow)
            and Reach.exact(Space(Dialog(flow), TODAY)).entered.keys() == reached
        )
    except (AssertionError, KeyError, RuntimeError):
        return False  # the conversation found is none


def test_an_answer_to_a_question_that_was_not_asked_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The solver's own first bug, once: what was never asked had an answer all the same."""

    def whether_asked_or_not(solver: Conversations, atom: Atom, _known: object) -> z3.BoolRef:
        return solver.answers[atom.subject].says(atom.test)

    monkeypatch.setattr(Conversations, "_of", whether_asked_or_not)

    assert not all(map(agree, (proving_flow(seed, 1 + seed % 6) for seed in range(40))))
