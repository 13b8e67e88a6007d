"""A difference in words for a reader, and as the JSON document of `assistant diff`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.prove.change.aspects import Aspect, ObservedAspects, observe_aspects
from assistant.prove.change.difference import (
    ChangeClass,
    Difference,
    WordingChange,
)
from assistant.prove.change.guarantees import GuaranteeChange
from assistant.prove.coverage.case import Raw, scripted_answers

OpenCounts = Mapping[int, int]  # number of a class -> open conversations that may end up in it


def difference_json(
    found: Difference, open_counts: Sequence[int] | None = None
) -> dict[str, object]:
    """Return the document; `open_counts` has how many open conversations each class may get."""
    old, new = found.dialogs
    return {
        "old": _version_json(old),
        "new": _version_json(new),
        "same_logic": found.has_same_logic,
        "exact": found.exact,
        "changes": [{"kind": a.kind, "name": a.name} for a in found.changed_aspects],
        "same": dict(Counter(aspect.kind for aspect in found.unchanged_aspects)),
        "classes": [
            {
                **_class_json(found, each),
                **({} if open_counts is None else {"open": open_counts[number]}),
            }
            for number, each in enumerate(found.classes)
        ],
        "questions": [
            {"fact": q.fact, "added": [*q.added], "removed": [*q.removed], "changed": [*q.changes]}
            for q in found.questions
        ],
        "guarantees": [_guarantee_json(new, each) for each in found.guarantees],
        "wording": [_wording_json(each) for each in found.wording],
    }


def _guarantee_json(new: Dialog, change: GuaranteeChange) -> dict[str, object]:
    return {
        "name": change.name,
        "changes": [*change.kinds],
        "weaker": change.is_weaker,
        "answers": scripted_answers(new, change.trail) if change.trail else None,
    }


def _wording_json(change: WordingChange) -> dict[str, object]:
    return {
        "context": change.context,
        "old": change.old,
        "new": change.new,
        "file": change.place.file,
        "line": change.place.line,
    }


def _version_json(dialog: Dialog) -> dict[str, object]:
    flow = dialog.flow
    return {"flow": flow.id, "version": flow.version, "logic": flow.logic}


def _class_json(found: Difference, each: ChangeClass) -> dict[str, object]:
    words = describe_changes(found.dialogs, each)
    return {
        "changes": [
            {"kind": aspect.kind, "name": aspect.name, "text": text}
            for aspect, text in words.items()
        ],
        "old": _conversation_json(found.dialogs[0], each.example.old),
        "new": _conversation_json(found.dialogs[1], each.example.new),
    }


def _conversation_json(dialog: Dialog, trail: Trail) -> dict[str, object]:
    return {
        "answers": scripted_answers(dialog, trail),
        "path": [*trail.path],
        "ended": trail.ended,
        "waiting": trail.waiting,
    }


# In words: the meaning of each change for the person in the conversation.


def describe_changes(dialogs: tuple[Dialog, Dialog], each: ChangeClass) -> dict[Aspect, str]:
    """Return a sentence for each aspect in which a class changes, as its example shows it."""
    old = observe_aspects(dialogs[0], each.example.old)
    new = observe_aspects(dialogs[1], each.example.new)
    lost = each.example.new.ended is None
    dialog, trail = (dialogs[0], each.example.old) if lost else (dialogs[1], each.example.new)
    said = scripted_answers(dialog, trail)
    return {
        aspect: _describe_answerable(aspect.name, said.get(aspect.name), lost=lost)
        if aspect.kind == "answered"
        else _describe_aspect(aspect, old, new)
        for aspect in each.differs
    }


def _describe_answerable(fact: str, raw: Raw, *, lost: bool) -> str:
    given = json.dumps(raw, ensure_ascii=False) if not isinstance(raw, str) else raw
    return f"can {'no longer answer' if lost else 'now answer'} {fact}: {given}"


def _describe_aspect(aspect: Aspect, old: ObservedAspects, new: ObservedAspects) -> str:
    was, is_ = old.get(aspect), new.get(aspect)
    match aspect.kind:
        case "ends":
            words = _describe_ends(was, is_)
        case "decides":
            words = f"decides {aspect.name}: {is_} instead of {was}"
        case "offered":
            words = f"sees different options at {aspect.name}"
        case "order":
            words = "meets the same things in a different order"
        case _:
            words = _describe_presence(aspect, was, is_)
    return words


def _describe_presence(aspect: Aspect, was: object, is_: object) -> str:
    verb, no_longer, differently = _VERBS[aspect.kind]
    if was == is_:
        return f"{verb} {aspect.name}, perhaps differently"
    if is_ is None:
        return f"{no_longer} {aspect.name}"
    return f"{verb} {aspect.name}" if was is None else f"{verb} {aspect.name} {differently}"


_VERBS = {
    "told": ("is told", "is no longer told", "differently"),
    "asked": ("is asked", "is no longer asked", "with different rows"),
    "plan": ("plans", "no longer plans", "for someone else or at a different time"),
    "record": ("records", "no longer records", "differently"),
}


def _describe_ends(was: object, is_: object) -> str:
    return f"ends in {_format_end(is_)} instead of {_format_end(was)}"


def _format_end(end: object) -> str:
    return f"{end[0]} ({end[1]})" if isinstance(end, tuple) else str(end)
