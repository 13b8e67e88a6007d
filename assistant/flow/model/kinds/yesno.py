"""The kind of fact whose answer is yes or no."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from assistant.flow.model.basics import Value
from assistant.flow.model.expression import Verb
from assistant.flow.model.kinds.base import (
    Fact,
    FactRefusal,
    ParseContext,
    Sampling,
)


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

    def parse(self, raw: object, context: ParseContext) -> Value | FactRefusal:  # noqa: ARG002 - always the same two
        """Return `yes` or `no`."""
        return raw if isinstance(raw, str) and raw in self.words else FactRefusal("choice")

    def _plain_wording(self, value: Value, word: Callable[[str], str]) -> str:
        return word(str(value))

    def samples(self, sampling: Sampling) -> Iterable[Value]:  # noqa: ARG002 - always the same two
        """Return the two answers."""
        return self.words

    def full_answer(self, option: str, today: date) -> Value:  # noqa: ARG002 - there are none
        """Return `yes`."""
        return "yes"
