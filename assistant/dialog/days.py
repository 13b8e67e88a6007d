"""Days at a distance from the conversation's today."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from assistant.flow.model import Offset


def day(offset: Offset, today: date) -> date:
    """Return the day at `offset` from `today`; the last of the month where that day doesn't exist."""
    if offset.unit == "d":
        return today + timedelta(days=offset.amount)
    months = offset.amount * (12 if offset.unit == "y" else 1)
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
