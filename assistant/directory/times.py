"""Opening hours as an operator writes them: `monday: 9-15.30`, `friday: 9-12, 13-14`, `saturday: 22-6`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator

DayName = Literal[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "holiday"
]
DAY_NAMES: tuple[DayName, ...] = get_args(DayName)


def quoted(written: object) -> str:
    """Return what an operator wrote, for a sentence about it; a list or a mapping is only "this"."""
    text = as_text(written)
    return f'"{text}"' if text else "this"


def as_text(written: object) -> str:
    """Return a scalar as the file has it; anything else is no text at all."""
    if isinstance(written, bool):
        return str(written).lower()
    return str(written) if isinstance(written, str | int) else ""


_DAY_MINUTES = 24 * 60
_PERIOD = re.compile(r"\s*(\d{1,2})(?:[.:](\d{2}))?\s*-\s*(\d{1,2})(?:[.:](\d{2}))?\s*")


@dataclass(frozen=True, slots=True)
class Period:
    """From `opens` to `closes`, minutes after midnight on the wall; past 1440 is the next day."""

    opens: int
    closes: int


def periods(written: object) -> tuple[Period, ...]:
    """Return the periods of one day; `closed` is none, `all day` the whole of it.

    Raises:
        ValueError: the text is not hours, or its periods overlap.
    """
    if written == "closed":
        return ()
    if written == "all day":
        return (Period(0, _DAY_MINUTES),)
    found = tuple(_period(part) for part in as_text(written).split(","))
    for earlier, later in pairwise(found):
        if later.opens < earlier.closes:
            raise ValueError(f"the hours {quoted(written)} overlap; write them in order")
    return found


def _period(written: str) -> Period:
    match = _PERIOD.fullmatch(written)
    opens, closes = (
        (_minutes(match[1], match[2]), _minutes(match[3], match[4])) if match else (-1, -1)
    )
    if opens < 0 or closes < 0 or opens == closes:
        raise ValueError(
            f"{quoted(written.strip())} is not opening hours; write them like 9-15.30, or closed, or all day"
        )
    return Period(opens, closes if closes > opens else closes + _DAY_MINUTES)


def _minutes(hours: str, minutes: str | None) -> int:
    total = int(hours) * 60 + int(minutes or 0)
    return total if total <= _DAY_MINUTES and int(minutes or 0) < 60 else -1  # noqa: PLR2004 - an hour


_YEARLY = re.compile(r"(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of one year, or of every year (`year` is none)."""

    year: int | None
    month: int
    day: int

    def falls_on(self, day: date) -> bool:
        """Return whether it is `day`."""
        return (self.month, self.day) == (day.month, day.day) and self.year in {None, day.year}


def day(written: object) -> Day:
    """Return the day that `2026-12-24`, or `12-24` for every year, names.

    Raises:
        ValueError: the text names no day.
    """
    text = as_text(written)
    yearly = _YEARLY.fullmatch(text)
    try:
        of = date.fromisoformat(f"2000-{text}" if yearly else text)  # 2000 had a 29 February
    except ValueError:
        raise ValueError(
            f"{quoted(written)} is not a day; write it like 2026-12-24, or 12-24 for every year"
        ) from None
    return Day(None if yearly else of.year, of.month, of.day)


Periods = Annotated[tuple[Period, ...], BeforeValidator(periods)]
OwnDay = Annotated[Day, BeforeValidator(day)]
