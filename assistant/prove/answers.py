"""One answer of every class to a question, smallest first; and sample answers that the engine accepts.

Every atom reads one subject, so answers fall into classes that nothing in the flow tells apart: numbers and days by
the cuts that comparisons make, rows by how many there are. Selections, of which there are many, are in `selections`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from assistant.dialog.days import day
from assistant.flow.expression import Atom, Compare, Count, Days
from assistant.flow.model import (
    UNKNOWN,
    AnyFact,
    Choice,
    Date,
    Integer,
    Multi,
    Opaque,
    OpaqueKind,
    Option,
    Repeat,
    YesNo,
)
from assistant.flow.values import Value
from assistant.prove.judging import AnswerClass, Judging
from assistant.prove.variables import Fills, Sayings

Shown = Mapping[str, Sequence[Option]]  # fact -> its options that show

SAMPLES: Mapping[OpaqueKind, str] = {
    "text": "Noget",
    "name": "Kim",
    "phone": "12345678",
    "email": "a@b.dk",
    "address": "Vej 1",
    "cpr": "010100-4000",
}


def plain(judging: Judging, fact: AnyFact, shown: Sequence[Option]) -> tuple[AnswerClass, ...]:
    """Return the classes of a fact's answers other than options of a `multi`, smallest first."""
    found: dict[object, AnswerClass] = {}
    for value in _plain(judging, fact, shown):
        made = judging.of(fact.id, value)
        found.setdefault((made.held, made.amounts), made)
    return tuple(found.values())


def rows(judging: Judging, repeat: Repeat, shown: Shown) -> tuple[AnswerClass, ...]:
    """Return the classes of a repeat's answers: by the numbers of rows that are compared, bare rows and full ones."""
    sayings = judging.sayings.get(repeat.id, ())
    facts = {fact: judging.dialog.flow.facts[fact] for fact in repeat.each}
    each = {name: singles(judging, fact, shown.get(name, ())) for name, fact in facts.items()}
    found: dict[object, AnswerClass] = {}
    for count in _cuts(sayings, repeat.at_least, repeat.at_most):
        if count and not all(each.values()):
            break  # a row cannot be answered
        for row in _rows(judging, repeat.id, each) if count else ({},):
            made = judging.of(repeat.id, tuple(dict(row) for _ in range(count)))
            found.setdefault(made.held, made)
    return tuple(found.values())


def _rows(
    judging: Judging, repeat: str, each: Mapping[str, Sequence[Value]]
) -> tuple[Mapping[str, Value], ...]:
    """Return a row that gives the record as little as it can, and one that gives as much as it can."""
    fills = [said for _, said in judging.sayings.get(repeat, ()) if isinstance(said, Fills)]

    def given(fact: str, value: Value) -> int:
        return judging.of(repeat, ({fact: value},)).held.bit_count() if fills else 0

    bare = {fact: min(values, key=lambda v, f=fact: given(f, v)) for fact, values in each.items()}  # type: ignore[misc]
    full = {fact: max(values, key=lambda v, f=fact: given(f, v)) for fact, values in each.items()}  # type: ignore[misc]
    return (bare, full) if fills else (bare,)


def singles(judging: Judging, fact: AnyFact, shown: Sequence[Option]) -> tuple[Value, ...]:
    """Return answers of every kind to a fact of a row, smallest first."""
    selections = tuple((option.id,) for option in shown) if isinstance(fact, Multi) else ()
    return (*_plain(judging, fact, shown), *selections)


def _plain(judging: Judging, fact: AnyFact, shown: Sequence[Option]) -> Iterator[Value]:
    if fact.optional:
        yield None
    match fact:
        case Integer() | Date():
            yield from _measured(judging, fact)
        case Choice():
            yield from (option.id for option in shown)
        case YesNo():
            yield from ("yes", "no")
        case Opaque(kind=kind, limit=limit):
            yield SAMPLES[kind][:limit]
        case Multi(none=none):
            yield from ((),) if none else ()
    if fact.unknown:
        yield UNKNOWN


def _measured(judging: Judging, fact: Integer | Date) -> Iterator[Value]:
    sayings = judging.sayings.get(fact.id, ())
    if isinstance(fact, Integer):
        yield from _cuts(sayings, fact.low, fact.high)
    else:
        span = (day(fact.earliest, judging.today), day(fact.latest, judging.today))
        yield from _days(sayings, span, judging.today)


def _cuts(sayings: Sayings, low: int, high: int) -> Iterator[int]:
    """Yield one number of every stretch from low to high that comparisons tell apart."""
    numbers = {low, high}
    for _, said in sayings:
        if isinstance(said, Atom) and isinstance(said.test, Compare | Count):
            numbers |= {said.test.number + step for step in (-1, 0, 1)}
    yield from sorted(number for number in numbers if low <= number <= high)


def _days(sayings: Sayings, span: tuple[date, date], today: date) -> Iterator[date]:
    """Yield one day of every stretch of the span that comparisons tell apart, latest first."""
    days = set(span)
    for _, said in sayings:
        if isinstance(said, Atom) and isinstance(said.test, Days):
            sign = -1 if said.test.direction == "since" else 1
            near = (said.test.number + step for step in (-1, 0, 1))
            days |= {today + timedelta(days=sign * number) for number in near}
    yield from sorted((d for d in days if span[0] <= d <= span[1]), reverse=True)
