"""Who answers the phone at a given instant.

Hours are wall-clock times in Denmark; instants come in and go out as aware UTC, so an opening across a
change of the clocks lasts an hour more or less, as it does for the people who keep it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from assistant.directory.calendar import day_off
from assistant.directory.model import Contact, Directory, Line, Team
from assistant.directory.times import DAY_NAMES, Period
from assistant.text.formats import ZONE

_AHEAD = 30  # days: no office is closed for longer, and a year without opening would be a mistake
_ROUND_THE_CLOCK = timedelta(days=7)

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Opening:
    """From `opens` until `closes` somebody answers `phone`; `closes` is none where they always do."""

    opens: datetime
    closes: datetime | None
    phone: str


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom to call now: `contact` on `phone`; `until` they stop answering, or `opens` when they don't yet.

    `instead_of` is the family team that is closed, `opens` then when it opens.
    """

    contact: Contact
    phone: str
    until: datetime | None = None
    opens: datetime | None = None
    instead_of: Team | None = None


def open_at(directory: Directory, contact: Contact, now: datetime) -> bool:
    """Return whether `contact` answers a phone at `now`."""
    return opening(directory, contact, now) is not None


def opening(directory: Directory, contact: Contact, now: datetime) -> Opening | None:
    """Return the opening that holds at `now`, on the first number that is answered."""
    for line in contact.lines:
        if line.hours is None:
            return Opening(now, None, line.phone)
        for start, end in _spans(directory, line, _day(now) - timedelta(days=1), days=2):
            if start <= now < end:
                return Opening(start, _closing(directory, line, end), line.phone)
    return None


def next_opening(directory: Directory, contact: Contact, now: datetime) -> Opening | None:
    """Return the first opening after `now` on any number; None where there is none within a month."""
    firsts = (
        Opening(start, end, line.phone)
        for line in contact.lines
        for start, end in _first(_spans(directory, line, _day(now), days=_AHEAD), now)
    )
    return min(firsts, key=lambda found: found.opens, default=None)


def reached(directory: Directory, contact: Contact, now: datetime) -> Reached:
    """Return how `contact` is reached at `now`: at once, or from when."""
    current = opening(directory, contact, now)
    if current:
        return Reached(contact, current.phone, until=current.closes)
    following = next_opening(directory, contact, now)
    if following:
        return Reached(contact, following.phone, opens=following.opens)
    return Reached(contact, contact.phone)


def contact_now(directory: Directory, team: Team, now: datetime) -> Reached:
    """Return who answers for `team` at `now`: the team, else the duty officer, else the police.

    The police (114) put callers through where a municipality lists no duty officer who answers.
    """
    own = reached(directory, team, now)
    if open_at(directory, team, now):
        return own
    stand_in = duty_now(directory, now)
    return Reached(stand_in.contact, stand_in.phone, stand_in.until, own.opens, instead_of=team)


def duty_now(directory: Directory, now: datetime) -> Reached:
    """Return who answers outside opening hours at `now`: the duty officer, else the police."""
    duty = directory.duty_officer
    if duty and open_at(directory, duty, now):
        return reached(directory, duty, now)
    return reached(directory, directory.contacts["police"], now)


def _spans(directory: Directory, line: Line, first: date, days: int) -> Iterator[Span]:
    """Return when `line` is answered on `days` days from `first`, in order."""
    for number in range(days):
        day = first + timedelta(days=number)
        for period in _periods(directory, line, day):
            yield _instant(day, period.opens), _instant(day, period.closes)


def _first(spans: Iterator[Span], after: datetime) -> Iterable[Span]:
    """Return the first of `spans` that begins after an instant, alone in a list, or none."""
    return islice((span for span in spans if span[0] > after), 1)


def _periods(directory: Directory, line: Line, day: date) -> tuple[Period, ...]:
    hours = line.hours or {}
    if day_off(directory, day):
        return hours.get("holiday", ())
    return hours.get(DAY_NAMES[day.weekday()], ())


def _closing(directory: Directory, line: Line, end: datetime) -> datetime | None:
    """Return when an opening that runs to `end` really closes: the next may follow without a gap."""
    last = end + _ROUND_THE_CLOCK
    for start, following in _spans(directory, line, _day(end), days=_ROUND_THE_CLOCK.days + 1):
        if start > end:
            break
        end = max(end, following)
    return None if end >= last else end


def _instant(day: date, minutes: int) -> datetime:
    on_the_wall = datetime.combine(day, time(), ZONE) + timedelta(minutes=minutes)
    return on_the_wall.astimezone(UTC)


def _day(now: datetime) -> date:
    return now.astimezone(ZONE).date()
