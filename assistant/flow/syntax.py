"""What a condition says, word for word with columns, before it is known what its names stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.flow.expression import Operator

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
class Word:
    """A word and the offset at which it begins."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Bare:
    """A name alone: a condition."""

    name: Word


@dataclass(frozen=True, slots=True)
class Phrase:
    """A test of one subject: `words` for options, values and tags; `operator` and `number` for the rest."""

    verb: Verb
    subject: Word
    words: tuple[Word, ...] = ()
    operator: Operator = "="
    number: Word = Word("0", 0)


@dataclass(frozen=True, slots=True)
class Negation:
    """`not` and what stands behind it."""

    item: Syntax


@dataclass(frozen=True, slots=True)
class Joined:
    """Two or more items with one word between them."""

    word: Literal["and", "or"]
    items: tuple[Syntax, ...]


Syntax = Bare | Phrase | Negation | Joined


@dataclass(frozen=True, slots=True)
class Misread:
    """Why a condition could not be read: the finding's key, the offset, the length and what it says."""

    key: str
    at: int
    length: int
    fills: dict[str, str]
