"""Sealed values: AES-256-GCM, bound to their place in the database.

Envelope: version (1 byte) | key id (8) | nonce (12) | ciphertext and tag. The associated data is
`tenant|table|column|row id|version`, so a value that was moved, altered or opened with another key
is refused; an unknown version is an error and never taken for plaintext.
"""

from __future__ import annotations

import os
import struct
from bisect import bisect_left

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from assistant.store.errors import SealError

VERSION = 1
BUCKETS = (256, 1024, 4096, 16384, 65536)
"""Plaintexts are padded to one of these lengths (or a multiple of the last), so a size says little."""

_NONCE = 12
_NONCES_AT_ONCE = 256
_HEAD = struct.Struct(">BQ")
_LENGTH = struct.Struct(">I")


class Place(Struct, frozen=True):
    """Where a sealed value stands; `row` is the row's id within the tenant's table."""

    tenant: int
    table: str
    column: str
    row: str

    @property
    def bound(self) -> bytes:
        """The associated data of a value in this place."""
        return f"{self.tenant}|{self.table}|{self.column}|{self.row}|{VERSION}".encode()


class _Nonces:
    """Random nonces, taken from the system many at a time: asking for each would be half the cost of sealing.

    Each is given once, whichever thread asks; a forked child starts with none.
    """

    def __init__(self) -> None:
        self._left: list[bytes] = []
        os.register_at_fork(after_in_child=self._left.clear)

    def next(self) -> bytes:
        """Return a nonce that nobody else gets."""
        try:
            return self._left.pop()
        except IndexError:
            fresh = os.urandom(_NONCE * _NONCES_AT_ONCE)
            *spare, nonce = (fresh[at : at + _NONCE] for at in range(0, len(fresh), _NONCE))
            self._left.extend(spare)
            return nonce


_NONCES = _Nonces()


class Sealer:
    """Seals and opens the values of one conversation or record with its data key."""

    __slots__ = ("_cipher", "_head", "_key_id")

    def __init__(self, key_id: int, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._key_id = key_id
        self._head = _HEAD.pack(VERSION, key_id)

    def seal(self, plain: bytes, place: Place) -> bytes:
        """Return the envelope of `plain`, bound to `place`."""
        nonce = _NONCES.next()
        return self._head + nonce + self._cipher.encrypt(nonce, _padded(plain), place.bound)

    def open(self, envelope: bytes, place: Place) -> bytes:
        """Return what was sealed.

        Raises:
            SealError: the envelope is of another version or key, was altered, or belongs elsewhere.
        """
        if envelope[: _HEAD.size] != self._head:
            raise SealError(f"{place.table}.{place.column}: another format version or key")
        start = _HEAD.size + _NONCE
        try:
            padded = self._cipher.decrypt(
                envelope[_HEAD.size : start], envelope[start:], place.bound
            )
        except (InvalidTag, ValueError):
            raise SealError(
                f"{place.table}.{place.column}: not what was sealed in this place"
            ) from None
        return _bare(padded)


def _padded(plain: bytes) -> bytes:
    needed = len(plain) + _LENGTH.size
    bucket = bisect_left(BUCKETS, needed)
    size = BUCKETS[bucket] if bucket < len(BUCKETS) else -(-needed // BUCKETS[-1]) * BUCKETS[-1]
    return (_LENGTH.pack(len(plain)) + plain).ljust(size, b"\0")


def _bare(padded: bytes) -> bytes:
    (length,) = _LENGTH.unpack_from(padded)
    return padded[_LENGTH.size : _LENGTH.size + length]
