"""From a field of a view to what is asked at a terminal, and from what is typed there to an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.cli.talk.voice import Asked, Choice
from assistant.dialog import phrases
from assistant.dialog.phrases import Say, danish
from assistant.dialog.shape import FieldShown
from assistant.flow.model import NONE, UNKNOWN

SKIP = "skip"
PICKED = frozenset({"choice", "multi", "yesno"})
_DANISH_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_SPEECH = {"ja": "yes", "j": "yes", "y": "yes", "nej": "no", "n": "no", "ved ikke": UNKNOWN}


def asked(field: FieldShown, label: str, ui: Say) -> Asked:
    """Return what to ask for `field`, in the words of `ui`; `label` is empty where the question says it all."""
    choices = tuple(_choices(field, ui))
    many = field["type"] == "multi"
    alone = frozenset({NONE, UNKNOWN, SKIP}) if many else frozenset[str]()
    return Asked(
        _labelled(field, label, bool(choices)), choices, many, alone, typed(field["value"])
    )


def answer(field: FieldShown, line: str) -> object:
    """Return the answer that `line` stands for, as the engine takes it; it judges whether it fits."""
    line = line.strip()
    if not line or line == SKIP:
        return None
    if field["type"] in PICKED:
        return _picked(field, line)
    if field["unknown"] and _SPEECH.get(line.lower(), line) == UNKNOWN:
        return UNKNOWN
    if field["type"] == "int":
        return int(line) if re.fullmatch(r"-?\d{1,9}", line) else line
    return _iso(line) if field["type"] == "date" else line


def _picked(field: FieldShown, line: str) -> object:
    keys = [choice.key for choice in _choices(field)]
    if field["type"] != "multi":
        key = _key(line, keys)
        return None if key == SKIP else key
    picked = [_key(word.strip(), keys) for word in line.split(",") if word.strip()]
    if len(picked) == 1 and picked[0] in {NONE, UNKNOWN, SKIP}:
        return None if picked == [SKIP] else picked[0]
    return picked


def typed(value: object) -> str:
    """Return an answer as it would be typed."""
    if isinstance(value, list):
        return ",".join(str(item) for item in value)
    return "" if value is None else str(value)


def _choices(field: FieldShown, ui: Say = danish) -> Iterator[Choice]:
    for option in field["options"]:
        hint = f" ({option['hint']})" if option["hint"] else ""
        yield Choice(option["id"], option["label"] + hint, option["group"])
    if field["type"] == "yesno":
        yield from (Choice("yes", ui(phrases.YES)), Choice("no", ui(phrases.NO)))
    if field["none"]:
        yield Choice(NONE, field["none"])
    if field["type"] in PICKED:
        if field["unknown"]:
            yield Choice(UNKNOWN, ui(phrases.UNKNOWN_WORDS))
        if field["optional"]:
            yield Choice(SKIP, f"({ui(phrases.SKIPPED)})")


def _labelled(field: FieldShown, label: str, choices: bool) -> str:  # noqa: FBT001 - private
    notes = [] if choices else list(_notes(field))
    return f"{label} ({', '.join(notes)})".strip() if notes else label


def _notes(field: FieldShown) -> Iterator[str]:
    if field["type"] in {"int", "date"}:
        yield f"{field['min']} – {field['max']}"
    if field["unit"]:
        yield field["unit"]
    if field["unknown"]:
        yield UNKNOWN
    if field["optional"]:
        yield "Enter skips"


def _key(word: str, keys: list[str]) -> str:
    """Return the key that `word` names: itself, by its number, or as it is said."""
    if word in keys:
        return word
    if word.isdecimal() and 0 < int(word) <= len(keys):
        return keys[int(word) - 1]
    return _SPEECH.get(word.lower(), word)


def _iso(line: str) -> str:
    """Return a day as the engine reads it; `2.3.2026` is the second of March."""
    found = _DANISH_DAY.fullmatch(line)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else line
