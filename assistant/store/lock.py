"""One process per database: a lock file beside it, let go of by the system even after a crash."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from assistant.errors import StoreError


class InstanceLock:
    """Holds `<database>.lock` until `release`.

    Raises:
        StoreError: another process (or another store in this one) has the database open.
    """

    def __init__(self, database: Path) -> None:
        self._handle = os.open(f"{database}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._handle)
            raise StoreError(
                f"{database} is in use by another running assistant; stop that one first"
            ) from None

    def release(self) -> None:
        """Let the next one in."""
        os.close(self._handle)
