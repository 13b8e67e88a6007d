"""How SQLite journals: which mode is safe on which version, and the settings of every connection."""

from __future__ import annotations

from typing import Literal

from assistant.errors import StoreError
from assistant.store.driver import sqlite3

Journal = Literal["wal", "truncate"]

_FIXED = (3, 51, 3)
_WITHDRAWN = (3, 52, 0)
_FIXED_BRANCHES = {(3, 50): 7, (3, 44): 6}

BUSY_MS = 5000

_PRAGMAS = (
    "synchronous = FULL",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "cell_size_check = ON",
)


def journal_rule(version: tuple[int, int, int]) -> Journal:
    """Return the journal mode for a SQLite version.

    SQLite 3.7.0 to 3.51.2 can lose commits in WAL mode with two or more connections; 3.51.3 mends
    that (3.52.0 was withdrawn), as do 3.50.7 and 3.44.6. Elsewhere a truncated rollback journal is as
    safe against a power cut, and only slower.
    """
    mended = _FIXED_BRANCHES.get(version[:2])
    fixed = version >= _FIXED and version != _WITHDRAWN
    return "wal" if fixed or (mended is not None and version[2] >= mended) else "truncate"


def settle(driver: sqlite3.Connection, journal: Journal) -> None:
    """Give a fresh connection its settings.

    Raises:
        StoreError: the file system can't do that journal mode.
    """
    driver.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    (got,) = driver.execute(f"PRAGMA journal_mode = {journal}").fetchone()
    if got != journal:
        raise StoreError(
            f"SQLite keeps its journal as {got!r} here, not {journal!r}; use a local disk"
        )
    for pragma in _PRAGMAS:
        driver.execute(f"PRAGMA {pragma}")
