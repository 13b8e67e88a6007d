"""Which items some conversation can see, and a short complete conversation that sees one.

Exact, by the same means as the proofs: an item that cannot be seen is a proved guarantee (see `probes`).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal, TypeVar

from msgspec import structs

from assistant.dialog.conversation import Answer
from assistant.dialog.dialog import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.values import Value
from assistant.prove.aims import Aims, duty
from assistant.prove.coverage.items import Item
from assistant.prove.coverage.probes import probed
from assistant.prove.diagram import MOST_FORKS, SpentError
from assistant.prove.prove import Prover

Word = Literal["reachable", "unreachable", "not decided"]

AT_ONCE = 40  # items that share one pass; each adds to what that pass has to remember
MORE = 5  # times the budget for an item that spends it, then alone
_SPENT = (SpentError, RecursionError)
_Found = TypeVar("_Found")
_Ask = Callable[[Prover, Aims], _Found]


@dataclass(frozen=True, slots=True)
class Search:
    """Searches the conversations of one flow that begin on `today`.

    `most_forks` is the budget of a pass; an item that spends it is tried alone, with several times as much.
    """

    dialog: Dialog
    today: date
    most_forks: int = MOST_FORKS

    def reachable(self, items: Sequence[Item]) -> Mapping[Item, Word]:
        """Return for each item whether some complete conversation sees it."""
        words: dict[bool | None, Word] = {
            True: "reachable",
            False: "unreachable",
            None: "not decided",
        }
        return {item: words[found] for item, found in self._each(items, Prover.possible)}

    def shortest(
        self, items: Sequence[Item], done: Container[Item] = ()
    ) -> Iterator[tuple[Item, Trail]]:
        """Yield each item with a complete conversation that sees it, of few question screens, where one was found.

        What stands in `done` by the time that its turn comes is left out. An option of the rows of a list is not
        ticked yet: the conversation has a row in which it shows.
        """
        for item, found in self._each(items, Prover.short, done):
            if found is not None:
                yield item, self.played(found.answers)

    def played(self, answers: Mapping[str, Value]) -> Trail:
        """Return where the flow's own engine comes with these answers."""
        at = datetime.combine(self.today, time(12), UTC)
        begun = self.dialog.begin(self.dialog.flow.language, self.today)
        given = {fact: Answer(value, at, 1) for fact, value in answers.items()}
        return self.dialog.trail(structs.replace(begun, answers=given))

    def _each(
        self, items: Sequence[Item], ask: _Ask[_Found], done: Container[Item] = ()
    ) -> Iterator[tuple[Item, _Found | None]]:
        """Yield what is asked of each item; None for one that spends the whole budget."""
        left = list(items)
        while left := [item for item in left if item not in done]:
            yield from self._together(left[:AT_ONCE], ask, done)
            left = left[AT_ONCE:]

    def _together(
        self, items: Sequence[Item], ask: _Ask[_Found], done: Container[Item]
    ) -> Iterator[tuple[Item, _Found | None]]:
        dialog = Dialog(probed(self.dialog.flow, items))
        prover = self._prover(dialog)
        for item, guarantee in zip(items, dialog.flow.guarantees, strict=True):
            if item in done:
                continue
            found: _Found | None
            try:
                found = ask(prover, duty(prover.reach.space, guarantee).broken)
            except _SPENT:
                prover, found = self._prover(dialog), self._alone(item, ask)
            yield item, found

    def _alone(self, item: Item, ask: _Ask[_Found]) -> _Found | None:
        dialog = Dialog(probed(self.dialog.flow, [item]))
        prover = Prover(dialog, self.today, self.most_forks * MORE)
        try:
            return ask(prover, duty(prover.reach.space, dialog.flow.guarantees[0]).broken)
        except _SPENT:
            return None

    def _prover(self, dialog: Dialog) -> Prover:
        return Prover(dialog, self.today, self.most_forks)
