"""Classes of conversations that change alike, each with a shortest example played by the engine."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from msgspec import structs

from assistant.dialog.conversation import Answer
from assistant.dialog.trail import Trail
from assistant.flow.model import (
    AnyFact,
    Repeat,
    Value,
)
from assistant.prove.change.answer_space import SELECTION, SharedQuestion
from assistant.prove.change.aspects import Aspect, differing_aspects, observe_aspects
from assistant.prove.change.comparison import Comparison
from assistant.prove.change.guards import options
from assistant.prove.change.symbolic_run import SymbolicRun
from assistant.prove.diagram import FALSE


@dataclass(frozen=True, slots=True)
class ExactClass:
    """Everybody for whom the same aspects differ; `witness` is one of them, as an assignment."""

    differs: tuple[Aspect, ...]
    witness: int
    example: Example


def exact_classes(comparison: Comparison) -> tuple[ExactClass, ...]:
    """Return classes of conversations that change, until every aspect that differs has been shown.

    Each is a shortest conversation showing an aspect that none before it does; shorter ones come
    first. This is a cover, not a partition: people may meet other mixtures of the same changes.
    """
    # Greedy cover: a witness shows all of its aspects at once; those need no other.
    shown: set[Aspect] = set()
    found: list[ExactClass] = []
    for aspect, who in comparison.differs.items():
        if aspect not in shown:
            held = _shortest_witness(comparison, who)
            own = tuple(
                a for a, each in comparison.differs.items() if comparison.includes(each, held)
            )
            shown.update(own)
            found.append(ExactClass(own, held, play_example(comparison, held)))
    return tuple(sorted(found, key=lambda group: len(group.example.new.screens)))


def class_members(comparison: Comparison, witness: int) -> int:
    """Return everybody for whom exactly the same aspects differ as for the witness."""
    diagrams, alike = comparison.old.diagrams, comparison.ending_in_either
    for who in dict.fromkeys(comparison.differs.values()):
        alike = (
            diagrams.and_(alike, who) if diagrams.holds(who, witness) else diagrams.diff(alike, who)
        )
    return alike


def _shortest_witness(comparison: Comparison, who: int) -> int:
    """Return a shortest of `who` in the new version; in the old one if none ends in the new."""
    diagrams, ended = comparison.old.diagrams, comparison.new.end_set()
    with diagrams.scratch():  # the search's forks are given back: they are of no further use
        ends = diagrams.and_(who, ended) != FALSE
        return shortest_assignment(comparison.new if ends else comparison.old, who)


# One assignment as a conversation in both versions, replayed by the engine.


@dataclass(frozen=True, slots=True)
class Example:
    """One person's conversation in both versions, and the aspects in which they differ."""

    old: Trail
    new: Trail
    differs: tuple[Aspect, ...]


def play_example(comparison: Comparison, assignment: int) -> Example:
    """Replay one assignment in both versions and compare what the engine makes of it."""
    seen, trails = [], []
    for run, given in zip(
        (comparison.old, comparison.new), _answers_in_both(comparison, assignment), strict=True
    ):
        trail = _replay_answers(run, given)
        trails.append(trail)
        seen.append(observe_aspects(run.dialog, trail, given))
    return Example(trails[0], trails[1], differing_aspects(*seen))


def replay_both(comparison: Comparison, assignment: int) -> tuple[Trail, Trail]:
    """Return one person's conversation in the old version and in the new."""
    old, new = _answers_in_both(comparison, assignment)
    return _replay_answers(comparison.old, old), _replay_answers(comparison.new, new)


def _answers_in_both(
    comparison: Comparison, assignment: int
) -> tuple[Mapping[str, Value], Mapping[str, Value]]:
    """Return one person's answers in the old and the new version: only those that each accepts."""
    rows, given = _row_answers(comparison), []
    courses = (comparison.old, comparison.new)
    for run, questions in zip(courses, comparison.space.questions, strict=True):
        takes = (
            q
            for s, q in questions.items()
            if run.diagrams.holds(_answering_set(run, s), assignment)
        )
        given.append({q.subject: _answer_in_version(run, q, assignment, rows) for q in takes})
    return given[0], given[1]


def _answering_set(run: SymbolicRun, subject: str) -> int:
    return run.answer_sets[subject].can_answer if subject in run.answer_sets else FALSE


