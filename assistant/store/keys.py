"""The key file and the data keys that its keys wrap.

A key-encryption key never leaves this module; each conversation and record has a data key of its
own, kept in the database only wrapped (AES key wrap). Losing the wrapped key is losing the content,
which is what erasing means.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from assistant.errors import StoreError
from assistant.store.errors import SealError
from assistant.store.folder import make_folder, sync_folder
from assistant.store.sealing import Sealer

_FIRST_LINE = "assistant-keys 1"
_ADVICE = "# Newest key first. Whoever has this file and the database can read everything: keep them apart in backups."
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A data key as the database keeps it: wrapped by the key-encryption key named `kek`."""

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

    def check(self, name: str) -> bytes:
        """Return what tells this key from another of the same name, and nothing else about it."""
        return aes_key_wrap(self._keks[name], bytes(_KEY_BYTES))

    def new_key(self, key_id: int) -> tuple[WrappedKey, Sealer]:
        """Return a fresh data key, wrapped and ready to seal."""
        key = AESGCM.generate_key(256)
        return WrappedKey(
            key_id, self._newest, aes_key_wrap(self._keks[self._newest], key)
        ), Sealer(key_id, key)

    def sealer(self, key: WrappedKey) -> Sealer:
        """Return the sealer of a wrapped data key.

        Raises:
            SealError: its key-encryption key is not in the key file, or the wrapped key was altered.
        """
        if key.kek not in self._keks:
            raise SealError(f"the key file has no key {key.kek!r}")
        try:
            return Sealer(key.id, aes_key_unwrap(self._keks[key.kek], key.wrapped))
        except InvalidUnwrap:
            raise SealError(f"a data key wrapped by {key.kek!r} was altered") from None


def keyring(path: Path) -> Keyring:
    """Return the keys of the file at `path`; a file that is not there is made, readable by its owner only.

    Raises:
        StoreError: others can read the file, or it is not a key file.
    """
    if not path.exists():
        _make(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise StoreError(f"{path}: others can read the key file; run: chmod 600 {path}")
    return Keyring(_parsed(path))


def _make(path: Path) -> None:
    """Make the file under another name and give it its own once it is whole, never over one that is there."""
    make_folder(path.parent)
    key = base64.b64encode(AESGCM.generate_key(256)).decode()
    words = f"{_FIRST_LINE}\n{_ADVICE}\n{secrets.token_hex(4)} {key}\n"
    handle, new = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(words)
            file.flush()
            os.fsync(file.fileno())
        os.link(new, path)
    finally:
        Path(new).unlink()
    sync_folder(path.parent)  # else data could be kept under a key that is lost


def _parsed(path: Path) -> dict[str, bytes]:
    first, *lines = path.read_text("ascii", "replace").splitlines() or [""]
    pairs = [line.split() for line in lines if line and not line.startswith("#")]
    try:
        keks = {name: base64.b64decode(key, validate=True) for name, key in pairs}
    except (ValueError, binascii.Error):
        keks = {}
    if first != _FIRST_LINE or not keks or any(len(key) != _KEY_BYTES for key in keks.values()):
        raise StoreError(
            f"{path}: not a key file of this assistant; restore it from where you keep it safe"
        )
    return keks
