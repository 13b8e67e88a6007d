"""The expression tree of the flow language: the meaning of an author's condition, as frozen data.

Every atom reads one subject (a fact, a repeat, a score or a decision). That is what makes exact
analysis cheap: an atom is a Boolean variable of the prover's decision diagrams. Parsing and
printing are in `expressions.grammar`, name resolution in `expressions.resolver`, evaluation in
`expressions.logic`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Operator = Literal[">=", "<=", ">", "<", "="]
SubjectKind = Literal["fact", "repeat", "score", "decision"]
Verb = Literal[
    "is",
    "is not",
    "is one of",
    "is answered",
    "has",
    "has any of",
    "has all of",
    "has none",
    "has tag",
    "has any tag of",
    "count",
    "compare",
    "days since",
    "days until",
]


@dataclass(frozen=True, slots=True)
class OneOf:
    """The subject is one of `values`; written `is v` or `is one of [v, …]`."""

    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class IsNot:
    """The subject is answered (or concluded), and not `value`."""

    value: str


@dataclass(frozen=True, slots=True)
class HasAny:
    """At least one of `options` is selected; written `has o` or `has any of [o, …]`."""

    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class HasAll:
    """Every one of `options` is selected."""

    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class HasNone:
    """The question was answered with its exclusive "none of these"."""


@dataclass(frozen=True, slots=True)
class HasTag:
    """A selected option carries one of `tags`; written `has tag t` or `has any tag of [t, …]`."""

    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Count:
    """The number of selected options, or of rows of a repeat, compares with `number`."""

    operator: Operator
    number: int


@dataclass(frozen=True, slots=True)
class Compare:
    """An integer fact or a score compares with `number`."""

    operator: Operator
    number: int


@dataclass(frozen=True, slots=True)
class Days:
    """The days between a date fact and the conversation's today compare with `number`."""

    direction: Literal["since", "until"]
    operator: Operator
    number: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The question has an answer; "don't know" is one, a skipped question is none."""


Test = OneOf | IsNot | HasAny | HasAll | HasNone | HasTag | Count | Compare | Days | Answered


@dataclass(frozen=True, slots=True)
class Atom:
    """A test of one subject; false while the subject is unanswered or skipped."""

    subject: str
    kind: SubjectKind
    test: Test


@dataclass(frozen=True, slots=True)
class Named:
    """A reference to a condition by its id."""

    condition: str


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when `item` does not."""

    item: Expression


@dataclass(frozen=True, slots=True)
class And:
    """Holds when every one of `items` does."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Holds when at least one of `items` does."""

    items: tuple[Expression, ...]


Expression = And | Or | Not | Named | Atom
