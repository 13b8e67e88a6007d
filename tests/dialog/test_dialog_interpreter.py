"""The engine does what the flow language says, on random flows; and faults would be seen."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialog.conclusions import decisions, plan, scores
from assistant.dialog.engine import Dialog
from assistant.flow.model import AnyStep, Flow, Repeat, Value
from assistant.flow.model import expression as ex
from tests.dialog.interpreter import Interpreter
from tests.dialog.plays import SEEDS, conversation
from tests.dialog.random_answers import random_answers
from tests.dialog.random_flows import flows, random_flow
from tests.examples.builders import TODAY


@given(flows(), SEEDS, st.sampled_from((0.4, 0.8, 1.0)))
def test_the_engine_does_what_the_plain_interpreter_does(
    flow: Flow, seed: int, share: float
) -> None:
    answers = random_answers(Random(seed), flow, share)

    assert engine(flow, answers) == read_aloud(Interpreter(flow, answers, TODAY))


def engine(flow: Flow, answers: dict[str, Value]) -> dict[str, object]:
    dialog = Dialog(flow)
    trail = dialog.trail(conversation(flow, answers))
    return {
        "path": list(trail.path),
        "routes": list(trail.routes_taken.items()),
        "answers": dict(trail.answers),
        "screens": list(trail.screens),
        "ends": (trail.waiting, trail.ended),
        "parked": set(trail.parked),
        "scores": scores(dialog, trail),
        "decisions": decisions(dialog, trail),
        "plan": [item.id for item in plan(dialog, trail)],
    }


def read_aloud(interpreter: Interpreter) -> dict[str, object]:
    walk, flow = interpreter.walk(), interpreter.flow
    return {
        "path": walk.path,
        "routes": walk.routes,
        "answers": walk.answers,
        "screens": walk.screens,
        "ends": (walk.waiting, walk.ended),
        "parked": walk.parked,
        "scores": {name: interpreter.score(name) for name in flow.scores},
        "decisions": {name: interpreter.decision(name) for name in flow.decisions},
        "plan": interpreter.plan(),
    }


class UnansweredIsSomething(Interpreter):
    def atom(self, atom: ex.Atom) -> bool:
        missing = self.subject(atom) is None and isinstance(atom.test, ex.IsNot)
        return missing or super().atom(atom)


class UnknownIsAValue(Interpreter):
    def unknown(self, test: ex.Test) -> bool:
        return super().unknown(test) or isinstance(test, ex.HasTag)


class LastRouteWins(Interpreter):
    def way(self, step: AnyStep) -> int:
        return max(n for n, route in enumerate(step.routes) if self.holds(route.guard))


class HiddenIsShown(Interpreter):
    def fits(self, fact: str, value: Value) -> bool:  # everything fits  # noqa: ARG002
        return True


class NoCap(Interpreter):
    def score(self, name: str) -> int:
        return super().score(name) + 1


class FutureIsPast(Interpreter):
    def number(self, value: Value) -> int:
        return abs(super().number(value))


class AtLeastIsMore(Interpreter):
    def compare(self, left: int, operator: str, right: int) -> bool:
        return super().compare(left, operator.replace(">=", ">"), right)


class AllIsAny(Interpreter):
    def selection(self, atom: ex.Atom, chosen: list[str]) -> bool:
        test = atom.test
        looser = ex.HasAny(test.options) if isinstance(test, ex.HasAll) else test
        return super().selection(ex.Atom(atom.subject, atom.kind, looser), chosen)


class GuardsAreIgnoredInPlans(Interpreter):
    def plan(self) -> list[str]:
        return [item.id for item in self.flow.plan]


FAULTS = [
    UnansweredIsSomething,
    UnknownIsAValue,
    LastRouteWins,
    HiddenIsShown,
    NoCap,
    FutureIsPast,
    AtLeastIsMore,
    AllIsAny,
    GuardsAreIgnoredInPlans,
]


@pytest.mark.parametrize("faulty", FAULTS)
def test_an_interpreter_with_a_planted_fault_is_caught(faulty: type[Interpreter]) -> None:
    caught = 0
    for seed in range(1500):
        flow = random_flow(seed, 5)
        answers = random_answers(Random(seed), flow)
        caught += engine(flow, answers) != read_aloud(faulty(flow, answers, TODAY))
        if caught:
            break

    assert caught == 1


def test_random_flows_have_some_of_everything() -> None:
    made = [random_flow(seed, 6) for seed in range(300)]
    kinds = {step.kind for flow in made for step in flow.steps.values()}
    types = {type(fact).__name__ for flow in made for fact in flow.facts.values()}
    hiding = [flow for flow in made if any(map(Dialog(flow).logic.may_hide_options, flow.facts))]
    repeats = [s for flow in made for s in flow.steps.values() if isinstance(s, Repeat)]

    assert kinds == {"ask", "form", "repeat", "tell", "decide", "do", "return", "end"}
    assert types == {"Choice", "Multi", "YesNo", "Integer", "Date", "Opaque"}
    assert len(hiding) > 100
    assert len(repeats) > 100
