"""The SQLite that the store runs on.

Python's own is as old as the machine's: mostly of a version that `safe_journal_mode` bars from
write-ahead mode, in which a turn costs half as much. So a newer one comes with us as `pysqlite3`:
the standard library's module, built on it. Python's is used if there is no build for the platform.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        from pysqlite3 import dbapi2 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["sqlite3"]

# Bytes are stored as they are. Without this the driver searches for an adapter of each value, in
# vain, and that is half of its work for a turn.
sqlite3.register_adapter(bytes, bytes)
