"""File names that give nobody away."""

from __future__ import annotations

from typing import Literal

from assistant.record.model import Record

Ending = Literal["json", "pdf", "txt", "ics"]


def file_name(record: Record, ending: Ending) -> str:
    """Return a file name with the reference, or the word for a draft; never a name, number or place."""
    reference = "".join(
        c for c in record.reference or "" if c.isascii() and (c.isalnum() or c == "-")
    )
    return f"underretning-{reference or 'kladde'}.{ending}"
