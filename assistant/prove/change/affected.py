"""Open conversations that a change may still affect, as far as their answers are known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant.dialog.trail import Trail
from assistant.flow.model import UNKNOWN, Repeat, Value
from assistant.prove.change.answer_space import SELECTION, SharedQuestion
from assistant.prove.change.classes import class_members
from assistant.prove.change.comparison import Comparison
from assistant.prove.change.difference import Difference
from assistant.prove.change.guards import AnswerSets
from assistant.prove.change.symbolic_run import SymbolicRun
from assistant.prove.diagram import FALSE, TRUE


def count_affected(found: Difference, trails: Iterable[Trail]) -> tuple[int, ...] | None:
    """Return, for each class, how many conversations of the old version may end up in it.

    One that has not said enough yet counts for every class that its answers leave open. None where
    the comparison is not exact.
    """
    comparison = found.comparison
    if comparison is None:
        return None
    diagrams = comparison.old.diagrams
    classes = [class_members(comparison, each.witness or 0) for each in found.classes]
    said = [_consistent_with(comparison, trail) for trail in trails]
    return tuple(sum(diagrams.and_(who, each) != FALSE for who in said) for each in classes)


def _consistent_with(comparison: Comparison, trail: Trail) -> int:
    """Return everybody who would have given the answers on a trail of the old version."""
    old, questions = comparison.old, comparison.space.questions[0]
    who = TRUE
    for subject, value in trail.answers.items():
        # Days count from the day on which a conversation began, so an older one is shifted.
        later = old.today - trail.today
        said = value + later if isinstance(value, date) else value
        given = _answer_set(old, questions[subject], old.answer_sets[subject], said)
        who = old.diagrams.and_(who, given)
    return who


def _answer_set(
    run: SymbolicRun, question: SharedQuestion, answer_sets: AnswerSets, value: Value
) -> int:
    """Return everybody whose answer is `value`, or one that neither version can tell from it."""
    if isinstance(value, tuple) and SELECTION in question.values:
        return _exactly_ticked(run, question, answer_sets, {str(option) for option in value})
    if isinstance(run.flow.steps.get(question.subject), Repeat) and isinstance(value, tuple):
        value = len(value)
    if isinstance(value, int | date):
        value = _representative(question, value)
    elif value not in answer_sets.values:
        # Free text: its words decide nothing, one sample stands for all.
        value = next(v for v in question.values if v is not None and v != UNKNOWN)
    return answer_sets.values.get(value, FALSE)


def _representative(question: SharedQuestion, value: int | date) -> Value:
    """Return the representative of the stretch around `value`: the next lower number or day."""
    if isinstance(value, int):
        numbers = [each for each in question.values if isinstance(each, int)]
        return max((each for each in numbers if each <= value), default=min(numbers))
    days = [each for each in question.values if isinstance(each, date)]
    return max((each for each in days if each <= value), default=min(days))


def _exactly_ticked(
    run: SymbolicRun, question: SharedQuestion, answer_sets: AnswerSets, options: set[str]
) -> int:
    """Return everybody who ticks these options of those shown, and no others."""
    diagrams, who = run.diagrams, answer_sets.selected
    for group in question.interchangeable:
        standing = [option for option in group if option in question.ticks]
        # Within a class only the number counts: the first so many of its variables hold.
        ticked = len(options.intersection(group))
        for number, option in enumerate(standing):
            shown = answer_sets.ticked.get(option, FALSE)
            who = diagrams.and_(who, shown) if number < ticked else diagrams.diff(who, shown)
    return who
