"""Coverage items: all that conversations can cover in a flow, and what one of them covers.

- `steps`: entered. The return of a part is no step of a path.
- `branches`: a route taken. A `do` step always leads into its part, so that is no branch.
- `options`: ticked in an answer: the options of a question, yes and no, "none of these", "don't
  know", and those of the questions in the rows of a repeat.
- `atoms`: each test in a guard, once seen true and once seen false (see `CoverageObserver`).
- `guarantees`: the `when` held at the end of a complete conversation.
- `plan`: the item held at the end of a complete conversation.
- `ends`: a conversation ended there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.expressions.logic import selected_options
from assistant.flow.model import (
    NONE,
    UNKNOWN,
    AnswerState,
    AnyFact,
    Flow,
    Guard,
    Value,
)
from assistant.flow.model.expression import Answered, Atom
from assistant.prove.variables import atoms, guards

Kind = Literal["steps", "branches", "options", "atoms", "guarantees", "plan", "ends"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class StepItem:
    """A step was entered."""

    step: str


@dataclass(frozen=True, slots=True)
class BranchItem:
    """The route with this index was taken out of a step."""

    step: str
    route: int


@dataclass(frozen=True, slots=True)
class OptionItem:
    """An option (or `yes`, `no`, `none`, `unknown`) was ticked."""

    fact: str
    option: str


@dataclass(frozen=True, slots=True)
class AtomItem:
    """An atom was judged true, or false."""

    atom: Atom
    truth: bool


@dataclass(frozen=True, slots=True)
class GuaranteeItem:
    """The `when` of a guarantee held at an end."""

    guarantee: str


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """A plan item held at an end."""

    item: str


@dataclass(frozen=True, slots=True)
class EndItem:
    """A conversation ended there."""

    end: str


CoverageItem = StepItem | BranchItem | OptionItem | AtomItem | GuaranteeItem | PlannedItem | EndItem

_KINDS: Mapping[type, Kind] = dict(
    zip(
        (StepItem, BranchItem, OptionItem, AtomItem, GuaranteeItem, PlannedItem, EndItem),
        KINDS,
        strict=True,
    )
)


def kind_of(item: CoverageItem) -> Kind:
    """Return the kind of an item."""
    return _KINDS[type(item)]


def coverage_items(flow: Flow) -> Mapping[Kind, tuple[CoverageItem, ...]]:
    """Return all coverage items of a flow, by kind, in the order of the flow."""
    steps = flow.steps.values()
    tests = dict.fromkeys(atom for guard in guards(flow) for atom in atoms(guard.expression))
    return {
        "steps": tuple(StepItem(step.id) for step in flow.listed_steps),
        "branches": tuple(
            BranchItem(step.id, number)
            for step in steps
            if not step.runs
            for number in range(len(step.routes))
        ),
        "options": tuple(
            OptionItem(fact.id, option) for fact in _asked_facts(flow) for option in fact.ticks
        ),
        "atoms": tuple(AtomItem(atom, truth) for atom in tests for truth in (True, False)),
        "guarantees": tuple(GuaranteeItem(guarantee.name) for guarantee in flow.guarantees),
        "plan": tuple(PlannedItem(item.id) for item in flow.plan),
        "ends": tuple(EndItem(end.id) for end in flow.ends),
    }


def _asked_facts(flow: Flow) -> Iterator[AnyFact]:
    for step in flow.steps.values():
        yield from (flow.facts[fact] for fact in step.asked_facts)


# The items that one conversation covers.
#
# The rule for atoms: an atom about a fact or a repeat is seen where its question was asked: in every
# conversation, complete or not, that has the question on its path answered (or skipped; "don't know"
# is an answer). A question that was never asked says nothing about the tests that read it, although
# the language calls them false. Other atoms are seen at the end of a complete conversation: `is
# answered`, and those about scores and decisions, whose truth can change until then.

AtomTest = Callable[[AnswerState], bool]


class CoverageObserver:
    """Observes which items conversations of one flow cover."""

    def __init__(self, dialog: Dialog) -> None:
        self._flow, self._logic = dialog.flow, dialog.logic
        judged = [
            item.atom for item in coverage_items(dialog.flow)["atoms"] if isinstance(item, AtomItem)
        ]
        self._tests = {atom: self._test(atom) for atom in judged}

    def covered_by(self, trail: Trail) -> frozenset[CoverageItem]:
        """Return the items that a conversation covers."""
        return frozenset(self._covered_items(trail))

    def covered_by_all(self, trails: Iterable[Trail]) -> frozenset[CoverageItem]:
        """Return the items that several conversations cover together."""
        return frozenset[CoverageItem]().union(*map(self.covered_by, trails))

    def _covered_items(self, trail: Trail) -> Iterator[CoverageItem]:
        steps = self._flow.steps
        yield from map(StepItem, trail.path)
        for step, route in trail.routes_taken.items():
            if not steps[step].runs:
                yield BranchItem(step, route)
        for subject, value in trail.answers.items():
            yield from self._chosen_options(subject, value)
        for atom, test in self._tests.items():
            if (
                atom.subject in trail.answers
                if is_seen_when_asked(atom)
                else trail.ended is not None
            ):
                yield AtomItem(atom, test(trail))
        if trail.ended is not None:
            yield from self._items_at_end(trail, trail.ended)

    def _chosen_options(self, subject: str, value: Value) -> Iterator[CoverageItem]:
        fact = self._flow.facts.get(subject)
        if fact is not None:
            yield from (OptionItem(subject, option) for option in ticked_options(fact, value))
            return
        for row in value if isinstance(value, tuple) else ():
            if isinstance(row, Mapping):
                for name, given in row.items():
                    yield from self._chosen_options(name, given)

    def _items_at_end(self, trail: Trail, end: str) -> Iterator[CoverageItem]:
        holds = self._logic.holds
        yield EndItem(end)
        for item in self._flow.plan:
            if holds(item.guard, trail):
                yield PlannedItem(item.id)
        for guarantee in self._flow.guarantees:
            if holds(guarantee.when, trail):
                yield GuaranteeItem(guarantee.name)

    def _test(self, atom: Atom) -> AtomTest:
        return self._logic.guard_test(Guard(atom, ""))


def is_seen_when_asked(atom: Atom) -> bool:
    """Return True for an atom that is seen where its question is asked, not at ends only."""
    return atom.kind in {"fact", "repeat"} and not isinstance(atom.test, Answered)


def ticked_options(fact: AnyFact, value: Value) -> tuple[str, ...]:
    """Return the options that an answer ticks; none if it is skipped, a number, a day or words."""
    if value == UNKNOWN and fact.unknown:
        return (UNKNOWN,)
    if value == () and fact.may_be_empty:
        return (NONE,)
    known = fact.ticks
    return tuple(option for option in selected_options(value) if option in known)
