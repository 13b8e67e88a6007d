"""Which changes a conversation may still meet, as far as its answers are known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant.dialog.trail import Trail
from assistant.flow.model import UNKNOWN, Repeat
from assistant.flow.values import Value
from assistant.prove.change.classes import members
from assistant.prove.change.compare import Comparison
from assistant.prove.change.course import Course
from assistant.prove.change.difference import Difference
from assistant.prove.change.given import Given
from assistant.prove.change.reality import SELECTION, Question
from assistant.prove.diagram import FALSE, TRUE


def met(found: Difference, trails: Iterable[Trail]) -> tuple[int, ...] | None:
    """Return for each class how many conversations of the old version may come into it; None where it is not exact.

    One that has not said enough yet counts for every class that its answers leave open.
    """
    comparison = found.comparison
    if comparison is None:
        return None
    made = comparison.old.made
    classes = [members(comparison, each.held or 0) for each in found.classes]
    said = [_having_said(comparison, trail) for trail in trails]
    return tuple(sum(made.both(who, each) != FALSE for who in said) for each in classes)


def _having_said(comparison: Comparison, trail: Trail) -> int:
    """Return everybody who would have given the answers on a trail of the old version."""
    old, questions = comparison.old, comparison.reality.questions[0]
    who = TRUE
    for subject, value in trail.answers.items():
        later = old.today - trail.today  # a day is as far from its conversation's day
        said = value + later if isinstance(value, date) else value
        given = _given(old, questions[subject], old.given[subject], said)
        who = old.made.both(who, given)
    return who


def _given(course: Course, question: Question, given: Given, value: Value) -> int:
    """Return everybody whose answer is `value`, or one that nothing tells from it."""
    if isinstance(value, tuple) and SELECTION in question.values:
        return _ticked(course, question, given, {str(option) for option in value})
    if isinstance(course.flow.steps.get(question.subject), Repeat) and isinstance(value, tuple):
        value = len(value)
    if isinstance(value, int | date):
        value = _nearest(question, value)
    elif value not in given.values:
        value = next(v for v in question.values if v is not None and v != UNKNOWN)  # any words
    return given.values.get(value, FALSE)


def _nearest(question: Question, value: int | date) -> Value:
    """Return the number or day that stands for the stretch that `value` is in: the next lower one that does."""
    if isinstance(value, int):
        numbers = [each for each in question.values if isinstance(each, int)]
        return max((each for each in numbers if each <= value), default=min(numbers))
    days = [each for each in question.values if isinstance(each, date)]
    return max((each for each in days if each <= value), default=min(days))


def _ticked(course: Course, question: Question, given: Given, options: set[str]) -> int:
    """Return everybody who ticks these options of what the version shows, and no others."""
    made, who = course.made, given.selected
    for group in question.alike:
        standing = [option for option in group if option in question.ticks]
        ticked = len(options.intersection(group))
        for number, option in enumerate(standing):
            shown = given.ticked.get(option, FALSE)
            who = made.both(who, shown) if number < ticked else made.except_(who, shown)
    return who
