"""Where a conversation stands: the replay of its answers over the flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from assistant.dialog.asks import fields
from assistant.dialog.conversation import Conversation
from assistant.dialog.machine import Cursor, ReplayError, Rulebook
from assistant.dialog.memory import Memory
from assistant.flow.logic import Logic
from assistant.flow.model import (
    UNKNOWN,
    AnyStep,
    Ask,
    Choice,
    End,
    Form,
    Multi,
    Repeat,
    Return,
)
from assistant.flow.values import Reading, Value

Question = Ask | Form | Repeat
_QUESTIONS = (Ask, Form, Repeat)


class Trail(Struct, frozen=True):
    """A replay's result; guards can be judged on it.

    `path` are the steps entered, the waiting one or the end included, returns from parts left out; `taken`
    gives the index of each route taken, in order, returns included; `answers` are those on the path, by fact
    or repeat id; `screens` the question steps answered; `parked` what is answered off the path. `memory` is for
    whoever tells of it: what was worked out from the path up to the last answer; trails that go on take it over.
    """

    path: tuple[str, ...]
    taken: Mapping[str, int]
    answers: Mapping[str, Value]
    today: date
    waiting: str | None
    ended: str | None
    parked: tuple[str, ...]
    screens: tuple[str, ...]
    memory: Memory


class Known(Struct, frozen=True):
    """Some answers and a day: the least that guards can be judged on."""

    answers: Mapping[str, Value]
    today: date


class Replay:
    """Replays conversations over one flow."""

    def __init__(self, logic: Logic) -> None:
        self._logic = logic
        self._steps = logic.flow.steps
        self._rulebook = Rulebook(logic)
        self.fields = {id_: fields(step) for id_, step in self._steps.items()}
        self.asked_by = {fact: step for step, asks in self.fields.items() for fact in asks}

    def trail(self, conversation: Conversation) -> Trail:
        """Return where the conversation's answers lead from the first step."""
        start = Trail(
            (), {}, {}, conversation.today, self._logic.flow.start, None, (), (), Memory()
        )
        return self.onward(start, conversation)

    def onward(self, trail: Trail, conversation: Conversation) -> Trail:
        """Return where the answers lead on from the waiting step; those before it must be as they were."""
        if trail.waiting is None:
            return trail
        return _Walk(self, trail, conversation).trail()

    def before(self, trail: Trail, step: str) -> Known:
        """Return the answers that were given ahead of a step on the path (or a return from a part)."""
        answers: dict[str, Value] = {}
        for passed in trail.taken:
            if passed == step:
                break
            answers.update((fact, trail.answers[fact]) for fact in self.fields[passed])
        return Known(answers, trail.today)

    def fitting(self, fact: str, value: Value, reading: Reading) -> tuple[bool, Value]:
        """Return whether an answer fits the options now shown, and what of it does; a list's row by row."""
        if isinstance(value, tuple) and value and not isinstance(value[0], str):
            return self._rows_fitting(value, reading)
        if not self._logic.hides(fact) or value is None or value == UNKNOWN:
            return True, value
        asked = self._logic.flow.facts[fact]
        if not isinstance(asked, Choice | Multi):
            return True, value
        shown = {option.id for option in self._logic.options(asked, reading)}
        if not isinstance(value, tuple):
            return value in shown, value if value in shown else None
        kept = tuple(option for option in value if isinstance(option, str) and option in shown)
        return len(kept) == len(value), kept

    def _rows_fitting(
        self, rows: Sequence[Mapping[str, Value]], reading: Reading
    ) -> tuple[bool, Value]:
        """Return whether every row of a list fits, and what of each does."""
        found = [{f: self.fitting(f, value, reading) for f, value in row.items()} for row in rows]
        fits = all(whole for row in found for whole, _ in row.values())
        return fits, tuple({fact: kept for fact, (_, kept) in row.items()} for row in found)

    @property
    def steps(self) -> Mapping[str, AnyStep]:
        """The flow's steps by id."""
        return self._steps

    @property
    def rulebook(self) -> Rulebook:
        """The flow's routes as a machine."""
        return self._rulebook


class _Walk:
    """One replay, from a trail's waiting step on."""

    def __init__(self, replay: Replay, since: Trail, conversation: Conversation) -> None:
        self._replay = replay
        self._given = conversation.answers
        self._cursor = Cursor(since.waiting or "", dict(since.answers), conversation.today)
        self._path = list(since.path[:-1])
        self._taken = dict(since.taken)
        self._screens = list(since.screens)
        self._memory = since.memory

    def trail(self) -> Trail:
        """Walk until a question waits or the conversation ends."""
        steps, cursor = self._replay.steps, self._cursor
        for _ in range(len(steps) + 1):
            step = steps[cursor.state]
            if not isinstance(step, Return):
                self._path.append(step.id)
            if isinstance(step, End):
                return self._result(None, step.id)
            if isinstance(step, _QUESTIONS) and not self._answered(step.id):
                return self._result(step.id, None)
            self._taken[step.id] = self._replay.rulebook.advance(cursor)
        raise ReplayError(f"the steps go round in a circle at {cursor.state}")

    def _answered(self, step: str) -> bool:
        """Take the step's answers into the replay, if all are there and fit."""
        asks, answers = self._replay.fields[step], self._cursor.answers
        for fact in asks:
            given = self._given.get(fact)
            if given is None or given.withdrawn:
                return False
            if not self._replay.fitting(fact, given.value, self._cursor)[0]:
                return False
        for fact in asks:
            answers[fact] = self._given[fact].value
        self._screens.append(step)
        return True

    def _result(self, waiting: str | None, ended: str | None) -> Trail:
        return Trail(
            path=tuple(self._path),
            taken=self._taken,
            answers=self._cursor.answers,
            today=self._cursor.today,
            waiting=waiting,
            ended=ended,
            parked=self._parked(waiting),
            screens=tuple(self._screens),
            memory=self._memory.onward(),
        )

    def _parked(self, waiting: str | None) -> tuple[str, ...]:
        told = self._cursor.answers
        if len(self._given) == len(told):
            return ()  # what is on the path was given, so nothing else was
        open_ = self._replay.fields[waiting] if waiting else ()
        apart = (f for f, given in self._given.items() if not given.withdrawn and f not in told)
        return tuple(fact for fact in apart if fact not in open_)
