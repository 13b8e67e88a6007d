"""What selections of options can make true together, grown option by option: 2^20 selections take 20 steps.

Of a selection, the atoms see whether it meets a set (`has`, tags, what goes into the record), whether it has all of
a set, and how many options it has; scores see its weight. The first two are kept as diagrams, the others beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.flow.expression import Atom, Count, HasAll, HasAny, HasTag
from assistant.flow.model import Multi, Option
from assistant.prove.diagram import FALSE, Diagrams, mask
from assistant.prove.judging import Amounts, Judging
from assistant.prove.variables import Fills, Said

Size = int  # how many options, as far as anything can tell
Grown = dict[tuple[Size, Amounts], int]


@dataclass(frozen=True, slots=True)
class _Effect:
    """What one option does: selected, it makes `met` true and adds `amounts`; left out, it makes `missed` false."""

    met: int
    missed: int
    amounts: Amounts


class Selections:
    """All selections of the options `shown` of a fact, "none of these" left out."""

    def __init__(
        self, judging: Judging, diagrams: Diagrams, fact: Multi, shown: Sequence[Option]
    ) -> None:
        self._judging, self._diagrams, self._fact = judging, diagrams, fact
        self._ids = tuple(option.id for option in shown)
        sayings = judging.sayings.get(fact.id, ())
        self._all = mask(number for number, _ in sayings)
        self._meets = [n for n, said in sayings if _meets(said)]
        self._covers = {n: options for n, said in sayings if (options := _covered(said))}
        self._single = mask((*self._meets, *self._covers))
        self._most = max((_counted(said) + 1 for _, said in sayings), default=1)
        self._effects = {option: self._effect(option) for option in self._ids}
        self._known: dict[tuple[tuple[str, ...], tuple[str, ...], Size], Grown] = {}

    def relation(self) -> Mapping[Amounts, int]:
        """Return for each amount of the scores what selections can make true."""
        found: dict[Amounts, int] = {}
        for (size, amounts), held in self._grown((), self._ids, self._most).items():
            if size:
                here = self._diagrams.both(held, self._sized(size))
                found[amounts] = self._diagrams.either(found.get(amounts, FALSE), here)
        return found

    def smallest(self, wanted: Callable[[Amounts], int]) -> tuple[str, ...] | None:
        """Return a selection with as few options as can be that is `wanted` (what is wanted, by its amounts)."""
        for size in range(1, len(self._ids) + 1):
            if self._possible((), self._ids, size, wanted):
                return self._first(size, wanted)
        return None

    def _first(self, size: int, wanted: Callable[[Amounts], int]) -> tuple[str, ...]:
        """Return the first wanted selection of a size, option by option."""
        chosen: tuple[str, ...] = ()
        for number, option in enumerate(self._ids):
            more = (*chosen, option)
            if len(chosen) < size and self._possible(more, self._ids[number + 1 :], size, wanted):
                chosen = more
        return chosen

    def _possible(
        self,
        chosen: tuple[str, ...],
        undecided: tuple[str, ...],
        size: int,
        wanted: Callable[[Amounts], int],
    ) -> bool:
        """Return whether a wanted selection of this size has `chosen` and some of `undecided`."""
        grown = self._grown(chosen, undecided, size + 1)  # beyond the size, sizes are one
        made, sized = self._diagrams, self._sized(size)
        return any(
            made.both(made.both(held, sized), wanted(amounts)) != FALSE
            for (count, amounts), held in grown.items()
            if count == size
        )

    def _grown(self, chosen: tuple[str, ...], undecided: tuple[str, ...], most: int) -> Grown:
        """Return what selections with `chosen` and some of `undecided` make true, by size and amounts.

        Sizes from `most` on are one.
        """
        key = (chosen, undecided, most)
        if key not in self._known:
            self._known[key] = self._grow(chosen, undecided, most)
        return self._known[key]

    def _grow(self, chosen: tuple[str, ...], undecided: tuple[str, ...], most: int) -> Grown:
        made = self._diagrams
        whole = mask(n for n, of in self._covers.items() if of <= {*chosen, *undecided})
        grown: Grown = {(0, ()): made.assigned(self._single, whole)}
        for option in chosen:
            grown = self._selected(grown, self._effects[option], most)
        for option in undecided:
            effect = self._effects[option]
            with_it = self._selected(grown, effect, most)
            if effect.missed:
                grown = {key: self._set(held, effect.missed, 0) for key, held in grown.items()}
            for key, held in with_it.items():
                grown[key] = made.either(grown.get(key, FALSE), held)
        return grown

    def _selected(self, grown: Grown, effect: _Effect, most: int) -> Grown:
        found: Grown = {}
        for (size, sums), held in grown.items():
            key = (min(size + 1, most), self._judging.summed(sums, effect.amounts))
            met = self._set(held, effect.met, effect.met) if effect.met else held
            found[key] = self._diagrams.either(found.get(key, FALSE), met)
        return found

    def _set(self, selections: int, variables: int, held: int) -> int:
        made = self._diagrams
        return made.both(made.without(selections, variables), made.assigned(variables, held))

    def _sized(self, size: int) -> int:
        """Return what holds of every selection of this size, as the engine judges one of them."""
        sized = self._all & ~self._single
        held = self._judging.of(self._fact.id, self._ids[:size]).held
        return self._diagrams.assigned(sized, held & sized)

    def _effect(self, option: str) -> _Effect:
        alone = self._judging.of(self._fact.id, (option,))
        met = mask(self._meets) & alone.held
        missed = mask(n for n, options in self._covers.items() if option in options)
        return _Effect(met, missed, alone.amounts)


def _meets(said: Said) -> bool:
    """Return whether one option is enough to make it true, whatever stands beside it."""
    return isinstance(said, Fills) or isinstance(said.test, HasAny | HasTag)


def _covered(said: Said) -> frozenset[str]:
    return (
        said.test.options
        if isinstance(said, Atom) and isinstance(said.test, HasAll)
        else frozenset()
    )


def _counted(said: Said) -> int:
    return said.test.number if isinstance(said, Atom) and isinstance(said.test, Count) else 0
