"""All that a conversation comes to, aspect by aspect, as sets of realities: what two versions are compared by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.flow.fields import FIELDS, Field
from assistant.flow.model import (
    UNKNOWN,
    Choice,
    End,
    FromCodes,
    FromConclusion,
    FromFacts,
    FromRepeat,
    Multi,
    RecordEntry,
    Repeat,
    Tell,
    YesNo,
)
from assistant.flow.values import Value
from assistant.prove.change.course import Course, Way
from assistant.prove.diagram import TRUE

Kind = Literal["told", "asked", "offered", "answered", "ends", "decides", "plan", "record", "order"]
Sort = object  # what tells two outcomes of one aspect apart
Part = tuple[Way, int]  # somewhere on the way, and who of those who come there
Sorts = Mapping[Sort, tuple[Part, ...]]  # for whom: those of any part


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that a conversation comes to: being told a step, asked a fact, a plan item and so on."""

    kind: Kind
    name: str


Outcome = Mapping[Aspect, Sorts]  # aspect -> how it comes out -> for whom


def outcome(course: Course) -> Outcome:
    """Return all that the conversations of a version come to.

    Of decisions, plan and record it says what would be concluded: it holds for those who come to an end.
    """
    found: dict[Aspect, dict[Sort, tuple[Part, ...]]] = {}
    for aspect, sort, part in (*_way(course), *_conclusions(course), *_records(course)):
        sorts = found.setdefault(aspect, {})
        sorts[sort] = (*sorts.get(sort, ()), part)
    return found


_Found = Iterator[tuple[Aspect, Sort, Part]]


def _way(course: Course) -> _Found:
    for step in course.flow.steps.values():
        here = course.ways[step.id]
        if isinstance(step, Tell):
            yield Aspect("told", step.id), (step.level, step.pin), (here, TRUE)
        if isinstance(step, End):
            yield Aspect("ends", ""), (step.id, step.outcome), (here, TRUE)
        for subject in course.layout.asks[step.id]:
            rows = step.each if isinstance(step, Repeat) else ()
            yield Aspect("asked", subject), rows, (here, TRUE)
            if subject in course.given:
                yield Aspect("answered", subject), "", (here, course.given[subject].answers)
            for option, who in course.shown.get(subject, {}).items():
                yield Aspect("offered", subject), option, (here, who)


def _conclusions(course: Course) -> _Found:
    for decision in course.flow.decisions:
        for value, part in _decided(course, decision):
            yield Aspect("decides", decision), value, part
    for item in course.flow.plan:
        held = course.judgement.holds(item.guard, course.final)
        sort = (item.who, item.by.unit, item.by.amount)
        yield Aspect("plan", item.id), sort, (course.ended, held)


def _decided(course: Course, decision: str) -> Iterator[tuple[str, Part]]:
    for row, held in course.judgement.rows(decision, course.final):
        yield row.value, (course.ended, held)


def _records(course: Course) -> _Found:
    for entry in course.flow.record:
        for sort, part in _filled(course, entry):
            yield Aspect("record", entry.path), sort, part


def _filled(course: Course, entry: RecordEntry) -> Iterator[tuple[Sort, Part]]:
    """Yield what can stand in a field of the record, with those for whom it does."""
    field = FIELDS[entry.path]
    match entry.origin:
        case FromFacts(facts):
            for number, fact in enumerate(facts):
                yield from (((number, sort), part) for sort, part in _said(course, fact, field))
        case FromCodes(fact, codes):
            known = {option: code for option, code in codes.items() if code in field.codes}
            yield from ((known[o], part) for o, part in _picked(course, fact) if o in known)
        case FromRepeat(repeat, fields):
            names = tuple(sorted(fields.items()))
            yield from (((rows, names), part) for rows, part in _answers(course, repeat) if rows)
        case FromConclusion(name):
            yield from _concluded(course, name, field)


def _concluded(course: Course, name: str, field: Field) -> Iterator[tuple[Sort, Part]]:
    if name in course.flow.scores:
        totals = course.judgement.totals(name, course.final)
        yield from ((total, (course.ended, who)) for total, who in totals.items())
        return
    for value, part in _decided(course, name):
        if not field.codes or value in field.codes:
            yield value, part


def _said(course: Course, fact: str, field: Field) -> Iterator[tuple[Sort, Part]]:
    """Yield what the answer to a fact gives a field."""
    words = field.kind == "text"
    if field.kind in ("code", "codes"):
        yield from ((o, part) for o, part in _picked(course, fact) if o in field.codes)
    elif isinstance(asked := course.flow.facts[fact], Choice | Multi):
        said = ((o, part) for o, part in _picked(course, fact) if o != UNKNOWN or words)
        yield from (((fact, option), part) for option, part in said)
    else:
        for value, part in _answers(course, fact):
            if value is not None and (value != UNKNOWN or words):
                told = (
                    isinstance(asked, YesNo) or value == UNKNOWN
                )  # the words are the same for all facts
                yield value if told else (fact, "given"), part


def _answers(course: Course, subject: str) -> Iterator[tuple[Value, Part]]:
    """Yield the answers to a question, selections left out, with those who give them."""
    given = course.given.get(subject)
    if given is not None:
        here = course.ways[course.layout.asked_by[subject]]
        yield from ((value, (here, who)) for value, who in given.values.items())


def _picked(course: Course, fact: str) -> Iterator[tuple[str, Part]]:
    """Yield the options that an answer has, "don't know" as one of them, with those who tick them."""
    given = course.given.get(fact)
    if given is None:
        return
    here = course.ways[course.layout.asked_by[fact]]
    for option, who in given.ticked.items():
        ticked = who if option in given.values else course.made.both(who, given.selected)
        yield option, (here, ticked)
    if UNKNOWN in given.values:
        yield UNKNOWN, (here, given.values[UNKNOWN])
