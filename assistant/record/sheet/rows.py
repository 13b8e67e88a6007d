"""What a sheet is made of, and how one field of the record becomes a row of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_date
from pydantic import BaseModel

from assistant.record.base import Group
from assistant.record.labels import CODES, MASKED, NO, PATHS, YES
from assistant.record.model import Record
from assistant.text.locale import locale_of
from assistant.text.ui import Ui

_BLOCKS = ("seen", "works", "done", "asked")


@dataclass(frozen=True, slots=True)
class Row:
    """A field in words: its heading and one or more lines; `path` is the record's."""

    path: str
    label: str
    lines: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading."""

    id: str
    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole record in words; the first section says to whom and when, the second what is urgent."""

    language: str
    urgent: bool
    sections: tuple[Section, ...]
    footer: tuple[str, ...]

    def changed(self, words: Callable[[str], str]) -> Sheet:
        """Return this sheet with every text put through `words`."""
        sections = tuple(
            Section(
                one.id,
                words(one.heading),
                tuple(
                    replace(row, label=words(row.label), lines=tuple(map(words, row.lines)))
                    for row in one.rows
                ),
            )
            for one in self.sections
        )
        return replace(self, sections=sections, footer=tuple(map(words, self.footer)))


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for the fields of one record in the reader's language; `hidden` are the paths that nobody may read."""

    record: Record
    ui: Ui
    hidden: frozenset[str]

    def label(self, path: str) -> str:
        """Return the heading of the field at `path`."""
        return self.ui.say(PATHS[path])

    def named(self, path: str) -> str:
        """Return the heading of the field at `path` with its group's: "Barnet: Navn"."""
        group = path.partition(".")[0]
        own = self.label(path)
        return f"{self.label(group)}: {own}" if group != path and group in PATHS else own

    def value(self, path: str, value: object) -> str:
        """Return one value of the field at `path` in words; empty for nothing."""
        if value is None:
            return ""
        if path in self.hidden:
            return self.ui.say(MASKED)
        codes = CODES.get(path)
        return self.ui.say(codes[str(value)]) if codes else self._plain(path, value)

    def _plain(self, path: str, value: object) -> str:
        if isinstance(value, bool):
            return self.ui.say(YES if value else NO)
        if isinstance(value, date):
            return format_date(value, "long", locale=locale_of(self.ui.language))
        if path.endswith(".age"):
            return self.ui.say("{age} år", age=value)
        return str(value)

    def rows(self, *paths: str) -> tuple[Row, ...]:
        """Return a row for each of `paths` that has something; lists of codes become list items."""
        return tuple(row for row in map(self._row, paths) if row)

    def entry(self, path: str, entry: Group, *fields: str) -> tuple[str, ...]:
        """Return the lines `Heading: value` of a list entry's `fields` that have something."""
        said = ((name, self.value(f"{path}.{name}", getattr(entry, name))) for name in fields)
        return tuple(f"{self.label(f'{path}.{name}')}: {words}" for name, words in said if words)

    def joined(self, path: str, entry: Group, *fields: str) -> str:
        """Return the values of a list entry's `fields` on one line."""
        said = (self.value(f"{path}.{name}", getattr(entry, name)) for name in fields)
        return " · ".join(words for words in said if words)

    def told(self, section: Section) -> Section:
        """Return a section as it is; one of the four numbered blocks says so where it has nothing."""
        if section.rows or section.id not in _BLOCKS:
            return section
        nothing = Row(
            section.id, self.ui.say("Ikke oplyst"), (self.ui.say("Her er intet skrevet."),)
        )
        return replace(section, rows=(nothing,))

    def _row(self, path: str) -> Row | None:
        value = at(self.record, path)
        several = value if isinstance(value, tuple) else (value,)
        lines = tuple(words for words in (self.value(path, one) for one in several) if words)
        return (
            Row(path, self.label(path), lines, listed=isinstance(value, tuple)) if lines else None
        )


def at(record: Record, path: str) -> object:
    """Return what `record` has at the dotted `path`; None below a group that it lacks."""
    value: object = record
    for name in path.split("."):
        value = getattr(value, name) if isinstance(value, BaseModel) else None
    return value


def numbered(rows: Iterable[Row | None]) -> tuple[Row, ...]:
    """Return the rows that have lines."""
    return tuple(row for row in rows if row and row.lines)
