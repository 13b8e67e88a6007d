"""The SQLite that the store runs on.

Python's own is as old as the machine's: most are of the versions that `journal_rule` keeps out of
write-ahead mode, where a turn costs half as much. So a newer one comes with us as `pysqlite3`, the standard
library's own module built on it; where there is none for the platform, Python's is used.
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

# Bytes are kept as they are. Unless told, the driver looks for how to adapt each value, in vain: half of what it does for a turn.
sqlite3.register_adapter(bytes, bytes)