def _replay_answers(run: SymbolicRun, raw_answers: Mapping[str, Value]) -> Trail:
    """Replay answers through the engine; at a question without an answer it waits."""
    at = datetime.combine(run.today, time(12), UTC)
    answers = {subject: Answer(value, at, 1) for subject, value in raw_answers.items()}
    begun = run.dialog.begin(run.flow.language, run.today)
    return run.dialog.trail(structs.replace(begun, answers=answers))


def _answer_in_version(
    run: SymbolicRun, question: SharedQuestion, assignment: int, rows: Mapping[str, Value]
) -> Value:
    """Return the answer in one version: of the ticked options, those that it shows."""
    subject, value = question.subject, question.answer_in(assignment)
    asked = run.flow.facts.get(subject)
    if asked is not None and asked.may_be_empty and value == SELECTION:
        shown, ticks = run.shown_options[subject], question.ticks
        ticked = tuple(
            option.id
            for option in asked.options
            if option.id in ticks
            and assignment >> ticks[option.id] & 1
            and run.diagrams.holds(shown[option.id], assignment)
        )
        return ticked or (() if asked.none else None)
    step = run.flow.steps.get(subject)
    if isinstance(step, Repeat) and isinstance(value, int):
        # The answers within rows decide nothing, only their number does; so all rows are alike.
        row = {fact: rows[fact] for fact in step.each}
        return tuple(dict(row) for _ in range(value))
    return value


def _row_answers(comparison: Comparison) -> Mapping[str, Value]:
    """Return an answer to each fact asked in rows, the same in both versions if both accept it."""
    today, found = comparison.new.today, dict[str, Value]()
    for run, other in ((comparison.old, comparison.new), (comparison.new, comparison.old)):
        for step in run.flow.repeats:
            for name in step.each:
                theirs = {option.id for option in options(other.flow, name)}
                found[name] = sample_answer(run.flow.facts[name], theirs, today)
    return found


def sample_answer(fact: AnyFact, preferred: Container[str], today: date) -> Value:
    """Return an answer that is not empty: of the options, the first of those preferred."""
    ids = [option.id for option in fact.options]
    shared = next((option for option in ids if option in preferred), ids[0] if ids else "")
    return fact.full_answer(shared, today)


# The witness of a class: fewest question screens, then the plainest answers.
#
# Found by a best-first search over sets of conversations instead of single ones.


def shortest_assignment(run: SymbolicRun, who: int) -> int:
    """Return one of `who`, some of whom must reach an end, as the bits of the variables that hold.

    Of the shortest conversations, it is one with plain answers and few options ticked.
    """
    diagrams, held = run.diagrams, 0
    least = _with_fewest_screens(run, who)
    # From the root down: a variable holds only if nobody is left without it.
    for number in range(diagrams.support(least).bit_length()):
        without = diagrams.restrict(least, 1 << number)
        held |= (1 << number) if without == FALSE else 0
        least = without or diagrams.restrict(least, 0, 1 << number)
    return held


def _with_fewest_screens(run: SymbolicRun, who: int) -> int:
    """Return those of `who` whose conversation has the fewest question screens.

    A* search: what is expanded first has the fewest screens so far plus the fewest still to come.
    """
    # layers: estimated number of screens of the whole conversation -> step -> who is there.
    # The estimate never falls along a route, so the first end met is a shortest conversation.
    ahead, order = _screens_ahead(run), run.layout.order
    layers: dict[int, dict[str, int]] = {ahead[run.flow.start]: {run.flow.start: who}}
    for screens in range(ahead[run.flow.start], len(order) + 1):
        layer = layers.setdefault(screens, {})
        for step in order:
            if (here := layer.get(step, FALSE)) == FALSE:
                continue
            routes = run.flow.steps[step].routes
            if not routes:
                return here
            so_far = screens - ahead[step] + run.layout.screen_count(step)
            for number, route in enumerate(routes):
                more = run.diagrams.and_(here, run.edges[step, number])
                onward = layers.setdefault(so_far + ahead[route.to], {})
                onward[route.to] = run.diagrams.or_(onward.get(route.to, FALSE), more)
        del layers[screens]
    raise AssertionError("nobody of them comes to an end")


def _screens_ahead(run: SymbolicRun) -> Mapping[str, int]:
    """Return the fewest question screens from each step on, its own included."""
    found: dict[str, int] = {}
    for step in reversed(run.layout.order):
        onward = (found[route.to] for route in run.flow.steps[step].routes)
        found[step] = run.layout.screen_count(step) + min(onward, default=0)
    return found
