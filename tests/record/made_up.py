"""The made-up record with other values, and the language that it is read in."""

from __future__ import annotations

from assistant.record.contents import Record, example_record
from assistant.text.ui import Ui

DANISH = Ui("da")


def change_record(**values: object) -> Record:
    """Return the made-up record with `values` in place of its own."""
    return Record.model_validate({**example_record().model_dump(), **values})
