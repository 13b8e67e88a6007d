"""The formats that a record can be exported in, in one table that API, pages, inbox and script read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.record.contents import Record
from assistant.record.export.calendar import to_ics
from assistant.record.export.json import to_json
from assistant.record.export.pdf import to_pdf
from assistant.record.export.text import to_text
from assistant.text.ui import Ui, say


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format: the ending of its files, what they are made by, and its names on the pages (Danish).

    `is_stored` is the format that a submitted record is stored in: its file has those very bytes.
    """

    ending: str
    content_type: str
    write: Callable[[Record, Ui], bytes]
    name: str
    copy_label: str
    is_stored: bool = False


_FORMATS = (
    ExportFormat(
        "pdf",
        "application/pdf",
        to_pdf,
        name=say("PDF"),
        copy_label=say("Hent underretningen (PDF)"),
    ),
    ExportFormat(
        "txt",
        "text/plain; charset=utf-8",
        lambda record, ui: to_text(record, ui).encode(),
        name=say("Tekst"),
        copy_label=say("Hent som tekst til at kopiere"),
    ),
    ExportFormat(
        "json",
        "application/json",
        lambda record, _: to_json(record),
        name=say("JSON"),
        copy_label=say("Hent som data (JSON)"),
        is_stored=True,
    ),
    ExportFormat(
        "ics",
        "text/calendar; charset=utf-8",
        to_ics,
        name=say("Kalender"),
        copy_label=say("Læg fristerne i din kalender"),
    ),
)
EXPORT_FORMATS: Mapping[str, ExportFormat] = {each.ending: each for each in _FORMATS}
"""Ending -> format, in the order in which pages offer them; all are offered everywhere."""
