"""The facts of a flow: the kinds of question that can be answered, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from assistant.flow.model.basics import NOWHERE, Guard, Place, Text

Sensitivity = Literal["none", "person", "special", "protected"]
OpaqueKind = Literal["text", "name", "phone", "email", "address", "cpr"]

UNKNOWN = "unknown"  # the answer "don't know", where a fact allows it
NONE = "none"  # the answer "none of these" to a `multi`


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a `choice` or `multi`; hidden while `visible` does not hold.

    `group` is the heading that it stands under (a catalogue's domain); `catalogue` the catalogue
    that it came from, with the item's other attributes (`domain`, `urgency`, …) in `attributes`.
    """

    id: str
    label: Text
    hint: Text | None = None
    visible: Guard | None = None
    tags: frozenset[str] = frozenset()
    weight: int = 0
    source: tuple[str, ...] = ()
    group: Text | None = None
    catalogue: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The base of all kinds of fact: `Choice`, `Multi`, `YesNo`, `Integer`, `Date` and `Opaque`."""

    id: str
    label: Text | None = None
    help: Text | None = None
    optional: bool = False
    unknown: bool = False
    purpose: str | None = None
    sensitivity: Sensitivity = "none"
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Fact):
    """One of `options`."""

    type: ClassVar[str] = "choice"
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Multi(Fact):
    """Any of `options`, or the exclusive `none`."""

    type: ClassVar[str] = "multi"
    options: tuple[Option, ...]
    none: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo(Fact):
    """`yes` or `no`."""

    type: ClassVar[str] = "yesno"


@dataclass(frozen=True, slots=True, kw_only=True)
class Integer(Fact):
    """A whole number from `low` to `high`, in `unit`."""

    type: ClassVar[str] = "int"
    low: int
    high: int
    unit: Text | None = None


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from the conversation's today: `-10y`, `0d`, `+10m`."""

    amount: int
    unit: Literal["d", "m", "y"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Fact):
    """A day between two offsets from the conversation's today, both included."""

    type: ClassVar[str] = "date"
    earliest: Offset
    latest: Offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Opaque(Fact):
    """A text that no guard reads; `limit` counts characters."""

    kind: OpaqueKind
    limit: int

    @property
    def type(self) -> str:
        """The type as the flow file names it."""
        return self.kind


AnyFact = Choice | Multi | YesNo | Integer | Date | Opaque
