"""The building blocks of a flow: places in files, texts to translate, guards, values of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from assistant.flow.model.expression import Expression


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file; line and column count from 1."""

    file: str
    line: int
    column: int


NOWHERE = Place("", 0, 0)


@dataclass(frozen=True, slots=True)
class Text:
    """An author's text in the flow's own language.

    `context` is the translators' msgctxt and is stable: `steps.<id>.say`,
    `facts.<id>.options.<option>.label`, `catalogue.signs.<id>.label`, `conditions.<id>.because`,
    `plan.<id>.do`, `flow.title` and so on.
    """

    context: str
    words: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Guard:
    """An expression as the author wrote it and as it was understood."""

    expression: Expression
    text: str
    place: Place = field(default=NOWHERE, compare=False)


# The value of an accepted answer, and the answer state that guards are evaluated on.
#
# A `choice` is an option id; a `multi` a tuple of option ids in the flow's order, empty for "none
# of these"; a `yesno` is `yes` or `no`; an `int` an int; a `date` a date; an opaque fact its text;
# a repeat a tuple of rows. `UNKNOWN` stands for "don't know" in any of them, `None` for a skipped
# optional question.

Value = str | int | date | tuple[str, ...] | tuple[Mapping[str, "Value"], ...] | None


class AnswerState(Protocol):
    """The input of a guard: answers by fact (or repeat) id, and the conversation's today."""

    @property
    def answers(self) -> Mapping[str, Value]:
        """The answers so far, in any order."""
        ...

    @property
    def today(self) -> date:
        """The day that date guards count from."""
        ...
