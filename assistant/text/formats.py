"""Days, times and lists as a reader of a language writes them, in Danish local time.

Instants come in as aware datetimes of any zone; readers see the clock on the wall in Denmark.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_date_format
from babel.lists import format_list

from assistant.text.locale import locale_of
from assistant.text.ui import Ui

ZONE = ZoneInfo("Europe/Copenhagen")


def day(of: date, language: str) -> str:
    """Return a day with its weekday and year: "torsdag den 3. december 2026"."""
    return format_date(of, "full", locale=locale_of(language))


def near_day(of: date, language: str) -> str:
    """Return a day whose year is plain: "torsdag den 3. december"."""
    locale = locale_of(language)
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
    """Return an opening or closing time as it is said: "9" and "15.30"; "09:00" where hours need minutes."""
    said = clock(at, language)
    return said.removesuffix(".00").removeprefix("0") if language == "da" else said


def moment(at: datetime, language: str) -> str:
    """Return an instant: "torsdag den 3. december 2026 kl. 14.32"."""
    return _moment(at.replace(second=0, microsecond=0), language)


@lru_cache(maxsize=1024)
def _moment(minute: datetime, language: str) -> str:
    """Return a minute: deadlines are the same ones for everybody, and writing one takes long."""
    local = minute.astimezone(ZONE)
    ui = Ui(language)
    return ui.say("{day} kl. {time}", day=day(local, language), time=clock(local, language))


def items(of: Sequence[str], language: str) -> str:
    """Return a list as a sentence has it: "a, b og c"."""
    return format_list(of, locale=locale_of(language))


def direction(language: str) -> str:
    """Return the way that the language is written: `ltr` or `rtl`."""
    return locale_of(language).text_direction


def own_name(language: str) -> str:
    """Return what the language calls itself: "Dansk", "English"."""
    name = Locale.parse(language, sep="-").get_language_name() or language
    return name[:1].upper() + name[1:]
