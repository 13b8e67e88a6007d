"""Days at a distance from a day, and which day it is in Denmark."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.flow.model import Offset

_DENMARK = ZoneInfo("Europe/Copenhagen")


def reached_day(begun: date, at: datetime) -> date:
    """Return the Danish day that it is at `at`, for a conversation begun on `begun`, which no clock goes behind."""
    return max(begun, at.astimezone(_DENMARK).date())


def day(offset: Offset, today: date) -> date:
    """Return the day at `offset` from `today`; the last of the month where that day doesn't exist."""
    if offset.unit == "d":
        return today + timedelta(days=offset.amount)
    months = offset.amount * (12 if offset.unit == "y" else 1)
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
