"""The kind of fact whose answer is words that no condition reads: texts, names, numbers to call."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from assistant.flow.model.basics import Value
from assistant.flow.model.kinds.base import (
    UNKNOWN,
    Fact,
    FactRefusal,
    Limits,
    ParseContext,
    Sampling,
)
from assistant.flow.model.kinds.cpr import mask_cpr, parse_cpr

OpaqueKind = Literal["text", "name", "phone", "email", "address", "cpr"]

PHONE_DIGITS = 6  # the fewest that a number to be called back on has

_MULTILINE = ("text", "address")  # the kinds that may have several lines
_MAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")

_SAMPLES: Mapping[OpaqueKind, str] = {
    "text": "Noget",
    "name": "Kim",
    "phone": "12345678",
    "email": "a@b.dk",
    "address": "Vej 1",
    "cpr": "010100-4000",
}
_EXAMPLES: Mapping[str, str] = {
    "text": "Eksempel",
    "name": "Eksempel Eksempelsen",
    "phone": "00000000",
    "email": "navn@example.dk",
    "address": "Eksempelvej 1",
}  # what a case says where words are asked for; nobody's number


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

    def parse(self, raw: object, context: ParseContext) -> Value | FactRefusal:
        """Return the words, cleaned; a personal number that is sent back masked stays as it was.

        They are checked leniently: a doubtful phone number or address is better than a professional
        who gives up.
        """
        if not isinstance(raw, str):
            return self._refuse_form()
        clean = clean_text(raw, lines=self.kind in _MULTILINE)
        if len(clean) > self.limit:
            return FactRefusal("too_long", {"limit": self.limit})
        match self.kind:
            case "cpr":
                known = context.texts_given(self.id)  # numbers that the mask may hide
                return (
                    _find_masked(clean, known)
                    or parse_cpr(clean, context.today)
                    or self._refuse_form()
                )
            case "email":
                return clean if _MAIL.fullmatch(clean) else self._refuse_form()
            case "phone":
                digits = sum(character.isdigit() for character in clean)
                return clean if digits >= PHONE_DIGITS else self._refuse_form()
            case _:
                return clean

    def _refuse_form(self) -> FactRefusal:
        """Return the refusal of an answer that does not have the form of the kind."""
        match self.kind:
            case "phone":
                return FactRefusal("phone", {"number": PHONE_DIGITS})
            case "cpr" | "email":
                return FactRefusal(self.kind)
            case _:
                return FactRefusal("not_a_text")

    def to_json(self, value: Value) -> object:
        """Return the words; a personal number is masked."""
        return mask_cpr(value) if self.is_masked and isinstance(value, str) else value

    def limits(self, today: date) -> Limits:  # noqa: ARG002 - it is fixed
        """Return the most characters."""
        return None, self.limit

    def samples(self, sampling: Sampling) -> Iterable[Value]:  # noqa: ARG002 - nothing reads it
        """Return some words: no condition can tell them from others."""
        return [_SAMPLES[self.kind][: self.limit]]

    def full_answer(self, option: str, today: date) -> Value:  # noqa: ARG002 - there are none
        """Return some words."""
        return _SAMPLES[self.kind][: self.limit]

    def scripted(self, value: Value) -> Value:
        """Return an example, never a copy of the words; a personal number has none."""
        if not isinstance(value, str) or value == UNKNOWN:
            return value
        example = _EXAMPLES.get(self.kind, value)
        return example if len(example) <= self.limit else value

    def describe_limits(self) -> Mapping[str, str]:
        """Return the most characters."""
        return {"characters": str(self.limit)}


def clean_text(words: str, *, lines: bool) -> str:
    """Return the words without control characters, lone surrogates and space at the ends."""
    text = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate becomes "?"
    if text.isprintable():
        return text.strip() if lines else " ".join(text.split())
    if not lines:
        return " ".join("".join(c if _is_printable(c) else " " for c in text).split())
    return "".join(c for c in text if c in "\n\t" or _is_printable(c)).strip()


def _is_printable(character: str) -> bool:
    # Cc: control characters; Cs: surrogates; Cn: code points that are not assigned.
    return unicodedata.category(character) not in ("Cc", "Cs", "Cn")


def _find_masked(words: str, known: tuple[str, ...]) -> str | None:
    fitting = {number for number in known if mask_cpr(number) == words}
    # Two numbers of one birthday have the same mask: then the mask says nothing, and is refused.
    return fitting.pop() if len(fitting) == 1 else None
