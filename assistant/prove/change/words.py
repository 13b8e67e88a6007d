"""What a change means for the person in the conversation, in words."""

from __future__ import annotations

import json

from assistant.dialog.dialog import Dialog
from assistant.prove.change.difference import Class
from assistant.prove.change.observed import Observed, observed
from assistant.prove.change.outcome import Aspect
from assistant.prove.coverage.case import Raw, answers


def told(dialogs: tuple[Dialog, Dialog], each: Class) -> dict[Aspect, str]:
    """Return each aspect in which a class changes, as its example shows it."""
    old = observed(dialogs[0], each.example.old)
    new = observed(dialogs[1], each.example.new)
    lost = each.example.new.ended is None
    dialog, trail = (dialogs[0], each.example.old) if lost else (dialogs[1], each.example.new)
    said = answers(dialog, trail)
    return {
        aspect: _answered(aspect.name, said.get(aspect.name), lost=lost)
        if aspect.kind == "answered"
        else _words(aspect, old, new)
        for aspect in each.differs
    }


def _answered(fact: str, raw: Raw, *, lost: bool) -> str:
    given = json.dumps(raw, ensure_ascii=False) if not isinstance(raw, str) else raw
    return f"can {'no longer answer' if lost else 'now answer'} {fact}: {given}"


def _words(aspect: Aspect, old: Observed, new: Observed) -> str:
    was, is_ = old.get(aspect), new.get(aspect)
    match aspect.kind:
        case "ends":
            words = _ends(was, is_)
        case "decides":
            words = f"decides {aspect.name}: {is_}, before {was}"
        case "offered":
            words = f"sees other options at {aspect.name}"
        case "order":
            words = "meets the same in another order"
        case _:
            words = _of(aspect, was, is_)
    return words


def _of(aspect: Aspect, was: object, is_: object) -> str:
    verb, otherwise = _VERBS[aspect.kind]
    if was == is_:
        return f"{verb} {aspect.name}, perhaps otherwise"
    how = "" if was is None else " no longer" if is_ is None else f" {otherwise}"
    return f"{verb} {aspect.name}{how}"


_VERBS = {
    "told": ("is told", "in another way"),
    "asked": ("is asked", "with other rows"),
    "plan": ("plans", "for somebody else or another time"),
    "record": ("records", "otherwise"),
}


def _ends(was: object, is_: object) -> str:
    return f"ends in {_end(is_)}, before {_end(was)}"


def _end(end: object) -> str:
    return f"{end[0]} ({end[1]})" if isinstance(end, tuple) else str(end)
