"""Working days, and the deadlines that run from the instant a notification arrives.

The day of arrival is not counted. If it is unclear whether a day counts as a working day, each
reader gets the date that is safe for them: the professional the later one ("at the latest around
…"), the family team the earlier one, so that the municipality keeps the law either way.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from typing import Literal

from holidays import country_holidays

from assistant.directory.municipality import Directory
from assistant.flow.model import By
from assistant.text.formats import ZONE

DeadlineReader = Literal["professional", "family_team"]

_LAST_MINUTE = time(23, 59)


def assess_by(directory: Directory, received: datetime) -> datetime:
    """Return the instant by which danger must have been assessed.

    The hours are elapsed time, also across a change to or from summer time.
    """
    return received.astimezone(UTC) + timedelta(hours=directory.deadlines.assess_hours)


def receipt_by(
    directory: Directory, received: datetime, reader: DeadlineReader = "professional"
) -> date:
    """Return the Danish day by which the notifier has a receipt, as it is safe for `reader`."""
    rule = is_surely_working_day if reader == "professional" else is_possibly_working_day
    arrived = received.astimezone(ZONE).date()
    return _nth_counting_day(
        arrived, directory.deadlines.receipt_working_days, partial(rule, directory)
    )


def due_at(directory: Directory, by: By, now: datetime) -> datetime:
    """Return the instant at which a plan item is due; a day ends at 23.59 Danish time."""
    today = now.astimezone(ZONE).date()
    match by.unit:
        case "now":
            return now
        case "hours":
            return now.astimezone(UTC) + timedelta(hours=by.amount)
        case "today":
            return end_of_day(today)
        case "days":
            return end_of_day(today + timedelta(days=by.amount))
        case "working_days":
            return end_of_day(
                _nth_counting_day(today, by.amount, partial(is_surely_working_day, directory))
            )


def end_of_day(day: date) -> datetime:
    """Return the last minute of a Danish day, in UTC."""
    return datetime.combine(day, _LAST_MINUTE, ZONE).astimezone(UTC)


def _nth_counting_day(day: date, number: int, counts: Callable[[date], bool]) -> date:
    """Return the `number`th counting day after `day`."""
    while number:
        day += timedelta(days=1)
        number -= counts(day)  # True is 1
    return day


# Working days: Danish public holidays, and the municipality's own days off.
#
# It is not clear whether a Saturday counts as a working day, and a municipality's own days off are
# not holidays in law. So there are two predicates, one for each safe side.

_SATURDAY, _SUNDAY = 5, 6


def is_public_holiday(day: date) -> bool:
    """Return True if `day` is a Danish public holiday; an ordinary Sunday is none."""
    return day in _public_holidays(day.year)


def is_day_off(directory: Directory, day: date) -> bool:
    """Return True if `day` is a public holiday or one of the municipality's own days off."""
    return is_public_holiday(day) or any(own.on.falls_on(day) for own in directory.days_off)


def is_surely_working_day(directory: Directory, day: date) -> bool:
    """Return True if `day` is a working day by any reading; used where a later date is safe."""
    if is_day_off(directory, day) or day.weekday() == _SUNDAY:
        return False
    return day.weekday() != _SATURDAY or directory.deadlines.saturday == "counts"


def is_possibly_working_day(directory: Directory, day: date) -> bool:
    """Return True if `day` may count as a working day; used where an earlier date is safe.

    A municipality's own days off are not holidays in law, so here they count as working days.
    """
    if is_public_holiday(day) or day.weekday() == _SUNDAY:
        return False
    return day.weekday() != _SATURDAY or directory.deadlines.saturday != "does_not_count"


@lru_cache(maxsize=32)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("DK", years=year))
