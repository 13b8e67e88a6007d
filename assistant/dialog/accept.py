"""Answers at the edge: what was typed or sent becomes values, or refusals. Nothing is guessed.

Raw answers have the forms of the flow language: an option id; a list of ids, or `none`; `yes`, `no`;
`unknown`; an integer; an ISO date; a text; a list of mappings; `null` (or a blank text) for a skipped one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from msgspec import Struct

from assistant.dialog.conversation import Answer
from assistant.dialog.days import day
from assistant.dialog.opaque import cleaned, misfit, opaque
from assistant.dialog.phrases import Code
from assistant.dialog.refusal import LONGEST_ID, Refusal, refusal
from assistant.flow.logic import Logic
from assistant.flow.model import (
    NONE,
    UNKNOWN,
    AnyFact,
    AnyStep,
    Choice,
    Date,
    Integer,
    Multi,
    Opaque,
    Repeat,
    YesNo,
)
from assistant.flow.values import Reading, Value

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Asking(Struct, frozen=True):
    """What a question is asked with: the answers ahead of it, all that were ever given, and the day.

    `today` is the day that the answer is given on: a conversation may last past midnight.
    """

    logic: Logic
    reading: Reading
    given: Mapping[str, Answer]
    today: date

    def known(self, fact: str) -> tuple[str, ...]:
        """Return the texts given to a fact before, in rows of repeats too."""
        values = [self.given[fact].value] if fact in self.given else list(self._in_rows(fact))
        return tuple(value for value in values if isinstance(value, str))

    def _in_rows(self, fact: str) -> Iterator[Value]:
        for answer in self.given.values():
            rows = answer.value if isinstance(answer.value, tuple) else ()
            yield from (row[fact] for row in rows if isinstance(row, Mapping) and fact in row)


NOTHING_TYPED: Mapping[str, object] = {}
_NO_VALUES: Mapping[str, Value] = {}


class Accepted(Struct, frozen=True):
    """A screen's answers: all of its `values`, or `refusals` and what was typed."""

    values: Mapping[str, Value] = _NO_VALUES
    refusals: tuple[Refusal, ...] = ()
    typed: Mapping[str, object] = NOTHING_TYPED


@dataclass(frozen=True, slots=True)
class Refused:
    """Why one answer was not accepted: once, or once per field of a repeat."""

    refusals: tuple[Refusal, ...]


def screen(asking: Asking, step: AnyStep, asks: tuple[str, ...], raw: object) -> Accepted:
    """Return what becomes of a raw answer to a question step, or to one fact of it (`asks`)."""
    typed = _typed(asks, raw)
    if typed is None:
        return Accepted(refusals=(refusal(step.id, "not_a_list"),))
    refusals = [refusal(key[:LONGEST_ID], "not_open") for key in typed if key not in asks]
    values: dict[str, Value] = {}
    for ask in asks:
        value = _field(asking, step, ask, typed.get(ask))
        if isinstance(value, Refused):
            refusals.extend(value.refusals)
        else:
            values[ask] = value
    return Accepted(refusals=tuple(refusals), typed=typed) if refusals else Accepted(values)


def accept(asking: Asking, fact: AnyFact, raw: object) -> Value | Refused:
    """Return the value that a raw answer to `fact` means, or why it means none."""
    if raw is None or (isinstance(raw, str) and _blank(raw)):
        return None if fact.optional else _refused(fact, "missing")
    if raw == UNKNOWN and fact.unknown:
        return UNKNOWN
    return _meant(asking, fact, raw)


def _blank(raw: str) -> bool:
    """Return whether a text says nothing: spaces and control characters alone."""
    return not raw.strip() or (not raw.isprintable() and not cleaned(raw, lines=False))


def _typed(asks: tuple[str, ...], raw: object) -> Mapping[str, object] | None:
    """Return the raw answers by field: a screen with one field may be answered with its value alone."""
    if isinstance(raw, dict):
        return {str(key): value for key, value in raw.items()}
    return {asks[0]: raw} if len(asks) == 1 else None


def _field(asking: Asking, step: AnyStep, ask: str, raw: object) -> Value | Refused:
    if isinstance(step, Repeat):
        return _rows(asking, step, raw)
    return accept(asking, asking.logic.flow.facts[ask], raw)


