"""The kind of fact whose answer is words that no condition reads: texts, names, numbers to call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from assistant.flow.model.kinds.base import Fact

OpaqueKind = Literal["text", "name", "phone", "email", "address", "cpr"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opaque(Fact):
    """A text that no guard reads; `limit` counts characters."""

    types: ClassVar[Mapping[str, str]] = {
        "text": "free text",
        "name": "a name",
        "phone": "a phone",
        "email": "an email",
        "address": "an address",
        "cpr": "a CPR number",
    }
    is_opaque = True

    kind: OpaqueKind
    limit: int

    @property
    def type(self) -> str:
        """The type as the flow file names it."""
        return self.kind

    @property
    def is_identifying(self) -> bool:
        """True for all but free text."""
        return self.kind != "text"

    @property
    def is_masked(self) -> bool:
        """True for a personal number."""
        return self.kind == "cpr"
