"""Danish personal numbers (CPR): date of birth, checksum and mask.

The seventh digit gives the century: da.wikipedia.org/wiki/CPR-nummer. Since October 2007 numbers
are issued that do not satisfy modulus 11, so a failed checksum refuses nothing. A replacement
number (erstatningspersonnummer) has 60 added to its day.
"""

from __future__ import annotations

import re
from datetime import date

_SHAPE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})[- ]?([0-9]{4})")
_REPLACEMENT = 60  # added to the day of a replacement number
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def parse_cpr(words: str, today: date) -> str | None:
    """Return the number as `ddmmyy-xxxx`; None if malformed, or its date is no day up to `today`."""
    found = _SHAPE.fullmatch(words)
    if found is None:
        return None
    born = birth_date("".join(found.groups()))
    if born is None or born > today:
        return None
    return f"{found[1]}{found[2]}{found[3]}-{found[4]}"


def birth_date(number: str) -> date | None:
    """Return the date of birth in a number (hyphen or not), or None if no such day exists."""
    digits = number.replace("-", "")
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if day > _REPLACEMENT:
        day -= _REPLACEMENT
    try:
        return date(_century(int(digits[6]), year) + year, month, day)
    except ValueError:
        return None


def has_valid_checksum(number: str) -> bool:
    """Return True if the number satisfies modulus 11; one that doesn't may be mistyped, or new."""
    digits = number.replace("-", "")
    return sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def mask_cpr(number: str) -> str:
    """Return the number with its last four digits hidden; only the record shows them."""
    return f"{number[:6]}-xxxx"


def _century(seventh: int, year: int) -> int:
    if seventh <= 3:  # the table  # noqa: PLR2004
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900  # the table  # noqa: PLR2004
    return 2000 if year <= 57 else 1800  # the table  # noqa: PLR2004
