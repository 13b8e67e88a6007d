"""Formats of days, times and lists in a language, in Danish local time.

Instants come in as aware datetimes of any zone; readers see Danish wall-clock time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_date_format
from babel.lists import format_list

from assistant.text.ui import Ui, locale_of

ZONE = ZoneInfo("Europe/Copenhagen")


def day(of: date, language: str) -> str:
    """Return a day with its weekday and year: "torsdag den 3. december 2026"."""
    return format_date(of, "full", locale=locale_of(language))


def near_day(of: date, language: str) -> str:
    """Return a day whose year goes without saying: "torsdag den 3. december"."""
    locale = locale_of(language)
    # The pattern for a full day ends in the year in the languages that we have; cut it off.
    full = get_date_format("full", locale).pattern
    return format_date(of, full.removesuffix("y").rstrip(" ,"), locale=locale)


def weekday(of: date, language: str) -> str:
    """Return the day of the week: "torsdag"."""
    return format_date(of, "EEEE", locale=locale_of(language))


def clock(at: datetime | time, language: str) -> str:
    """Return the time of day: "14.32"."""
    of = at.astimezone(ZONE).time() if isinstance(at, datetime) else at
    return format_time(of, "short", locale=locale_of(language))


def hour(at: datetime | time, language: str) -> str:
    """Return an opening or closing time as people say it: "9", "15.30"; in English "09:00"."""
    said = clock(at, language)
    return said.removesuffix(".00").removeprefix("0") if language == "da" else said


def day_and_time(at: datetime, language: str) -> str:
    """Return an instant: "torsdag den 3. december 2026 kl. 14.32"."""
    return _minute(at.replace(second=0, microsecond=0), language)


@lru_cache(maxsize=1024)
def _minute(minute: datetime, language: str) -> str:
    """Return an instant to the minute; cached: formatting is slow, and many share a deadline."""
    local = minute.astimezone(ZONE)
    ui = Ui(language)
    return ui.say("{day} kl. {time}", day=day(local, language), time=clock(local, language))


def join_list(of: Sequence[str], language: str) -> str:
    """Join a list as in a sentence: "a, b og c"."""
    return format_list(of, locale=locale_of(language))


def direction(language: str) -> str:
    """Return the writing direction of the language: `ltr` or `rtl`."""
    return locale_of(language).text_direction


def own_name(language: str) -> str:
    """Return the language's own name for itself: "Dansk", "English"."""
    name = Locale.parse(language, sep="-").get_language_name() or language
    return name[:1].upper() + name[1:]
