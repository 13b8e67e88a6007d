"""Options that nothing in either version of a flow tells apart, so that a few can stand for all of them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from assistant.flow.expression import Atom, Count, HasAll, HasAny, HasTag, OneOf
from assistant.flow.model import Choice, Flow, FromCodes, Multi, Option
from assistant.prove.variables import atoms, guards


@dataclass(frozen=True, slots=True)
class Compared:
    """What one version compares: subject -> the atoms about it."""

    flow: Flow
    atoms: Mapping[str, tuple[Atom, ...]]

    @classmethod
    def of(cls, flow: Flow) -> Compared:
        """Return what `flow` compares."""
        found: dict[str, dict[Atom, None]] = {}
        for guard in guards(flow):
            for atom in atoms(guard.expression):
                found.setdefault(atom.subject, {})[atom] = None
        return cls(flow, {subject: tuple(each) for subject, each in found.items()})

    def of_option(self, fact: str, option: str) -> Hashable:
        """Return all that this version can tell of an option."""
        asked = self.flow.facts.get(fact)
        options = asked.options if isinstance(asked, Choice | Multi) else ()
        own = next((each for each in options if each.id == option), None)
        if own is None:
            return None
        tests = tuple(_meets(atom, own) for atom in self.atoms.get(fact, ()))
        codes = tuple(
            entry.origin.codes.get(option)
            for entry in self.flow.record
            if isinstance(entry.origin, FromCodes) and entry.origin.fact == fact
        )
        shown = own.visible.expression if own.visible else None
        return tests, codes, shown, own.weight

    def most(self, fact: str) -> int:
        """Return how many alike options of a fact can matter: as many as are counted or weighed."""
        tests = (atom.test for atom in self.atoms.get(fact, ()))
        counted = [test.number + 1 for test in tests if isinstance(test, Count)]
        weighed = [score.cap for score in self.flow.scores.values() if fact in score.facts]
        return max([1, *counted, *weighed])


def alike(
    fact: str, options: Sequence[str], versions: tuple[Compared, Compared]
) -> tuple[tuple[str, ...], ...]:
    """Return the options of a fact in groups: those of one group are told apart by nothing."""
    groups: dict[Hashable, list[str]] = {}
    for option in options:
        look = tuple(version.of_option(fact, option) for version in versions)
        groups.setdefault(look, []).append(option)
    return tuple(tuple(group) for group in groups.values())


def _meets(atom: Atom, option: Option) -> Hashable:
    match atom.test:
        case HasAll(options):
            return (
                option.id if option.id in options else ""
            )  # each of them is needed, so none is like another
        case HasAny(options) | OneOf(options):
            return option.id in options
        case HasTag(tags):
            return not tags.isdisjoint(option.tags)
        case _:
            return False
