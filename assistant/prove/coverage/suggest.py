"""Few, short conversations that close holes in the coverage.

For a hole the shortest conversation is taken; where other options still wait to be ticked on the same way, it ticks
them too. Then the fewest conversations that close everything are picked, greedily.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.dialog.trail import Trail
from assistant.flow.model import NONE, UNKNOWN, Multi, Repeat
from assistant.flow.values import Value
from assistant.prove.coverage.items import Chosen, Item, Kind, kind_of
from assistant.prove.coverage.search import Search
from assistant.prove.coverage.seen import Seeing

_ORDER: Sequence[Kind] = (
    "branches",
    "guarantees",
    "plan",
    "atoms",
    "steps",
    "ends",
    "options",
)  # those that a conversation must go out of its way for come first


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A complete conversation, and the holes that it closes after those suggested before it."""

    trail: Trail
    closes: tuple[Item, ...]


def suggestions(search: Search, holes: Sequence[Item]) -> tuple[Suggestion, ...]:
    """Return conversations that together close each of `holes` for which one was found."""
    return tuple(_fewest(_Finding(search, holes).candidates(), holes))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A conversation and all the holes that it closes."""

    trail: Trail
    closes: frozenset[Item]


class _Finding:
    """Finds conversations for holes."""

    def __init__(self, search: Search, holes: Sequence[Item]) -> None:
        self._search, self._flow = search, search.dialog.flow
        self._seeing = Seeing(search.dialog)
        self._holes = frozenset(holes)
        self._in_rows = {
            fact
            for step in self._flow.steps.values()
            if isinstance(step, Repeat)
            for fact in step.each
        }
        self._ordered = sorted(holes, key=self._turn)
        self._closed: set[Item] = set()

    def _turn(self, hole: Item) -> tuple[int, bool]:
        """Return when a hole's turn comes: those in rows ahead of other options, which stand on their way."""
        in_rows = isinstance(hole, Chosen) and hole.fact in self._in_rows
        return _ORDER.index(kind_of(hole)), not in_rows

    def candidates(self) -> Sequence[_Candidate]:
        """Return conversations that close all holes together."""
        found = []
        for hole, trail in self._search.shortest(self._ordered, self._closed):
            candidate = _Candidate(trail, self._closes(trail))
            if isinstance(hole, Chosen) and hole not in candidate.closes:
                candidate = self._in_rows_of(candidate.trail, hole) or candidate
            candidate = self._richer(candidate)
            self._closed |= candidate.closes
            found.append(candidate)
        return found

    def _closes(self, trail: Trail) -> frozenset[Item]:
        return self._seeing.of(trail) & self._holes

    def _richer(self, candidate: _Candidate) -> _Candidate:
        """Return a candidate that goes the same way and ticks more options that no other ticks yet."""
        open_ = self._holes - self._closed - candidate.closes
        for hole in self._ordered:
            if hole in open_ and isinstance(hole, Chosen):
                candidate = self._with(candidate, hole)
        return candidate

    def _in_rows_of(self, before: Trail, option: Chosen) -> _Candidate | None:
        """Return a candidate with an option ticked in a row, whose options nothing reads; others may give way."""
        return next(self._retold(before, option), None)

    def _with(self, candidate: _Candidate, option: Chosen) -> _Candidate:
        """Return the candidate with an option ticked as well, if that costs nothing."""
        richer = (each for each in self._retold(candidate.trail, option))
        return next((each for each in richer if each.closes >= candidate.closes), candidate)

    def _retold(self, before: Trail, option: Chosen) -> Iterator[_Candidate]:
        """Yield conversations that go the same way and tick the option."""
        for subject, value in self._ticked(before, option):
            trail = self._search.played({**before.answers, subject: value})
            closes = self._closes(trail)
            if trail.ended is not None and trail.taken == before.taken and option in closes:
                yield _Candidate(trail, closes)

    def _ticked(self, trail: Trail, chosen: Chosen) -> Iterator[tuple[str, Value]]:
        """Yield answers with an option ticked, the best first; nothing where its question is not on the way."""
        if chosen.fact in trail.answers:
            yield chosen.fact, self._value(chosen, trail.answers[chosen.fact])
            return
        for screen in trail.screens:
            step = self._flow.steps[screen]
            if isinstance(step, Repeat) and chosen.fact in step.each:
                yield from ((screen, rows) for rows in self._rows(step, trail, chosen))

    def _rows(self, step: Repeat, trail: Trail, chosen: Chosen) -> Iterator[Value]:
        """Yield the rows with an option ticked in the first of them, then with one more row that ticks it."""
        given = trail.answers[step.id]
        rows = (
            [row for row in given if isinstance(row, Mapping)] if isinstance(given, tuple) else []
        )
        if not rows:
            return
        ticked = {**rows[0], chosen.fact: self._value(chosen, rows[0].get(chosen.fact))}
        yield (ticked, *rows[1:])
        if len(rows) < step.at_most:
            yield (*rows, ticked)

    def _value(self, chosen: Chosen, value: Value) -> Value:
        fact, option = self._flow.facts[chosen.fact], chosen.option
        if not isinstance(fact, Multi) or option == UNKNOWN:
            return option
        if option == NONE:
            return ()
        ticked = {*value, option} if isinstance(value, tuple) else {option}
        return tuple(each.id for each in fact.options if each.id in ticked)


def _fewest(candidates: Sequence[_Candidate], holes: Sequence[Item]) -> Iterator[Suggestion]:
    """Yield a few of the candidates that close as much as all of them: most first, shorter ones first."""
    left = set(holes)
    while found := max(
        candidates,
        key=lambda each: (len(each.closes & left), -len(each.trail.screens)),
        default=None,
    ):
        closes = found.closes & left
        if not closes:
            return
        left -= closes
        yield Suggestion(found.trail, tuple(hole for hole in holes if hole in closes))
