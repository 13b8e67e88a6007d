"""What answers to a question can make true together: for each change of the scores, the set of truth assignments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from assistant.flow.model import UNKNOWN, AnyFact, Multi, Option, Repeat
from assistant.flow.values import Value
from assistant.prove.answers import Shown, plain, rows
from assistant.prove.diagram import FALSE, Diagrams, mask
from assistant.prove.judging import Amounts, AnswerClass, Judging
from assistant.prove.selections import Selections

Relation = Mapping[Amounts, int]
Wanted = Callable[[Amounts], int]


class Relations:
    """Makes and keeps the relations of a flow's questions; `shown` are the options that show."""

    def __init__(self, judging: Judging, diagrams: Diagrams) -> None:
        self._judging, self._diagrams = judging, diagrams
        self._known: dict[object, Relation] = {}
        self._selected: dict[tuple[str, ...], Selections] = {}

    def of(self, asked: AnyFact | Repeat, shown: Shown) -> Relation:
        """Return the relation of a fact or of a repeat; it is empty where nothing can be answered."""
        names = asked.each if isinstance(asked, Repeat) else (asked.id,)
        key = (asked.id, *(tuple(o.id for o in shown.get(name, ())) for name in names))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._of(asked, shown)
        return known

    def smallest(self, asked: AnyFact | Repeat, shown: Shown, wanted: Wanted) -> Value:
        """Return a smallest answer that makes true what is wanted, by its amounts; one must exist."""
        found = self._plain(asked, shown)
        few = [each for each in found if each.witness != UNKNOWN]
        chosen = self._first(few, wanted)
        if chosen is None and isinstance(asked, Multi):
            selected = self._selections(asked, shown[asked.id]).smallest(wanted)
            chosen = None if selected is None else self._judging.of(asked.id, selected)
        chosen = chosen or self._first(found, wanted)
        if chosen is None:
            raise AssertionError(f"no answer to {asked.id} leads on")
        return chosen.witness

    def _first(self, classes: Iterable[AnswerClass], wanted: Wanted) -> AnswerClass | None:
        fits = self._diagrams.holds
        return next((each for each in classes if fits(wanted(each.amounts), each.held)), None)

    def _of(self, asked: AnyFact | Repeat, shown: Shown) -> Relation:
        found: dict[Amounts, int] = {}
        own = mask(number for number, _ in self._judging.sayings.get(asked.id, ()))
        for each in self._plain(asked, shown):
            one = self._diagrams.assigned(own, each.held)
            found[each.amounts] = self._diagrams.either(found.get(each.amounts, FALSE), one)
        if isinstance(asked, Multi):
            for amounts, held in self._selections(asked, shown[asked.id]).relation().items():
                found[amounts] = self._diagrams.either(found.get(amounts, FALSE), held)
        return found

    def _plain(self, asked: AnyFact | Repeat, shown: Shown) -> Sequence[AnswerClass]:
        if isinstance(asked, Repeat):
            return rows(self._judging, asked, shown)
        return plain(self._judging, asked, shown.get(asked.id, ()))

    def _selections(self, fact: Multi, shown: Sequence[Option]) -> Selections:
        key = (fact.id, *(option.id for option in shown))
        if key not in self._selected:
            self._selected[key] = Selections(self._judging, self._diagrams, fact, shown)
        return self._selected[key]
