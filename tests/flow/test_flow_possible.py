"""Whether a condition can hold is found without trying all answers, and as if all had been tried."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.flow.checks import satisfiability
from assistant.flow.checks.satisfiability import Satisfiability, expand_names
from assistant.flow.expressions.logic import Logic
from assistant.flow.load import load
from assistant.flow.model import Flow, Guard, Value
from assistant.flow.model.expression import (
    And,
    Answered,
    Atom,
    Count,
    Expression,
    HasAll,
    HasAny,
    HasNone,
    HasTag,
    IsNot,
    Named,
    Not,
    OneOf,
    Or,
)
from tests.flow.compound import compound
from tests.flow.flow_examples import flow_text

PIECES = """\
facts:
  role: {choice: {teacher: Lærer, dentist: Tandlæge}, label: Din rolle, optional: true}
  sure: {yesno: true, unknown: true, label: Sikker}
  signs:
    label: Tegn
    none: Ingen af dem
    multi: {bruise: {label: Mærke, tags: [violence]}, hungry: Sulten, tired: Træt}
decisions:
  urgency:
    - {is: today, if: violence}
    - {is: soon, if: sure is unknown}
    - {is: watch}
conditions:
  violence: {if: signs has tag violence and not sure is no, because: "Du har sat kryds."}
steps:
  - form: [role, sure, signs]
    id: all
    go: [{if: violence and urgency is today, to: stop}, {to: stop}]
  - end: stop
    outcome: none
"""


def load_example() -> Flow:
    flow = load({"example/flow.yaml": flow_text(PIECES)}, "example").flow
    assert flow is not None
    return flow


FLOW = load_example()
ATOMS = [
    Atom("role", "fact", OneOf(frozenset({"teacher"}))),
    Atom("role", "fact", IsNot("teacher")),
    Atom("role", "fact", Answered()),
    Atom("sure", "fact", OneOf(frozenset({"yes"}))),
    Atom("sure", "fact", OneOf(frozenset({"no", "unknown"}))),
    Atom("signs", "fact", HasTag(frozenset({"violence"}))),
    Atom("signs", "fact", HasAny(frozenset({"hungry", "tired"}))),
    Atom("signs", "fact", HasAll(frozenset({"bruise", "hungry"}))),
    Atom("signs", "fact", HasNone()),
    Atom("signs", "fact", Count(">=", 2)),
    Atom("urgency", "decision", OneOf(frozenset({"soon"}))),
    Atom("urgency", "decision", IsNot("today")),
    Named("violence"),
]


@dataclass(frozen=True)
class Known:
    answers: Mapping[str, Value]
    today: date = date(2026, 3, 2)


def readings() -> Iterator[Known]:
    """Yield every reading of the flow's answers."""
    signs = ("bruise", "hungry", "tired")
    selections = [c for n in range(4) for c in itertools.combinations(signs, n)]
    roles: list[Value] = [None, "teacher", "dentist"]
    sures: list[Value] = [None, "yes", "no", "unknown"]
    told: list[Value] = [None, *selections]
    for role, sure, sign in itertools.product(roles, sures, told):
        yield Known({"role": role, "sure": sure, "signs": sign})


READINGS = tuple(readings())


@given(compound(st.sampled_from(ATOMS), 8))
def test_a_condition_is_possible_exactly_when_some_answers_make_it_hold(
    expression: Expression,
) -> None:
    logic = Logic(FLOW)
    guard = Guard(expression, "")
    brute = any(logic.holds(guard, reading) for reading in READINGS)

    assert Satisfiability(FLOW).can_hold(expand_names(expression, FLOW)) is brute


def test_a_condition_written_out_names_nothing_and_says_the_same() -> None:
    expression = Or((Named("violence"), Atom("urgency", "decision", OneOf(frozenset({"soon"})))))

    assert expand_names(expression, FLOW) == Or(
        (
            (violence := And((_bruise(), Not(_sure("no"))))),
            Or((And((Not(violence), _sure("unknown"))),)),
        )
    )


def test_what_takes_too_long_to_find_out_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(satisfiability, "MOST_TRIES", 1)

    assert Satisfiability(FLOW).can_hold(And((_bruise(), _sure("no")))) is None


def _bruise() -> Atom:
    return Atom("signs", "fact", HasAny(frozenset({"bruise"})))


def _sure(value: str) -> Atom:
    return Atom("sure", "fact", OneOf(frozenset({value})))
