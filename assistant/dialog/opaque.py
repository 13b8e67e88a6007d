"""Texts, names, phone numbers, mail and postal addresses, personal numbers: cleaned and checked leniently.

A doubtful phone number or address is better than a professional who gives up, so little is refused.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from assistant.dialog.cpr import cpr, masked
from assistant.dialog.refusal import Refusal, refusal
from assistant.flow.model import Opaque

PHONE_DIGITS = 6  # the fewest that a number to be called back on has

_LINES = ("text", "address")  # the kinds that may have several lines
_MAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")


def opaque(fact: Opaque, words: str, today: date, known: tuple[str, ...]) -> str | Refusal:
    """Return the cleaned words, or why they are refused.

    `known` are the answers given to this fact before: a personal number that is sent back masked stays.
    """
    clean = cleaned(words, lines=fact.kind in _LINES)
    if len(clean) > fact.limit:
        return refusal(fact.id, "too_long", limit=fact.limit)
    match fact.kind:
        case "cpr":
            number = _unmasked(clean, known) or cpr(clean, today)
            return number or misfit(fact)
        case "email":
            return clean if _MAIL.fullmatch(clean) else misfit(fact)
        case "phone":
            digits = sum(character.isdigit() for character in clean)
            return clean if digits >= PHONE_DIGITS else misfit(fact)
        case _:
            return clean


def misfit(fact: Opaque) -> Refusal:
    """Return the refusal of what has not the form of the fact's kind."""
    match fact.kind:
        case "phone":
            return refusal(fact.id, "phone", number=PHONE_DIGITS)
        case "cpr" | "email":
            return refusal(fact.id, fact.kind)
        case _:
            return refusal(fact.id, "not_a_text")


def cleaned(words: str, *, lines: bool) -> str:
    """Return the words without control characters, half characters and space at the ends."""
    text = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.encode("utf-8", "replace").decode("utf-8")
    if text.isprintable():
        return text.strip() if lines else " ".join(text.split())
    if not lines:
        return " ".join("".join(c if _prints(c) else " " for c in text).split())
    return "".join(c for c in text if c in "\n\t" or _prints(c)).strip()


def _prints(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs", "Cn")


def _unmasked(words: str, known: tuple[str, ...]) -> str | None:
    fitting = {number for number in known if masked(number) == words}
    return fitting.pop() if len(fitting) == 1 else None
