"""What everything in a flow is made of: places in files, texts to translate, guards."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.flow.expression import Expression


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file; line and column count from 1."""

    file: str
    line: int
    column: int


NOWHERE = Place("", 0, 0)


@dataclass(frozen=True, slots=True)
class Text:
    """An author's text in the flow's own language.

    `context` is the translators' msgctxt and is stable: `steps.<id>.say`, `facts.<id>.options.<option>.label`,
    `catalogue.signs.<id>.label`, `conditions.<id>.because`, `plan.<id>.do`, `flow.title` and so on.
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
