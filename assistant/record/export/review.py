"""The record on the review screen, with the same words as the PDF and the plain text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from assistant.record.contents import Record
from assistant.record.sheet import SheetRow, to_sheet
from assistant.text.ui import Ui

ReviewMessage = list[dict[str, list[dict[str, object]]]]
_NO_FACTS: Mapping[str, str] = {}


class ReviewRow(TypedDict):
    """A field in words.

    `fact` is the question by which it can be changed; the caller adds the `step` that asks it.
    """

    path: str
    label: str
    value: ReviewMessage
    fact: NotRequired[str]
    step: NotRequired[str]


class ReviewSection(TypedDict):
    """Fields under a heading."""

    id: str
    heading: str
    rows: list[ReviewRow]


def review_sections(
    record: Record, ui: Ui, editing_facts: Mapping[str, str] = _NO_FACTS
) -> list[ReviewSection]:
    """Return the sections of `record` for the review; `editing_facts` are those of the flow."""
    return [
        {
            "id": section.id,
            "heading": section.heading,
            "rows": [_review_row(record, row, editing_facts) for row in section.rows],
        }
        for section in to_sheet(record, ui).sections
    ]


def _review_row(record: Record, row: SheetRow, editing_facts: Mapping[str, str]) -> ReviewRow:
    kind = "li" if row.listed else "p"
    value: ReviewMessage = [{kind: [{"t": line}]} for line in row.lines]
    review_row: ReviewRow = {"path": row.path, "label": row.label, "value": value}
    fact = _editing_fact(record, row.path, editing_facts)
    if fact:
        review_row["fact"] = fact
    return review_row


def _editing_fact(record: Record, path: str, editing_facts: Mapping[str, str]) -> str | None:
    group, _, rest = path.partition(".")
    if group == "answers":
        return record.answers[int(rest)].fact
    return editing_facts.get(path) or (editing_facts.get(group) if rest.isdigit() else None)
