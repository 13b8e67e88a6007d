"""What is kept in memory, in no more of it than it needs."""

from __future__ import annotations


def fitting(written: bytes) -> bytes:
    """Return the same bytes alone; what orjson writes stands in a buffer of 4 KiB as long as it lives."""
    return bytes(memoryview(written))
