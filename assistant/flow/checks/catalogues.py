"""Sources grow old: what was read too long ago is to be read again."""

from __future__ import annotations

from datetime import date

from assistant.flow.diagnostics import Finding, finding
from assistant.flow.model import Flow, Law, Source


def check_catalogues(flow: Flow, today: date) -> tuple[Finding, ...]:
    """Return a warning for each source and law text that was read more than 12 months before `today`."""
    read: tuple[Law | Source, ...] = (*flow.law.values(), *flow.sources.values())
    return tuple(
        finding("C03", entry.place, len(entry.id), name=entry.id, day=entry.read_on)
        for entry in read
        if entry.read_on and _old(date.fromisoformat(entry.read_on), today)
    )


def _old(read_on: date, today: date) -> bool:
    """Return whether a day lies more than 12 months back."""
    return (today.year, today.month, today.day) > (read_on.year + 1, read_on.month, read_on.day)
