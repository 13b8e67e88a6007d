"""A scripted conversation as frozen data: its answers or moves, and what is expected of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.flow.model import Place

RawAnswer = (
    object  # an answer as it was written: str, int, bool, None, a list or a mapping of these
)


@dataclass(frozen=True, slots=True)
class Send:
    """Answer `raw` at the step `at`; it must be refused with the code `refused`, if any."""

    at: str
    raw: RawAnswer
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Change the answer to `fact` to `raw`; it must be refused with the code `refused`, if any."""

    fact: str
    raw: RawAnswer
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class GoBack:
    """Go one screen back."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Leave, and come back: the turns are written, read and replayed as the store would."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Go on in `language`."""

    language: str


@dataclass(frozen=True, slots=True)
class WaitAt:
    """Expect the conversation to wait at the step `at`."""

    at: str


Move = Send | Change | GoBack | Resume | Speak | WaitAt


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """The expectations at the end of a case; one that is empty or None is not checked.

    `ends` is the id or the outcome of the end; `waits` the step that waits if there is no end;
    `record` maps paths of the record to values; `why` maps steps to conditions that held.
    """

    passes: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    ends: str | None = None
    waits: str | None = None
    decides: Mapping[str, str] = field(default_factory=dict)
    plans: tuple[str, ...] = ()
    record: Mapping[str, object] = field(default_factory=dict)
    why: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keeps: tuple[str, ...] = ()
    parks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One scripted conversation.

    It has either `answers` by fact, in any order, with `change` made afterwards; or `moves`, if
    their order is the point.
    """

    name: str
    place: Place
    today: date | None = None
    language: str | None = None
    answers: Mapping[str, RawAnswer] = field(default_factory=dict)
    change: Mapping[str, RawAnswer] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    expected: Expectations = field(default_factory=Expectations)
