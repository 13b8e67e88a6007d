"""A house for the store's tests: an empty folder, and whatever opens a store in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from assistant.store.conversations import (
    Conversations,
    LogEntry,
    NewConversation,
    StoredConversation,
    Submission,
)
from assistant.store.encryption import Keyring, load_keyring
from assistant.store.port import Store
from assistant.store.records import RecordInbox
from assistant.store.sqlite import SqliteStore

NOW = datetime(2026, 11, 23, 9, 30, 0, 123456, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
EXPIRES = NOW + timedelta(hours=72)
LAW_DAY = timedelta(hours=24)

STORES: dict[str, Callable[[Path], Store]] = {
    "sqlite-truncate": partial(SqliteStore, journal="truncate"),
    "sqlite-wal": partial(SqliteStore, journal="wal"),
}
"""Every store there is, as what opens it in a file or folder."""


def digest(words: str) -> bytes:
    return hashlib.sha256(words.encode()).digest()


def beginning(token: str) -> NewConversation:
    return NewConversation(
        token_hash=digest(token),
        flow="concern",
        version=3,
        logic="ab" * 32,
        language="da",
        today=date(2026, 11, 23),
        at=NOW,
        expires_at=EXPIRES,
    )


def entry(key: str, words: str = "bruises", at: datetime = LATER) -> LogEntry:
    return LogEntry(digest(key), digest(words), at, words.encode())


def submission(reference: str = "K7-2F3", at: datetime = LATER) -> Submission:
    return Submission(
        key_hash=digest(f"send {reference}"),
        body_hash=digest("send"),
        at=at,
        reference=reference,
        team="north",
        record=b'{"child": "canary-record"}',
        summary=b"canary-summary",
        receipt=b'{"receipt": "canary-receipt"}',
        assess_by=at + LAW_DAY,
        receipt_by=at + 6 * LAW_DAY,
    )


@dataclass
class House:
    """A store with its keys, and doors to it; a second door has a cache of its own, like another node."""

    store: Store
    folder: Path
    keys: Keyring = field(init=False)
    conversations: Conversations = field(init=False)
    records: RecordInbox = field(init=False)

    def __post_init__(self) -> None:
        self.keys = load_keyring(self.folder / "keys" / "store.key")
        self.conversations = self.door()
        self.records = RecordInbox(self.store, self.keys)

    @property
    def database(self) -> Path:
        return self.folder / "data" / "assistant.db"

    def door(self, held: int = 2000) -> Conversations:
        return Conversations(self.store, self.keys, cache_size=held)

    async def begin(self, name: str = "token") -> StoredConversation:
        return await self.conversations.begin(beginning(name))

    async def count(self, table: str) -> int:
        counted = sa.text(f"SELECT count(*) FROM {table}")  # the tests' own words  # noqa: S608
        return int(await self.store.read(lambda conn: conn.execute(counted).scalar_one()))

    async def run(self, statement: str) -> None:
        await self.store.write(lambda conn: conn.exec_driver_sql(statement).close())

    def bytes_at_rest(self) -> bytes:
        """Return all that stands in the data folder's files, one after the other."""
        files = sorted(each for each in self.database.parent.iterdir() if each.is_file())
        return b"\n".join(each.read_bytes() for each in files)


async def find_stored(
    door: Conversations, name: str = "token", now: datetime = LATER
) -> StoredConversation:
    """Return a conversation that must be there."""
    stored = await door.find(digest(name), now)
    assert stored is not None
    return stored


def record_id_of(stored: StoredConversation) -> int:
    """Return the record of a conversation that must have been handed over."""
    assert stored.submission is not None
    return stored.submission.record_id
