"""What is proved without trying conversations is what trying all of them shows."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.model import End, Flow, Return
from assistant.prove.prover import Prover, prove_flow
from assistant.prove.reach import Reach
from assistant.prove.space import Space
from tests.examples.builders import TODAY
from tests.prove.brute import breaks, cost, summarise_verdict, try_all
from tests.prove.random_guarantees import small_flows

many = settings(
    max_examples=min(60, settings().max_examples),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
Small = tuple[Flow, list[Trail]]


@many
@given(small_flows())
def test_verdicts_and_shortest_conversations_are_those_of_all_conversations(small: Small) -> None:
    flow, trails = small
    dialog = Dialog(flow)

    verdicts = prove_flow(flow, TODAY)

    assert [(v.guarantee.name, *summarise_verdict(v)) for v in verdicts] == [
        (g.name, *try_all(dialog, g, trails)) for g in flow.guarantees
    ]
    assert all(breaks(dialog, v.guarantee, v.trail) for v in verdicts if v.trail)


@many
@given(small_flows())
def test_steps_and_routes_reached_are_those_of_all_conversations(small: Small) -> None:
    flow, trails = small
    reach = Reach.exact(Space(Dialog(flow), TODAY))

    listed = {step for step in reach.entered if not isinstance(flow.steps[step], Return)}
    taken = {(step, number) for step, number, _ in reach.routes_taken}

    steps = {step for trail in trails for step in trail.path}
    routes = {way for trail in trails for way in trail.routes_taken.items()}
    assert (listed >= steps, taken >= routes) == (True, True)
    if not reach.stuck:  # nobody stops on the way, so complete conversations show all
        assert (listed, taken) == (steps, routes)


@many
@given(small_flows())
def test_the_most_questions_of_each_end_are_those_of_all_conversations(small: Small) -> None:
    flow, trails = small
    prover = Prover(Dialog(flow), TODAY)
    ends = [step.id for step in flow.steps.values() if isinstance(step, End)]

    most = {end: prover.most_screens(end) for end in ends}

    assert most == {
        end: max((cost(trail)[0] for trail in trails if trail.ended == end), default=0)
        for end in ends
    }


@many
@given(small_flows())
def test_conditions_hold_on_the_way_where_some_conversation_makes_them(small: Small) -> None:
    flow, trails = small
    dialog = Dialog(flow)
    prover = Prover(dialog, TODAY)
    space = prover.reach.space
    if prover.reach.stuck:
        return

    for condition in flow.conditions:
        holds = space.guard_diagrams.condition(condition)
        found = {step: prover.is_possible({step: holds}) for step in prover.reach.entered}
        assert found == {
            step: any(
                dialog.logic.condition_holds(condition, dialog.replay.answers_before(trail, step))
                for trail in trails
                if step in trail.routes_taken or step == trail.ended
            )
            for step in found
        }
