"""Planted bugs in the proving are noticed by comparing with all conversations: the comparison can fail."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.model import Flow
from assistant.prove.prover import prove_flow
from assistant.prove.reach import Reach
from assistant.prove.space import Space
from tests.examples.builders import TODAY
from tests.prove.brute import summarise_verdict, try_all
from tests.prove.planted import PLANTED
from tests.prove.random_guarantees import MOST, play_all, proving_flow

SEEDS = range(120)


@cache
def small() -> tuple[tuple[Flow, tuple[Trail, ...]], ...]:
    """Return some flows, each with all of its conversations."""
    flows = (proving_flow(seed, 1 + seed % 4) for seed in SEEDS)
    with_trails = ((flow, tuple(play_all(flow))) for flow in flows)
    return tuple((flow, trails) for flow, trails in with_trails if len(trails) <= MOST)


def agree(flow: Flow, trails: tuple[Trail, ...]) -> bool:
    """Return whether verdicts on a flow, and routes taken in it, are those of all its conversations."""
    dialog = Dialog(flow)
    expected = [try_all(dialog, guarantee, trails) for guarantee in flow.guarantees]
    taken = {way for trail in trails for way in trail.routes_taken.items()}
    try:
        reach = Reach.exact(Space(dialog, TODAY))
        routes = {(step, number) for step, number, _ in reach.routes_taken}
        found = [summarise_verdict(verdict) for verdict in prove_flow(flow, TODAY)]
    except (AssertionError, KeyError, RuntimeError):
        return False  # the conversation found is none
    return found == expected and (routes == taken or bool(reach.stuck))


def test_without_a_planted_bug_all_agree() -> None:
    assert all(agree(flow, trails) for flow, trails in small())


@pytest.mark.parametrize(
    ("where", "name", "bug"), PLANTED, ids=lambda value: getattr(value, "__name__", value)
)
def test_a_planted_bug_is_noticed(
    where: type, name: str, bug: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = small()
    monkeypatch.setattr(where, name, bug(getattr(where, name)))

    assert not all(agree(flow, trails) for flow, trails in cases)
