"""Items in the author's words, with the place where each stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.flow.basics import NOWHERE, Place
from assistant.flow.expression import Atom
from assistant.flow.model import Choice, Do, Flow, Multi, Return
from assistant.flow.written import written
from assistant.prove.coverage.items import (
    Bound,
    Chosen,
    Ended,
    Entered,
    Item,
    Judged,
    Planned,
    Taken,
)
from assistant.prove.variables import atoms, guards


@dataclass(frozen=True, slots=True)
class Said:
    """What an item is called (`name`, in the names of the flow), what is meant, and where it stands."""

    name: str
    words: str
    place: Place


class Words:
    """Speaks of the items of one flow."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    def of(self, item: Item) -> Said:
        """Return an item in words that go on after "no conversation"."""
        flow = self._flow
        match item:
            case Entered(step):
                said = Said(step, f"comes to the step {step}", flow.steps[step].place)
            case Ended(end):
                said = Said(end, f"ends in {end}", flow.steps[end].place)
            case Taken(step, route):
                said = self._taken(step, route)
            case Chosen(fact, option):
                said = self._chosen(fact, option)
            case Judged(atom, truth):
                said = self._judged(atom, "true" if truth else "false")
            case Bound(name):
                bound = next(each for each in flow.guarantees if each.name == name)
                said = Said(name, f"puts the guarantee {name} to the test", bound.place)
            case Planned(name):
                planned = next(each for each in flow.plan if each.id == name)
                said = Said(name, f"plans {name}", planned.place)
        return said

    def _taken(self, step: str, number: int) -> Said:
        route = self._flow.steps[step].routes[number]
        name = f"{self._named(step)} > {self._named(route.to)}"
        reason = f" because {route.guard.text}" if route.guard else ""
        return Said(name, f"goes {name}{reason}", route.place)

    def _named(self, step: str) -> str:
        """Return a step's id; that of a part's return is its `do` step's, or the part's `done`."""
        found = self._flow.steps[step]
        if not isinstance(found, Return):
            return step
        part = step.removesuffix(".done")
        steps = self._flow.steps.values()
        return next((each.id for each in steps if isinstance(each, Do) and each.runs == part), step)

    def _chosen(self, fact: str, option: str) -> Said:
        asked, name = self._flow.facts[fact], f"{fact}: {option}"
        options = asked.options if isinstance(asked, Choice | Multi) else ()
        found = next((each for each in options if each.id == option), None)
        if found is None:
            return Said(name, f"answers {name}", asked.place)
        place = found.label.place if found.catalogue is None else asked.place
        return Said(name, f'answers {name} "{found.label.words}"', place)

    def _judged(self, atom: Atom, truth: str) -> Said:
        test = written(atom)
        return Said(f"{test}: {truth}", f"finds {test} {truth}", self._atoms.get(atom, NOWHERE))

    @cached_property
    def _atoms(self) -> dict[Atom, Place]:
        return dict(reversed(tuple(self._placed())))  # the first place of each

    def _placed(self) -> Iterator[tuple[Atom, Place]]:
        for guard in guards(self._flow):
            yield from ((atom, guard.place) for atom in atoms(guard.expression))
