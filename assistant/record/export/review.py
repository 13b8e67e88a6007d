"""The record on the review screen, with the same words as the PDF and the plain text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NotRequired

from typing_extensions import TypedDict  # pydantic describes no other before Python 3.12

from assistant.flow.markup import Item, Message, Paragraph
from assistant.record.contents import Record
from assistant.record.sheet import SheetRow, to_sheet
from assistant.text.ui import Ui

_NONE: Mapping[str, str] = {}


class ReviewRow(TypedDict):
    """A field of the record in words; `fact` is the question to change it by, `step` where it is asked."""

    path: str
    label: str
    value: Message
    fact: NotRequired[str]
    step: NotRequired[str]


class ReviewSection(TypedDict):
    """Fields of the record under a heading."""

    id: str
    heading: str
    rows: list[ReviewRow]


def review_sections(
    record: Record,
    ui: Ui,
    editing_facts: Mapping[str, str] = _NONE,
    asking_steps: Mapping[str, str] = _NONE,
) -> list[ReviewSection]:
    """Return the sections of `record` for the review.

    `editing_facts` are those of the flow; `asking_steps` has the step that asks for a fact, for
    each that can be asked again.
    """
    return [
        {
            "id": section.id,
            "heading": section.heading,
            "rows": [
                _review_row(row, _editing_fact(record, row.path, editing_facts), asking_steps)
                for row in section.rows
            ],
        }
        for section in to_sheet(record, ui).sections
    ]


def _review_row(row: SheetRow, fact: str | None, asking_steps: Mapping[str, str]) -> ReviewRow:
    review_row: ReviewRow = {
        "path": row.path,
        "label": row.label,
        "value": [_review_line(line, listed=row.listed) for line in row.lines],
    }
    if fact:
        review_row["fact"] = fact
        if fact in asking_steps:
            review_row["step"] = asking_steps[fact]
    return review_row


def _review_line(line: str, *, listed: bool) -> Paragraph | Item:
    return {"li": [{"t": line}]} if listed else {"p": [{"t": line}]}


def _editing_fact(record: Record, path: str, editing_facts: Mapping[str, str]) -> str | None:
    group, _, rest = path.partition(".")
    if group == "answers":
        return record.answers[int(rest)].fact
    return editing_facts.get(path) or (editing_facts.get(group) if rest.isdigit() else None)
