"""Parsing of answers at the edge: what was typed or sent becomes values, or refusals.

Nothing is guessed. Raw answers have the forms of the flow language: an option id; a list of ids,
or `none`; `yes`, `no`; `unknown`; an integer; an ISO date; a text; a list of mappings (a repeat);
`null` or a blank text for a question that is skipped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from msgspec import Struct

from assistant.dialog.conversation import Answer
from assistant.dialog.phrases import REFUSALS, RefusalCode
from assistant.flow.expressions.logic import Logic
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
from assistant.flow.model.basics import AnswerState, Value
from assistant.flow.model.kinds import resolve_offset
from assistant.flow.model.kinds.cpr import mask_cpr, parse_cpr

# `date.fromisoformat` alone would take `20260302` and `2026-W10-1` as well.
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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
    return _parse_kind(context, fact, raw)


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


def _parse_kind(context: AnswerContext, fact: AnyFact, raw: object) -> Value | Rejection:
    match fact:
        case Choice():
            return _parse_word(fact, raw, _shown_options(context, fact))
        case Multi():
            return _parse_multi(context, fact, raw)
        case YesNo():
            return _parse_word(fact, raw, ("yes", "no"))
        case Integer():
            return _parse_integer(fact, raw)
        case Date():
            return _parse_date(fact, raw, context.today)
        case Opaque():
            return _parse_opaque(context, fact, raw)


def _parse_word(fact: AnyFact, raw: object, allowed: tuple[str, ...]) -> Value | Rejection:
    return raw if isinstance(raw, str) and raw in allowed else _reject(fact, "choice")


def _parse_multi(context: AnswerContext, fact: Multi, raw: object) -> Value | Rejection:
    chosen = [raw] if raw == NONE else raw
    if not isinstance(chosen, list):
        return _reject(fact, "not_a_list")
    if not chosen:
        return None if fact.optional else _reject(fact, "missing")
    # "None of these" and "don't know" exclude every other option; the first means the empty tuple.
    alone = {NONE: ()} if fact.none else {}
    exclusive: dict[str, Value] = {**alone, **({UNKNOWN: UNKNOWN} if fact.unknown else {})}
    shown = _shown_options(context, fact)
    allowed = (*shown, *exclusive)
    if [option for option in chosen if option not in allowed]:
        return _reject(fact, "choice")
    picked = [option for option in exclusive if option in chosen]
    if picked:
        only = all(option == picked[0] for option in chosen)
        return exclusive[picked[0]] if only else _reject(fact, "exclusive")
    # In the order of the flow, so that the same ticks are the same value however they were sent.
    return tuple([option for option in shown if option in chosen])


def _shown_options(context: AnswerContext, fact: Choice | Multi) -> tuple[str, ...]:
    return context.logic.option_ids(fact, context.reading)


def _parse_integer(fact: Integer, raw: object) -> Value | Rejection:
    if not isinstance(raw, int) or isinstance(raw, bool):  # a bool is an int in Python
        return _reject(fact, "not_a_number")
    if raw < fact.low:
        return _reject(fact, "too_low", low=fact.low)
    return raw if raw <= fact.high else _reject(fact, "too_high", high=fact.high)


def _parse_date(fact: Date, raw: object, today: date) -> Value | Rejection:
    if not isinstance(raw, str) or not _ISO_DATE.fullmatch(raw):
        return _reject(fact, "not_a_date")
    try:
        given = date.fromisoformat(raw)
    except ValueError:
        return _reject(fact, "not_a_date")
    earliest, latest = resolve_offset(fact.earliest, today), resolve_offset(fact.latest, today)
    if given < earliest:
        return _reject(fact, "too_early", earliest=earliest)
    return given if given <= latest else _reject(fact, "too_late", latest=latest)


def _parse_opaque(context: AnswerContext, fact: Opaque, raw: object) -> Value | Rejection:
    if not isinstance(raw, str):
        return Rejection((refuse_form(fact),))
    known = (
        context.texts_given(fact.id) if fact.kind == "cpr" else ()
    )  # numbers that a mask may hide
    words = check_text(fact, raw, context.today, known)
    return words if isinstance(words, str) else Rejection((words,))


def _reject(fact: AnyFact, code: RefusalCode, **values: object) -> Rejection:
    return Rejection((refuse(fact.id, code, **values),))


# Checks of opaque answers: texts, names, phone numbers, addresses, mail, personal numbers.
#
# They are lenient: a doubtful phone number or address is better than a professional who gives up.

PHONE_DIGITS = 6  # the fewest that a number to be called back on has

_MULTILINE = ("text", "address")  # the kinds that may have several lines
_MAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")


def check_text(fact: Opaque, words: str, today: date, known: tuple[str, ...]) -> str | Refusal:
    """Return the cleaned words, or the refusal.

    `known` are the earlier answers to this fact: a personal number that is sent back masked stays
    as it was.
    """
    clean = clean_text(words, lines=fact.kind in _MULTILINE)
    if len(clean) > fact.limit:
        return refuse(fact.id, "too_long", limit=fact.limit)
    match fact.kind:
        case "cpr":
            number = _find_masked(clean, known) or parse_cpr(clean, today)
            return number or refuse_form(fact)
        case "email":
            return clean if _MAIL.fullmatch(clean) else refuse_form(fact)
        case "phone":
            digits = sum(character.isdigit() for character in clean)
            return clean if digits >= PHONE_DIGITS else refuse_form(fact)
        case _:
            return clean


def refuse_form(fact: Opaque) -> Refusal:
    """Return the refusal of an answer that does not have the form of the fact's kind."""
    match fact.kind:
        case "phone":
            return refuse(fact.id, "phone", number=PHONE_DIGITS)
        case "cpr" | "email":
            return refuse(fact.id, fact.kind)
        case _:
            return refuse(fact.id, "not_a_text")


def clean_text(words: str, *, lines: bool) -> str:
    """Return the words without control characters, lone surrogates and space at the ends."""
    text = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate becomes "?"
    if text.isprintable():
        return text.strip() if lines else " ".join(text.split())
    if not lines:
        return " ".join("".join(c if _is_printable(c) else " " for c in text).split())
    return "".join(c for c in text if c in "\n\t" or _is_printable(c)).strip()


def _is_printable(character: str) -> bool:
    # Cc: control characters; Cs: surrogates; Cn: code points that are not assigned.
    return unicodedata.category(character) not in ("Cc", "Cs", "Cn")


def _find_masked(words: str, known: tuple[str, ...]) -> str | None:
    fitting = {number for number in known if mask_cpr(number) == words}
    # Two numbers of one birthday have the same mask: then the mask says nothing, and is refused.
    return fitting.pop() if len(fitting) == 1 else None


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
