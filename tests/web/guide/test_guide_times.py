"""Near times in words: which day it is to somebody in Denmark, on both sides of midnight."""

import pytest

from assistant.directory.deadlines import end_of_day
from assistant.text.formats import ZONE
from assistant.text.ui import Ui
from assistant.web.guide.times import (
    format_deadline,
    format_near_day,
    format_near_time,
    format_time_left,
)
from tests.directory.town import danish

DANISH = Ui("da")


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-07-01T00:30", "i morgen"),
        ("2026-07-01T23:59", "i morgen"),
        ("2026-07-02T00:00", "i dag"),
        ("2026-07-02T23:59", "i dag"),
        ("2026-07-03T00:00", "i går"),
        ("2026-07-03T23:59", "i går"),
        ("2026-07-04T00:00", "torsdag den 2. juli"),
        ("2026-06-30T23:59", "torsdag den 2. juli"),
    ],
)
@pytest.mark.parametrize("at", ["2026-07-02T00:30", "2026-07-02T12:00", "2026-07-02T23:30"])
def test_a_near_day_is_named_as_on_the_wall_in_denmark(now: str, words: str, at: str) -> None:
    assert format_near_day(danish(at), danish(now), DANISH) == words


def test_a_near_time_has_its_day_and_its_clock() -> None:
    now = danish("2026-03-02T23:30")

    assert format_near_time(danish("2026-03-03T00:30"), now, DANISH) == "i morgen kl. 00.30"
    assert format_near_time(danish("2026-03-02T23:45"), now, DANISH) == "i dag kl. 23.45"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-03-03T23:59", "senest i morgen"),
        ("2026-03-03T23:58", "senest i morgen kl. 23.58"),
        ("2026-03-04T00:00", "senest onsdag den 4. marts kl. 00.00"),
    ],
)
def test_the_last_minute_of_a_day_stands_for_the_day(at: str, words: str) -> None:
    assert format_deadline(danish(at), danish("2026-03-02T10:00"), DANISH) == words


def test_a_day_that_ends_is_that_day_also_in_summer_time() -> None:
    now = danish("2026-07-02T00:30")
    today = now.astimezone(ZONE).date()

    assert format_deadline(end_of_day(today), now, DANISH) == "senest i dag"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-03-02T11:30", "1 t 30 min tilbage"),
        ("2026-03-02T10:00", "0 t 0 min tilbage"),
        ("2026-03-02T09:59", "overskredet med 0 t 1 min"),
        ("2026-03-01T09:00", "overskredet med 25 t 0 min"),
    ],
)
def test_what_is_left_is_counted_in_whole_minutes(at: str, words: str) -> None:
    assert format_time_left(danish(at), danish("2026-03-02T10:00"), DANISH) == words
