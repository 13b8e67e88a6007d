"""The answers to one question: their classes, and the claims that they make true together.

Every atom reads one subject, so the answers to a question fall into equivalence classes: numbers
and days by the cuts that comparisons make (boundary values), rows by how many there are. Selections
of options are too many to enumerate; `Selections` builds their sets without doing so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from assistant.dialog.engine import Dialog
from assistant.dialog.record_filler import fill_record
from assistant.dialog.trail import Trail, TranscriptCache
from assistant.flow.expressions.logic import compile_test
from assistant.flow.model import (
    UNKNOWN,
    AnyFact,
    Multi,
    Option,
    Repeat,
    Score,
    Text,
    Value,
)
from assistant.flow.model import expression as ex
from assistant.flow.model.kinds import Sampling, stretch_numbers
from assistant.prove.diagram import FALSE, Diagrams, mask
from assistant.prove.variables import AnswerClaim, NumberedClaims, RecordFill, origin_names

# Classification of one answer by the engine's own code: nothing here can drift from it.

Amounts = tuple[tuple[str, int], ...]  # score -> amount, in order of the scores' names


@dataclass(frozen=True, slots=True)
class AnswerClass:
    """Answers that no guard, score or record entry tells apart.

    `held`: the variables that they make true; `amounts`: what they add to scores; `witness`: one.
    """

    held: int
    amounts: Amounts
    witness: Value


class AnswerClassifier:
    """Classifies answers to the questions of a flow, one at a time, on the day `today`."""

    def __init__(self, dialog: Dialog, claims: Mapping[str, NumberedClaims], today: date) -> None:
        self.dialog = dialog
        self.claims = claims
        self.today = today
        scores = dialog.flow.scores.values()
        self.caps: Mapping[str, int] = {
            s.id: _saturation_point(s, claims[s.id]) for s in scores if s.id in claims
        }
        self._recorders: dict[str, Dialog] = {}

    def classify(self, subject: str, value: Value) -> AnswerClass:
        """Return the class of one answer."""
        # A trail with this answer alone is enough: an atom reads one subject.
        trail = Trail((), {}, {subject: value}, self.today, None, None, (), (), TranscriptCache())
        held = mask(
            n for n, claim in self.claims.get(subject, ()) if self._claim_holds(claim, trail)
        )
        return AnswerClass(held, self._amounts(subject, trail), value)

    def score_holds(self, test: ex.Test, total: int) -> bool:
        """Judge a test of a score at `total`."""
        return compile_test(test, ())(total, self.today)

    def add_amounts(self, sums: Amounts, amounts: Amounts) -> Amounts:
        """Return the sums with an answer's amounts added, each saturating at its cap."""
        if not amounts:
            return sums
        total = dict(sums)
        for score, amount in amounts:
            total[score] = min(total.get(score, 0) + amount, self.caps[score])
        return tuple(sorted(total.items()))

    def _claim_holds(self, claim: AnswerClaim, trail: Trail) -> bool:
        if isinstance(claim, ex.Atom):
            return self.dialog.logic.expression_holds(claim, trail)
        return claim.path in self._record_from(claim, trail)

    def _record_from(self, claim: RecordFill, trail: Trail) -> Mapping[str, object]:
        """Return the record made of one answer, by a dialog that knows its entries only."""
        recorder = self._recorders.get(claim.subject)
        if recorder is None:
            recorder = copy(self.dialog)
            record = recorder.flow.record
            entries = tuple(
                entry for entry in record if claim.subject in origin_names(entry.origin)
            )
            recorder.flow = replace(recorder.flow, record=entries)
            self._recorders[claim.subject] = recorder
        return fill_record(recorder, trail, _plain_words)

    def _amounts(self, subject: str, trail: Trail) -> Amounts:
        scores, logic = self.dialog.flow.scores, self.dialog.logic
        read = sorted(score for score in self.caps if subject in scores[score].facts)
        totals = ((score, min(logic.total_score(score, trail), self.caps[score])) for score in read)
        return tuple((score, total) for score, total in totals if total)


def _saturation_point(score: Score, claims: NumberedClaims) -> int:
    """Return the total from which no test tells totals apart: saturating keeps sums few."""
    tests = (claim.test for _, claim in claims if isinstance(claim, ex.Atom))
    return min(score.cap, 1 + max(test.number for test in tests if isinstance(test, ex.Compare)))


def _plain_words(text: Text) -> str:
    return text.words


