"""The day that it is in Denmark."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

_DENMARK = ZoneInfo("Europe/Copenhagen")


def current_day(begun: date, at: datetime) -> date:
    """Return the Danish day at `at`, never before the day that the conversation began."""
    # A clock that is set back must not make a date that was accepted once lie in the future.
    return max(begun, at.astimezone(_DENMARK).date())
