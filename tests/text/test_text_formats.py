from __future__ import annotations

from datetime import UTC, date, datetime, time

from assistant.text import formats
from assistant.text.ui import Ui

AT = datetime(2026, 12, 3, 13, 32, tzinfo=UTC)


def test_days_and_times_are_written_as_danes_write_them() -> None:
    written = [
        formats.day(AT, "da"),
        formats.near_day(AT, "da"),
        formats.weekday(AT, "da"),
        formats.clock(AT, "da"),
        formats.day_and_time(AT, "da"),
        formats.hour(time(9), "da"),
        formats.hour(time(15, 30), "da"),
        formats.hour(time(0), "da"),
        formats.join_list(["a", "b", "c"], "da"),
    ]

    assert written == [
        "torsdag den 3. december 2026",
        "torsdag den 3. december",
        "torsdag",
        "14.32",
        "torsdag den 3. december 2026 kl. 14.32",
        "9",
        "15.30",
        "0",
        "a, b og c",
    ]


def test_days_and_times_are_written_in_european_english() -> None:
    written = [
        formats.day(AT, "en"),
        formats.near_day(AT, "en"),
        formats.clock(AT, "en"),
        formats.day_and_time(AT, "en"),
        formats.hour(time(9), "en"),
        formats.join_list(["a", "b", "c"], "en"),
    ]

    assert written == [
        "Thursday, 3 December 2026",
        "Thursday, 3 December",
        "14:32",
        "Thursday, 3 December 2026 at 14:32",
        "09:00",
        "a, b and c",
    ]


def test_an_instant_is_told_by_the_clock_on_the_wall_in_denmark() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    told = [
        formats.day_and_time(late, "da"),
        formats.day_and_time(late.replace(month=7, day=1), "da"),
    ]

    assert told == ["fredag den 1. januar 2027 kl. 00.30", "torsdag den 2. juli 2026 kl. 01.30"]


def test_a_language_knows_its_name_and_its_direction() -> None:
    known = {tag: (formats.own_name(tag), formats.direction(tag)) for tag in ("da", "en", "ar")}

    assert known == {"da": ("Dansk", "ltr"), "en": ("English", "ltr"), "ar": ("العربية", "rtl")}


def test_a_day_in_a_phrase_is_written_in_the_language_of_the_phrase() -> None:
    day = date(2026, 12, 3)

    said = [Ui(language).say("{day}", day=day) for language in ("da", "en")]

    assert said == ["3. december 2026", "3 December 2026"]
