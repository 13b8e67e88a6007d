"""Bugs to plant in the proving: what, where, and what it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant.prove.answers import AnswerClassifier, Selections, SetsBySize
from assistant.prove.space import GuardDiagrams, Space
from assistant.prove.ways import Ways


def nothing_left_aside(original: Callable[..., tuple[int, int]]) -> Callable[..., tuple[int, int]]:
    return lambda *args: (0, original(*args)[1])


def nothing_passed(original: Callable[..., tuple[int, int]]) -> Callable[..., tuple[int, int]]:
    return lambda *args: (original(*args)[0], 0)


def either_way(_: object) -> Callable[..., object]:
    def choice(ways: Ways, _test: int, then: Mapping[Any, int], other: Mapping[Any, int]) -> object:
        either = ways.space.diagrams.or_
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


def options_always_taken(original: Callable[..., SetsBySize]) -> Callable[..., SetsBySize]:
    return lambda selections, chosen, undecided, most: original(
        selections, (*chosen, *undecided), (), most
    )


def first_row_decides_too(_: object) -> Callable[..., list[int]]:
    return lambda functions, decision: [
        functions.of(row.guard) for row in functions.flow.decisions[decision].rows
    ]


PLANTED = [
    (Space, "route_effect", nothing_left_aside),
    (Space, "route_effect", nothing_passed),
    (Space, "restrict_to_settled", later_answers_known),
    (Space, "_visible_when", options_shown_always),
    (Ways, "_ite", either_way),
    (Ways, "_cap_cost", one_screen_too_many),
    (AnswerClassifier, "add_amounts", sums_forgotten),
    (Selections, "_selections_with", options_always_taken),
    (GuardDiagrams, "_build_rows", first_row_decides_too),
]
