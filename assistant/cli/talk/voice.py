"""Where `assistant play` gets its answers: lines on stdin, or a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TextIO

import click


class Choice(NamedTuple):
    """What can be picked: `key` is what is answered, `label` what is read, under the heading `group`."""

    key: str
    label: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to answer; without `choices`, a line of words.

    `many` of the choices may be picked together, but for those in `alone`; `typed` is what was answered
    before.
    """

    label: str
    choices: tuple[Choice, ...] = ()
    many: bool = False
    alone: frozenset[str] = frozenset()
    typed: str = ""


class Voice(Protocol):
    """Answers with a line: words, a key or number of a choice, several with commas, or `:` and a command."""

    def ask(self, asked: Asked) -> str:
        """Return the answer.

        Raises:
            EOFError: there are no more answers.
        """
        ...


class Lines:
    """Answers from a file or pipe, one a line; shows what is asked, so that the output reads as a talk."""

    def __init__(self, source: TextIO) -> None:
        self._lines: Iterator[str] = iter(source)

    def ask(self, asked: Asked) -> str:
        """Return the next line; an empty one leaves what was answered before."""
        for line in numbered(asked):
            click.echo(line)
        try:
            answer = next(self._lines).rstrip("\n")
        except StopIteration:
            raise EOFError from None
        answer = answer or asked.typed
        click.echo(f"> {answer}")
        return answer


def numbered(asked: Asked) -> Iterator[str]:
    """Yield the label and the choices with their headings and numbers, a line each."""
    if asked.label:
        yield asked.label
    heading: str | None = None
    for number, choice in enumerate(asked.choices, 1):
        if choice.group not in {None, heading}:
            heading = choice.group
            yield f"  {heading}"
        yield f"  {number:>2}  {choice.label}"
