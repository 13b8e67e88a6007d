"""A scripted conversation as frozen data: what is answered, and what must come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.flow.basics import Place

Raw = object  # an answer as it was written: str, int, bool, None, a list or a mapping of these


@dataclass(frozen=True, slots=True)
class Send:
    """Answer `raw` at the step `at`; `refused` is the code with which it must be refused."""

    at: str
    raw: Raw
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Change the answer to `fact` to `raw`; `refused` is the code with which it must be refused."""

    fact: str
    raw: Raw
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class GoBack:
    """Go one screen back."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Leave, and come back to the conversation as the store would bring it back."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Go on in `language`."""

    language: str


@dataclass(frozen=True, slots=True)
class WaitAt:
    """The conversation waits at the step `at`."""

    at: str


Move = Send | Change | GoBack | Resume | Speak | WaitAt


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What must hold at the end; what is empty or None is not looked at.

    `ends` is the id or the outcome of the end; `waits` the step at which the conversation stands when it
    does not end; `record` maps paths of the record to values; `why` steps to conditions that held.
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

    Either `answers` by fact in any order, with `change` made afterwards, or `moves` in order where order
    is the point; not both.
    """

    name: str
    place: Place
    today: date | None = None
    language: str | None = None
    answers: Mapping[str, Raw] = field(default_factory=dict)
    change: Mapping[str, Raw] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    expected: Expected = field(default_factory=Expected)
