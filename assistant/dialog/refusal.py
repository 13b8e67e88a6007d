"""Why an answer was not accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.dialog.phrases import REFUSALS, Code

LONGEST_ID = 80  # a name that we don't know is said back no longer than this


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing to mend in an answer.

    `fact` is a fact, a repeat, `<repeat>.<row from 0>.<fact>`, or the step of a turn that came too late.
    `text` is a msgid of `phrases`; `values` are what its named places take (numbers and dates).
    """

    fact: str
    code: Code
    text: str
    values: Mapping[str, object] = field(default_factory=dict)


def refusal(fact: str, code: Code, **values: object) -> Refusal:
    """Return the refusal with this code and its sentence."""
    return Refusal(fact, code, REFUSALS[code], values)
