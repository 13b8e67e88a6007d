"""The kinds of fact, one module each: a new kind is written there and listed here."""

from __future__ import annotations

from assistant.flow.model.kinds.base import (
    NONE,
    UNKNOWN,
    Fact,
    FactRefusal,
    Option,
    ParseContext,
    RefusalCode,
    Sampling,
    Sensitivity,
    stretch_numbers,
)
from assistant.flow.model.kinds.choice import Choice
from assistant.flow.model.kinds.day import Date, Offset, resolve_offset
from assistant.flow.model.kinds.integer import Integer
from assistant.flow.model.kinds.multi import Multi
from assistant.flow.model.kinds.opaque import Opaque, OpaqueKind, clean_text
from assistant.flow.model.kinds.yesno import YesNo

__all__ = [
    "FACT_TYPES",
    "KINDS",
    "NONE",
    "UNKNOWN",
    "AnyFact",
    "Choice",
    "Date",
    "Fact",
    "FactRefusal",
    "Integer",
    "Multi",
    "Offset",
    "Opaque",
    "OpaqueKind",
    "Option",
    "ParseContext",
    "RefusalCode",
    "Sampling",
    "Sensitivity",
    "YesNo",
    "clean_text",
    "resolve_offset",
    "stretch_numbers",
]

AnyFact = Choice | Multi | YesNo | Integer | Date | Opaque
KINDS: tuple[type[AnyFact], ...] = (Choice, Multi, YesNo, Integer, Date, Opaque)
FACT_TYPES = tuple(name for kind in KINDS for name in kind.types)
