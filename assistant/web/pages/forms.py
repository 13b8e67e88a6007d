"""Posted forms as raw answers, as the API takes them; nothing that was typed is changed or dropped.

A fact's control is named `f-<fact>`, in row n of a repeat `f-<n>-<fact>`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from multidict import MultiMapping

from assistant.dialog.view_model import FieldShown, QuestionShown
from assistant.flow.model import NONE, UNKNOWN

PostedForm = MultiMapping[str]
_MAX_ROWS = 200
_DATE_PARTS = ("year", "month", "day")
_NUMBER_PATTERN = re.compile(r"-?[0-9]{1,9}")
_OPTION_ID = re.compile(r"(?![0-9]{5})[a-z0-9_]+")  # an option's id, or a part of a date


def read_answer(question: QuestionShown, posted: PostedForm) -> object:
    """Return the answer that a posted form gives to `question`."""
    if question["kind"] == "repeat":
        return read_rows(question["fields"][0], posted)
    values = {
        field["fact"]: _read_field(field, f"f-{field['fact']}", posted)
        for field in question["fields"]
    }
    return next(iter(values.values())) if len(values) == 1 else values


def read_rows(repeat: FieldShown, posted: PostedForm) -> list[dict[str, object]]:
    """Return the rows of a repeat, without empty rows and those marked to be removed."""
    row_count = posted.get("rows", "")
    many = min(int(row_count), _MAX_ROWS) if row_count.isascii() and row_count.isdigit() else 0
    rows = [
        {
            field["fact"]: _read_field(field, f"f-{n}-{field['fact']}", posted)
            for field in repeat["each"]
        }
        for n in range(many)
        if f"drop-{n}" not in posted
    ]
    return [row for row in rows if any(value is not None for value in row.values())]


def typed_texts(posted: PostedForm) -> list[str]:
    """Return the texts that were typed, to be shown again when the question is gone.

    Without the question a typed word and a choice look the same, so whatever looks like an option's id is
    left out.
    """
    return [
        written
        for name, value in posted.items()
        if name.startswith("f-")
        and (written := value.strip())
        and not _OPTION_ID.fullmatch(written)
    ]


def _read_field(field: FieldShown, name: str, posted: PostedForm) -> object:
    if f"{name}-unknown" in posted:
        return UNKNOWN
    match field["type"]:
        case "multi":
            return _parse_choices(posted.getall(name, []))
        case "date":
            return _join_date([posted.get(f"{name}-{part}", "") for part in _DATE_PARTS])
        case "int":
            return _parse_number(posted.get(name, ""))
        case _:
            return posted.get(name, "").replace("\r\n", "\n").strip() or None


def _parse_choices(picked: Sequence[str]) -> object:
    if len(picked) == 1 and picked[0] in (NONE, UNKNOWN):
        return picked[0]
    return list(picked) or None


def _parse_number(written: str) -> object:
    plain = written.strip()
    return int(plain) if _NUMBER_PATTERN.fullmatch(plain) else plain or None


def _join_date(written: Sequence[str]) -> str | None:
    """Return three fields as one ISO date, or as close to one as they allow.

    An impossible date is kept as typed: the dialog refuses it, and the page shows it again.
    """
    parts = [part.strip().replace("-", " ") for part in written]
    if not any(parts):
        return None
    year, month, day = (part and part.zfill(2) for part in parts)
    return f"{year}-{month}-{day}"


def split_date(value: object) -> Mapping[str, str]:
    """Return the three fields of a date, the inverse of `_join_date`."""
    parts = value.split("-") if isinstance(value, str) else []
    year, month, day = parts if len(parts) == len(_DATE_PARTS) else ("", "", "")
    return {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}
