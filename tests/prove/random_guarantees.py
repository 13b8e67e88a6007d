"""Random flows with guarantees, small enough for every conversation to be played."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from random import Random

from hypothesis import strategies as st

from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.model import (
    Choice,
    Decides,
    Ends,
    Flow,
    Guarantee,
    Guard,
    Multi,
    Never,
    Passes,
    Plans,
    Promise,
    Questions,
    Records,
    Score,
)
from assistant.flow.model import expression as ex
from tests.dialog.random_flows import OPERATORS, random_flow
from tests.examples.builders import when
from tests.prove.brute import conversations

MOST = 1500  # conversations of a flow that is small enough


def small_flows() -> st.SearchStrategy[tuple[Flow, list[Trail]]]:
    """Return random flows with guarantees, each with all of its conversations."""
    seeds = st.tuples(st.integers(0, 2**32), st.integers(1, 5))
    made = seeds.map(lambda seed: proving_flow(*seed))
    return made.map(lambda flow: (flow, play_all(flow))).filter(lambda pair: len(pair[1]) <= MOST)


def proving_flow(seed: int, screens: int) -> Flow:
    """Return the flow of a seed, with guarantees and a second score, and options that hide by anything."""
    rng = Random(seed)
    flow = with_second_score(random_flow(seed, screens), rng)
    if rng.random() < 0.5:
        flow = with_hiding(flow, rng)
    return with_guarantees(flow, rng)


def with_second_score(flow: Flow, rng: Random) -> Flow:
    """Return the flow with a second score, over facts that the first may sum too."""
    weighed = [name for name, f in flow.facts.items() if isinstance(f, Choice | Multi)]
    if not weighed:
        return flow
    facts = tuple(rng.sample(weighed, rng.randint(1, len(weighed))))
    score = Score("more_points", facts, rng.randint(1, 9))
    return replace(flow, scores={**flow.scores, score.id: score})


def with_hiding(flow: Flow, rng: Random) -> Flow:
    """Return the flow with options that show only while some expression holds."""
    facts = dict(flow.facts)
    for name, fact in facts.items():
        if isinstance(fact, Choice | Multi):
            shown = (
                replace(option, visible=when(_expression(flow, rng)))
                if rng.random() < 0.3
                else option
                for option in fact.options
            )
            facts[name] = replace(fact, options=tuple(shown))
    return replace(flow, facts=facts)


def play_all(flow: Flow) -> list[Trail]:
    """Return all conversations of a flow, or some more than are enough."""
    return list(islice(conversations(Dialog(flow)), MOST + 1))


def with_guarantees(flow: Flow, rng: Random) -> Flow:
    """Return the flow with a dozen random guarantees."""
    names = range(12)
    made = tuple(Guarantee(f"g{n}", _when(flow, rng), _promise(flow, rng)) for n in names)
    return replace(flow, guarantees=made)


def _when(flow: Flow, rng: Random) -> Guard | None:
    return when(_expression(flow, rng)) if rng.random() < 0.8 else None


def _expression(flow: Flow, rng: Random) -> ex.Expression:
    kind = rng.randrange(5)
    named = ex.Named(rng.choice(list(flow.conditions)))
    if kind == 0:
        return ex.Not(named)
    if kind == 1:
        decision = rng.choice(list(flow.decisions.values()))
        return ex.Atom(decision.id, "decision", ex.OneOf(frozenset({rng.choice(decision.values)})))
    if kind == 2:
        return ex.And((named, ex.Named(rng.choice(list(flow.conditions)))))
    if kind == 3 and flow.scores:
        compare = ex.Compare(rng.choice(OPERATORS), rng.randint(0, 5))
        return ex.Atom(rng.choice(list(flow.scores)), "score", compare)
    return named


def _promise(flow: Flow, rng: Random) -> Promise:
    listed = [step for step in flow.steps if not step.endswith(".done")]
    step, other = rng.choice(listed), rng.choice(listed)
    paths = [entry.path for entry in flow.record]
    return rng.choice(
        (
            Passes(step),
            Passes(step, other if other != step else None),
            Never(step),
            Ends(frozenset({rng.choice(("end0", "end1"))})),
            Decides(when(_expression(flow, rng))),
            Plans(rng.choice(("plan0", "plan1", "plan2"))),
            Records(rng.choice(paths)),
            Questions(rng.randint(0, 4)),
        )
    )
