"""The record on the review screen, word for word what the PDF and the text say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from assistant.record.model import Record
from assistant.record.sheet import Row, sheet
from assistant.text.ui import Ui

Message = list[dict[str, list[dict[str, object]]]]
_NOTHING: Mapping[str, str] = {}


class ReviewRow(TypedDict):
    """A field in words; `fact` is the question to change it by, `step` where it is asked: for the caller to fill."""

    path: str
    label: str
    value: Message
    fact: NotRequired[str]
    step: NotRequired[str]


class ReviewSection(TypedDict):
    """Fields under a heading."""

    id: str
    heading: str
    rows: list[ReviewRow]


def review(record: Record, ui: Ui, origins: Mapping[str, str] = _NOTHING) -> list[ReviewSection]:
    """Return the sections of `record` for the review; `origins` is `build.origins` of the flow."""
    return [
        {
            "id": section.id,
            "heading": section.heading,
            "rows": [_row(record, row, origins) for row in section.rows],
        }
        for section in sheet(record, ui).sections
    ]


def _row(record: Record, row: Row, origins: Mapping[str, str]) -> ReviewRow:
    kind = "li" if row.listed else "p"
    value: Message = [{kind: [{"t": line}]} for line in row.lines]
    shown: ReviewRow = {"path": row.path, "label": row.label, "value": value}
    fact = _fact(record, row.path, origins)
    if fact:
        shown["fact"] = fact
    return shown


def _fact(record: Record, path: str, origins: Mapping[str, str]) -> str | None:
    group, _, rest = path.partition(".")
    if group == "answers":
        return record.answers[int(rest)].fact
    return origins.get(path) or (origins.get(group) if rest.isdigit() else None)