VisibleOptions = Mapping[str, Sequence[Option]]  # fact -> its options that show


def simple_classes(
    classifier: AnswerClassifier, fact: AnyFact, shown: Sequence[Option]
) -> tuple[AnswerClass, ...]:
    """Return the classes of the answers to a fact, smallest first; no selections of options."""
    found: dict[object, AnswerClass] = {}
    for value in _plain_values(classifier, fact, shown):
        answer_class = classifier.classify(fact.id, value)
        found.setdefault((answer_class.held, answer_class.amounts), answer_class)
    return tuple(found.values())


def row_classes(
    classifier: AnswerClassifier, repeat: Repeat, shown: VisibleOptions
) -> tuple[AnswerClass, ...]:
    """Return the classes of the answers to a repeat: by row count, bare rows and full ones."""
    claims = classifier.claims.get(repeat.id, ())
    facts = {fact: classifier.dialog.flow.facts[fact] for fact in repeat.each}
    each = {
        name: representative_values(classifier, fact, shown.get(name, ()))
        for name, fact in facts.items()
    }
    found: dict[object, AnswerClass] = {}
    counted = Sampling(classifier.today, _tests(claims)).numbers_compared()
    for count in stretch_numbers(repeat.at_least, repeat.at_most, counted):
        if count and not all(each.values()):
            break  # a row cannot be answered
        for row in _extreme_rows(classifier, repeat.id, each) if count else ({},):
            answer_class = classifier.classify(repeat.id, tuple(dict(row) for _ in range(count)))
            found.setdefault(answer_class.held, answer_class)
    return tuple(found.values())


def _extreme_rows(
    classifier: AnswerClassifier, repeat: str, each: Mapping[str, Sequence[Value]]
) -> tuple[Mapping[str, Value], ...]:
    """Return the row that fills the least of the record, and the one that fills the most."""
    fills = [
        claim for _, claim in classifier.claims.get(repeat, ()) if isinstance(claim, RecordFill)
    ]

    def gain(fact: str, value: Value) -> int:
        return classifier.classify(repeat, ({fact: value},)).held.bit_count() if fills else 0

    bare = {fact: min(values, key=lambda v, f=fact: gain(f, v)) for fact, values in each.items()}  # type: ignore[misc]
    full = {fact: max(values, key=lambda v, f=fact: gain(f, v)) for fact, values in each.items()}  # type: ignore[misc]
    return (bare, full) if fills else (bare,)


def representative_values(
    classifier: AnswerClassifier, fact: AnyFact, shown: Sequence[Option]
) -> tuple[Value, ...]:
    """Return answers of every kind to a fact, smallest first; of a `multi`, each option alone."""
    selections = tuple((option.id,) for option in shown) if fact.may_be_empty else ()
    return (*_plain_values(classifier, fact, shown), *selections)


def _plain_values(
    classifier: AnswerClassifier, fact: AnyFact, shown: Sequence[Option]
) -> Iterator[Value]:
    if fact.optional:
        yield None
    tests = _tests(classifier.claims.get(fact.id, ()))
    yield from fact.samples(Sampling(classifier.today, tests, tuple(shown)))
    if fact.unknown:
        yield UNKNOWN


def _tests(claims: NumberedClaims) -> tuple[ex.Test, ...]:
    return tuple(claim.test for _, claim in claims if isinstance(claim, ex.Atom))


# The sets of claims that selections of options make true, by dynamic programming over the options.
#
# 2^20 selections take 20 steps. Atoms see of a selection whether it meets a set (`has`, tags, what
# goes into the record), whether it has all of a set, and how many options it has; scores see its
# weight. The first two are variables of the diagrams; size and weight are the key beside each.

Size = int  # how many options, as far as anything can tell
SetsBySize = dict[tuple[Size, Amounts], int]


@dataclass(frozen=True, slots=True)
class _OptionEffect:
    """The effect of one option on the claims about a selection.

    Selected, it makes `met` true and adds `amounts`; left out, it makes `missed` false.
    """

    met: int
    missed: int
    amounts: Amounts


