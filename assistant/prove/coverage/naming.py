"""What a suggested case is called: the answers that make it what it is, in the words of the flow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.dialog.dialog import Dialog
from assistant.dialog.trail import Trail
from assistant.dialog.why import why
from assistant.flow.atoms import selected
from assistant.flow.model import NONE, Choice, Guard, Integer, Multi, YesNo
from assistant.flow.values import Value
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

LONGEST = 120
_TOLD = (Choice, Multi, YesNo, Integer)
_FEW = 3  # options of one answer that are named


class Naming:
    """Names the cases of one flow, each differently."""

    def __init__(self, dialog: Dialog, taken: Iterable[str] = ()) -> None:
        self._dialog, self._flow = dialog, dialog.flow
        self._taken = set(taken)

    def of(self, trail: Trail, item: Item) -> str:
        """Return a name for a conversation that was found for `item`."""
        telling = [fact for fact in self._behind(trail, item) if self._tells(trail, fact)]
        others = [fact for fact in trail.answers if self._tells(trail, fact)]
        name = "; ".join(self._answer(fact, trail.answers[fact]) for fact in telling or others)
        return self._unique(_short(name, LONGEST) or trail.ended or self._flow.id)

    def _behind(self, trail: Trail, item: Item) -> tuple[str, ...]:
        """Return the facts that an item follows from, as far as they are known."""
        match item:
            case Entered(step) | Ended(step):
                explained = why(self._dialog, trail, step)
                return explained.facts if explained else ()
            case Taken(step, route):
                routes = self._flow.steps[step].routes[: route + 1]
                return self._read(each.guard for each in routes)
            case Chosen(fact, _):
                return (fact,)
            case Judged(atom, _):
                return self._read([Guard(atom, "")])
            case Bound(name):
                return self._read(g.when for g in self._flow.guarantees if g.name == name)
            case Planned(name):
                return self._read(each.guard for each in self._flow.plan if each.id == name)

    def _read(self, guards: Iterable[Guard | None]) -> tuple[str, ...]:
        reads = self._dialog.logic.reads
        return tuple(dict.fromkeys(fact for guard in guards for fact in reads(guard)))

    def _tells(self, trail: Trail, fact: str) -> bool:
        told = isinstance(self._flow.facts.get(fact), _TOLD)
        return told and trail.answers.get(fact) is not None

    def _answer(self, name: str, value: Value) -> str:
        fact = self._flow.facts[name]
        label = fact.label.words if fact.label else name
        words = ", ".join(self._words(name, value))
        return f"{label} {words}" if label.endswith("?") else f"{label}: {words}"

    def _words(self, name: str, value: Value) -> Iterator[str]:
        fact = self._flow.facts[name]
        if isinstance(fact, Multi) and value == ():
            yield fact.none.words if fact.none else NONE
            return
        picked = selected(value)
        options = fact.options if isinstance(fact, Choice | Multi) else ()
        labels = [option.label.words for option in options if option.id in picked]
        yield from labels[:_FEW] or (str(value),)
        if labels[_FEW:]:
            yield "…"

    def _unique(self, name: str) -> str:
        number, unique = 1, name
        while unique in self._taken:
            number += 1
            unique = f"{name} ({number})"
        self._taken.add(unique)
        return unique


def _short(words: str, longest: int) -> str:
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
