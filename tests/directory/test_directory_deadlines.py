from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.directory.deadlines import DeadlineReader, assess_by, due_at, end_of_day, receipt_by
from assistant.flow.model import By
from assistant.text.formats import ZONE
from tests.directory.town import danish, town

TOWN_HALL = "[{on: 06-05, name: Grundlovsdag}, {on: 12-24, name: Jul}, {on: 12-31, name: Nytår}]"
ARRIVALS = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis takes naive bounds
    max_value=datetime(2039, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def _easter(year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian rule."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _public_holidays(year: int) -> set[date]:
    moving = {_easter(year) + timedelta(days=days) for days in (-3, -2, 0, 1, 39, 49, 50)}
    return moving | {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)}


def _slow(arrived: date, number: int, weekdays: set[int], free: set[tuple[int, int]]) -> date:
    """Return the deadline by listing every day of two months and crossing out the free ones."""
    days = [arrived + timedelta(days=n) for n in range(1, 60)]
    holidays = _public_holidays(arrived.year) | _public_holidays(arrived.year + 1)
    left = [
        day
        for day in days
        if day.weekday() in weekdays and day not in holidays and (day.month, day.day) not in free
    ]
    return left[number - 1]


@given(arrival=ARRIVALS)
@settings(max_examples=2_000, deadline=None)
def test_the_receipt_comes_on_the_day_that_a_slow_count_finds(arrival: datetime) -> None:
    place = town(days_off=TOWN_HALL)
    arrived = arrival.astimezone(ZONE).date()
    own = {(6, 5), (12, 24), (12, 31)}

    told = receipt_by(place, arrival), receipt_by(place, arrival, "family_team")

    assert told == (
        _slow(arrived, 6, {0, 1, 2, 3, 4}, own),
        _slow(arrived, 6, {0, 1, 2, 3, 4, 5}, set()),
    )


@given(arrival=ARRIVALS)
@settings(max_examples=2_000, deadline=None)
def test_the_family_team_is_never_told_a_later_day_than_the_professional(arrival: datetime) -> None:
    place = town(days_off=TOWN_HALL)

    assert receipt_by(place, arrival, "family_team") <= receipt_by(place, arrival)


@pytest.mark.parametrize(
    ("saturday", "reader", "by"),
    [
        ("unclear", "professional", date(2026, 11, 30)),
        ("unclear", "family_team", date(2026, 11, 27)),
        ("counts", "professional", date(2026, 11, 27)),
        ("counts", "family_team", date(2026, 11, 27)),
        ("does_not_count", "professional", date(2026, 11, 30)),
        ("does_not_count", "family_team", date(2026, 11, 30)),
    ],
)
def test_a_saturday_counts_as_the_municipality_says_and_else_as_is_safe_for_the_reader(
    saturday: str, reader: DeadlineReader, by: date
) -> None:
    place = town(saturday=saturday)

    assert receipt_by(place, danish("2026-11-20T10:00"), reader) == by


@pytest.mark.parametrize(
    ("arrival", "professional", "family_team"),
    [
        ("2026-12-22T10:00", date(2027, 1, 5), date(2026, 12, 31)),
        ("2026-12-23T23:59", date(2027, 1, 6), date(2027, 1, 2)),
        ("2026-12-24T00:00", date(2027, 1, 6), date(2027, 1, 4)),
        ("2026-03-31T10:00", date(2026, 4, 13), date(2026, 4, 10)),
        ("2026-04-04T10:00", date(2026, 4, 14), date(2026, 4, 13)),
    ],
)
def test_christmas_and_easter_are_not_counted(
    arrival: str, professional: date, family_team: date
) -> None:
    place = town(days_off=TOWN_HALL)
    at = danish(arrival)

    assert (receipt_by(place, at), receipt_by(place, at, "family_team")) == (
        professional,
        family_team,
    )


def test_the_day_of_arrival_is_the_danish_one() -> None:
    place = town()
    before, after = datetime(2026, 7, 1, 21, 59, tzinfo=UTC), datetime(2026, 7, 1, 22, tzinfo=UTC)

    assert (receipt_by(place, before), receipt_by(place, after)) == (
        date(2026, 7, 9),
        date(2026, 7, 10),
    )


@pytest.mark.parametrize(
    ("received", "by"),
    [
        ("2026-11-20T14:32", "2026-11-21T14:32"),
        ("2026-03-28T14:32", "2026-03-29T15:32"),
        ("2026-10-24T14:32", "2026-10-25T13:32"),
    ],
)
def test_danger_is_assessed_within_24_hours_also_when_the_clocks_change(
    received: str, by: str
) -> None:
    assert assess_by(town(), danish(received)) == danish(by)


def test_24_hours_are_24_hours_whatever_zone_the_arrival_is_told_in() -> None:
    received = datetime(2026, 3, 28, 14, 32, tzinfo=ZONE)

    assert assess_by(town(), received) == datetime(2026, 3, 29, 13, 32, tzinfo=UTC)


@pytest.mark.parametrize(
    ("by", "at"),
    [
        (By("now"), "2026-12-22T10:00"),
        (By("today"), "2026-12-22T23:59"),
        (By("hours", 24), "2026-12-23T10:00"),
        (By("days", 14), "2027-01-05T23:59"),
        (By("working_days", 1), "2026-12-23T23:59"),
        (By("working_days", 2), "2026-12-28T23:59"),
        (By("working_days", 5), "2027-01-04T23:59"),
    ],
)
def test_a_next_step_is_due_at_an_instant(by: By, at: str) -> None:
    place = town(days_off=TOWN_HALL)

    assert due_at(place, by, danish("2026-12-22T10:00")) == danish(at)


MIDNIGHTS = [
    ("2026-03-02T23:30", "2026-03-03T00:30", date(2026, 3, 2)),  # winter time, Monday
    ("2026-07-01T23:30", "2026-07-02T00:30", date(2026, 7, 1)),  # summer time, Wednesday
    ("2026-07-01T23:59", "2026-07-02T00:00", date(2026, 7, 1)),
    ("2026-07-02T01:30", "2026-07-03T01:30", date(2026, 7, 2)),  # still yesterday in UTC
    ("2026-12-31T23:30", "2027-01-01T00:30", date(2026, 12, 31)),
]


@pytest.mark.parametrize(("before", "after", "day"), MIDNIGHTS)
@pytest.mark.parametrize("by", [By("today"), By("days", 1), By("days", 14)])
def test_a_next_step_is_due_on_the_danish_day_on_both_sides_of_midnight(
    by: By, before: str, after: str, day: date
) -> None:
    due = day + timedelta(days=by.amount if by.unit == "days" else 0)

    assert due_at(town(), by, danish(before)) == end_of_day(due)
    assert due_at(town(), by, danish(after)) == end_of_day(due + timedelta(days=1))


@pytest.mark.parametrize(
    ("now", "by"),
    [
        ("2026-03-05T23:30", date(2026, 3, 6)),  # Thursday: due on Friday
        ("2026-03-06T00:30", date(2026, 3, 9)),  # Friday: due on Monday
        ("2026-07-02T23:30", date(2026, 7, 3)),
        ("2026-07-03T00:30", date(2026, 7, 6)),
        ("2026-07-03T01:59", date(2026, 7, 6)),
        ("2026-07-05T23:30", date(2026, 7, 6)),
        ("2026-07-06T00:30", date(2026, 7, 7)),
    ],
)
def test_a_working_day_is_counted_from_the_danish_day(now: str, by: date) -> None:
    assert due_at(town(), By("working_days", 1), danish(now)) == end_of_day(by)


@pytest.mark.parametrize(
    ("now", "in_three_hours"),
    [
        ("2026-03-03T00:30", "2026-03-03T03:30"),
        ("2026-03-29T00:30", "2026-03-29T04:30"),
        ("2026-10-25T00:30", "2026-10-25T02:30+01:00"),
    ],
)
def test_hours_are_elapsed_time_also_around_midnight(now: str, in_three_hours: str) -> None:
    due = datetime.fromisoformat(in_three_hours)
    at = danish(now)

    assert due_at(town(), By("hours", 3), at) == (
        due.astimezone(UTC) if due.tzinfo else danish(in_three_hours)
    )
    assert due_at(town(), By("now"), at) == at


@pytest.mark.parametrize(
    ("arrival", "professional", "family_team"),
    [
        ("2026-11-19T23:30", date(2026, 11, 27), date(2026, 11, 26)),
        ("2026-11-20T00:30", date(2026, 11, 30), date(2026, 11, 27)),
        ("2026-07-01T23:30", date(2026, 7, 9), date(2026, 7, 8)),
        ("2026-07-02T00:30", date(2026, 7, 10), date(2026, 7, 9)),
    ],
)
def test_both_receipt_days_are_counted_from_the_danish_day(
    arrival: str, professional: date, family_team: date
) -> None:
    at = danish(arrival)

    assert receipt_by(town(), at, "professional") == professional
    assert receipt_by(town(), at, "family_team") == family_team


def test_a_day_ends_in_the_last_minute_on_the_wall() -> None:
    ends = [end_of_day(date(2026, 3, 29)), end_of_day(date(2026, 10, 25))]

    assert ends == [
        datetime(2026, 3, 29, 21, 59, tzinfo=UTC),
        datetime(2026, 10, 25, 22, 59, tzinfo=UTC),
    ]
