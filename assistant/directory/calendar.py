"""Which days are working days: Danish public holidays, and the municipality's own days off."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from holidays import country_holidays

from assistant.directory.model import Directory

_SATURDAY, _SUNDAY = 5, 6


def public_holiday(day: date) -> bool:
    """Return whether `day` is a Danish public holiday; Sundays are not, unless one falls there."""
    return day in _holidays(day.year)


def day_off(directory: Directory, day: date) -> bool:
    """Return whether the municipality keeps `day` as a holiday: a public one, or one of its own."""
    return public_holiday(day) or any(own.on.falls_on(day) for own in directory.days_off)


def surely_working(directory: Directory, day: date) -> bool:
    """Return whether `day` is a working day however it is counted; used where a later date is safe."""
    if day_off(directory, day) or day.weekday() == _SUNDAY:
        return False
    return day.weekday() != _SATURDAY or directory.deadlines.saturday == "counts"


def possibly_working(directory: Directory, day: date) -> bool:
    """Return whether `day` may count as a working day; used where an earlier date is safe.

    A municipality's own days off are no holidays in law, so here they count.
    """
    if public_holiday(day) or day.weekday() == _SUNDAY:
        return False
    return day.weekday() != _SATURDAY or directory.deadlines.saturday != "does_not_count"


@lru_cache(maxsize=32)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("DK", years=year))
