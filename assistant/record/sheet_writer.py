"""The record as a sheet of labelled rows in the reader's language.

The PDF, the plain text and the review are all made from it, so they say the same. Urgent things
first; then the four blocks of a notification (seen and heard, works, done, asked for); then the
facts about people, the grounds, every answer, and what is missing. Protected addresses are masked
throughout. `SheetWriter` knows how one field becomes a row; each section picks its fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_date
from pydantic import BaseModel

from assistant.record.contents import Record, RecordPart
from assistant.record.labels import CODE_LABELS, FIELD_LABELS, MASKED, NO, YES
from assistant.text.ui import Ui, locale_of

_BLOCK_IDS = ("seen", "works", "done", "asked")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A field in words: its label and lines; `path` is where it stands in the record."""

    path: str
    label: str
    lines: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class SheetSection:
    """Rows under a heading."""

    id: str
    heading: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole record in words; the first section has receiver and time, the second the urgent."""

    language: str
    urgent: bool
    sections: tuple[SheetSection, ...]
    footer: tuple[str, ...]

    def with_words(self, words: Callable[[str], str]) -> Sheet:
        """Return this sheet with `words` applied to every text."""
        sections = tuple(
            SheetSection(
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
class SheetWriter:
    """Writes fields of a record in the reader's language; those at `hidden` paths are masked."""

    record: Record
    ui: Ui
    hidden: frozenset[str]

    def label(self, path: str) -> str:
        """Return the label of the field at `path`."""
        return self.ui.say(FIELD_LABELS[path])

    def full_label(self, path: str) -> str:
        """Return the label of the field at `path` after its group's: "Barnet: Navn"."""
        group = path.partition(".")[0]
        own = self.label(path)
        return f"{self.label(group)}: {own}" if group != path and group in FIELD_LABELS else own

    def value_words(self, path: str, value: object) -> str:
        """Return one value of the field at `path` in words; the empty text for None."""
        if value is None:
            return ""
        if path in self.hidden:
            return self.ui.say(MASKED)
        codes = CODE_LABELS.get(path)
        return self.ui.say(codes[str(value)]) if codes else self._plain_words(path, value)

    def _plain_words(self, path: str, value: object) -> str:
        if isinstance(value, bool):
            return self.ui.say(YES if value else NO)
        if isinstance(value, date):
            return format_date(value, "long", locale=locale_of(self.ui.language))
        if path.endswith(".age"):
            return self.ui.say("{age} år", age=value)
        return str(value)

    def rows(self, *paths: str) -> tuple[SheetRow, ...]:
        """Return a row for each of `paths` that is filled; a list of codes becomes list items."""
        return tuple(row for row in map(self._field_row, paths) if row)

    def entry_lines(self, path: str, entry: RecordPart, *fields: str) -> tuple[str, ...]:
        """Return a line "Label: value" for each filled field of a list entry."""
        said = ((name, self.value_words(f"{path}.{name}", getattr(entry, name))) for name in fields)
        return tuple(f"{self.label(f'{path}.{name}')}: {words}" for name, words in said if words)

    def joined_values(self, path: str, entry: RecordPart, *fields: str) -> str:
        """Return the values of a list entry's filled `fields` on one line."""
        said = (self.value_words(f"{path}.{name}", getattr(entry, name)) for name in fields)
        return " · ".join(words for words in said if words)

    def fill_empty_block(self, section: SheetSection) -> SheetSection:
        """Return `section`, with a row that says so if it is an empty one of the four blocks."""
        if section.rows or section.id not in _BLOCK_IDS:
            return section
        nothing = SheetRow(
            section.id, self.ui.say("Ikke oplyst"), (self.ui.say("Her er intet skrevet."),)
        )
        return replace(section, rows=(nothing,))

    def _field_row(self, path: str) -> SheetRow | None:
        value = value_at(self.record, path)
        several = value if isinstance(value, tuple) else (value,)
        lines = tuple(words for words in (self.value_words(path, one) for one in several) if words)
        return (
            SheetRow(path, self.label(path), lines, listed=isinstance(value, tuple))
            if lines
            else None
        )


def value_at(record: Record, path: str) -> object:
    """Return the value of `record` at the dotted `path`; None if a group on the way is missing."""
    value: object = record
    for name in path.split("."):
        value = getattr(value, name) if isinstance(value, BaseModel) else None
    return value


def nonempty_rows(rows: Iterable[SheetRow | None]) -> tuple[SheetRow, ...]:
    """Return `rows` without those that are None or have no lines."""
    return tuple(row for row in rows if row and row.lines)
