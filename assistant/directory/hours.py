"""Opening hours: the contact to call at a given instant, and until when they answer.

Hours are wall-clock times in Denmark; instants come in and go out as aware UTC. So an opening
across a change to or from summer time is an hour shorter or longer, as it is for the people at the
phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from assistant.directory.deadlines import is_day_off
from assistant.directory.municipality import DAY_NAMES, Contact, Directory, Period, PhoneLine, Team
from assistant.text.formats import ZONE

_SEARCH_DAYS = 30  # days: no office is closed for longer, and a search must end
_ROUND_THE_CLOCK = timedelta(days=7)

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Opening:
    """From `opens` until `closes` somebody answers `phone`; `closes` is None if they always do."""

    opens: datetime
    closes: datetime | None
    phone: str


@dataclass(frozen=True, slots=True)
class CallTarget:
    """Whom to call: `contact` on `phone`, who answers `until` then, or not before `opens`.

    If they stand in for a closed family team, that is `instead_of`, and `opens` is when it opens.
    """

    contact: Contact
    phone: str
    until: datetime | None = None
    opens: datetime | None = None
    instead_of: Team | None = None


def is_open(directory: Directory, contact: Contact, now: datetime) -> bool:
    """Return True if `contact` answers a phone at `now`."""
    return current_opening(directory, contact, now) is not None


def current_opening(directory: Directory, contact: Contact, now: datetime) -> Opening | None:
    """Return the opening that `now` is in, on the first number that is answered."""
    for line in contact.lines:
        if line.hours is None:
            return Opening(now, None, line.phone)
        # From yesterday: an opening may run past midnight.
        for start, end in _open_intervals(
            directory, line, _danish_day(now) - timedelta(days=1), days=2
        ):
            if start <= now < end:
                return Opening(start, _real_closing(directory, line, end), line.phone)
    return None


def next_opening(directory: Directory, contact: Contact, now: datetime) -> Opening | None:
    """Return the first opening after `now` on any number; None if there is none within 30 days."""
    firsts = (
        Opening(start, end, line.phone)
        for line in contact.lines
        for start, end in _first_after(
            _open_intervals(directory, line, _danish_day(now), days=_SEARCH_DAYS), now
        )
    )
    return min(firsts, key=lambda found: found.opens, default=None)


def call_target(directory: Directory, contact: Contact, now: datetime) -> CallTarget:
    """Return the number on which `contact` answers at `now`, or answers next."""
    current = current_opening(directory, contact, now)
    if current:
        return CallTarget(contact, current.phone, until=current.closes)
    following = next_opening(directory, contact, now)
    if following:
        return CallTarget(contact, following.phone, opens=following.opens)
    return CallTarget(contact, contact.phone)


def team_call_target(directory: Directory, team: Team, now: datetime) -> CallTarget:
    """Return the contact to call for `team` at `now`: itself, the duty officer or the police.

    The police (114) put callers through if no duty officer of the municipality answers.
    """
    own = call_target(directory, team, now)
    if is_open(directory, team, now):
        return own
    stand_in = duty_call_target(directory, now)
    return CallTarget(stand_in.contact, stand_in.phone, stand_in.until, own.opens, instead_of=team)


def duty_call_target(directory: Directory, now: datetime) -> CallTarget:
    """Return the contact to call outside opening hours: the duty officer, or else the police."""
    duty = directory.duty_officer
    if duty and is_open(directory, duty, now):
        return call_target(directory, duty, now)
    return call_target(directory, directory.contacts["police"], now)


def _open_intervals(
    directory: Directory, line: PhoneLine, first: date, days: int
) -> Iterator[Interval]:
    """Yield the intervals in which `line` is answered on `days` days from `first`, in order."""
    for number in range(days):
        day = first + timedelta(days=number)
        for period in _periods_on(directory, line, day):
            yield _to_instant(day, period.opens), _to_instant(day, period.closes)


def _first_after(intervals: Iterator[Interval], after: datetime) -> Iterable[Interval]:
    """Return the first of `spans` that begins after an instant, as an iterable of one or none."""
    return islice((span for span in intervals if span[0] > after), 1)


def _periods_on(directory: Directory, line: PhoneLine, day: date) -> tuple[Period, ...]:
    hours = line.hours or {}
    if is_day_off(directory, day):
        return hours.get("holiday", ())
    return hours.get(DAY_NAMES[day.weekday()], ())


def _real_closing(directory: Directory, line: PhoneLine, end: datetime) -> datetime | None:
    """Return when an opening that runs to `end` really closes; None if it never does.

    The next one may follow without a gap, as 8-24 and 0-8 do.
    """
    last = end + _ROUND_THE_CLOCK
    for start, following in _open_intervals(
        directory, line, _danish_day(end), days=_ROUND_THE_CLOCK.days + 1
    ):
        if start > end:
            break
        end = max(end, following)
    return None if end >= last else end


def _to_instant(day: date, minutes: int) -> datetime:
    # Aware datetimes of one zone add as wall-clock time, and periods are wall-clock times.
    on_the_wall = datetime.combine(day, time(), ZONE) + timedelta(minutes=minutes)
    return on_the_wall.astimezone(UTC)


def _danish_day(now: datetime) -> date:
    return now.astimezone(ZONE).date()
