"""A made-up record with something in most fields: for the schema's readers, for tests, for practice.

The child, the notifier and the municipality don't exist; the phone numbers belong to nobody.
"""

from __future__ import annotations

from importlib.resources import files

from assistant.record.model import Record


def example() -> Record:
    """Return a made-up record: a teacher, marks, and a child who said something."""
    return Record.model_validate_json(files(__package__).joinpath("example.json").read_bytes())