def _rows(asking: Asking, step: Repeat, raw: object) -> Value | Refused:
    rows = [] if raw is None else raw
    if not isinstance(rows, list):
        return Refused((refusal(step.id, "not_a_list"),))
    if len(rows) < step.at_least:
        return Refused((refusal(step.id, "too_few", number=step.at_least),))
    if len(rows) > step.at_most:
        return Refused((refusal(step.id, "too_many", number=step.at_most),))
    accepted = [_row(asking, step, row, f"{step.id}.{index}") for index, row in enumerate(rows)]
    refusals = tuple(r for row in accepted if isinstance(row, Refused) for r in row.refusals)
    return Refused(refusals) if refusals else tuple(r for r in accepted if isinstance(r, dict))


def _row(asking: Asking, step: Repeat, raw: object, name: str) -> dict[str, Value] | Refused:
    """Return a row's values; what is refused is named `<repeat>.<row>.<fact>`."""
    if not isinstance(raw, Mapping):
        return Refused((refusal(name, "not_a_list"),))
    unknown = [str(key)[:LONGEST_ID] for key in raw if key not in step.each]
    refusals = [refusal(f"{name}.{key}", "not_open") for key in unknown]
    values: dict[str, Value] = {}
    for ask in step.each:
        value = accept(asking, asking.logic.flow.facts[ask], raw.get(ask))
        if isinstance(value, Refused):
            refusals += [replace(r, fact=f"{name}.{r.fact}") for r in value.refusals]
        else:
            values[ask] = value
    return Refused(tuple(refusals)) if refusals else values


def _meant(asking: Asking, fact: AnyFact, raw: object) -> Value | Refused:
    match fact:
        case Choice():
            return _word(fact, raw, _shown(asking, fact))
        case Multi():
            return _multi(asking, fact, raw)
        case YesNo():
            return _word(fact, raw, ("yes", "no"))
        case Integer():
            return _integer(fact, raw)
        case Date():
            return _date(fact, raw, asking.today)
        case Opaque():
            return _opaque(asking, fact, raw)


def _word(fact: AnyFact, raw: object, allowed: tuple[str, ...]) -> Value | Refused:
    return raw if isinstance(raw, str) and raw in allowed else _refused(fact, "choice")


def _multi(asking: Asking, fact: Multi, raw: object) -> Value | Refused:
    chosen = [raw] if raw == NONE else raw
    if not isinstance(chosen, list):
        return _refused(fact, "not_a_list")
    if not chosen:
        return None if fact.optional else _refused(fact, "missing")
    alone = {NONE: ()} if fact.none else {}
    exclusive: dict[str, Value] = {**alone, **({UNKNOWN: UNKNOWN} if fact.unknown else {})}
    shown = _shown(asking, fact)
    allowed = (*shown, *exclusive)
    if [option for option in chosen if option not in allowed]:
        return _refused(fact, "choice")
    picked = [option for option in exclusive if option in chosen]
    if picked:
        only = all(option == picked[0] for option in chosen)
        return exclusive[picked[0]] if only else _refused(fact, "exclusive")
    return tuple([option for option in shown if option in chosen])


def _shown(asking: Asking, fact: Choice | Multi) -> tuple[str, ...]:
    return asking.logic.offered(fact, asking.reading)


def _integer(fact: Integer, raw: object) -> Value | Refused:
    if not isinstance(raw, int) or isinstance(raw, bool):
        return _refused(fact, "not_a_number")
    if raw < fact.low:
        return _refused(fact, "too_low", low=fact.low)
    return raw if raw <= fact.high else _refused(fact, "too_high", high=fact.high)


def _date(fact: Date, raw: object, today: date) -> Value | Refused:
    if not isinstance(raw, str) or not _ISO_DATE.fullmatch(raw):
        return _refused(fact, "not_a_date")
    try:
        given = date.fromisoformat(raw)
    except ValueError:
        return _refused(fact, "not_a_date")
    earliest, latest = day(fact.earliest, today), day(fact.latest, today)
    if given < earliest:
        return _refused(fact, "too_early", earliest=earliest)
    return given if given <= latest else _refused(fact, "too_late", latest=latest)


def _opaque(asking: Asking, fact: Opaque, raw: object) -> Value | Refused:
    if not isinstance(raw, str):
        return Refused((misfit(fact),))
    known = asking.known(fact.id) if fact.kind == "cpr" else ()  # what a mask may stand for
    words = opaque(fact, raw, asking.today, known)
    return words if isinstance(words, str) else Refused((words,))


def _refused(fact: AnyFact, code: Code, **values: object) -> Refused:
    return Refused((refusal(fact.id, code, **values),))
