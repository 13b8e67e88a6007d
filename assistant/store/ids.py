"""Time-ordered whole-number ids: new rows stand together, and every id fits a JavaScript number."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

_SINCE = datetime(2025, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_RANDOM_BITS = 12
_STEP_BITS = 6


class Ids:
    """Gives each id once: 41 bits of milliseconds, 12 random bits, always rising in this process."""

    def __init__(self) -> None:
        self._last = 0

    def next(self, at: datetime) -> int:
        """Return a new id for something that came to be `at` that time."""
        ticks = (at - _SINCE) // _MILLISECOND
        fresh = (ticks << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
        self._last = max(fresh, self._last + 1 + secrets.randbits(_STEP_BITS))
        return self._last
