"""The days on which conversations can differ: limits such as `-1m` are 28 to 31 days away, by the day of the conversation."""

from __future__ import annotations

from datetime import date, timedelta

from assistant.dialog.days import day
from assistant.dialog.dialog import Dialog
from assistant.flow.model import Date
from assistant.prove.answers import plain
from assistant.prove.judging import Judging
from assistant.prove.layout import Layout
from assistant.prove.variables import Variables

LEAP_CYCLE = 1461  # days, after which months and years are as long again (until the year 2100)


def telling_days(dialog: Dialog, today: date) -> tuple[date, ...]:
    """Return `today`, and a day for each other way in which answers about dates can fall into classes.

    What holds of conversations begun on these days holds of those begun on any day.
    """
    sayings = Variables(dialog.flow, Layout.of(dialog.flow)).by_subject()
    dates = [f for f in dialog.flow.facts.values() if isinstance(f, Date) and f.id in sayings]
    classes: dict[tuple[str, timedelta, timedelta], frozenset[int]] = {}
    days: dict[tuple[frozenset[int], ...], date] = {}
    for number in range(LEAP_CYCLE if dates else 1):
        begun = today + timedelta(days=number)
        found = []
        for fact in dates:
            span = (fact.id, day(fact.earliest, begun) - begun, day(fact.latest, begun) - begun)
            if span not in classes:
                judged = plain(Judging(dialog, sayings, begun), fact, ())
                classes[span] = frozenset(each.held for each in judged)
            found.append(classes[span])
        days.setdefault(tuple(found), begun)
    return tuple(days.values())
