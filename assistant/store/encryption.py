"""Envelope encryption: key file, keyring, wrapped data keys, sealed values.

Theory of operation. There are two levels of keys. Each conversation and each record has a data key
of its own, which seals its content with AES-256-GCM. A data key is stored in the database only
wrapped (AES key wrap, RFC 3394) by a key-encryption key (KEK); KEKs stand in the key file, outside
the database, and never leave this module. Three things follow:

- A stolen database cannot be read without the key file.
- Erasing is deleting one wrapped key (crypto-shredding): without it the content is noise wherever a
  copy of it still stands. A backup made before has the wrapped key as well, so backups must expire.
- Keys are rotated by putting a new KEK first in the file: new data keys are wrapped by it, old ones
  still name the KEK that unwraps them.

A sealed value is also bound to its place: tenant, table, column and row are the associated data of
the authenticated encryption. A value that was altered, moved to another row or opened with another
key is refused.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
import struct
import tempfile
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from msgspec import Struct

from assistant.errors import StoreError
from assistant.store.folder import make_folder, sync_folder
from assistant.store.values import SealError

_FIRST_LINE = "assistant-keys 1"
_KEY_FILE_ADVICE = "# Newest key first. Anyone who has both this file and the database can read everything: keep them apart in backups."
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A data key as it is stored: wrapped by the key-encryption key named `kek`."""

    id: int
    kek: str
    wrapped: bytes = field(repr=False)


