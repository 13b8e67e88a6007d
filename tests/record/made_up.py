"""The made-up record with other values, and the language that it is read in."""

from __future__ import annotations

from assistant.record.example import example
from assistant.record.model import Record
from assistant.text.ui import Ui

DANISH = Ui("da")


def changed(**values: object) -> Record:
    """Return the made-up record with `values` in place of its own."""
    return Record.model_validate({**example().model_dump(), **values})
