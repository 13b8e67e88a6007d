"""The kind of fact whose answer is yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from assistant.flow.model.expression import Verb
from assistant.flow.model.kinds.base import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo(Fact):
    """`yes` or `no`."""

    type: ClassVar[str] = "yesno"
    types: ClassVar[Mapping[str, str]] = {"yesno": "a question with yes and no"}
    verbs = frozenset[Verb](["is", "is not", "is one of", "is answered"])
    hint = 'ask "{name} is yes" or "{name} is no"'
    names_cases = True
    is_single = True

    @property
    def words(self) -> tuple[str, ...]:
        """The two answers."""
        return "yes", "no"
