"""The kind of fact whose answer is any of its options, or none of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from assistant.flow.model.basics import Text
from assistant.flow.model.expression import Verb
from assistant.flow.model.kinds.base import Fact, Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Multi(Fact):
    """Any of `options`, or the exclusive `none`."""

    type: ClassVar[str] = "multi"
    types: ClassVar[Mapping[str, str]] = {"multi": "a choice of several options"}
    verbs = frozenset[Verb](
        [
            *("has", "has any of", "has all of", "has none", "count"),
            *("has tag", "has any tag of", "is answered"),
        ]
    )
    hint = 'ask "{name} has …", "{name} has any of […]", "{name} has tag …" or "count {name} > 1"'
    names_cases = True
    may_be_empty = True

    options: tuple[Option, ...] = field()
    none: Text | None = field()

    def number_range(self, verb: Verb) -> tuple[int, int]:  # noqa: ARG002 - it can only be counted
        """Return how many options an answer can hold."""
        return 0, len(self.options)
