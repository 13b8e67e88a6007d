"""Some conversations, tried before anything is proved: what one of them shows to be possible needs no proof.

The same every time: the answers are chosen by a fixed sequence of numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time

from msgspec import structs

from assistant.dialog.conversation import Answer
from assistant.dialog.trail import Known, Trail
from assistant.flow.model import AnyFact, Choice, Multi, Option, Repeat
from assistant.flow.values import Value
from assistant.prove.answers import rows, singles
from assistant.prove.space import Space

MANY = 48  # conversations


def tried(space: Space) -> tuple[Trail, ...]:
    """Return some complete conversations that differ."""
    tries = _Tries(space)
    found = (tries.one() for _ in range(MANY))
    return tuple(trail for trail in found if trail.ended is not None)


class _Tries:
    """Answers whatever is asked with one thing or another."""

    def __init__(self, space: Space) -> None:
        self._space, self._dialog = space, space.dialog
        self._at = datetime.combine(space.today, time(12), UTC)
        self._known: dict[tuple[str, ...], tuple[Value, ...]] = {}
        self._number = 1

    def one(self) -> Trail:
        """Return a conversation; it ends, or waits where nothing can be answered."""
        conversation = self._dialog.begin(self._space.flow.language, self._space.today)
        trail = self._dialog.trail(conversation)
        while trail.waiting is not None:
            answers = self._answers(trail)
            if answers is None:
                break
            given = {name: Answer(value, self._at, 1) for name, value in answers.items()}
            conversation = structs.replace(conversation, answers={**conversation.answers, **given})
            trail = self._dialog.replay.onward(trail, conversation)
        return trail

    def _answers(self, trail: Trail) -> Mapping[str, Value] | None:
        step = self._space.flow.steps[trail.waiting or ""]
        if isinstance(step, Repeat):
            shown = {fact.id: self._shown(fact, trail) for fact in self._space.facts(step.id)}
            some = tuple(each.witness for each in rows(self._space.judging, step, shown))
            return {step.id: some[self._next() % len(some)]} if some else None
        given: dict[str, Value] = {}
        for fact in self._space.facts(step.id):
            values = self._values(fact, trail)
            if not values:
                return None
            given[fact.id] = values[self._next() % len(values)]
        return given

    def _values(self, fact: AnyFact, trail: Trail) -> tuple[Value, ...]:
        shown = self._shown(fact, trail)
        key = (fact.id, *(option.id for option in shown))
        if key not in self._known:
            self._known[key] = singles(self._space.judging, fact, shown)
        return self._known[key]

    def _shown(self, fact: AnyFact, trail: Trail) -> Sequence[Option]:
        if not isinstance(fact, Choice | Multi):
            return ()
        return self._dialog.logic.options(fact, Known(trail.answers, trail.today))

    def _next(self) -> int:
        """Return the next number of the sequence (Lehmer's)."""
        self._number = self._number * 48271 % 0x7FFFFFFF
        return self._number >> 8
