from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.directory.deadlines import is_public_holiday
from assistant.directory.directory_file import demo_directory
from assistant.directory.hours import (
    Opening,
    call_target,
    current_opening,
    duty_call_target,
    is_open,
    next_opening,
    team_call_target,
)
from assistant.directory.municipality import Team
from assistant.text.formats import ZONE
from tests.directory.town import danish, town

INSTANTS = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis takes naive bounds
    max_value=datetime(2031, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
DUTY = """
duty_officer:
  name: Vagten
  phone: 00 00 00 08
"""
WEEKEND_DUTY = DUTY + "  hours: {saturday: 8-20, sunday: 8-20, holiday: 8-20}\n"


@pytest.mark.parametrize(
    ("at", "open_then"),
    [
        ("2026-11-23T08:59", False),
        ("2026-11-23T09:00", True),
        ("2026-11-23T14:59", True),
        ("2026-11-23T15:00", False),
        ("2026-11-24T10:00", False),  # a Tuesday
        ("2026-04-06T10:00", False),  # Easter Monday
        ("2026-05-25T10:00", False),  # Whit Monday
        ("2026-05-18T10:00", True),
    ],
)
def test_a_team_is_open_from_its_opening_until_its_closing_minute_except_on_holidays(
    at: str, *, open_then: bool
) -> None:
    place = town(hours="{monday: 9-15}")

    assert is_open(place, place.team("team"), danish(at)) is open_then


def test_hours_for_holidays_hold_on_public_holidays_and_own_days_off() -> None:
    place = town(
        hours="{monday: 9-15, thursday: 9-15, holiday: 10-11}",
        days_off="[{on: 12-24, name: Juleaftensdag}]",
    )
    team = place.team("team")

    openings = [
        current_opening(place, team, danish(at)) for at in ("2026-04-06T10:30", "2026-12-24T10:30")
    ]

    assert openings == [
        Opening(danish("2026-04-06T10:00"), danish("2026-04-06T11:00"), "00 00 00 01"),
        Opening(danish("2026-12-24T10:00"), danish("2026-12-24T11:00"), "00 00 00 01"),
    ]


def test_an_own_day_off_in_one_year_leaves_other_years_alone() -> None:
    place = town(hours="{monday: 9-15}", days_off="[{on: 2026-11-23, name: Flytning}]")
    team = place.team("team")

    found = [is_open(place, team, danish(at)) for at in ("2026-11-23T10:00", "2020-11-23T10:00")]

    assert found == [False, True]


def test_a_break_at_noon_closes_the_phone_in_between() -> None:
    place = town(hours='{monday: "9-12, 13-15.30"}')
    team = place.team("team")

    found = call_target(place, team, danish("2026-11-23T12:15"))

    assert (found.until, found.opens) == (None, danish("2026-11-23T13:00"))


def test_each_time_of_day_has_its_own_number() -> None:
    place = town(
        hours="{monday: 9-12}",
        other_times='[{phone: 00 00 00 02, hours: {monday: "12-15", holiday: 9-12}}]',
    )
    team = place.team("team")

    phones = [
        call_target(place, team, danish(at)).phone
        for at in ("2026-11-23T10:00", "2026-11-23T13:00", "2026-12-25T10:00", "2026-12-26T10:00")
    ]

    assert phones == ["00 00 00 01", "00 00 00 02", "00 00 00 02", "00 00 00 02"]


def test_hours_past_midnight_belong_to_the_day_that_they_begin_on() -> None:
    place = town(hours="{friday: 22-6}")
    team = place.team("team")

    found = current_opening(place, team, danish("2026-11-28T05:59"))

    assert found == Opening(danish("2026-11-27T22:00"), danish("2026-11-28T06:00"), "00 00 00 01")
    assert not is_open(place, team, danish("2026-11-28T06:00"))


def test_openings_that_meet_are_one() -> None:
    place = town(hours="{friday: 15-24, saturday: all day, sunday: 0-9.30}")

    found = current_opening(place, place.team("team"), danish("2026-11-27T20:00"))

    assert found == Opening(danish("2026-11-27T15:00"), danish("2026-11-29T09:30"), "00 00 00 01")


def test_a_phone_that_never_rests_has_no_closing_time() -> None:
    week = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "holiday")
    place = town(hours=f"{{{', '.join(f'{day}: all day' for day in week)}}}")

    found = current_opening(place, place.team("team"), danish("2026-12-24T23:59"))

    assert found == Opening(danish("2026-12-24T00:00"), None, "00 00 00 01")


def test_the_next_opening_skips_christmas() -> None:
    place = town(hours="{thursday: 9-15, friday: 9-14}")

    found = next_opening(place, place.team("team"), danish("2026-12-24T15:00"))

    assert found == Opening(danish("2026-12-31T09:00"), danish("2026-12-31T15:00"), "00 00 00 01")


