"""Calendar days: offsets from a day, and the day that it is in Denmark."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.flow.model import Offset

_DENMARK = ZoneInfo("Europe/Copenhagen")


def current_day(begun: date, at: datetime) -> date:
    """Return the Danish day at `at`, never before the day that the conversation began."""
    # A clock that is set back must not make a date that was accepted once lie in the future.
    return max(begun, at.astimezone(_DENMARK).date())


def resolve_offset(offset: Offset, today: date) -> date:
    """Return the day at `offset` from `today`; the last of the month if that month is too short."""
    if offset.unit == "d":
        return today + timedelta(days=offset.amount)
    months = offset.amount * (12 if offset.unit == "y" else 1)
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
