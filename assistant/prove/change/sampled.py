"""Two versions compared by example, where they are too much to compare exactly.

Conversations that between them take every branch, plan item and end of either version are played in both. That shows
changes; it proves nothing about what it does not show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time

from assistant.dialog.conversation import Answering
from assistant.dialog.dialog import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.model import NONE, Choice, Multi, Repeat
from assistant.prove.change.example import Example, full
from assistant.prove.change.observed import differing, observed
from assistant.prove.change.outcome import Aspect
from assistant.prove.coverage.case import Raw, answers, raw
from assistant.prove.coverage.coverage import coverage
from assistant.prove.coverage.search import Search
from assistant.prove.coverage.suggest import suggestions

Pair = tuple[Dialog, Dialog]


def examples(dialogs: Pair, today: date) -> tuple[Example, ...]:
    """Return conversations that differ, one of each kind: those with the same differing aspects are of one kind."""
    found: dict[tuple[Aspect, ...], Example] = {}
    for given in _answers(dialogs, today):
        old, new = (_played(dialog, given, today) for dialog in dialogs)
        differs = differing(observed(dialogs[0], old), observed(dialogs[1], new))
        known = found.get(differs)
        if known is None or len(known.new.screens) > len(new.screens):
            found[differs] = Example(old, new, differs)
    return tuple(found[differs] for differs in found if differs)


def _answers(dialogs: Pair, today: date) -> Iterator[Mapping[str, Raw]]:
    for dialog in dialogs:
        search = Search(dialog, today)
        holes = coverage(search, (), ("branches", "plan", "ends")).holes
        yield from (answers(dialog, each.trail) for each in suggestions(search, holes))


def _played(dialog: Dialog, given: Mapping[str, Raw], today: date) -> Trail:
    """Return where answers lead; what they leave open, or this version refuses, is answered plainly."""
    at = datetime.combine(today, time(12), UTC)
    conversation = dialog.begin(dialog.flow.language, today)
    trail = dialog.trail(conversation)
    while trail.waiting is not None:
        plain = {fact: _plain(dialog, trail, fact) for fact in dialog.replay.fields[trail.waiting]}
        wanted = {**plain, **{fact: given[fact] for fact in plain if fact in given}}
        taken = dialog.take(conversation, Answering(trail.waiting, wanted), at, trail)
        if taken.refusals:
            taken = dialog.take(conversation, Answering(trail.waiting, plain), at, trail)
        if taken.refusals:
            return trail
        conversation, trail = taken.conversation, taken.trail
    return trail


def _plain(dialog: Dialog, trail: Trail, subject: str) -> Raw:
    """Return a plain answer to a question that waits: skipped, none, or the first option that shows."""
    step = dialog.flow.steps.get(subject)
    if isinstance(step, Repeat):
        row = {fact: _plain(dialog, trail, fact) for fact in step.each}
        return [row for _ in range(step.at_least)]
    fact = dialog.flow.facts[subject]
    if fact.optional:
        return None
    if isinstance(fact, Multi) and fact.none:
        return NONE
    options = dialog.logic.options(fact, trail) if isinstance(fact, Choice | Multi) else ()
    return raw(dialog, subject, full(fact, [option.id for option in options], trail.today))
