"""What can go wrong in the store beyond the errors that everyone knows."""

from __future__ import annotations

from assistant.errors import StoreError


class DiskFullError(StoreError):
    """The disk is full: nothing of this was kept, and writing goes on by itself once there is space."""


class SealError(StoreError):
    """A sealed value is not what was once sealed in this place: altered, moved, or under another key."""


class ConflictError(StoreError):
    """A row with that key is there already; the caller finds out whose it is."""