def test_a_night_over_the_change_to_summer_time_is_an_hour_shorter() -> None:
    place = town(hours="{saturday: 22-6}")
    team = place.team("team")

    spring = current_opening(place, team, danish("2026-03-29T03:30"))
    autumn = current_opening(place, team, danish("2026-10-25T04:30"))

    assert spring == Opening(
        datetime(2026, 3, 28, 21, tzinfo=UTC), datetime(2026, 3, 29, 4, tzinfo=UTC), "00 00 00 01"
    )
    assert autumn == Opening(
        datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 5, tzinfo=UTC), "00 00 00 01"
    )


def test_nine_is_nine_on_the_wall_in_winter_and_in_summer() -> None:
    place = town(hours="{monday: 9-15}")
    team = place.team("team")

    opens = [
        found.opens
        for at in ("2026-03-27T12:00", "2026-10-23T12:00")
        if (found := next_opening(place, team, danish(at)))
    ]

    assert opens == [
        datetime(2026, 3, 30, 7, tzinfo=UTC),
        datetime(2026, 10, 26, 8, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("duty", "at", "name", "phone"),
    [
        (DUTY, "2026-11-23T10:00", "Teamet", "00 00 00 01"),
        (DUTY, "2026-11-23T16:00", "Vagten", "00 00 00 08"),
        (DUTY, "2026-12-25T10:00", "Vagten", "00 00 00 08"),
        (WEEKEND_DUTY, "2026-11-28T10:00", "Vagten", "00 00 00 08"),
        (WEEKEND_DUTY, "2026-11-28T22:00", "Politiet", "114"),
        (WEEKEND_DUTY, "2026-11-23T16:00", "Politiet", "114"),
        ("", "2026-11-23T16:00", "Politiet", "114"),
    ],
)
def test_somebody_answers_for_the_team_at_any_hour(
    duty: str, at: str, name: str, phone: str
) -> None:
    place = town(hours="{monday: 9-15}", duty=duty)

    found = team_call_target(place, place.team("team"), danish(at))

    assert (found.contact.name, found.phone) == (name, phone)


def test_the_stand_in_knows_when_the_team_opens() -> None:
    place = town(hours="{monday: 9-15}", duty=DUTY)
    team = place.team("team")

    found = team_call_target(place, team, danish("2026-11-23T16:00"))

    assert (found.instead_of, found.until, found.opens) == (team, None, danish("2026-11-30T09:00"))


def test_the_duty_officer_answers_also_while_the_team_is_open() -> None:
    place = town(duty=DUTY)

    assert duty_call_target(place, danish("2026-11-23T10:00")).contact == place.duty_officer


def test_a_team_without_any_opening_still_has_its_number() -> None:
    place = town(hours="{monday: closed}")
    team = place.team("team")

    found = call_target(place, team, danish("2026-11-23T10:00"))

    assert (found.phone, found.until, found.opens) == ("00 00 00 01", None, None)


@given(now=INSTANTS)
@settings(max_examples=1_000, deadline=None)
def test_a_team_is_open_when_the_clock_on_the_wall_says_so(now: datetime) -> None:
    place = town(hours='{monday: "9-12, 13-15.30", tuesday: 8.30-17, holiday: 10-11}')
    wall = now.astimezone(ZONE)
    at = (wall.hour, wall.minute)

    if is_public_holiday(wall.date()):
        expected = (10, 0) <= at < (11, 0)
    elif wall.weekday() == 0:
        expected = (9, 0) <= at < (12, 0) or (13, 0) <= at < (15, 30)
    else:
        expected = wall.weekday() == 1 and (8, 30) <= at < (17, 0)

    assert is_open(place, place.team("team"), now) is expected


@given(now=INSTANTS, team=st.sampled_from(demo_directory().family_teams))
@settings(max_examples=1_000, deadline=None)
def test_at_any_instant_somebody_answers_and_it_is_known_until_or_from_when(
    now: datetime, team: Team
) -> None:
    found = team_call_target(demo_directory(), team, now)
    following = next_opening(demo_directory(), team, now)
    assert following is not None

    if is_open(demo_directory(), team, now):
        assert (found.contact, found.instead_of) == (team, None)
        assert found.until is not None
        assert found.until > now
        assert not is_open(demo_directory(), team, found.until)
    else:
        assert (found.contact, found.instead_of) == (demo_directory().duty_officer, team)
        assert found.opens == following.opens > now
        assert is_open(demo_directory(), team, found.opens)
        assert not is_open(demo_directory(), team, found.opens - timedelta(minutes=1))
