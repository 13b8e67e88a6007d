"""The record as plain text by field, for pasting into another system."""

from __future__ import annotations

from assistant.record.model import Record
from assistant.record.sheet import Row, Section, sheet
from assistant.text.ui import Ui


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
    lines = (f"- {line}" if row.listed else line for line in row.lines)
    stop = "" if row.label.endswith((".", "?", "!", ":")) else ":"
    return "\n".join((row.label + stop, *lines, ""))
