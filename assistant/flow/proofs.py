"""The sentences of what is found by proving: of every conversation, or of a certain one."""

from __future__ import annotations

from collections.abc import Mapping

PROOFS: Mapping[str, tuple[str, str | None]] = {
    "T04/row": (
        "this row never decides: where it holds, a row before it does too.",
        "move it up, or delete it",
    ),
    "X01": (
        'no conversation comes to "{name}": {way}.',
        "change that condition, or delete the step",
    ),
    "X02/never": (
        "the condition of this branch never holds here.",
        "change it, or delete the branch",
    ),
    "X02/hidden": (
        "this branch is never taken: {way} stands before it and takes all whom it is meant for.",
        "move it up, or delete it",
    ),
    "X02/else": (
        "this branch is never taken: those before it take every conversation.",
        'delete it, and the "if" of the branch before it',
    ),
    "X03": (
        '"{name}" cannot be answered when {way}: nothing shows that could be chosen.',
        "let one option always show, or go past the question then",
    ),
    "X04": (
        'this holds also where "{name}" was not answered: when {way}.',
        'say what is meant then: "{name} is answered and …", or "not {name} is answered or …"',
    ),
    "X05": (
        'the answer to "{name}" changes nothing: no condition, text or record knows it.',
        "let something depend on it, or do not ask",
    ),
    "X06": (
        "the record may say nothing of {what}: when {way}.",
        "ask for one of these, and do not let it be skipped: {known}",
    ),
    "X07": (
        'in "{fact}", "{name}" and "{other}" come to the same: nothing tells them apart.',
        "make one option of the two, or let something depend on them",
    ),
    "X08": (
        '{count} questions may stand before "{name}", more than {most}: when {way}.',
        "ask less of those who end there, or later",
    ),
    "P01": ('"{name}" is broken when {way}.', "see the whole conversation: assistant prove"),
    "P02": (
        '"{name}" is not decided: the answers that it hangs on hang on too many others.',
        "let its conditions, or those of the branches ahead of it, read fewer questions at once",
    ),
    "P02/flow": (
        'what conversations of "{name}" can come to is not decided: too many answers hang together.',
        "let its conditions read fewer questions at once",
    ),
    "P03": (
        '"{name}" binds nobody: its "when" can never hold.',
        'change its "when", or delete it',
    ),
    "P04/danger": (
        'no guarantee speaks of "{name}", which tells of danger.',
        "say who must pass it: when: …, passes: {name}",
    ),
    "P04/end": (
        'no guarantee speaks of "{name}", where a record is handed over.',
        "say who must come there: when: …, ends: [{name}]",
    ),
}
