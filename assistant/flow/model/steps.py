"""The steps of a conversation, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from assistant.flow.model.basics import NOWHERE, Guard, Place, Text

Level = Literal["info", "advice", "duty", "danger"]
Outcome = Literal["notify", "consult", "follow_up", "none"]


@dataclass(frozen=True, slots=True)
class Route:
    """A way on from a step: to `to` when `guard` holds, always when there is none."""

    to: str
    guard: Guard | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The base of all kinds of step; `routes` are tried in order, the last has no guard."""

    id: str
    routes: tuple[Route, ...] = ()
    section: Text | None = None
    say: Text | None = None
    help: Text | None = None
    part: str | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Step):
    """One question."""

    kind: ClassVar[str] = "ask"
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Step):
    """One screen with several questions."""

    kind: ClassVar[str] = "form"
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Step):
    """A list whose rows answer `each`; answered as one, under the step's own id."""

    kind: ClassVar[str] = "repeat"
    each: tuple[str, ...]
    at_least: int
    at_most: int
    label: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell(Step):
    """A message; pinned ones stay visible to the end."""

    kind: ClassVar[str] = "tell"
    level: Level
    pin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Step):
    """A fork without words."""

    kind: ClassVar[str] = "decide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Do(Step):
    """The start of a part: its one route leads to the part's first step."""

    kind: ClassVar[str] = "do"
    runs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Return(Step):
    """The end of a part: has the routes of the `do` step that ran it. Never listed in a path."""

    kind: ClassVar[str] = "return"


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Step):
    """The end of the conversation; `notify` builds the record and shows the review."""

    kind: ClassVar[str] = "end"
    outcome: Outcome


AnyStep = Ask | Form | Repeat | Tell | Decide | Do | Return | End
