"""Parses opening hours and days as an operator writes them.

For example `monday: 9-15.30`, `friday: 9-12, 13-14`, `saturday: 22-6` (until Sunday morning).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

DayName = Literal[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "holiday"
]
DAY_NAMES: tuple[DayName, ...] = get_args(DayName)


def quote(written: object) -> str:
    """Return a scalar in quotation marks for a sentence about it; "this" for anything else."""
    text = scalar_text(written)
    return f'"{text}"' if text else "this"


def scalar_text(written: object) -> str:
    """Return a scalar as the file has it; the empty text for anything else."""
    if isinstance(written, bool):
        return str(written).lower()
    return str(written) if isinstance(written, str | int) else ""


_DAY_MINUTES = 24 * 60
_PERIOD = re.compile(r"\s*(\d{1,2})(?:[.:](\d{2}))?\s*-\s*(\d{1,2})(?:[.:](\d{2}))?\s*")


@dataclass(frozen=True, slots=True)
class Period:
    """From `opens` to `closes`, in minutes after midnight local time; past 1440 is the next day."""

    opens: int
    closes: int


def parse_periods(written: object) -> tuple[Period, ...]:
    """Return the periods of one day: none for `closed`, one of 24 hours for `all day`.

    Raises:
        ValueError: the text is not hours, or its periods overlap.
    """
    if written == "closed":
        return ()
    if written == "all day":
        return (Period(0, _DAY_MINUTES),)
    found = tuple(_parse_period(part) for part in scalar_text(written).split(","))
    for earlier, later in pairwise(found):
        if later.opens < earlier.closes:
            raise ValueError(f"the hours {quote(written)} overlap; write them in order")
    return found


def _parse_period(written: str) -> Period:
    match = _PERIOD.fullmatch(written)
    opens, closes = (
        (_parse_minutes(match[1], match[2]), _parse_minutes(match[3], match[4]))
        if match
        else (-1, -1)
    )
    if opens < 0 or closes < 0 or opens == closes:
        raise ValueError(
            f"{quote(written.strip())} is not a valid opening time; write 9-15.30, closed or all day"
        )
    return Period(opens, closes if closes > opens else closes + _DAY_MINUTES)


def _parse_minutes(hours: str, minutes: str | None) -> int:
    # 24.00 is allowed as a closing time; -1 stands for no time of day.
    total = int(hours) * 60 + int(minutes or 0)
    return total if total <= _DAY_MINUTES and int(minutes or 0) < 60 else -1  # noqa: PLR2004 - an hour


_EVERY_YEAR = re.compile(r"(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of one year, or of every year (`year` is none)."""

    year: int | None
    month: int
    day: int

    def falls_on(self, day: date) -> bool:
        """Return True if it is `day`."""
        return (self.month, self.day) == (day.month, day.day) and self.year in {None, day.year}


def parse_day(written: object) -> Day:
    """Return the day written as `2026-12-24`, or as `12-24` for every year.

    Raises:
        ValueError: the text is not a day.
    """
    text = scalar_text(written)
    yearly = _EVERY_YEAR.fullmatch(text)
    try:
        found = date.fromisoformat(f"2000-{text}" if yearly else text)  # 2000 had a 29 February
    except ValueError:
        raise ValueError(
            f"{quote(written)} is not a day; write it like 2026-12-24, or 12-24 for every year"
        ) from None
    return Day(None if yearly else found.year, found.month, found.day)


Periods = Annotated[tuple[Period, ...], BeforeValidator(parse_periods)]
OwnDay = Annotated[Day, BeforeValidator(parse_day)]


# One municipality as data: teams, contacts, opening hours, days off, deadlines.
#
# Everything that a text says about whom to call, when they answer and how long something may take
# comes from here. It is read from a YAML file, whose keys are the field names. Names are Danish;
# those of other languages stand beside them: `name_in: {en: Police}`.

_REQUIRED_CONTACTS = ("emergency", "police", "children_line")


def _matching(pattern: str, what: str, fix: str) -> BeforeValidator:
    """Return a validator for values that match `pattern`, even if YAML took them for numbers."""

    def check(written: object) -> str:
        text = scalar_text(written)
        if not re.fullmatch(pattern, text):
            raise ValueError(f"{quote(written)} is not {what}; {fix}")
        return text

    return BeforeValidator(check)


Slug = Annotated[
    str,
    _matching(
        "[a-z][a-z0-9_]*",
        "an id",
        "use lower-case letters a-z, digits and _, starting with a letter",
    ),
]
MunicipalityNumber = Annotated[
    str, _matching("[0-9]{4}", "a municipality number", "it has four digits, such as 0000")
]
Phone = Annotated[
    str, _matching(r"\+?[0-9](?: ?[0-9]){2,14}", "a phone number", "write it like 00 00 10 01")
]
Words = Annotated[str, Field(min_length=1)]
Translations = Mapping[str, Words]


