"""Parsing of answers at the edge: what was typed or sent becomes values, or refusals.

Nothing is guessed. Raw answers have the forms of the flow language: an option id; a list of ids,
or `none`; `yes`, `no`; `unknown`; an integer; an ISO date; a text; a list of mappings (a repeat);
`null` or a blank text for a question that is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from msgspec import Struct

from assistant.dialog.conversation import Answer
from assistant.dialog.phrases import REFUSALS
from assistant.flow.expressions.logic import Logic
from assistant.flow.model import UNKNOWN, AnswerState, AnyFact, AnyStep, Fact, Repeat, Value
from assistant.flow.model.kinds import FactRefusal, RefusalCode, clean_text


class AnswerContext(Struct, frozen=True):
    """The context of parsing an answer: the flow's logic, earlier answers and the day.

    `reading` holds the answers ahead of the question on the path, which decide what options it
    shows; `given` all answers ever given; `today` is the day that the answer is given on, since a
    conversation may last past midnight.
    """

    logic: Logic
    reading: AnswerState
    given: Mapping[str, Answer]
    today: date

    def texts_given(self, fact: str) -> tuple[str, ...]:
        """Return the texts given to `fact` so far, those in the rows of repeats included."""
        values = [self.given[fact].value] if fact in self.given else list(self._in_rows(fact))
        return tuple(value for value in values if isinstance(value, str))

    def shown_options(self, fact: Fact) -> tuple[str, ...]:
        """Return the ids of the options that are shown ahead of the question."""
        return self.logic.option_ids(fact, self.reading)

    def _in_rows(self, fact: str) -> Iterator[Value]:
        for answer in self.given.values():
            rows = answer.value if isinstance(answer.value, tuple) else ()
            yield from (row[fact] for row in rows if isinstance(row, Mapping) and fact in row)


NOTHING_TYPED: Mapping[str, object] = {}
_NO_VALUES: Mapping[str, Value] = {}


class ParsedScreen(Struct, frozen=True):
    """The outcome of parsing a screen: all of its `values`, or `refusals` and what was `typed`."""

    values: Mapping[str, Value] = _NO_VALUES
    refusals: tuple[Refusal, ...] = ()
    typed: Mapping[str, object] = NOTHING_TYPED


@dataclass(frozen=True, slots=True)
class Rejection:
    """The refusals of one answer: a single one, or one for each faulty field of a repeat."""

    refusals: tuple[Refusal, ...]


def parse_screen(
    context: AnswerContext, step: AnyStep, asks: tuple[str, ...], raw: object
) -> ParsedScreen:
    """Parse a raw answer to a question step, or to the facts of it in `asks`."""
    typed = _raw_by_fact(asks, raw)
    if typed is None:
        return ParsedScreen(refusals=(refuse(step.id, "not_a_list"),))
    refusals = [refuse(key[:LONGEST_ID], "not_open") for key in typed if key not in asks]
    values: dict[str, Value] = {}
    for ask in asks:
        value = _parse_field(context, step, ask, typed.get(ask))
        if isinstance(value, Rejection):
            refusals.extend(value.refusals)
        else:
            values[ask] = value
    return ParsedScreen(refusals=tuple(refusals), typed=typed) if refusals else ParsedScreen(values)


def parse_answer(context: AnswerContext, fact: AnyFact, raw: object) -> Value | Rejection:
    """Return the value of a raw answer to `fact`, or its rejection."""
    if raw is None or (isinstance(raw, str) and _is_blank(raw)):
        return None if fact.optional else _reject(fact, "missing")
    if raw == UNKNOWN and fact.unknown:
        return UNKNOWN
    value = fact.parse(raw, context)
    if isinstance(value, FactRefusal):
        return _reject(fact, value.code, **value.values)
    return value


def _is_blank(raw: str) -> bool:
    """Return True if a text has nothing but space and control characters."""
    return not raw.strip() or (not raw.isprintable() and not clean_text(raw, lines=False))


def _raw_by_fact(asks: tuple[str, ...], raw: object) -> Mapping[str, object] | None:
    """Return the raw answers by fact; a screen with one field may get its bare value."""
    if isinstance(raw, dict):
        return {str(key): value for key, value in raw.items()}
    return {asks[0]: raw} if len(asks) == 1 else None


def _parse_field(context: AnswerContext, step: AnyStep, ask: str, raw: object) -> Value | Rejection:
    if isinstance(step, Repeat):
        return _parse_rows(context, step, raw)
    return parse_answer(context, context.logic.flow.facts[ask], raw)


def _parse_rows(context: AnswerContext, step: Repeat, raw: object) -> Value | Rejection:
    rows = [] if raw is None else raw
    if not isinstance(rows, list):
        return Rejection((refuse(step.id, "not_a_list"),))
    if len(rows) < step.at_least:
        return Rejection((refuse(step.id, "too_few", number=step.at_least),))
    if len(rows) > step.at_most:
        return Rejection((refuse(step.id, "too_many", number=step.at_most),))
    accepted = [
        _parse_row(context, step, row, f"{step.id}.{index}") for index, row in enumerate(rows)
    ]
    refusals = tuple(r for row in accepted if isinstance(row, Rejection) for r in row.refusals)
    return Rejection(refusals) if refusals else tuple(r for r in accepted if isinstance(r, dict))


def _parse_row(
    context: AnswerContext, step: Repeat, raw: object, name: str
) -> dict[str, Value] | Rejection:
    """Return a row's values; its refusals name the fact as `<repeat>.<row>.<fact>`."""
    if not isinstance(raw, Mapping):
        return Rejection((refuse(name, "not_a_list"),))
    unknown = [str(key)[:LONGEST_ID] for key in raw if key not in step.each]
    refusals = [refuse(f"{name}.{key}", "not_open") for key in unknown]
    values: dict[str, Value] = {}
    for ask in step.each:
        value = parse_answer(context, context.logic.flow.facts[ask], raw.get(ask))
        if isinstance(value, Rejection):
            refusals += [replace(r, fact=f"{name}.{r.fact}") for r in value.refusals]
        else:
            values[ask] = value
    return Rejection(tuple(refusals)) if refusals else values


def _reject(fact: AnyFact, code: RefusalCode, **values: object) -> Rejection:
    return Rejection((refuse(fact.id, code, **values),))


# Refusals: the reasons that an answer was not accepted.

LONGEST_ID = 80  # characters of an unknown id that are echoed


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing to correct in an answer.

    `fact` is a fact, a repeat, `<repeat>.<row from 0>.<fact>`, or the step of a turn that came too
    late. `text` is a msgid of `phrases`; `values` fills its named places (numbers and dates).
    """

    fact: str
    code: RefusalCode
    text: str
    values: Mapping[str, object] = field(default_factory=dict)


def refuse(fact: str, code: RefusalCode, **values: object) -> Refusal:
    """Return the refusal with this code and its sentence."""
    return Refusal(fact, code, REFUSALS[code], values)
