"""One person's conversation in two versions, played by the engine."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

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


@dataclass(frozen=True, slots=True)
class Example:
    """One person's conversation in the old version and in the new, and the aspects in which they differ."""

    old: Trail
    new: Trail
    differs: tuple[Aspect, ...]


def example(comparison: Comparison, held: int) -> Example:
    """Return what the engine makes of the reality in which the variables in `held` hold, in both versions."""
    old, new = played(comparison, held)
    seen = observed(comparison.old.dialog, old), observed(comparison.new.dialog, new)
    return Example(old, new, differing(*seen))


def played(comparison: Comparison, held: int) -> tuple[Trail, Trail]:
    """Return one person's conversation in the old version and in the new."""
    rows, questions = _rows(comparison), comparison.reality.questions
    old = _played(comparison.old, questions[0], held, rows)
    return old, _played(comparison.new, questions[1], held, rows)


def _played(
    course: Course, questions: Mapping[str, Question], held: int, rows: Mapping[str, Value]
) -> Trail:
    today, known = course.answers.today, course.answers.given
    at = datetime.combine(today, time(12), UTC)
    given = {
        subject: Answer(_answer(course, question, held, rows), at, 1)
        for subject, question in questions.items()
        if subject in known and course.made.holds(known[subject].answers, held)
    }  # who cannot answer in this version waits there
    begun = course.dialog.begin(course.flow.language, today)
    return course.dialog.trail(replace(begun, answers=given))


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
    today, found = comparison.new.answers.today, dict[str, Value]()
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
