"""Two versions over the same answer space: who is affected in which aspect.

Exact: an aspect that affects nobody is proved to be the same for everyone, whatever is answered.

Both versions run over one set of variables, so "who is told X in only one version" is a symmetric
difference of two diagrams. Diagrams are canonical: equal sets have equal numbers, and an unchanged
factor is recognised without being looked into. Once both have run, comparing them costs as much as
the change is wide, not the flow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.dialog.engine import Dialog
from assistant.prove.change.answer_space import AnswerSpace
from assistant.prove.change.aspects import Aspect, LocalSet, VariantSets, aspect_sets
from assistant.prove.change.symbolic_run import NOBODY, FactoredSet, SymbolicRun
from assistant.prove.diagram import FALSE, TRUE, Diagrams

# Forks of diagrams: about 300 bytes each with the caches on them, and some seconds in all.
MOST_COMPARISON_FORKS = 2_500_000

ScreenItem = tuple[str, str]  # "told" or "asked", and the name
ScreenPlaces = dict[ScreenItem, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The aspects that differ, each with those affected, and the unchanged ones.

    Compared are those who reach an end in both versions (for the record: an end that sends it).
    Whoever ends in one version only can no longer give an answer, or could not before: that is the
    aspect `answered`, and nothing else is said of them. `ending_in_either` is who reaches an end in
    at least one version.
    """

    space: AnswerSpace
    old: SymbolicRun
    new: SymbolicRun
    differs: Mapping[Aspect, int]
    unchanged_aspects: tuple[Aspect, ...]
    ending_in_either: int

    def includes(self, who: int, assignment: int) -> bool:
        """Return True if the person with this assignment is one of `who`."""
        return self.old.diagrams.holds(who, assignment)


def compare_versions(
    dialogs: tuple[Dialog, Dialog], today: date, most_forks: int = MOST_COMPARISON_FORKS
) -> Comparison:
    """Compare an old version with a new one, for conversations begun on `today`.

    Raises:
        SpentError: it takes more than `most_forks`.
    """
    reality, diagrams = (
        AnswerSpace.of(dialogs[0].flow, dialogs[1].flow, today),
        Diagrams(most_forks),
    )
    old, new = (
        SymbolicRun(diagrams, dialog, questions, today)
        for dialog, questions in zip(dialogs, reality.questions, strict=True)
    )
    outcomes = (aspect_sets(old), aspect_sets(new))
    comparing, among = _SetComparison(old), _Scope.of(old, new)
    differs = {Aspect("order", ""): diagrams.and_(_reordered_set(old, new), among.ended_in_both)}
    for aspect in dict.fromkeys((*outcomes[0], *outcomes[1])):
        before, after = outcomes[0].get(aspect, {}), outcomes[1].get(aspect, {})
        differs[aspect] = comparing.differing_set(before, after, among.for_aspect(aspect))
    return Comparison(
        reality,
        old,
        new,
        {aspect: each for aspect, each in differs.items() if each != FALSE},
        tuple(a for a, each in differs.items() if each == FALSE and a.kind != "answered"),
        among.ended_in_either,
    )


@dataclass(frozen=True, slots=True)
class _Scope:
    """Who is compared: those who end in either version, in both, and in both with a record sent."""

    old: SymbolicRun
    new: SymbolicRun
    ended_in_either: int
    ended_in_both: int
    sent_in_both: int

    @classmethod
    def of(cls, old: SymbolicRun, new: SymbolicRun) -> _Scope:
        """Compute who reaches an end in two versions."""
        diagrams, ends = old.diagrams, (old.end_set(), new.end_set())
        sent = diagrams.and_(old.end_set(["notify"]), new.end_set(["notify"]))
        return cls(old, new, diagrams.or_(*ends), diagrams.and_(*ends), sent)

    def for_aspect(self, aspect: Aspect) -> int:
        """Return for whom an aspect is compared."""
        match aspect.kind:
            case "record":
                return self.sent_in_both
            case "offered":
                return self.old.diagrams.and_(self.ended_in_both, self._asked_in_both(aspect.name))
            case "answered":
                return self.old.diagrams.and_(
                    self.ended_in_either, self._asked_in_both(aspect.name)
                )
            case _:
                return self.ended_in_both

    def _asked_in_both(self, subject: str) -> int:
        """Return everyone who is asked something in both versions."""
        steps = [run.layout.asked_by.get(subject, "") for run in (self.old, self.new)]
        ways = (self.old.arrivals.get(steps[0], NOBODY), self.new.arrivals.get(steps[1], NOBODY))
        return self.old.conjunction(ways[0] | ways[1])


