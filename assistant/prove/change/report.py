"""A difference as the JSON document of `assistant diff`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.dialog.dialog import Dialog
from assistant.dialog.trail import Trail
from assistant.prove.change.difference import Class, Difference
from assistant.prove.change.words import told
from assistant.prove.coverage.case import answers

Open = Mapping[int, int]  # number of a class -> conversations that are open and may come into it


def as_json(found: Difference, touched: Sequence[int] | None = None) -> dict[str, object]:
    """Return the document; `touched` counts the open conversations that each class may still have."""
    old, new = found.dialogs
    return {
        "old": _version(old),
        "new": _version(new),
        "same_logic": found.same_logic,
        "exact": found.exact,
        "changes": [{"kind": a.kind, "name": a.name} for a in found.changed],
        "same": dict(Counter(aspect.kind for aspect in found.same)),
        "classes": [
            {**_class(found, each), **({} if touched is None else {"open": touched[number]})}
            for number, each in enumerate(found.classes)
        ],
        "questions": [
            {"fact": q.fact, "added": [*q.added], "removed": [*q.removed], "changed": [*q.what]}
            for q in found.questions
        ],
        "guarantees": [
            {
                "name": each.name,
                "changes": [*each.turns],
                "weaker": each.weaker,
                "answers": answers(new, each.trail) if each.trail else None,
            }
            for each in found.promises
        ],
        "wording": [
            {
                "context": each.context,
                "old": each.old,
                "new": each.new,
                "file": each.place.file,
                "line": each.place.line,
            }
            for each in found.wording
        ],
    }


def _version(dialog: Dialog) -> dict[str, object]:
    flow = dialog.flow
    return {"flow": flow.id, "version": flow.version, "logic": flow.logic}


def _class(found: Difference, each: Class) -> dict[str, object]:
    words = told(found.dialogs, each)
    return {
        "changes": [
            {"kind": aspect.kind, "name": aspect.name, "text": text}
            for aspect, text in words.items()
        ],
        "old": _conversation(found.dialogs[0], each.example.old),
        "new": _conversation(found.dialogs[1], each.example.new),
    }


def _conversation(dialog: Dialog, trail: Trail) -> dict[str, object]:
    return {
        "answers": answers(dialog, trail),
        "path": [*trail.path],
        "ended": trail.ended,
        "waiting": trail.waiting,
    }
