"""The trail of a conversation: the replay of its answers over the flow.

Theory of operation. A conversation is event-sourced: its only state is its answers, by fact, and
its position is computed by replaying them through the state machine of the flow, from the first
step:

- a question step whose answers are all given, not withdrawn, and still among the options shown takes
  them into the replay, and is answered; otherwise the replay stops there: that question waits;
- any other step, and any answered question, advances along its first route whose guard holds. Guards
  read only the answers taken in so far, never ones further on, so the trail is a function of the
  answers and not of the order in which they were given;
- an end stops the replay.

Answers that the replay never takes in are parked: after a change they are off the path, they stay
in the conversation, and come back by themselves if another change leads there again. So back,
change, resume, another language and crash recovery need no code of their own: each is this
function.

A step is entered at most once, as routes have no circles (the loader refuses them), so a replay
takes at most one transition a step. An answer to the waiting question changes nothing before it:
`extend` goes on from the trail so far, and a turn costs only the new steps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from msgspec import Struct

from assistant.dialog.conversation import Conversation
from assistant.dialog.machine import Cursor, ReplayError, Rulebook
from assistant.dialog.view_model import CachedPart
from assistant.flow.expressions.logic import Logic
from assistant.flow.model import (
    UNKNOWN,
    AnswerState,
    AnyStep,
    Text,
    Value,
)


class Trail(Struct, frozen=True):
    """The result of a replay; it is a `Reading`, so guards can be judged on it.

    `path` are the steps entered, with the waiting step or the end, without returns from parts;
    `routes_taken` gives the index of each step's route, in order, with returns; `answers` are those
    on the path, by fact or repeat id; `screens` are the answered question steps; `parked` the facts
    answered off the path. `transcript_cache` holds rendered entries up to the last answer; a trail
    that is extended hands a copy on.
    """

    path: tuple[str, ...]
    routes_taken: Mapping[str, int]
    answers: Mapping[str, Value]
    today: date
    waiting: str | None
    ended: str | None
    parked: tuple[str, ...]
    screens: tuple[str, ...]
    transcript_cache: TranscriptCache


class PartialReading(Struct, frozen=True):
    """A bare `Reading`: some answers and a day, the least that guards can be judged on."""

    answers: Mapping[str, Value]
    today: date


class Replay:
    """Replays conversations over one flow."""

    def __init__(self, logic: Logic) -> None:
        self._logic = logic
        self._steps = logic.flow.steps
        self._rulebook = Rulebook(logic)
        self.fields = {id_: step.fields for id_, step in self._steps.items()}
        self.asked_by = {fact: step for step, asks in self.fields.items() for fact in asks}

    def trail(self, conversation: Conversation) -> Trail:
        """Replay the conversation from the first step."""
        start = Trail(
            (), {}, {}, conversation.today, self._logic.flow.start, None, (), (), TranscriptCache()
        )
        return self.extend(start, conversation)

    def extend(self, trail: Trail, conversation: Conversation) -> Trail:
        """Replay on from the waiting step of `trail`; the answers before it must be unchanged."""
        if trail.waiting is None:
            return trail
        return _ReplayWalk(self, trail, conversation).trail()

    def answers_before(self, trail: Trail, step: str) -> PartialReading:
        """Return the answers ahead of a step on the path (or of a return from a part)."""
        answers: dict[str, Value] = {}
        for passed in trail.routes_taken:  # every step that was left, in order
            if passed == step:
                break
            answers.update((fact, trail.answers[fact]) for fact in self.fields[passed])
        return PartialReading(answers, trail.today)

    def visible_part(self, fact: str, value: Value, reading: AnswerState) -> tuple[bool, Value]:
        """Return (True if all of an answer is among the options now shown, the part of it that is).

        A repeat's answer is judged row by row.
        """
        if isinstance(value, tuple) and value and not isinstance(value[0], str):
            return self._visible_rows(value, reading)
        if not self._logic.may_hide_options(fact) or value is None or value == UNKNOWN:
            return True, value
        asked = self._logic.flow.facts[fact]
        shown = {option.id for option in self._logic.options(asked, reading)}
        if not isinstance(value, tuple):
            return value in shown, value if value in shown else None
        kept = tuple(option for option in value if isinstance(option, str) and option in shown)
        return len(kept) == len(value), kept

    def _visible_rows(
        self, rows: Sequence[Mapping[str, Value]], reading: AnswerState
    ) -> tuple[bool, Value]:
        """Return (True if all rows are visible as a whole, the visible part of each)."""
        found = [
            {f: self.visible_part(f, value, reading) for f, value in row.items()} for row in rows
        ]
        fits = all(whole for row in found for whole, _ in row.values())
        return fits, tuple({fact: kept for fact, (_, kept) in row.items()} for row in found)

    @property
    def steps(self) -> Mapping[str, AnyStep]:
        """The flow's steps by id."""
        return self._steps

    @property
    def rulebook(self) -> Rulebook:
        """The flow's state machine."""
        return self._rulebook


