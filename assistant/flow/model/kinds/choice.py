"""The kind of fact whose answer is one of its options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from assistant.flow.model.basics import Value
from assistant.flow.model.expression import Verb
from assistant.flow.model.kinds.base import (
    Fact,
    FactRefusal,
    Option,
    ParseContext,
    Sampling,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Fact):
    """One of `options`."""

    type: ClassVar[str] = "choice"
    types: ClassVar[Mapping[str, str]] = {"choice": "a choice of one option"}
    verbs = frozenset[Verb](
        ["is", "is not", "is one of", "has tag", "has any tag of", "is answered"]
    )
    hint = 'ask "{name} is …", "{name} is one of […]" or "{name} has tag …"'
    names_cases = True
    is_single = True

    options: tuple[Option, ...] = field()

    def parse(self, raw: object, context: ParseContext) -> Value | FactRefusal:
        """Return the id of an option that is shown."""
        if isinstance(raw, str) and raw in context.shown_options(self):
            return raw
        return FactRefusal("choice")

    def accepts(self, value: Value, today: date) -> bool:  # noqa: ARG002 - days count from it
        """Return True for the id of an option."""
        return any(option.id == value for option in self.options)

    def samples(self, sampling: Sampling) -> Iterable[Value]:
        """Return every option that shows."""
        return [option.id for option in sampling.shown]

    def full_answer(self, option: str, today: date) -> Value:  # noqa: ARG002 - dates count from it
        """Return the option."""
        return option
