"""Suggestions: few, short conversations that close holes in the coverage.

For each hole a shortest conversation is found. Options still untouched that can be ticked without
leaving its path are ticked as well. From these candidates a small set that closes everything is
picked greedily (set cover).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.dialog.conclusions import explain
from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.expressions.logic import selected_options
from assistant.flow.model import NONE, UNKNOWN, Guard, Repeat, Value
from assistant.prove.coverage import items
from assistant.prove.coverage.search import Search

_HARDEST_FIRST: Sequence[items.Kind] = (
    "branches",
    "guarantees",
    "plan",
    "atoms",
    "steps",
    "ends",
    "options",
)  # what a conversation must go out of its way for comes first


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A complete conversation, and the holes that it closes and no earlier suggestion does."""

    trail: Trail
    closes: tuple[items.CoverageItem, ...]


def suggestions(search: Search, holes: Sequence[items.CoverageItem]) -> tuple[Suggestion, ...]:
    """Return conversations that together close every hole for which one was found."""
    return tuple(_pick_fewest(_CandidateSearch(search, holes).candidates(), holes))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A conversation and all the holes that it closes."""

    trail: Trail
    closes: frozenset[items.CoverageItem]


class _CandidateSearch:
    """Finds candidates for the holes."""

    def __init__(self, search: Search, holes: Sequence[items.CoverageItem]) -> None:
        self._search, self._flow = search, search.dialog.flow
        self._observer = items.CoverageObserver(search.dialog)
        self._holes = frozenset(holes)
        self._in_rows = {fact for step in self._flow.steps.values() for fact in step.row_facts}
        self._ordered = sorted(holes, key=self._priority)
        self._closed: set[items.CoverageItem] = set()

    def _priority(self, hole: items.CoverageItem) -> tuple[int, bool]:
        """Return the sort key of a hole: options in rows before others, which lie on their way."""
        in_rows = isinstance(hole, items.OptionItem) and hole.fact in self._in_rows
        return _HARDEST_FIRST.index(items.kind_of(hole)), not in_rows

    def candidates(self) -> Sequence[_Candidate]:
        """Return candidates that close all holes together, as far as any were found."""
        found = []
        for hole, trail in self._search.short_conversations(self._ordered, self._closed):
            candidate = _Candidate(trail, self._closes(trail))
            if isinstance(hole, items.OptionItem) and hole not in candidate.closes:
                candidate = self._tick_in_row(candidate.trail, hole) or candidate
            candidate = self._enrich(candidate)
            self._closed |= candidate.closes
            found.append(candidate)
        return found

    def _closes(self, trail: Trail) -> frozenset[items.CoverageItem]:
        return self._observer.covered_by(trail) & self._holes

    def _enrich(self, candidate: _Candidate) -> _Candidate:
        """Return a candidate on the same path that also ticks options nothing else ticks yet."""
        open_ = self._holes - self._closed - candidate.closes
        for hole in self._ordered:
            if hole in open_ and isinstance(hole, items.OptionItem):
                candidate = self._tick_also(candidate, hole)
        return candidate

    def _tick_in_row(self, before: Trail, option: items.OptionItem) -> _Candidate | None:
        """Return a candidate with an option ticked in a row; other options may be lost by it."""
        return next(self._variations(before, option), None)

    def _tick_also(self, candidate: _Candidate, option: items.OptionItem) -> _Candidate:
        """Return the candidate with an option ticked as well, unless that opens another hole."""
        richer = (each for each in self._variations(candidate.trail, option))
        return next((each for each in richer if each.closes >= candidate.closes), candidate)

    def _variations(self, before: Trail, option: items.OptionItem) -> Iterator[_Candidate]:
        """Yield candidates that take the same routes and tick the option."""
        for subject, value in self._answers_ticking(before, option):
            trail = self._search.replay({**before.answers, subject: value})
            closes = self._closes(trail)
            if (
                trail.ended is not None
                and trail.routes_taken == before.routes_taken
                and option in closes
            ):
                yield _Candidate(trail, closes)

    def _answers_ticking(
        self, trail: Trail, chosen: items.OptionItem
    ) -> Iterator[tuple[str, Value]]:
        """Yield answers with an option ticked, best first; none if its question is off the path."""
        if chosen.fact in trail.answers:
            yield chosen.fact, self._value_ticking(chosen, trail.answers[chosen.fact])
            return
        for screen in trail.screens:
            step = self._flow.steps[screen]
            if isinstance(step, Repeat) and chosen.fact in step.each:
                yield from ((screen, rows) for rows in self._rows_ticking(step, trail, chosen))

    def _rows_ticking(
        self, step: Repeat, trail: Trail, chosen: items.OptionItem
    ) -> Iterator[Value]:
        """Yield rows with an option ticked in the first, then with a row added that ticks it."""
        given = trail.answers[step.id]
        rows = (
            [row for row in given if isinstance(row, Mapping)] if isinstance(given, tuple) else []
        )
        if not rows:
            return
        ticked = {**rows[0], chosen.fact: self._value_ticking(chosen, rows[0].get(chosen.fact))}
        yield (ticked, *rows[1:])
        if len(rows) < step.at_most:
            yield (*rows, ticked)

    def _value_ticking(self, chosen: items.OptionItem, value: Value) -> Value:
        fact, option = self._flow.facts[chosen.fact], chosen.option
        if not fact.may_be_empty or option == UNKNOWN:
            return option
        if option == NONE:
            return ()
        ticked = {*value, option} if isinstance(value, tuple) else {option}
        return tuple(each.id for each in fact.options if each.id in ticked)


def _pick_fewest(
    candidates: Sequence[_Candidate], holes: Sequence[items.CoverageItem]
) -> Iterator[Suggestion]:
    """Yield candidates until all that can be closed is: most new holes first, then the shortest."""
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


# Names for suggested cases: the answers that distinguish them, in the words of the flow.

LONGEST_NAME = 120
_MOST_LABELS = 3  # options of one answer that are named


class CaseNaming:
    """Names the cases of one flow, no two alike."""

    def __init__(self, dialog: Dialog, used_names: Iterable[str] = ()) -> None:
        self._dialog, self._flow = dialog, dialog.flow
        self._used_names = set(used_names)

    def name(self, trail: Trail, item: items.CoverageItem) -> str:
        """Return a name for a conversation that was found for `item`."""
        telling = [
            fact for fact in self._facts_behind(trail, item) if self._is_telling(trail, fact)
        ]
        others = [fact for fact in trail.answers if self._is_telling(trail, fact)]
        name = "; ".join(
            self._answer_words(fact, trail.answers[fact]) for fact in telling or others
        )
        return self._unique(_shorten(name, LONGEST_NAME) or trail.ended or self._flow.id)

    def _facts_behind(self, trail: Trail, item: items.CoverageItem) -> tuple[str, ...]:
        """Return the facts that an item depends on, as far as the engine can tell."""
        match item:
            case items.StepItem(step) | items.EndItem(step):
                explained = explain(self._dialog, trail, step)
                return explained.facts if explained else ()
            case items.BranchItem(step, route):
                routes = self._flow.steps[step].routes[: route + 1]
                return self._facts_read(each.guard for each in routes)
            case items.OptionItem(fact, _):
                return (fact,)
            case items.AtomItem(atom, _):
                return self._facts_read([Guard(atom, "")])
            case items.GuaranteeItem(name):
                return self._facts_read(g.when for g in self._flow.guarantees if g.name == name)
            case items.PlannedItem(name):
                return self._facts_read(each.guard for each in self._flow.plan if each.id == name)

    def _facts_read(self, guards: Iterable[Guard | None]) -> tuple[str, ...]:
        reads = self._dialog.logic.subjects_of_guard
        return tuple(dict.fromkeys(fact for guard in guards for fact in reads(guard)))

    def _is_telling(self, trail: Trail, fact: str) -> bool:
        asked = self._flow.facts.get(fact)
        return asked is not None and asked.names_cases and trail.answers.get(fact) is not None

    def _answer_words(self, name: str, value: Value) -> str:
        fact = self._flow.facts[name]
        label = fact.label.words if fact.label else name
        words = ", ".join(self._value_words(name, value))
        return f"{label} {words}" if label.endswith("?") else f"{label}: {words}"

    def _value_words(self, name: str, value: Value) -> Iterator[str]:
        fact = self._flow.facts[name]
        if fact.may_be_empty and value == ():
            yield fact.none.words if fact.none else NONE
            return
        picked = selected_options(value)
        labels = [option.label.words for option in fact.options if option.id in picked]
        yield from labels[:_MOST_LABELS] or (str(value),)
        if labels[_MOST_LABELS:]:
            yield "…"

    def _unique(self, name: str) -> str:
        number, unique = 1, name
        while unique in self._used_names:
            number += 1
            unique = f"{name} ({number})"
        self._used_names.add(unique)
        return unique


def _shorten(words: str, longest: int) -> str:
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
