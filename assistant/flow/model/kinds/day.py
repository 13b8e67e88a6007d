"""The kind of fact whose answer is a day, within limits that count from the conversation's today."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Literal

from assistant.flow.model.basics import Value
from assistant.flow.model.expression import Verb
from assistant.flow.model.kinds.base import (
    Fact,
    FactRefusal,
    ParseContext,
    Sampling,
    stretch_numbers,
)

# `date.fromisoformat` alone would take `20260302` and `2026-W10-1` as well.
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# Days in a month or year, at most and at least: offsets are compared without knowing today.
_LONGEST = {"d": 1, "m": 31, "y": 366}
_SHORTEST = {"d": 1, "m": 28, "y": 365}


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from the conversation's today: `-10y`, `0d`, `+10m`."""

    amount: int
    unit: Literal["d", "m", "y"]

    def text(self) -> str:
        """Return the offset as flow files write it, always with its sign."""
        return f"{self.amount:+d}{self.unit}"

    def lowest_days(self) -> int:
        """Return the days of the offset, as low as months and years can make it."""
        return self.amount * (_LONGEST if self.amount < 0 else _SHORTEST)[self.unit]

    def highest_days(self) -> int:
        """Return the days of the offset, as high as months and years can make it."""
        return self.amount * (_SHORTEST if self.amount < 0 else _LONGEST)[self.unit]


def resolve_offset(offset: Offset, today: date) -> date:
    """Return the day at `offset` from `today`; the last of the month if that month is too short."""
    if offset.unit == "d":
        return today + timedelta(days=offset.amount)
    months = offset.amount * (12 if offset.unit == "y" else 1)
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Fact):
    """A day between two offsets from the conversation's today, both included."""

    type: ClassVar[str] = "date"
    types: ClassVar[Mapping[str, str]] = {"date": "a date"}
    verbs = frozenset[Verb](["days since", "days until", "is answered"])
    counts_from_today = True
    hint = 'ask "days since {name} > 30" or "days until {name} < 7"'

    earliest: Offset
    latest: Offset

    def number_range(self, verb: Verb) -> tuple[int, int]:
        """Return how many days from today the limits can be, counted as the verb counts."""
        low, high = self.earliest.lowest_days(), self.latest.highest_days()
        return (low, high) if verb == "days until" else (-high, -low)

    def limits(self, today: date) -> tuple[date, date]:
        """Return the first and last day that are accepted on `today`."""
        return resolve_offset(self.earliest, today), resolve_offset(self.latest, today)

    def parse(self, raw: object, context: ParseContext) -> Value | FactRefusal:
        """Return a day of the calendar within the limits."""
        if not isinstance(raw, str) or not _ISO_DATE.fullmatch(raw):
            return FactRefusal("not_a_date")
        try:
            given = date.fromisoformat(raw)
        except ValueError:
            return FactRefusal("not_a_date")
        earliest, latest = self.limits(context.today)
        if given < earliest:
            return FactRefusal("too_early", {"earliest": earliest})
        return given if given <= latest else FactRefusal("too_late", {"latest": latest})

    def to_json(self, value: Value) -> object:
        """Return an ISO 8601 date."""
        return value.isoformat() if isinstance(value, date) else value

    def _plain_wording(self, value: Value, word: Callable[[str], str]) -> str:  # noqa: ARG002
        return value.isoformat() if isinstance(value, date) else str(value)

    def accepts(self, value: Value, today: date) -> bool:
        """Return True for a day within the limits."""
        earliest, latest = self.limits(today)
        return isinstance(value, date) and earliest <= value <= latest

    def samples(self, sampling: Sampling) -> Iterable[Value]:
        """Return a day from every stretch that limits and comparisons tell apart, latest first."""
        others = [one for one in sampling.others if isinstance(one, Date)]
        spans = [one.limits(sampling.today) for one in others]
        hull = [self.limits(sampling.today), *spans]
        first, last = min(first for first, _ in hull), max(last for _, last in hull)
        cuts = sampling.days_compared().union(*spans)
        days = stretch_numbers(
            first.toordinal(), last.toordinal(), (day.toordinal() for day in cuts)
        )
        return [date.fromordinal(day) for day in reversed(days)]

    def full_answer(self, option: str, today: date) -> Value:  # noqa: ARG002 - there are none
        """Return the latest day."""
        return self.limits(today)[1]

    def describe_limits(self) -> Mapping[str, str]:
        """Return the limits as distances from today."""
        return {"limits": f"{self.earliest.text()} to {self.latest.text()}"}
