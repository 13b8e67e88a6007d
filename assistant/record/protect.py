"""Masks protected addresses in everything that a person reads or hears.

The address stands in the record under its own path only, for the receiver's own system. "Don't
know" counts as protected.

Free text is searched as well: for the whole address, for its street line, and for the street with
the house number. Each is compared token by token, so that case, punctuation and "nr." don't matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.record.contents import Record

PROTECTION_PATHS = ("child.address_protected", "unborn.address_protected")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_NUMBER_GAP = r"[\W_]*(?:(?:nr|no|nummer)\b[\W_]*)?"  # "Prøvevej 4", "prøvevej nr. 4", "Prøvevej4"
_LETTER_SUFFIX = r"[^\W\d_]?"  # "4B" would lead to the same house
# A shorter "address" would match ordinary words; under its own path it is masked anyway.
_MIN_LETTERS = 4


def hidden_paths(record: Record) -> frozenset[str]:
    """Return the paths of the protected addresses in `record`.

    If the child's address is protected, so are the caregivers': the child lives with one of them,
    and the record does not say which. An expectant mother's address is protected unless somebody
    said that it is not.
    """
    child, unborn = record.child, record.unborn
    unsure = record.empty.get("child.address_protected") == "unknown"
    if child.address_protected or unsure or (unborn and unborn.address_protected):
        return frozenset({"child.address", "unborn.mother_address", "caregivers.address"})
    if unborn and unborn.address_protected is None:
        return frozenset({"unborn.mother_address"})
    return frozenset()


def protected_addresses(record: Record) -> tuple[str, ...]:
    """Return the texts of the protected addresses in `record`."""
    hidden = hidden_paths(record)
    found = (words for path, words in _addresses(record) if path in hidden)
    return tuple(dict.fromkeys(words for words in found if words and words.strip()))


def make_mask(addresses: tuple[str, ...], instead: str) -> Callable[[str], str]:
    """Return a function that replaces `addresses`, or their street and number, by `instead`.

    Case, white space, punctuation, line breaks and a "nr." before the number are ignored.
    """
    sequences = {part for one in addresses for part in _token_sequences(one)}
    if not sequences:
        return lambda words: words
    # Alternatives are tried in order, and the whole address must win over its own street.
    longest_first = sorted(sequences, key=lambda part: (-len("".join(part)), part))
    found = re.compile("|".join(map(_sequence_pattern, longest_first)), re.IGNORECASE)
    return lambda words: found.sub(lambda _: instead, words)


def _addresses(record: Record) -> Iterator[tuple[str, str | None]]:
    yield "child.address", record.child.address
    if record.unborn:
        yield "unborn.mother_address", record.unborn.mother_address
    yield from (("caregivers.address", one.address) for one in record.caregivers)


def _token_sequences(address: str) -> Iterator[tuple[str, ...]]:
    """Yield token sequences to look for: the whole address, its street line, street and number."""
    street = _tokens(re.split(r"[,;\n]", address.strip(), maxsplit=1)[0])
    yield from _long_enough(_tokens(address))
    numbers = [n for n, word in enumerate(street) if word.isdigit() and n]
    if numbers:
        yield from _long_enough(street)
        yield from _long_enough(street[: numbers[0] + 1])


def _long_enough(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if sum(map(len, words)) >= _MIN_LETTERS:
        yield words


def _tokens(address: str) -> tuple[str, ...]:
    """Return the runs of letters and of digits, leaving out a "nr." before a number."""
    found = _WORD.findall(address)
    following = (*found[1:], "")
    pairs = zip(found, following, strict=True)
    return tuple(
        a for a, b in pairs if not (b.isdigit() and a.casefold() in {"nr", "no", "nummer"})
    )


def _sequence_pattern(words: tuple[str, ...]) -> str:
    letter = _LETTER_SUFFIX if words[-1].isdigit() else ""
    return r"(?<!\w)" + _NUMBER_GAP.join(map(re.escape, words)) + letter + r"(?!\w)"