class Selections:
    """All non-empty selections of the options `shown` of a fact; "none of these" is not one."""

    def __init__(
        self, classifier: AnswerClassifier, diagrams: Diagrams, fact: Multi, shown: Sequence[Option]
    ) -> None:
        self._classifier, self._diagrams, self._fact = classifier, diagrams, fact
        self._ids = tuple(option.id for option in shown)
        claims = classifier.claims.get(fact.id, ())
        self._all = mask(number for number, _ in claims)
        self._meeting = [n for n, claim in claims if _is_met_by_one(claim)]
        self._covering = {
            n: options for n, claim in claims if (options := _required_options(claim))
        }
        self._single = mask((*self._meeting, *self._covering))
        self._most = max((_compared_count(claim) + 1 for _, claim in claims), default=1)
        self._effects = {option: self._effect(option) for option in self._ids}
        self._cache: dict[tuple[tuple[str, ...], tuple[str, ...], Size], SetsBySize] = {}

    def relation(self) -> Mapping[Amounts, int]:
        """Return amounts -> the set of claims that selections with these amounts can make true."""
        found: dict[Amounts, int] = {}
        for (size, amounts), held in self._selections_with((), self._ids, self._most).items():
            if size:
                here = self._diagrams.and_(held, self._size_cube(size))
                found[amounts] = self._diagrams.or_(found.get(amounts, FALSE), here)
        return found

    def smallest(self, wanted: Callable[[Amounts], int]) -> tuple[str, ...] | None:
        """Return a smallest selection in the set `wanted(amounts)`, if there is one."""
        for size in range(1, len(self._ids) + 1):
            if self._is_possible((), self._ids, size, wanted):
                return self._first_of_size(size, wanted)
        return None

    def _first_of_size(self, size: int, wanted: Callable[[Amounts], int]) -> tuple[str, ...]:
        """Return the first wanted selection of this size in option order; one must exist."""
        chosen: tuple[str, ...] = ()
        for number, option in enumerate(self._ids):
            more = (*chosen, option)
            if len(chosen) < size and self._is_possible(
                more, self._ids[number + 1 :], size, wanted
            ):
                chosen = more
        return chosen

    def _is_possible(
        self,
        chosen: tuple[str, ...],
        undecided: tuple[str, ...],
        size: int,
        wanted: Callable[[Amounts], int],
    ) -> bool:
        """Return True if a wanted selection of this size has `chosen` and any of `undecided`."""
        grown = self._selections_with(
            chosen, undecided, size + 1
        )  # larger sizes need no telling apart
        diagrams, sized = self._diagrams, self._size_cube(size)
        return any(
            diagrams.and_(diagrams.and_(held, sized), wanted(amounts)) != FALSE
            for (count, amounts), held in grown.items()
            if count == size
        )

    def _selections_with(
        self, chosen: tuple[str, ...], undecided: tuple[str, ...], most: int
    ) -> SetsBySize:
        """Return by size and amounts what `chosen` with any of `undecided` can make true.

        Sizes saturate at `most`.
        """
        key = (chosen, undecided, most)
        if key not in self._cache:
            self._cache[key] = self._grow(chosen, undecided, most)
        return self._cache[key]

    def _grow(self, chosen: tuple[str, ...], undecided: tuple[str, ...], most: int) -> SetsBySize:
        diagrams = self._diagrams
        whole = mask(n for n, of in self._covering.items() if of <= {*chosen, *undecided})
        # Start from "selects nothing": no set is met, and of the sets that all options here would
        # cover nothing is missing yet. Each option then goes in or stays out.
        sets: SetsBySize = {(0, ()): diagrams.cube(self._single, whole)}
        for option in chosen:
            sets = self._with_option(sets, self._effects[option], most)
        for option in undecided:
            effect = self._effects[option]
            with_it = self._with_option(sets, effect, most)
            if effect.missed:
                sets = {key: self._assign(held, effect.missed, 0) for key, held in sets.items()}
            for key, held in with_it.items():
                sets[key] = diagrams.or_(sets.get(key, FALSE), held)
        return sets

    def _with_option(self, sets: SetsBySize, effect: _OptionEffect, most: int) -> SetsBySize:
        found: SetsBySize = {}
        for (size, sums), held in sets.items():
            key = (min(size + 1, most), self._classifier.add_amounts(sums, effect.amounts))
            met = self._assign(held, effect.met, effect.met) if effect.met else held
            found[key] = self._diagrams.or_(found.get(key, FALSE), met)
        return found

    def _assign(self, selections: int, variables: int, held: int) -> int:
        diagrams = self._diagrams
        return diagrams.and_(diagrams.exists(selections, variables), diagrams.cube(variables, held))

    def _size_cube(self, size: int) -> int:
        """Return the cube of the claims about size alone, judged by the engine on one selection."""
        sized = self._all & ~self._single
        held = self._classifier.classify(self._fact.id, self._ids[:size]).held
        return self._diagrams.cube(sized, held & sized)

    def _effect(self, option: str) -> _OptionEffect:
        alone = self._classifier.classify(self._fact.id, (option,))
        met = mask(self._meeting) & alone.held
        missed = mask(n for n, options in self._covering.items() if option in options)
        return _OptionEffect(met, missed, alone.amounts)


