"""What an answer is once it has been accepted, and what guards read answers through.

A `choice` is an option id; a `multi` a tuple of option ids in the flow's order, empty for "none of
these"; a `yesno` is `yes` or `no`; an `int` an int; a `date` a date; an opaque fact its text; a repeat a
tuple of rows. `UNKNOWN` stands for "don't know" in any of them, `None` for a skipped optional question.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

Value = str | int | date | tuple[str, ...] | tuple[Mapping[str, "Value"], ...] | None


class Reading(Protocol):
    """What guards are judged on: answers by fact (or repeat) id, and the conversation's today."""

    @property
    def answers(self) -> Mapping[str, Value]:
        """The answers so far, in any order."""
        ...

    @property
    def today(self) -> date:
        """The day that date guards count from."""
        ...
