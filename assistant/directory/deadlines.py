"""When something must have happened, from the instant that a notification arrived.

The day of arrival is not counted. Where it is unclear whether a day counts as a working day, the two
readers are told what is safe for each: the professional the later day ("at the latest around …"), the
family team the earlier one, so that the municipality keeps the law either way.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Literal

from assistant.directory.calendar import possibly_working, surely_working
from assistant.directory.model import Directory
from assistant.flow.outcomes import By
from assistant.text.formats import ZONE

Reader = Literal["professional", "family_team"]

_LAST_MINUTE = time(23, 59)


def assess_by(directory: Directory, received: datetime) -> datetime:
    """Return when danger must have been assessed: a number of hours by the clock, also across a DST change."""
    return received.astimezone(UTC) + timedelta(hours=directory.deadlines.assess_hours)


def receipt_by(directory: Directory, received: datetime, reader: Reader = "professional") -> date:
    """Return the Danish day by which the notifier has a receipt, as it is safe to tell `reader`."""
    rule = surely_working if reader == "professional" else possibly_working
    arrived = received.astimezone(ZONE).date()
    return _after(arrived, directory.deadlines.receipt_working_days, partial(rule, directory))


def due(directory: Directory, by: By, now: datetime) -> datetime:
    """Return the instant at which a plan item is due; a day ends at 23.59 on the wall."""
    today = now.astimezone(ZONE).date()
    match by.unit:
        case "now":
            return now
        case "hours":
            return now.astimezone(UTC) + timedelta(hours=by.amount)
        case "today":
            return end_of(today)
        case "days":
            return end_of(today + timedelta(days=by.amount))
        case "working_days":
            return end_of(_after(today, by.amount, partial(surely_working, directory)))


def end_of(day: date) -> datetime:
    """Return the last minute of a Danish day, in UTC."""
    return datetime.combine(day, _LAST_MINUTE, ZONE).astimezone(UTC)


def _after(day: date, number: int, counts: Callable[[date], bool]) -> date:
    """Return the `number`th counting day after `day`."""
    while number:
        day += timedelta(days=1)
        number -= counts(day)
    return day
