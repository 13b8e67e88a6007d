"""The kind of fact whose answer is a whole number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from assistant.flow.model.basics import Text
from assistant.flow.model.expression import Verb
from assistant.flow.model.kinds.base import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Integer(Fact):
    """A whole number from `low` to `high`, in `unit`."""

    type: ClassVar[str] = "int"
    types: ClassVar[Mapping[str, str]] = {"int": "a number"}
    verbs = frozenset[Verb](["compare", "is answered"])
    hint = 'compare it with a number: "{name} >= 3"'
    names_cases = True

    low: int
    high: int
    unit: Text | None = field(default=None)

    def number_range(self, verb: Verb) -> tuple[int, int]:  # noqa: ARG002 - it is only compared
        """Return the limits."""
        return self.low, self.high