class Keyring:
    """The key-encryption keys by name, newest first; new data keys are wrapped by the newest."""

    def __init__(self, keks: Mapping[str, bytes]) -> None:
        self._keks = dict(keks)
        self._newest = next(iter(self._keks))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the keys, newest first."""
        return tuple(self._keks)

    def check_value(self, name: str) -> bytes:
        """Return the key check value, which tells this key from another of the same name.

        It is a wrapped block of zeros: it says nothing else about the key.
        """
        return aes_key_wrap(self._keks[name], bytes(_KEY_BYTES))

    def new_key(self, key_id: int) -> tuple[WrappedKey, Sealer]:
        """Return a new data key, wrapped, and its sealer."""
        key = AESGCM.generate_key(256)
        return WrappedKey(
            key_id, self._newest, aes_key_wrap(self._keks[self._newest], key)
        ), Sealer(key_id, key)

    def sealer(self, key: WrappedKey) -> Sealer:
        """Return the sealer of a wrapped data key.

        Raises:
            SealError: the key file lacks its key-encryption key, or the wrapped key was altered.
        """
        if key.kek not in self._keks:
            raise SealError(f"the key file does not contain the key {key.kek!r}")
        try:
            return Sealer(key.id, aes_key_unwrap(self._keks[key.kek], key.wrapped))
        except InvalidUnwrap:
            raise SealError(f"a data key wrapped by {key.kek!r} has been altered") from None


def load_keyring(path: Path) -> Keyring:
    """Return the keys of the file at `path`; if there is none, it is made, for its owner only.

    Raises:
        StoreError: others can read the file, or it is not a key file.
    """
    if not path.exists():
        _write_key_file(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise StoreError(f"{path}: other users can read the key file; run: chmod 600 {path}")
    return Keyring(_parse_key_file(path))


def _write_key_file(path: Path) -> None:
    """Write a new key file, durably and atomically, never over an existing one.

    It is written under another name and linked to its own once it is on the disk; `link`, unlike
    `rename`, fails if the name exists.
    """
    make_folder(path.parent)
    key = base64.b64encode(AESGCM.generate_key(256)).decode()
    words = f"{_FIRST_LINE}\n{_KEY_FILE_ADVICE}\n{secrets.token_hex(4)} {key}\n"
    handle, new = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(words)
            file.flush()
            os.fsync(file.fileno())
        os.link(new, path)
    finally:
        Path(new).unlink()
    sync_folder(path.parent)  # else data could be sealed under a key that a power cut takes


def _parse_key_file(path: Path) -> dict[str, bytes]:
    first, *lines = path.read_text("ascii", "replace").splitlines() or [""]
    pairs = [line.split() for line in lines if line and not line.startswith("#")]
    try:
        keks = {name: base64.b64decode(key, validate=True) for name, key in pairs}
    except (ValueError, binascii.Error):
        keks = {}
    if first != _FIRST_LINE or not keks or any(len(key) != _KEY_BYTES for key in keks.values()):
        raise StoreError(
            f"{path} is not a key file of this assistant; restore it from your safe copy"
        )
    return keks


# Sealed values: AES-256-GCM, bound to their cell of the database.
#
# Envelope: version (1 byte) | key id (8) | nonce (12) | ciphertext and tag. The associated data is
# `tenant|table|column|row id|version`. An unknown version is an error, never taken for plaintext.

ENVELOPE_VERSION = 1
BUCKETS = (256, 1024, 4096, 16384, 65536)
"""Plaintexts are padded to one of these sizes, or a multiple of the last: a size says little."""

_NONCE_BYTES = 12
_NONCES_PER_FETCH = 256
_HEADER = struct.Struct(">BQ")
_LENGTH = struct.Struct(">I")


class Cell(Struct, frozen=True):
    """The cell in which a sealed value stands; `row` is the row's id within the tenant's table."""

    tenant: int
    table: str
    column: str
    row: str

    @property
    def associated_data(self) -> bytes:
        """The associated data of a value in this cell."""
        return f"{self.tenant}|{self.table}|{self.column}|{self.row}|{ENVELOPE_VERSION}".encode()


class _NoncePool:
    """Random nonces, fetched from the system many at a time.

    Fetching each by itself would be half the cost of sealing. A nonce must never be used twice with
    a key: `list.pop` is atomic, so each goes to one thread, and a forked child starts with none.
    """

    def __init__(self) -> None:
        self._pool: list[bytes] = []
        os.register_at_fork(after_in_child=self._pool.clear)

    def next(self) -> bytes:
        """Return a nonce that no other caller gets."""
        try:
            return self._pool.pop()
        except IndexError:
            fresh = os.urandom(_NONCE_BYTES * _NONCES_PER_FETCH)
            *spare, nonce = (
                fresh[at : at + _NONCE_BYTES] for at in range(0, len(fresh), _NONCE_BYTES)
            )
            self._pool.extend(spare)
            return nonce


_NONCES = _NoncePool()


class Sealer:
    """Seals and opens the values of one conversation or record with its data key."""

    __slots__ = ("_cipher", "_header", "_key_id")

    def __init__(self, key_id: int, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._key_id = key_id
        self._header = _HEADER.pack(ENVELOPE_VERSION, key_id)

    def seal(self, plain: bytes, cell: Cell) -> bytes:
        """Return the envelope of `plain`, bound to the cell `place`."""
        nonce = _NONCES.next()
        return self._header + nonce + self._cipher.encrypt(nonce, _pad(plain), cell.associated_data)

    def open(self, envelope: bytes, cell: Cell) -> bytes:
        """Return the plaintext.

        Raises:
            SealError: the envelope is of another version or key, was altered, or belongs elsewhere.
        """
        if envelope[: _HEADER.size] != self._header:
            raise SealError(f"{cell.table}.{cell.column}: unknown format version, or the wrong key")
        start = _HEADER.size + _NONCE_BYTES
        try:
            padded = self._cipher.decrypt(
                envelope[_HEADER.size : start], envelope[start:], cell.associated_data
            )
        except (InvalidTag, ValueError):
            raise SealError(
                f"{cell.table}.{cell.column}: altered, or sealed for another place"
            ) from None
        return _unpad(padded)


def _pad(plain: bytes) -> bytes:
    # The true length in front, zeros behind: both are inside the ciphertext.
    needed = len(plain) + _LENGTH.size
    bucket = bisect_left(BUCKETS, needed)
    size = BUCKETS[bucket] if bucket < len(BUCKETS) else -(-needed // BUCKETS[-1]) * BUCKETS[-1]
    return (_LENGTH.pack(len(plain)) + plain).ljust(size, b"\0")


def _unpad(padded: bytes) -> bytes:
    (length,) = _LENGTH.unpack_from(padded)
    return padded[_LENGTH.size : _LENGTH.size + length]
