"""Keeps a protected address where only the receiver's own system reads it.

The record has it under its own path; everything that a person reads or hears gets other words. Whoever does
not know whether an address is protected is taken to say that it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.record.model import Record

PROTECTING = ("child.address_protected", "unborn.address_protected")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_GAP = r"[\W_]*(?:(?:nr|no|nummer)\b[\W_]*)?"  # "Prøvevej 4", "prøvevej nr. 4", "Prøvevej4"
_LETTER = r"[^\W\d_]?"  # "4B" is the same house to whoever looks for it
_SHORTEST = 4  # a shorter "address" would take ordinary words with it; under its own path it is masked anyway


def hidden_paths(record: Record) -> frozenset[str]:
    """Return the paths of the addresses in `record` that nobody may read.

    The caregivers' count where the child's is protected: the child lives with one of them, and which one is not
    said. A mother's counts unless somebody said that it is not protected.
    """
    child, unborn = record.child, record.unborn
    unsure = record.empty.get("child.address_protected") == "unknown"
    if child.address_protected or unsure or (unborn and unborn.address_protected):
        return frozenset({"child.address", "unborn.mother_address", "caregivers.address"})
    if unborn and unborn.address_protected is None:
        return frozenset({"unborn.mother_address"})
    return frozenset()


def protected_addresses(record: Record) -> tuple[str, ...]:
    """Return the addresses that nobody may read in `record`; none where none is protected."""
    hidden = hidden_paths(record)
    found = (words for path, words in _addresses(record) if path in hidden)
    return tuple(dict.fromkeys(words for words in found if words and words.strip()))


def masking(addresses: tuple[str, ...], instead: str) -> Callable[[str], str]:
    """Return a function that puts `instead` where a text has one of `addresses`, or its street and number.

    Upper and lower case, spaces, signs, line breaks and a "nr." before the number don't matter.
    """
    searched = {part for one in addresses for part in _searched(one)}
    if not searched:
        return lambda words: words
    longest_first = sorted(searched, key=lambda part: (-len("".join(part)), part))
    found = re.compile("|".join(map(_pattern, longest_first)), re.IGNORECASE)
    return lambda words: found.sub(lambda _: instead, words)


def _addresses(record: Record) -> Iterator[tuple[str, str | None]]:
    yield "child.address", record.child.address
    if record.unborn:
        yield "unborn.mother_address", record.unborn.mother_address
    yield from (("caregivers.address", one.address) for one in record.caregivers)


def _searched(address: str) -> Iterator[tuple[str, ...]]:
    """Yield the words to look for: of the whole address, of its street line, and up to the house number."""
    street = _words(re.split(r"[,;\n]", address.strip(), maxsplit=1)[0])
    yield from _long_enough(_words(address))
    numbers = [n for n, word in enumerate(street) if word.isdigit() and n]
    if numbers:
        yield from _long_enough(street)
        yield from _long_enough(street[: numbers[0] + 1])


def _long_enough(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if sum(map(len, words)) >= _SHORTEST:
        yield words


def _words(address: str) -> tuple[str, ...]:
    """Return the runs of letters and of digits, without a "nr." before a number."""
    found = _WORD.findall(address)
    following = (*found[1:], "")
    pairs = zip(found, following, strict=True)
    return tuple(
        a for a, b in pairs if not (b.isdigit() and a.casefold() in {"nr", "no", "nummer"})
    )


def _pattern(words: tuple[str, ...]) -> str:
    letter = _LETTER if words[-1].isdigit() else ""
    return r"(?<!\w)" + _GAP.join(map(re.escape, words)) + letter + r"(?!\w)"
