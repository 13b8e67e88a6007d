"""The record in a reader's words: one sheet, from which the PDF, the text and the review are made."""

from assistant.record.sheet.rows import Row, Section, Sheet
from assistant.record.sheet.whole import sheet

__all__ = ["Row", "Section", "Sheet", "sheet"]
