"""What one conversation has seen of its flow.

The rule for atoms: an atom about a fact or a repeat is seen where its question was put: in every conversation,
complete or not, that has the question on its path answered (or skipped; "don't know" is an answer). A question that
was never put says nothing of the tests that read it, although the language calls them false. Atoms that say something
of every conversation are seen at the end of a complete one: `is answered`, and those about scores and decisions,
whose truth can still change while a conversation goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from assistant.dialog.dialog import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.atoms import selected
from assistant.flow.expression import Answered, Atom
from assistant.flow.model import NONE, UNKNOWN, AnyFact, Do, Guard, Multi, YesNo
from assistant.flow.values import Reading, Value
from assistant.prove.coverage.items import (
    Bound,
    Chosen,
    Ended,
    Entered,
    Item,
    Judged,
    Planned,
    Taken,
    items,
    options,
)

Test = Callable[[Reading], bool]


class Seeing:
    """Sees what conversations of one flow have seen."""

    def __init__(self, dialog: Dialog) -> None:
        self._flow, self._logic = dialog.flow, dialog.logic
        judged = [item.atom for item in items(dialog.flow)["atoms"] if isinstance(item, Judged)]
        self._tests = {atom: self._test(atom) for atom in judged}

    def of(self, trail: Trail) -> frozenset[Item]:
        """Return what a conversation with this trail has seen."""
        return frozenset(self._of(trail))

    def of_all(self, trails: Iterable[Trail]) -> frozenset[Item]:
        """Return what several conversations have seen together."""
        return frozenset[Item]().union(*map(self.of, trails))

    def _of(self, trail: Trail) -> Iterator[Item]:
        steps = self._flow.steps
        yield from map(Entered, trail.path)
        for step, route in trail.taken.items():
            if not isinstance(steps[step], Do):
                yield Taken(step, route)
        for subject, value in trail.answers.items():
            yield from self._chosen(subject, value)
        for atom, test in self._tests.items():
            if atom.subject in trail.answers if put(atom) else trail.ended is not None:
                yield Judged(atom, test(trail))
        if trail.ended is not None:
            yield from self._concluded(trail, trail.ended)

    def _chosen(self, subject: str, value: Value) -> Iterator[Item]:
        fact = self._flow.facts.get(subject)
        if fact is not None:
            yield from (Chosen(subject, option) for option in ticked(fact, value))
            return
        for row in value if isinstance(value, tuple) else ():
            if isinstance(row, Mapping):
                for name, given in row.items():
                    yield from self._chosen(name, given)

    def _concluded(self, trail: Trail, end: str) -> Iterator[Item]:
        holds = self._logic.holds
        yield Ended(end)
        for item in self._flow.plan:
            if holds(item.guard, trail):
                yield Planned(item.id)
        for guarantee in self._flow.guarantees:
            if holds(guarantee.when, trail):
                yield Bound(guarantee.name)

    def _test(self, atom: Atom) -> Test:
        return self._logic.test(Guard(atom, ""))


def put(atom: Atom) -> bool:
    """Return whether an atom is seen where its question is put, rather than at every end."""
    return atom.kind in {"fact", "repeat"} and not isinstance(atom.test, Answered)


def ticked(fact: AnyFact, value: Value) -> tuple[str, ...]:
    """Return what an answer to a fact ticks; nothing for a skipped question, a number, a day or words."""
    if value == UNKNOWN and fact.unknown:
        return (UNKNOWN,)
    if value == () and isinstance(fact, Multi):
        return (NONE,)
    if isinstance(fact, YesNo):
        return (str(value),) if value is not None else ()
    known = options(fact)
    return tuple(option for option in selected(value) if option in known)
