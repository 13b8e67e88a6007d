"""Keeps a protected address where only the receiver's own system reads it.

The record has it under its own path; everything that a person reads or hears gets other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.record.model import Record

_GAP = re.compile(r"[\s,;]+")
_SHORTEST = 4  # a shorter "address" would take ordinary words with it; under its own path it is masked anyway


def protected_addresses(record: Record) -> tuple[str, ...]:
    """Return the addresses that nobody may read in `record`: none where the child's is not protected.

    The caregivers' count too: a protected child lives with one of them, and which one is not said.
    """
    if not record.child.address_protected:
        return ()
    mother = record.unborn.mother_address if record.unborn else None
    found = (record.child.address, mother, *(one.address for one in record.caregivers))
    return tuple(dict.fromkeys(address for address in found if address and address.strip()))


def masking(addresses: tuple[str, ...], instead: str) -> Callable[[str], str]:
    """Return a function that puts `instead` where a text has one of `addresses`, or its street.

    Upper and lower case, spaces, commas and line breaks don't matter.
    """
    searched = sorted({part for one in addresses for part in _searched(one)}, key=len, reverse=True)
    if not searched:
        return lambda words: words
    found = re.compile("|".join(_pattern(part) for part in searched), re.IGNORECASE)
    return lambda words: found.sub(lambda _: instead, words)


def _searched(address: str) -> tuple[str, ...]:
    street = re.split(r"[,;\n]", address.strip(), maxsplit=1)[0].strip()
    has_number = any(c.isdigit() for c in street) and any(c.isalpha() for c in street)
    parts = (address.strip(), street) if has_number else (address.strip(),)
    return tuple(part for part in parts if sum(map(str.isalnum, part)) >= _SHORTEST)


def _pattern(part: str) -> str:
    words = [re.escape(word) for word in _GAP.split(part) if word]
    return r"(?<!\w)" + r"[\s,;]+".join(words) + r"(?!\w)" if words else r"(?!)"
