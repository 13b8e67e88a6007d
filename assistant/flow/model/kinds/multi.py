"""The kind of fact whose answer is any of its options, or none of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from assistant.flow.model.basics import Text, Value
from assistant.flow.model.expression import Verb
from assistant.flow.model.kinds.base import (
    NONE,
    UNKNOWN,
    Fact,
    FactRefusal,
    Option,
    ParseContext,
    Sampling,
)


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

    def parse(self, raw: object, context: ParseContext) -> Value | FactRefusal:
        """Return the ids of the options chosen, in the flow's order; none for "none of these"."""
        chosen = [raw] if raw == NONE else raw
        if not isinstance(chosen, list):
            return FactRefusal("not_a_list")
        if not chosen:
            return None if self.optional else FactRefusal("missing")
        # "None of these" and "don't know" exclude every other option; the first means the empty
        # tuple.
        alone = {NONE: ()} if self.none else {}
        exclusive: dict[str, Value] = {**alone, **({UNKNOWN: UNKNOWN} if self.unknown else {})}
        shown = context.shown_options(self)
        allowed = (*shown, *exclusive)
        if [option for option in chosen if option not in allowed]:
            return FactRefusal("choice")
        picked = [option for option in exclusive if option in chosen]
        if picked:
            only = all(option == picked[0] for option in chosen)
            return exclusive[picked[0]] if only else FactRefusal("exclusive")
        # In the order of the flow, so that the same ticks are the same value however they were sent.
        return tuple([option for option in shown if option in chosen])

    def to_json(self, value: Value) -> object:
        """Return a list of ids, or `none`."""
        return (list(value) or NONE) if isinstance(value, tuple) else value

    def samples(self, sampling: Sampling) -> Iterable[Value]:  # noqa: ARG002 - selections are the caller's
        """Return "none of these", where that is an answer."""
        return [()] if self.none else []

    def full_answer(self, option: str, today: date) -> Value:  # noqa: ARG002 - dates count from it
        """Return the option alone."""
        return (option,)

    def describe_limits(self) -> Mapping[str, str]:
        """Return whether it has an answer for none of them."""
        return {'"none of these"': "not allowed" if self.none is None else "allowed"}
