"""The kind of fact whose answer is a whole number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from assistant.flow.model.basics import Text, Value
from assistant.flow.model.expression import Verb
from assistant.flow.model.kinds.base import (
    Fact,
    FactRefusal,
    Limits,
    ParseContext,
    Sampling,
    stretch_numbers,
)


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

    def parse(self, raw: object, context: ParseContext) -> Value | FactRefusal:  # noqa: ARG002 - its limits are fixed
        """Return a number within the limits."""
        if not isinstance(raw, int) or isinstance(raw, bool):  # a bool is an int in Python
            return FactRefusal("not_a_number")
        if raw < self.low:
            return FactRefusal("too_low", {"low": self.low})
        return raw if raw <= self.high else FactRefusal("too_high", {"high": self.high})

    def limits(self, today: date) -> Limits:  # noqa: ARG002 - they are fixed
        """Return the lowest and highest number."""
        return self.low, self.high

    def accepts(self, value: Value, today: date) -> bool:  # noqa: ARG002 - its limits are fixed
        """Return True for a number within the limits."""
        return isinstance(value, int) and self.low <= value <= self.high

    def samples(self, sampling: Sampling) -> Iterable[Value]:
        """Return a number from every stretch that limits and comparisons tell apart."""
        spans = [(one.low, one.high) for one in sampling.others if isinstance(one, Integer)]
        low = min([self.low, *(low for low, _ in spans)])
        high = max([self.high, *(high for _, high in spans)])
        cuts = sampling.numbers_compared().union(*spans)
        return stretch_numbers(low, high, cuts)

    def full_answer(self, option: str, today: date) -> Value:  # noqa: ARG002 - there are none
        """Return the lowest number."""
        return self.low

    def describe_limits(self) -> Mapping[str, str]:
        """Return the limits."""
        return {"limits": f"{self.low} to {self.high}"}