class _SetComparison:
    """Compares sets kept in factors; factors that both versions share are not multiplied out."""

    def __init__(self, run: SymbolicRun) -> None:
        self._run, self._diagrams = run, run.diagrams
        self._cache: dict[tuple[FactoredSet, FactoredSet, int], int] = {}

    def differing_set(self, old: VariantSets, new: VariantSets, among: int) -> int:
        """Return those of `among` for whom an aspect turns out differently."""
        sorts = dict.fromkeys((*old, *new))
        return self._diagrams.any_of(
            self._symmetric_difference(
                frozenset(old.get(sort, ())), frozenset(new.get(sort, ())), among
            )
            for sort in sorts
        )

    def _symmetric_difference(
        self, old: frozenset[LocalSet], new: frozenset[LocalSet], among: int
    ) -> int:
        """Return everyone who is in the union of one version's parts but not of the other's.

        Cheap answers first: equal parts cancel, then the pairwise bound may already be empty or
        exact.
        """
        diagrams, gone, come = self._diagrams, old - new, new - old
        if not gone and not come:
            return FALSE
        apart = self._pairwise_bound(gone, come, among)
        # Empty: nobody differs. And of a single part each, the bound is the answer itself.
        if apart == FALSE or len(old) == len(new) == 1 == len({who for _, who in (*old, *new)}):
            return apart
        left = [self._union(parts, among) for parts in (gone, come)]
        differing = diagrams.ite(left[0], diagrams.not_(left[1]), left[1])
        if differing == FALSE:
            return FALSE
        return diagrams.diff(differing, self._union(old & new, among))

    def _pairwise_bound(
        self, old: frozenset[LocalSet], new: frozenset[LocalSet], among: int
    ) -> int:
        """Return an upper bound: each old part is held against the new part with the same people.

        Everybody, where the parts cannot be paired.
        """
        pairs: dict[int, list[FactoredSet]] = {}
        for way, who in (*sorted(old, key=repr), *sorted(new, key=repr)):
            pairs.setdefault(who, []).append(way)
        ways = {who for _, who in old} & {who for _, who in new}
        if len(old) != len(new) or len(ways) != len(old):
            return TRUE
        return self._diagrams.any_of(
            self._diagrams.and_(who, self._factored_difference(one, other, among))
            for who, (one, other) in pairs.items()
        )

    def _union(self, parts: frozenset[LocalSet], among: int) -> int:
        diagrams = self._diagrams
        return diagrams.any_of(
            diagrams.and_(self._within(way, among), who) for way, who in sorted(parts, key=repr)
        )

    def _within(self, way: FactoredSet, among: int) -> int:
        return self._factored_difference(way, NOBODY, among)

    def _factored_difference(self, one: FactoredSet, other: FactoredSet, among: int) -> int:
        """Return those of `among` who are in one factored set and not in the other.

        Only the factors that the two do not share can differ; the shared ones just restrict the
        result.
        """
        key = (one, other, among)
        if key not in self._cache:
            diagrams, product, common = self._diagrams, self._run.conjunction, one & other
            left = product(one - common), product(other - common)
            differing = diagrams.ite(left[0], diagrams.not_(left[1]), left[1])
            if common:
                differing = diagrams.and_(differing, diagrams.and_(product(common), among))
            self._cache[key] = diagrams.and_(differing, among)
        return self._cache[key]


def _reordered_set(old: SymbolicRun, new: SymbolicRun) -> int:
    """Return for whom two things that both versions tell or ask swap places."""
    diagrams, places = old.diagrams, (_screen_places(old), _screen_places(new))
    shared = [thing for thing in places[0] if thing in places[1]]
    swapped = FALSE
    for number, thing in enumerate(shared):
        for other in shared[:number]:
            ways = (
                _comes_first(old, places[0], thing, other),
                _comes_first(new, places[1], thing, other),
            )
            # Affected are those who meet both things in both versions.
            if ways in {(True, False), (False, True)}:
                before = [old.arrivals[places[0][each][0]] for each in (thing, other)]
                after = [new.arrivals[places[1][each][0]] for each in (thing, other)]
                both = old.conjunction(frozenset[int].union(*before, *after))
                swapped = diagrams.or_(swapped, both)
    return swapped


def _screen_places(run: SymbolicRun) -> ScreenPlaces:
    """Return the position of everything told or asked: its step, and its place on that screen."""
    found: ScreenPlaces = {}
    for name in run.layout.order:
        if run.flow.steps[name].level:
            found["told", name] = (name, 0)
        for number, subject in enumerate(run.layout.asks[name]):
            found["asked", subject] = (name, number)
    return found


def _comes_first(
    run: SymbolicRun, places: ScreenPlaces, one: ScreenItem, other: ScreenItem
) -> bool | None:
    """Return True if `one` comes before `other`, False if after, None if no path has both.

    Of two steps only one can come first, on any path: no path passes a step twice.
    """
    (step, number), (second, place) = places[one], places[other]
    if step == second:
        return number < place
    behind = run.layout.ancestors
    return True if step in behind[second] else False if second in behind[step] else None
