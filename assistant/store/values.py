"""What goes through the store's door: frozen values, free of any database library.

Whatever a professional said is kept out of every `repr`, so that no log or error can show it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from msgspec import Struct

TENANT = 1
"""The one municipality of an installation; every key starts with it, so that more can follow."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A conversation that is about to begin; of the professional's token only the hash."""

    token_hash: bytes = field(repr=False)
    flow: str
    version: int
    logic: str
    language: str
    today: date
    at: datetime
    expires_at: datetime


class Unshown(Struct, frozen=True):
    """A value whose `repr` leaves out what was said, also where rich prints it, which asks a struct for its fields."""

    def __rich_repr__(self) -> list[tuple[str, object]]:
        """Return no field to print."""
        return []


class Entry(Unshown, frozen=True):
    """A turn to be kept; the hashes are of its idempotency key and of its body."""

    key_hash: bytes
    body_hash: bytes
    at: datetime
    body: bytes

    def __repr__(self) -> str:
        """Return nothing of what it keeps."""
        return f"Entry(at={self.at!r})"


class Logged(Unshown, frozen=True):
    """A turn that is kept; `seq` counts from 1."""

    seq: int
    key_hash: bytes
    body_hash: bytes
    at: datetime
    body: bytes

    def __repr__(self) -> str:
        """Return nothing of what it keeps."""
        return f"Logged(seq={self.seq}, at={self.at!r})"


@dataclass(frozen=True, slots=True)
class Sent:
    """That the conversation was handed over, the receipt given for it, and the record as it was sent."""

    at: datetime
    reference: str
    record_id: int
    receipt: bytes = field(repr=False)
    record: bytes = field(repr=False)


class Stored(Unshown, frozen=True):
    """A kept conversation; its state is the fold of its `log`."""

    id: int
    tenant: int
    flow: str
    version: int
    logic: str
    language: str
    today: date
    begun_at: datetime
    expires_at: datetime
    log: tuple[Logged, ...] = ()
    submission: Sent | None = None

    def under(self, key_hash: bytes) -> Logged | None:
        """Return the entry that was kept under an idempotency key, if there is one."""
        for logged in self.log:
            if logged.key_hash == key_hash:
                return logged
        return None

    def __repr__(self) -> str:
        """Return which conversation it is, and nothing of it."""
        return f"Stored(id={self.id}, flow={self.flow!r}, turns={len(self.log)})"


@dataclass(frozen=True, slots=True)
class Submission:
    """A record to be handed over: the bytes are its JSON, the inbox line and the receipt."""

    key_hash: bytes = field(repr=False)
    body_hash: bytes = field(repr=False)
    at: datetime
    reference: str
    team: str
    record: bytes = field(repr=False)
    summary: bytes = field(repr=False)
    receipt: bytes = field(repr=False)
    assess_by: datetime
    receipt_by: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A record as the inbox lists it."""

    id: int
    reference: str
    received_at: datetime
    assess_by: datetime
    receipt_by: datetime
    team: str
    summary: bytes = field(repr=False)
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A record that someone of the family team has opened; `opened_at` is the first time."""

    id: int
    reference: str
    received_at: datetime
    assess_by: datetime
    receipt_by: datetime
    team: str
    record: bytes = field(repr=False)
    opened_at: datetime


class TurnRow(Struct, frozen=True):
    """One sealed turn on its way to the database; `at` in microseconds since 1970."""

    tenant: int
    conversation: int
    seq: int
    at: int
    key_hash: bytes
    body: bytes
