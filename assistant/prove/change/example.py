"""One person's conversation in two versions, played by the engine."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from msgspec import structs

from assistant.dialog.conversation import Answer
from assistant.dialog.days import day
from assistant.dialog.trail import Trail
from assistant.flow.model import (
    AnyFact,
    Choice,
    Date,
    Integer,
    Multi,
    Opaque,
    Repeat,
    YesNo,
)
from assistant.flow.values import Value
from assistant.prove.answers import SAMPLES
from assistant.prove.change.compare import Comparison
from assistant.prove.change.course import Course
from assistant.prove.change.judgement import options
from assistant.prove.change.observed import differing, observed
from assistant.prove.change.outcome import Aspect
from assistant.prove.change.reality import SELECTION, Question
from assistant.prove.diagram import FALSE


@dataclass(frozen=True, slots=True)
class Example:
    """One person's conversation in the old version and in the new, and the aspects in which they differ."""

    old: Trail
    new: Trail
    differs: tuple[Aspect, ...]


def example(comparison: Comparison, held: int) -> Example:
    """Return what the engine makes of the reality in which the variables in `held` hold, in both versions."""
    seen, trails = [], []
    for course, given in zip(
        (comparison.old, comparison.new), _given(comparison, held), strict=True
    ):
        trail = _played(course, given)
        trails.append(trail)
        seen.append(observed(course.dialog, trail, given))
    return Example(trails[0], trails[1], differing(*seen))


def played(comparison: Comparison, held: int) -> tuple[Trail, Trail]:
    """Return one person's conversation in the old version and in the new."""
    old, new = _given(comparison, held)
    return _played(comparison.old, old), _played(comparison.new, new)


def _given(comparison: Comparison, held: int) -> tuple[Mapping[str, Value], Mapping[str, Value]]:
    """Return what a person answers in the old version and in the new: only what each takes."""
    rows, given = _rows(comparison), []
    courses = (comparison.old, comparison.new)
    for course, questions in zip(courses, comparison.reality.questions, strict=True):
        takes = (q for s, q in questions.items() if course.made.holds(_takes(course, s), held))
        given.append({q.subject: _answer(course, q, held, rows) for q in takes})
    return given[0], given[1]


def _takes(course: Course, subject: str) -> int:
    return course.given[subject].answers if subject in course.given else FALSE


def _played(course: Course, given: Mapping[str, Value]) -> Trail:
    """Return where the engine comes; at a question without an answer it waits."""
    at = datetime.combine(course.today, time(12), UTC)
    answers = {subject: Answer(value, at, 1) for subject, value in given.items()}
    begun = course.dialog.begin(course.flow.language, course.today)
    return course.dialog.trail(structs.replace(begun, answers=answers))


def _answer(course: Course, question: Question, held: int, rows: Mapping[str, Value]) -> Value:
    """Return the answer in one version: of what is ticked, what it shows."""
    subject, value = question.subject, question.value(held)
    asked = course.flow.facts.get(subject)
    if isinstance(asked, Multi) and value == SELECTION:
        shown, ticks = course.shown[subject], question.ticks
        ticked = tuple(
            option.id
            for option in asked.options
            if option.id in ticks
            and held >> ticks[option.id] & 1
            and course.made.holds(shown[option.id], held)
        )
        return ticked or (() if asked.none else None)
    step = course.flow.steps.get(subject)
    if isinstance(step, Repeat) and isinstance(value, int):
        row = {fact: rows[fact] for fact in step.each}
        return tuple(dict(row) for _ in range(value))
    return value


def _rows(comparison: Comparison) -> Mapping[str, Value]:
    """Return an answer to each fact that is asked in rows, the same in both versions where both take it."""
    today, found = comparison.new.today, dict[str, Value]()
    for course, other in ((comparison.old, comparison.new), (comparison.new, comparison.old)):
        for step in course.flow.steps.values():
            for name in step.each if isinstance(step, Repeat) else ():
                theirs = {option.id for option in options(other.flow, name)}
                found[name] = full(course.flow.facts[name], theirs, today)
    return found


def full(fact: AnyFact, preferred: Container[str], today: date) -> Value:
    """Return an answer that says something: of the options, the first of those preferred."""
    ids = [option.id for option in getattr(fact, "options", ())]
    shared = next((option for option in ids if option in preferred), ids[0] if ids else "")
    match fact:
        case Choice():
            full: Value = shared
        case Multi():
            full = (shared,)
        case YesNo():
            full = "yes"
        case Integer(low=low):
            full = low
        case Date(latest=latest):
            full = day(latest, today)
        case Opaque(kind=kind, limit=limit):
            full = SAMPLES[kind][:limit]
    return full
