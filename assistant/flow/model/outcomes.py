"""The outcomes of a conversation, as frozen data: conclusions, plan, record and guarantees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.flow.model.basics import NOWHERE, Guard, Place, Text

Who = Literal["you", "leader", "family_team"]


@dataclass(frozen=True, slots=True)
class Score:
    """The sum of the selected options' weights over `facts`, saturating at `cap`."""

    id: str
    facts: tuple[str, ...]
    cap: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a decision: `value` when `guard` is the first to hold; the last row has none."""

    value: str
    guard: Guard | None
    because: Text | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A conclusion with a finite set of values; the first row that holds decides."""

    id: str
    rows: tuple[Row, ...]
    place: Place = field(default=NOWHERE, compare=False)

    @property
    def values(self) -> tuple[str, ...]:
        """Every value that this decision can have, in order, without repeats."""
        return tuple(dict.fromkeys(row.value for row in self.rows))


@dataclass(frozen=True, slots=True)
class Condition:
    """A named expression with the sentence that says why it holds."""

    id: str
    guard: Guard
    because: Text | None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class By:
    """The deadline of a plan item: `now`, `today`, or a number of hours, days or working days."""

    unit: Literal["now", "today", "hours", "days", "working_days"]
    amount: int = 0


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A next step for the professional, when `guard` holds at the end."""

    id: str
    do: Text
    guard: Guard | None
    who: Who
    by: By
    source: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class FromFacts:
    """The answers to `facts` (one: as it is; several: selections joined)."""

    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FromConclusion:
    """The value of a decision or score."""

    id: str


@dataclass(frozen=True, slots=True)
class FromRepeat:
    """A list, one entry per row: entry's field -> fact of the row."""

    repeat: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FromCodes:
    """The answer to `fact`, each option replaced by its code in `codes`."""

    fact: str
    codes: Mapping[str, str]


Origin = FromFacts | FromConclusion | FromRepeat | FromCodes


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """The origin of the value at `path` of the record."""

    path: str
    origin: Origin
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Passes:
    """`step` is on the path, and ahead of `before` where that is."""

    step: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Never:
    """`step` is not on the path."""

    step: str


@dataclass(frozen=True, slots=True)
class Ends:
    """The conversation ends in an end whose id or outcome is among `ends`."""

    ends: frozenset[str]


@dataclass(frozen=True, slots=True)
class Decides:
    """`guard` (which reads decisions and facts) holds on the final answers."""

    guard: Guard


@dataclass(frozen=True, slots=True)
class Plans:
    """The plan has `item`."""

    item: str


@dataclass(frozen=True, slots=True)
class Records:
    """The record has something at `path`."""

    path: str


@dataclass(frozen=True, slots=True)
class Questions:
    """At most `most` screens with a question."""

    most: int


Promise = Passes | Never | Ends | Decides | Plans | Records | Questions


@dataclass(frozen=True, slots=True)
class Guarantee:
    """A promise that every complete conversation keeps in which `when` holds."""

    name: str
    when: Guard | None
    promise: Promise
    place: Place = field(default=NOWHERE, compare=False)
