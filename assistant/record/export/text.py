"""The record as plain text by field, for pasting into another system."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.dialog.voice import leading
from assistant.record.model import Record
from assistant.record.sheet import Row, Section, sheet
from assistant.text.ui import Ui

_SET_IN = "  "


def to_text(record: Record, ui: Ui) -> str:
    """Return `record` as text: a heading per section, then each field's heading with its words under it."""
    whole = sheet(record, ui)
    sections = "\n".join(map(_section, whole.sections))
    footer = "\n".join(whole.footer)
    return f"{sections}\n{footer}\n"


def _section(section: Section) -> str:
    rule = "=" * len(section.heading)
    return "\n".join((section.heading, rule, "", *map(_row, section.rows)))


def _row(row: Row) -> str:
    label = leading(" ".join(row.label.split()))
    return "\n".join((label, *_lines(row), ""))


def _lines(row: Row) -> Iterator[str]:
    """Yield the lines of a row; all but the first are set in, so that nothing typed looks like a heading."""
    mark = "- " if row.listed else ""
    for number, line in enumerate(row.lines):
        first, *more = line.splitlines() or [""]
        yield mark + first if row.listed or not number else _SET_IN + first
        yield from (_SET_IN + one for one in more)