class _ReplayWalk:
    """One replay, from the waiting step of a trail on."""

    def __init__(self, replay: Replay, since: Trail, conversation: Conversation) -> None:
        self._replay = replay
        self._given = conversation.answers
        self._cursor = Cursor(since.waiting or "", dict(since.answers), conversation.today)
        self._path = list(since.path[:-1])  # the waiting step is entered again
        self._routes_taken = dict(since.routes_taken)
        self._screens = list(since.screens)
        self._transcript_cache = since.transcript_cache

    def trail(self) -> Trail:
        """Advance until a question waits or the conversation ends."""
        steps, cursor = self._replay.steps, self._cursor
        for _ in range(len(steps) + 1):
            step = steps[cursor.state]
            if step.is_listed:
                self._path.append(step.id)
            if step.is_end:
                return self._build_trail(None, step.id)
            if step.is_question and not self._take_answers(step.id):
                return self._build_trail(step.id, None)
            self._routes_taken[step.id] = self._replay.rulebook.advance(cursor)
        raise ReplayError(f"the steps go round in a circle at {cursor.state}")

    def _take_answers(self, step: str) -> bool:
        """Take in the step's answers if all are given and visible, and return True if so."""
        asks, answers = self._replay.fields[step], self._cursor.answers
        for fact in asks:
            given = self._given.get(fact)
            if given is None or given.withdrawn:
                return False
            if not self._replay.visible_part(fact, given.value, self._cursor)[0]:
                return False
        # All or nothing: a form with one answer missing waits as a whole.
        for fact in asks:
            answers[fact] = self._given[fact].value
        self._screens.append(step)
        return True

    def _build_trail(self, waiting: str | None, ended: str | None) -> Trail:
        return Trail(
            path=tuple(self._path),
            routes_taken=self._routes_taken,
            answers=self._cursor.answers,
            today=self._cursor.today,
            waiting=waiting,
            ended=ended,
            parked=self._parked_facts(waiting),
            screens=tuple(self._screens),
            transcript_cache=self._transcript_cache.copy(),
        )

    def _parked_facts(self, waiting: str | None) -> tuple[str, ...]:
        told = self._cursor.answers
        if len(self._given) == len(told):
            return ()  # the path has as many answers as were given: none is off it
        open_ = self._replay.fields[waiting] if waiting else ()
        # The waiting question shows its old answers as its values: they are not parked.
        apart = (f for f, given in self._given.items() if not given.withdrawn and f not in told)
        return tuple(fact for fact in apart if fact not in open_)


# A cache of rendered transcript entries: valid as long as the path only grows.

TextTranslator = Callable[[Text], str]


@dataclass(slots=True)
class TranscriptCache:
    """The entries of a path's first `steps`, up to the last answer, as rendered by `words`.

    An entry is a rendered part, never to be changed, or the id of a step that must be rendered
    anew; `pinned` are the steps whose messages stay visible. Losing it costs nothing but time: so
    no field counts in a comparison, and trails are equal whatever is cached on them.
    """

    words: TextTranslator | None = field(default=None, compare=False)
    steps: int = field(default=0, compare=False)
    entries: list[CachedPart | str] = field(default_factory=list, compare=False, repr=False)
    pinned: list[str] = field(default_factory=list, compare=False)

    def copy(self) -> TranscriptCache:
        """Return a copy for a path that goes on from this one, so that both may grow."""
        return TranscriptCache(self.words, self.steps, self.entries.copy(), self.pinned.copy())

    def use_words(self, words: TextTranslator) -> None:
        """Drop all entries if they were rendered by other words than `words` (another language)."""
        if self.words != words:
            self.words, self.steps, self.entries, self.pinned = words, 0, [], []
