"""What a change means for the person in the conversation, in words."""

from __future__ import annotations

from assistant.dialog.dialog import Dialog
from assistant.prove.change.difference import Class
from assistant.prove.change.observed import Observed, observed
from assistant.prove.change.outcome import Aspect


def told(dialogs: tuple[Dialog, Dialog], each: Class) -> dict[Aspect, str]:
    """Return each aspect in which a class changes, as its example shows it."""
    old = observed(dialogs[0], each.example.old)
    new = observed(dialogs[1], each.example.new)
    return {aspect: _words(aspect, old, new) for aspect in each.differs}


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
    if is_ is None:
        return f"comes to no end, before to {_end(was)}"
    return f"ends in {_end(is_)}, before {_end(was) if was else 'nowhere'}"


def _end(end: object) -> str:
    return f"{end[0]} ({end[1]})" if isinstance(end, tuple) else str(end)
