"""The record for people and machines: JSON, PDF, text by field, phone script, calendar, review."""

from assistant.record.example import example
from assistant.record.export.calendar import calendar
from assistant.record.export.json import schema, to_json
from assistant.record.export.names import file_name
from assistant.record.export.pdf import to_pdf
from assistant.record.export.phone import phone_script
from assistant.record.export.review import review
from assistant.record.export.text import to_text

__all__ = [
    "calendar",
    "example",
    "file_name",
    "phone_script",
    "review",
    "schema",
    "to_json",
    "to_pdf",
    "to_text",
]
