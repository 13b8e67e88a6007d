"""A municipality's directory: one YAML file, checked.

Everything that a text says about whom to call, when they answer and how long something may take comes
from here. Texts are Danish; what another language calls it stands beside it: `name_in: {en: Police}`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assistant.directory.times import DayName, OwnDay, Periods, as_text, quoted

_REQUIRED = ("emergency", "police", "children_line")


def _written(pattern: str, what: str, fix: str) -> BeforeValidator:
    """Return the check that a value is written like `pattern`; it may look like a number to YAML."""

    def check(written: object) -> str:
        text = as_text(written)
        if not re.fullmatch(pattern, text):
            raise ValueError(f"{quoted(written)} is not {what}; {fix}")
        return text

    return BeforeValidator(check)


Slug = Annotated[
    str, _written("[a-z][a-z0-9_]*", "an id", "use small letters a-z, digits and _, a letter first")
]
Number = Annotated[
    str, _written("[0-9]{4}", "a municipality number", "it has four digits, such as 0000")
]
Phone = Annotated[
    str, _written(r"\+?[0-9](?: ?[0-9]){2,14}", "a phone number", "write it like 00 00 10 01")
]
Words = Annotated[str, Field(min_length=1)]
Translations = Mapping[str, Words]


class Entry(BaseModel):
    """What every part of a directory file keeps to: known keys only, and no change after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(Entry):
    """A phone number and when it is answered; without hours it always is."""

    phone: Phone
    hours: Mapping[DayName, Periods] | None = None


class Contact(Line):
    """Somebody to call: a number, and others for other times; the first that is answered now counts."""

    name: Words
    name_in: Translations = {}
    other_times: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every number in the order in which they are tried."""
        return (self, *self.other_times)

    def called(self, language: str) -> str:
        """Return the name in `language`; it is the Danish one where there is no other."""
        return self.name_in.get(language, self.name)


class Team(Contact):
    """A family team, and the districts, schools and institutions that it serves."""

    id: Slug
    serves: tuple[Words, ...] = ()
    address: Words | None = None
    email: Words | None = None
    secure: Words | None = None
    secure_in: Translations = {}


class Deadlines(Entry):
    """How long the municipality has.

    Whether a Saturday is a working day is not clear from what the law's guidance says; see
    `assistant.directory.deadlines` for what `unclear` leads to.
    """

    assess_hours: int = Field(default=24, ge=1, le=24, strict=True)
    receipt_working_days: int = Field(default=6, ge=1, le=6, strict=True)
    saturday: Literal["counts", "does_not_count", "unclear"] = "unclear"


class DayOff(Entry):
    """A day on which the municipality is closed that is no public holiday."""

    on: OwnDay
    name: Words


class Directory(Entry):
    """A municipality; `id` is its four-digit number (kommunenummer)."""

    directory: Slug
    id: Number
    name: Words
    family_teams: tuple[Team, ...] = Field(min_length=1)
    default_team: Slug
    duty_officer: Contact | None = None
    contacts: Mapping[Slug, Contact]
    deadlines: Deadlines = Deadlines()
    days_off: tuple[DayOff, ...] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> Directory:
        teams = [team.id for team in self.family_teams]
        _refuse_repeats("the family team", teams)
        _refuse_repeats(
            "the place", (name.casefold() for team in self.family_teams for name in team.serves)
        )
        if self.default_team not in teams:
            raise ValueError(
                f'default_team names "{self.default_team}", which is no family team here; '
                "write the id of one"
            )
        missing = [f'"{contact}"' for contact in _REQUIRED if contact not in self.contacts]
        if missing:
            raise ValueError(
                f"contacts lacks {', '.join(missing)}, which every municipality needs; add it"
            )
        return self

    def team(self, team_id: str) -> Team:
        """Return the family team whose id is `team_id`; a `StopIteration` would be our own mistake."""
        return next(team for team in self.family_teams if team.id == team_id)


def _refuse_repeats(what: str, names: Iterable[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise ValueError(f'{what} "{name}" stands here {times} times; keep one of them')


# Every key that a directory file may have anywhere, for "did you mean".
KEYS = frozenset(
    key for entry in (Team, Deadlines, DayOff, Directory) for key in entry.model_fields
)