class DirectoryPart(BaseModel):
    """A part of a directory file: known keys only, immutable."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PhoneLine(DirectoryPart):
    """A phone number and when it is answered; without hours it always is."""

    phone: Phone
    hours: Mapping[DayName, Periods] | None = None


class Contact(PhoneLine):
    """Somebody to call: a number, and others for other times; the first that is answered counts."""

    name: Words
    name_in: Translations = {}
    other_times: tuple[PhoneLine, ...] = ()

    @property
    def lines(self) -> tuple[PhoneLine, ...]:
        """Every number in the order in which they are tried."""
        return (self, *self.other_times)

    def name_for(self, language: str) -> str:
        """Return the name in `language`, or the Danish one if there is none."""
        return self.name_in.get(language, self.name)


class Team(Contact):
    """A family team, and the districts, schools and institutions that it serves."""

    id: Slug
    serves: tuple[Words, ...] = ()
    address: Words | None = None
    email: Words | None = None
    secure: Words | None = None
    secure_in: Translations = {}


class Deadlines(DirectoryPart):
    """The time limits of the municipality.

    The guidance to the law does not make clear whether a Saturday is a working day; see
    `assistant.directory.deadlines` for the effect of `unclear`.
    """

    assess_hours: int = Field(default=24, ge=1, le=24, strict=True)
    receipt_working_days: int = Field(default=6, ge=1, le=6, strict=True)
    saturday: Literal["counts", "does_not_count", "unclear"] = "unclear"


class DayOff(DirectoryPart):
    """A day on which the municipality is closed that is no public holiday."""

    on: OwnDay
    name: Words


class Directory(DirectoryPart):
    """A municipality; `id` is its four-digit number (kommunenummer)."""

    directory: Slug
    id: MunicipalityNumber
    name: Words
    family_teams: tuple[Team, ...] = Field(min_length=1)
    default_team: Slug
    duty_officer: Contact | None = None
    contacts: Mapping[Slug, Contact]
    deadlines: Deadlines = Deadlines()
    days_off: tuple[DayOff, ...] = ()

    @model_validator(mode="after")
    def _check_references(self) -> Directory:
        teams = [team.id for team in self.family_teams]
        _reject_duplicates("the family team", teams)
        _reject_duplicates(
            "the place", (name.casefold() for team in self.family_teams for name in team.serves)
        )
        if self.default_team not in teams:
            raise ValueError(
                f'default_team names "{self.default_team}", which is no family team here; '
                "write the id of one"
            )
        missing = [f'"{contact}"' for contact in _REQUIRED_CONTACTS if contact not in self.contacts]
        if missing:
            raise ValueError(
                f"contacts lacks {', '.join(missing)}, which every municipality needs; add them"
            )
        return self

    def team(self, team_id: str) -> Team:
        """Return the family team whose id is `team_id`, which must be one of the directory."""
        return next(team for team in self.family_teams if team.id == team_id)


def _reject_duplicates(what: str, names: Iterable[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise ValueError(f'{what} "{name}" appears {times} times; keep one of them')


# Every key that may occur anywhere in a directory file, for "did you mean".
KNOWN_KEYS = frozenset(
    key for entry in (Team, Deadlines, DayOff, Directory) for key in entry.model_fields
)


# Routing: the family team that serves a school, a district or an institution.

_WORD = re.compile(r"\w+")


class TeamIndex:
    """The family teams of a directory, indexed by the places that they serve."""

    def __init__(self, directory: Directory) -> None:
        self.default = directory.team(directory.default_team)
        served = [
            (_normalise(name), team)
            for team in directory.family_teams
            for name in (team.name, *team.serves)
        ]
        # Longest first; the sort is stable, so of two names of one length the earlier wins.
        self._by_name = sorted(served, key=lambda one: -len(one[0]))

    def find_team(self, words: str | None) -> Team:
        """Return the team that serves the place named in `words`, or else the default team.

        `words` is free text, such as "Nordskolen, 3.b". The longest name that occurs in it as whole
        words wins; case is ignored.
        """
        if not words:
            return self.default
        written = f" {_normalise(words)} "
        return next((team for name, team in self._by_name if f" {name} " in written), self.default)


def _normalise(words: str) -> str:
    """Return the words of a text in lower case, without punctuation, one space between them."""
    return " ".join(_WORD.findall(words.casefold()))
