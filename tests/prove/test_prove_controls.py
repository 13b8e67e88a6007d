"""Planted bugs in the proving are noticed by comparing with all conversations: the comparison can fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest

from assistant.dialog.dialog import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.model import Flow
from assistant.prove.functions import Functions
from assistant.prove.judging import Judging
from assistant.prove.prove import proved
from assistant.prove.reach import Reach
from assistant.prove.selections import Grown, Selections
from assistant.prove.space import Space
from assistant.prove.ways import Ways
from tests.dialog.flows import TODAY
from tests.prove.brute import said, tried
from tests.prove.random_guarantees import MOST, played, proving_flow

SEEDS = range(120)


@cache
def small() -> tuple[tuple[Flow, tuple[Trail, ...]], ...]:
    """Return some flows, each with all of its conversations."""
    flows = (proving_flow(seed, 1 + seed % 4) for seed in SEEDS)
    with_trails = ((flow, tuple(played(flow))) for flow in flows)
    return tuple((flow, trails) for flow, trails in with_trails if len(trails) <= MOST)


def agree(flow: Flow, trails: tuple[Trail, ...]) -> bool:
    """Return whether verdicts on a flow, and routes taken in it, are those of all its conversations."""
    dialog = Dialog(flow)
    expected = [tried(dialog, guarantee, trails) for guarantee in flow.guarantees]
    taken = {way for trail in trails for way in trail.taken.items()}
    try:
        reach = Reach.of(Space(dialog, TODAY))
        routes = {(step, number) for step, number, _ in reach.taken}
        found = [said(verdict) for verdict in proved(flow, TODAY)]
    except (AssertionError, KeyError, RuntimeError):
        return False  # the conversation found is none
    return found == expected and (routes == taken or bool(reach.stuck))


def nothing_left_aside(original: Callable[..., tuple[int, int]]) -> Callable[..., tuple[int, int]]:
    return lambda *args: (0, original(*args)[1])


def nothing_passed(original: Callable[..., tuple[int, int]]) -> Callable[..., tuple[int, int]]:
    return lambda *args: (original(*args)[0], 0)


def either_way(_: object) -> Callable[..., object]:
    def choice(ways: Ways, _test: int, then: Mapping[Any, int], other: Mapping[Any, int]) -> object:
        either = ways.space.diagrams.either
        return {c: either(then.get(c, 0), other.get(c, 0)) for c in {**then, **other}}

    return choice


def sums_forgotten(_: object) -> Callable[..., object]:
    return lambda *_args: ()


def later_answers_known(_: object) -> Callable[..., int]:
    return lambda _space, diagram, _settled: diagram


def one_screen_too_many(original: Callable[..., object]) -> Callable[..., object]:
    return lambda ways, step, screens, steps: original(ways, step, screens + 1, steps)


def options_shown_always(_: object) -> Callable[..., object]:
    return lambda _space, _option, _step: 1


def options_always_taken(original: Callable[..., Grown]) -> Callable[..., Grown]:
    return lambda selections, chosen, undecided, most: original(
        selections, (*chosen, *undecided), (), most
    )


def first_row_decides_too(_: object) -> Callable[..., list[int]]:
    return lambda functions, decision: [
        functions.of(row.guard) for row in functions.flow.decisions[decision].rows
    ]


PLANTED = [
    (Space, "moved", nothing_left_aside),
    (Space, "moved", nothing_passed),
    (Space, "known", later_answers_known),
    (Space, "_shown", options_shown_always),
    (Ways, "_choice", either_way),
    (Ways, "_kept", one_screen_too_many),
    (Judging, "summed", sums_forgotten),
    (Selections, "_grown", options_always_taken),
    (Functions, "_rows", first_row_decides_too),
]


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
