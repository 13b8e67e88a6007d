"""The coverage of a flow by played conversations, with exact denominators.

What no conversation can see is left out of the total and listed. Where the search's budget does not suffice to tell,
an item stays in the total: a hole is never hidden by giving up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.dialog.trail import Trail
from assistant.prove.coverage.items import KINDS, Item, Kind, items
from assistant.prove.coverage.search import Search
from assistant.prove.coverage.seen import Seeing


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of one kind was seen: `holes` are the items that were not and could be."""

    covered: int
    holes: tuple[Item, ...]

    @property
    def total(self) -> int:
        """How many items there are to see."""
        return self.covered + len(self.holes)

    @property
    def percent(self) -> float:
        """The share that was seen; all of nothing is 100."""
        return 100 * self.covered / self.total if self.total else 100.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the conversations have seen, by kind.

    `unreachable` is what no conversation can see; `undecided` are those of the holes of which that is not known.
    """

    tallies: Mapping[Kind, Tally]
    unreachable: tuple[Item, ...]
    undecided: tuple[Item, ...]

    @property
    def holes(self) -> tuple[Item, ...]:
        """The holes of every kind."""
        return tuple(hole for tally in self.tallies.values() for hole in tally.holes)


def coverage(search: Search, trails: Iterable[Trail], kinds: Sequence[Kind] = KINDS) -> Coverage:
    """Return what conversations with these trails have seen of the flow of `search`."""
    seen = Seeing(search.dialog).of_all(trails)
    wanted = {kind: every for kind, every in items(search.dialog.flow).items() if kind in kinds}
    words = search.reachable(
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
