"""The record's export formats: JSON, PDF, plain text, phone script, calendar, review."""

from assistant.record.contents import example_record
from assistant.record.export.calendar import to_ics
from assistant.record.export.json import file_name, json_schema, to_json
from assistant.record.export.pdf import to_pdf
from assistant.record.export.review import review_sections
from assistant.record.export.text import phone_script, to_text

__all__ = [
    "example_record",
    "file_name",
    "json_schema",
    "phone_script",
    "review_sections",
    "to_ics",
    "to_json",
    "to_pdf",
    "to_text",
]
