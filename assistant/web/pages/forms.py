"""What a page's form says, as a raw answer of the API; nothing that was typed is changed or dropped.

A fact's control is named `f-<fact>`, in row n of a repeat `f-<n>-<fact>`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from multidict import MultiMapping

from assistant.dialog.shape import FieldShown, QuestionShown
from assistant.flow.model import NONE, UNKNOWN

Posted = MultiMapping[str]
_MOST_ROWS = 200
_PARTS = ("year", "month", "day")
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_PICKED = re.compile(r"(?![0-9]{5})[a-z0-9_]+")  # an option's id, or a part of a date


def answer_of(question: QuestionShown, posted: Posted) -> object:
    """Return the answer that a posted form gives to `question`."""
    if question["kind"] == "repeat":
        return rows_of(question["fields"][0], posted)
    values = {
        field["fact"]: _value(field, f"f-{field['fact']}", posted) for field in question["fields"]
    }
    return next(iter(values.values())) if len(values) == 1 else values


def rows_of(repeat: FieldShown, posted: Posted) -> list[dict[str, object]]:
    """Return the rows of a repeat that something was written in and that are not to be dropped."""
    shown = posted.get("rows", "")
    many = min(int(shown), _MOST_ROWS) if shown.isascii() and shown.isdigit() else 0
    rows = [
        {field["fact"]: _value(field, f"f-{n}-{field['fact']}", posted) for field in repeat["each"]}
        for n in range(many)
        if f"drop-{n}" not in posted
    ]
    return [row for row in rows if any(value is not None for value in row.values())]


def said(posted: Posted) -> list[str]:
    """Return what was written into text controls, to be shown again where the question is gone.

    Without the question nothing tells a word from a choice, so what looks like an option's id is left out.
    """
    return [
        written
        for name, value in posted.items()
        if name.startswith("f-") and (written := value.strip()) and not _PICKED.fullmatch(written)
    ]


def _value(field: FieldShown, name: str, posted: Posted) -> object:
    if f"{name}-unknown" in posted:
        return UNKNOWN
    match field["type"]:
        case "multi":
            return _several(posted.getall(name, []))
        case "date":
            return _day([posted.get(f"{name}-{part}", "") for part in _PARTS])
        case "int":
            return _number(posted.get(name, ""))
        case _:
            return posted.get(name, "").replace("\r\n", "\n").strip() or None


def _several(picked: Sequence[str]) -> object:
    if len(picked) == 1 and picked[0] in (NONE, UNKNOWN):
        return picked[0]
    return list(picked) or None


def _number(written: str) -> object:
    plain = written.strip()
    return int(plain) if _NUMBER.fullmatch(plain) else plain or None


def _day(written: Sequence[str]) -> str | None:
    """Return three fields as one ISO date, or as near to one as they come."""
    parts = [part.strip().replace("-", " ") for part in written]
    if not any(parts):
        return None
    year, month, day = (part and part.zfill(2) for part in parts)
    return f"{year}-{month}-{day}"


def date_parts(value: object) -> Mapping[str, str]:
    """Return the three fields that show a date, or what was written instead of one."""
    parts = value.split("-") if isinstance(value, str) else []
    year, month, day = parts if len(parts) == len(_PARTS) else ("", "", "")
    return {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}