def _is_met_by_one(claim: AnswerClaim) -> bool:
    """Return True for a claim that one option makes true, whatever is selected beside it."""
    return isinstance(claim, RecordFill) or isinstance(claim.test, ex.HasAny | ex.HasTag)


def _required_options(claim: AnswerClaim) -> frozenset[str]:
    return (
        claim.test.options
        if isinstance(claim, ex.Atom) and isinstance(claim.test, ex.HasAll)
        else frozenset()
    )


def _compared_count(claim: AnswerClaim) -> int:
    return (
        claim.test.number if isinstance(claim, ex.Atom) and isinstance(claim.test, ex.Count) else 0
    )


# The transition relation of one question: amounts added to scores -> the claims made true.
#
# The union of the cubes of its answer classes, and of its selections where it has many options.

Relation = Mapping[Amounts, int]
WantedByAmounts = Callable[[Amounts], int]


class Relations:
    """Makes and caches the relations of the questions of a flow, by the options that are shown."""

    def __init__(self, classifier: AnswerClassifier, diagrams: Diagrams) -> None:
        self._classifier, self._diagrams = classifier, diagrams
        self._relations: dict[object, Relation] = {}
        self._selections_by_options: dict[tuple[str, ...], Selections] = {}

    def of(self, asked: AnyFact | Repeat, shown: VisibleOptions) -> Relation:
        """Return the relation of a fact or repeat; it is empty if there is no answer to give."""
        names = asked.each if isinstance(asked, Repeat) else (asked.id,)
        key = (asked.id, *(tuple(o.id for o in shown.get(name, ())) for name in names))
        known = self._relations.get(key)
        if known is None:
            known = self._relations[key] = self._build(asked, shown)
        return known

    def smallest_answer(
        self, asked: AnyFact | Repeat, shown: VisibleOptions, wanted: WantedByAmounts
    ) -> Value:
        """Return a smallest answer in the set `wanted(amounts)`; one must exist."""
        found = self._classes(asked, shown)
        # "Don't know" last: an author understands a counterexample with real answers sooner.
        few = [each for each in found if each.witness != UNKNOWN]
        chosen = self._first_fitting(few, wanted)
        if chosen is None and isinstance(asked, Multi):
            selected = self._selections(asked, shown[asked.id]).smallest(wanted)
            chosen = None if selected is None else self._classifier.classify(asked.id, selected)
        chosen = chosen or self._first_fitting(found, wanted)
        if chosen is None:
            raise AssertionError(f"no answer to {asked.id} leads on")
        return chosen.witness

    def _first_fitting(
        self, classes: Iterable[AnswerClass], wanted: WantedByAmounts
    ) -> AnswerClass | None:
        fits = self._diagrams.holds
        return next((each for each in classes if fits(wanted(each.amounts), each.held)), None)

    def _build(self, asked: AnyFact | Repeat, shown: VisibleOptions) -> Relation:
        found: dict[Amounts, int] = {}
        own = mask(number for number, _ in self._classifier.claims.get(asked.id, ()))
        for each in self._classes(asked, shown):
            one = self._diagrams.cube(own, each.held)
            found[each.amounts] = self._diagrams.or_(found.get(each.amounts, FALSE), one)
        if isinstance(asked, Multi):
            for amounts, held in self._selections(asked, shown[asked.id]).relation().items():
                found[amounts] = self._diagrams.or_(found.get(amounts, FALSE), held)
        return found

    def _classes(self, asked: AnyFact | Repeat, shown: VisibleOptions) -> Sequence[AnswerClass]:
        if isinstance(asked, Repeat):
            return row_classes(self._classifier, asked, shown)
        return simple_classes(self._classifier, asked, shown.get(asked.id, ()))

    def _selections(self, fact: Multi, shown: Sequence[Option]) -> Selections:
        key = (fact.id, *(option.id for option in shown))
        if key not in self._selections_by_options:
            self._selections_by_options[key] = Selections(
                self._classifier, self._diagrams, fact, shown
            )
        return self._selections_by_options[key]
