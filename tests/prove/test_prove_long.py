"""Long flows are decided within the budget, whatever the number of their conversations."""

from __future__ import annotations

import pytest

from assistant.prove.diagram import MAX_NODES
from assistant.prove.prover import prove_flow
from tests.examples.builders import TODAY
from tests.prove.long_flows import long_flow


@pytest.mark.parametrize("steps", [30, 60, 120])
def test_a_long_flow_of_questions_with_twenty_options_is_decided(steps: int) -> None:
    verdicts = prove_flow(long_flow(steps, options=20, back=8), TODAY)

    assert len(verdicts) == steps // 5
    assert {verdict.word for verdict in verdicts} == {"proved", "broken"}
    assert sum(verdict.states for verdict in verdicts) < MAX_NODES / 10


def test_forks_grow_with_the_steps_and_no_faster() -> None:
    short, long = (
        sum(verdict.states for verdict in prove_flow(long_flow(steps, options=8, back=4), TODAY))
        for steps in (40, 160)
    )

    assert long < 8 * short  # four times the steps
