"""The coverage report: how much conversations cover of a flow, as values, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

from assistant.dialog.trail import Trail
from assistant.flow.expressions.grammar import unparse
from assistant.flow.model import NOWHERE, Flow, Place
from assistant.flow.model.expression import Atom
from assistant.prove.coverage.items import (
    KINDS,
    AtomItem,
    BranchItem,
    CoverageItem,
    CoverageObserver,
    EndItem,
    GuaranteeItem,
    Kind,
    OptionItem,
    PlannedItem,
    StepItem,
    coverage_items,
    kind_of,
)
from assistant.prove.coverage.search import Search
from assistant.prove.variables import atoms, guards

# The coverage of a flow by played conversations, with exact denominators.
#
# Items that no conversation can cover are left out of the total and listed. An item of which the
# budget does not suffice to tell stays in the total: a hole is never hidden by giving up.


@dataclass(frozen=True, slots=True)
class Tally:
    """The coverage of one kind: `holes` are the items that could be covered and are not."""

    covered: int
    holes: tuple[CoverageItem, ...]

    @property
    def total(self) -> int:
        """The number of items that can be covered."""
        return self.covered + len(self.holes)

    @property
    def percent(self) -> float:
        """The share that is covered, in percent; 100 if there is nothing to cover."""
        return 100 * self.covered / self.total if self.total else 100.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage by kind.

    `unreachable` are the items that no conversation can cover; `undecided` are the holes of which
    that is not known.
    """

    tallies: Mapping[Kind, Tally]
    unreachable: tuple[CoverageItem, ...]
    undecided: tuple[CoverageItem, ...]

    @property
    def holes(self) -> tuple[CoverageItem, ...]:
        """The holes of every kind."""
        return tuple(hole for tally in self.tallies.values() for hole in tally.holes)


def measure_coverage(
    search: Search, trails: Iterable[Trail], kinds: Sequence[Kind] = KINDS
) -> Coverage:
    """Return the coverage of the flow of `search` by conversations with these trails."""
    seen = CoverageObserver(search.dialog).covered_by_all(trails)
    wanted = {
        kind: every for kind, every in coverage_items(search.dialog.flow).items() if kind in kinds
    }
    words = search.reachability(
        [item for every in wanted.values() for item in every if item not in seen]
    )
    tallies = {
        kind: Tally(
            sum(item in seen for item in every),
            tuple(item for item in every if words.get(item, "unreachable") != "unreachable"),
        )
        for kind, every in wanted.items()
    }
    return Coverage(
        tallies,
        tuple(item for item, word in words.items() if word == "unreachable"),
        tuple(item for item, word in words.items() if word == "not decided"),
    )


# Coverage items in the author's words, with their places in the files.


@dataclass(frozen=True, slots=True)
class ItemDescription:
    """The description of an item.

    `name` is in the names of the flow; `words` follow "no conversation …"; `place` is in a file.
    """

    name: str
    words: str
    place: Place


class ItemDescriber:
    """Describes the items of one flow."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    def describe(self, item: CoverageItem) -> ItemDescription:
        """Return the description of an item."""
        flow = self._flow
        match item:
            case StepItem(step):
                description = ItemDescription(
                    step, f"reaches the step {step}", flow.steps[step].place
                )
            case EndItem(end):
                description = ItemDescription(end, f"ends in {end}", flow.steps[end].place)
            case BranchItem(step, route):
                description = self._describe_route(step, route)
            case OptionItem(fact, option):
                description = self._describe_option(fact, option)
            case AtomItem(atom, truth):
                description = self._describe_atom(atom, "true" if truth else "false")
            case GuaranteeItem(name):
                bound = next(each for each in flow.guarantees if each.name == name)
                description = ItemDescription(name, f"tests the guarantee {name}", bound.place)
            case PlannedItem(name):
                planned = next(each for each in flow.plan if each.id == name)
                description = ItemDescription(name, f"plans {name}", planned.place)
        return description

    def _describe_route(self, step: str, number: int) -> ItemDescription:
        route = self._flow.steps[step].routes[number]
        name = f"{self._step_name(step)} > {self._step_name(route.to)}"
        reason = f" because {route.guard.text}" if route.guard else ""
        return ItemDescription(name, f"goes {name}{reason}", route.place)

    def _step_name(self, step: str) -> str:
        """Return the id of a step; for the return of a part, the `do` step that runs it, if any."""
        found = self._flow.steps[step]
        if found.is_listed:
            return step
        part = step.removesuffix(".done")
        steps = self._flow.steps.values()
        return next((each.id for each in steps if each.runs == part), step)

    def _describe_option(self, fact: str, option: str) -> ItemDescription:
        asked, name = self._flow.facts[fact], f"{fact}: {option}"
        found = next((each for each in asked.options if each.id == option), None)
        if found is None:
            return ItemDescription(name, f"answers {name}", asked.place)
        place = found.label.place if found.catalogue is None else asked.place
        return ItemDescription(name, f'answers {name} "{found.label.words}"', place)

    def _describe_atom(self, atom: Atom, truth: str) -> ItemDescription:
        test = unparse(atom)
        return ItemDescription(
            f"{test}: {truth}",
            f"makes `{test}` {truth}",
            self._atom_places.get(atom, NOWHERE),
        )

    @cached_property
    def _atom_places(self) -> dict[Atom, Place]:
        return dict(reversed(tuple(self._atoms_with_places())))  # the first place of each

    def _atoms_with_places(self) -> Iterator[tuple[Atom, Place]]:
        for guard in guards(self._flow):
            yield from ((atom, guard.place) for atom in atoms(guard.expression))


class ItemJson(TypedDict):
    """An item in JSON: name, description and place."""

    kind: Kind
    name: str
    text: str
    file: str
    line: int
    column: int


def coverage_json(flow: Flow, covered: Coverage) -> dict[str, object]:
    """Return the coverage of one flow for JSON; kinds that were not asked for are absent."""
    describer = ItemDescriber(flow)
    tallies: dict[str, object] = {
        kind: {
            "covered": tally.covered,
            "total": tally.total,
            "holes": [*items_json(describer, tally.holes)],
        }
        for kind in KINDS
        if (tally := covered.tallies.get(kind))
    }
    return {
        "flow": flow.id,
        **tallies,
        "unreachable": [*items_json(describer, covered.unreachable)],
        "not_decided": [*items_json(describer, covered.undecided)],
    }


def items_json(describer: ItemDescriber, items: Iterable[CoverageItem]) -> Iterable[ItemJson]:
    """Yield items for JSON, each with its description and place."""
    for item in items:
        description = describer.describe(item)
        place = description.place
        yield {
            "kind": kind_of(item),
            "name": description.name,
            "text": description.words,
            "file": place.file,
            "line": place.line,
            "column": place.column,
        }
