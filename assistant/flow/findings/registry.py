"""Codes and wordings: how a module declares, beside its code, what it can find.

    X07 = note("X07", "Options that come to the same").says("…", fix="…")

Declaring enters the code in the registry, from which `assistant explain` and the tests read. So the
registry is whole once everything that `assistant check` runs is imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding; its long story is the page `explain/CODE.md`."""

    name: str
    severity: Severity
    title: str

    def says(self, sentence: str, *, fix: str | None = None, variant: str = "") -> Wording:
        """Declare a sentence of this code, and the fix where one is always right."""
        wording = Wording(self, variant, sentence, fix)
        if WORDINGS.setdefault(wording.key, wording) != wording:
            raise ValueError(f"{wording.key} is declared twice")
        return wording


@dataclass(frozen=True, slots=True)
class Wording:
    """One sentence of a code, as an author reads it, with holes to be filled."""

    code: Code
    variant: str
    sentence: str
    fix: str | None

    @property
    def key(self) -> str:
        """`CODE`, or `CODE/variant` where the code has several sentences."""
        return f"{self.code.name}/{self.variant}" if self.variant else self.code.name


# The registry. It is filled while modules are imported and only read afterwards.
CODES: dict[str, Code] = {}
WORDINGS: dict[str, Wording] = {}


def error(name: str, title: str) -> Code:
    """Declare a code whose findings keep a file from being used."""
    return _register(Code(name, "error", title))


def warning(name: str, title: str) -> Code:
    """Declare a code whose findings an author ought to mend."""
    return _register(Code(name, "warning", title))


def note(name: str, title: str) -> Code:
    """Declare a code whose findings an author ought to know of."""
    return _register(Code(name, "note", title))


def _register(code: Code) -> Code:
    # a module imported anew (under mutation, say) declares the same again, which is harmless
    if CODES.setdefault(code.name, code) != code:
        raise ValueError(f"{code.name} is declared twice")
    return code


def read_explanation(code: str) -> str:
    """Return the long story of a finding: why, before, after.

    Raises:
        KeyError: no finding has that code.
    """
    if code not in CODES:
        raise KeyError(code)
    page = resources.files("assistant.flow") / "explain" / f"{code}.md"
    return page.read_text(encoding="utf-8")
