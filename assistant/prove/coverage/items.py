"""Everything in a flow that a scripted conversation can have seen: steps, branches, options, atoms and so on.

- `steps`: entered. A part's return is no step of a path.
- `branches`: a route taken. That a `do` step leads into its part is no choice, so it is none.
- `options`: what can be ticked has been: the options of a question, yes and no, "none of these", "don't know",
  and those of the questions in the rows of a repeat.
- `atoms`: each test that stands anywhere in a guard, once seen true and once seen false (the rule is in `seen`).
- `guarantees`: the `when` held at the end of a complete conversation.
- `plan`: the item held at the end of a complete conversation.
- `ends`: a conversation ended there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.flow.expression import Atom
from assistant.flow.model import (
    NONE,
    UNKNOWN,
    AnyFact,
    Ask,
    Choice,
    Do,
    End,
    Flow,
    Form,
    Multi,
    Repeat,
    Return,
    YesNo,
)
from assistant.prove.variables import atoms, guards

Kind = Literal["steps", "branches", "options", "atoms", "guarantees", "plan", "ends"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Entered:
    """The step was entered."""

    step: str


@dataclass(frozen=True, slots=True)
class Taken:
    """The route with this number was taken out of the step."""

    step: str
    route: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The option (or `yes`, `no`, `none`, `unknown`) was answered."""

    fact: str
    option: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The atom was true, or false."""

    atom: Atom
    truth: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """The guarantee's `when` held."""

    guarantee: str


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan item held."""

    item: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A conversation ended there."""

    end: str


Item = Entered | Taken | Chosen | Judged | Bound | Planned | Ended

_KINDS: Mapping[type, Kind] = dict(
    zip((Entered, Taken, Chosen, Judged, Bound, Planned, Ended), KINDS, strict=True)
)


def kind_of(item: Item) -> Kind:
    """Return the kind of an item."""
    return _KINDS[type(item)]


def items(flow: Flow) -> Mapping[Kind, tuple[Item, ...]]:
    """Return all that there is to see in a flow, by kind, in the order of the flow."""
    steps = flow.steps.values()
    tests = dict.fromkeys(atom for guard in guards(flow) for atom in atoms(guard.expression))
    return {
        "steps": tuple(Entered(step.id) for step in steps if not isinstance(step, Return)),
        "branches": tuple(
            Taken(step.id, number)
            for step in steps
            if not isinstance(step, Do)
            for number in range(len(step.routes))
        ),
        "options": tuple(
            Chosen(fact.id, option) for fact in _asked(flow) for option in options(fact)
        ),
        "atoms": tuple(Judged(atom, truth) for atom in tests for truth in (True, False)),
        "guarantees": tuple(Bound(guarantee.name) for guarantee in flow.guarantees),
        "plan": tuple(Planned(item.id) for item in flow.plan),
        "ends": tuple(Ended(step.id) for step in steps if isinstance(step, End)),
    }


def options(fact: AnyFact) -> tuple[str, ...]:
    """Return everything that can be ticked to answer a fact."""
    unknown = (UNKNOWN,) if fact.unknown else ()
    match fact:
        case Choice():
            return (*(option.id for option in fact.options), *unknown)
        case Multi():
            none = (NONE,) if fact.none else ()
            return (*(option.id for option in fact.options), *none, *unknown)
        case YesNo():
            return ("yes", "no", *unknown)
        case _:
            return unknown


def _asked(flow: Flow) -> Iterator[AnyFact]:
    for step in flow.steps.values():
        match step:
            case Ask(fact=fact):
                yield flow.facts[fact]
            case Form(facts=facts) | Repeat(each=facts):
                yield from (flow.facts[fact] for fact in facts)
            case _:
                pass
