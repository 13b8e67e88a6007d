"""The values and errors of the store's interface, free of any database library.

Values are frozen, and what a professional wrote is kept out of every `repr`, so that no log or
error message can show it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from msgspec import Struct

from assistant.errors import StoreError

TENANT = 1
"""The one municipality of an installation; every key starts with it, so that more can follow."""


@dataclass(frozen=True, slots=True)
class NewConversation:
    """A conversation that is about to begin; only the hash of the professional's token is kept."""

    token_hash: bytes = field(repr=False)
    flow: str
    version: int
    logic: str
    language: str
    today: date
    at: datetime
    expires_at: datetime


class RedactedStruct(Struct, frozen=True):
    """A value whose `repr` leaves out its content, also in rich, which reads a struct's fields."""

    def __rich_repr__(self) -> list[tuple[str, object]]:
        """Return no fields."""
        return []


class LogEntry(RedactedStruct, frozen=True):
    """A turn in a conversation's log, or about to be; with the hashes of its idempotency key and body.

    Its number is its place in the log, from 1. The same key with the same body is a retry; with
    another body it is an error.
    """

    key_hash: bytes
    body_hash: bytes
    at: datetime
    body: bytes

    def __repr__(self) -> str:
        """Return the time, and no content."""
        return f"LogEntry(at={self.at!r})"


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """A submission that was made: the receipt given for it, and the record as it was sent."""

    at: datetime
    reference: str
    record_id: int
    receipt: bytes = field(repr=False)
    record: bytes = field(repr=False)


class StoredConversation(RedactedStruct, frozen=True):
    """A conversation as it is kept: a log of turns. Its state is a replay of that log."""

    id: int
    tenant: int
    flow: str
    version: int
    logic: str
    language: str
    today: date
    begun_at: datetime
    expires_at: datetime
    log: tuple[LogEntry, ...] = ()
    submission: StoredSubmission | None = None

    def number_of(self, key_hash: bytes) -> int | None:
        """Return the number of the entry with that idempotency key, if there is one."""
        for number, entry in enumerate(self.log, 1):
            if entry.key_hash == key_hash:
                return number
        return None

    def __repr__(self) -> str:
        """Return the id, the flow and the number of turns, and no content."""
        return f"StoredConversation(id={self.id}, flow={self.flow!r}, turns={len(self.log)})"


@dataclass(frozen=True, slots=True)
class Submission:
    """A record to be handed over: its JSON, its line in the inbox, and the receipt, as bytes."""

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
class ListedRecord:
    """A record as it is listed in the inbox."""

    id: int
    reference: str
    received_at: datetime
    assess_by: datetime
    receipt_by: datetime
    team: str
    summary: bytes = field(repr=False)
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenedRecord:
    """A record that the family team has opened; `opened_at` is the first time."""

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


# The store's own errors, beyond those of `assistant.errors`.


class DiskFullError(StoreError):
    """The disk is full: nothing of this was kept. Writing resumes by itself once there is space."""


class SealError(StoreError):
    """A sealed value was altered or moved, or belongs to another key."""


class ConflictError(StoreError):
    """A row with that key exists already; the caller finds out whose it is."""
