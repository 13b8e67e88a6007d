"""A process that keeps many conversations going and says of each turn that it was kept, until it is killed.

    python talker.py DATABASE KEY_FILE RUN after|before

With `before` it says so before it is true: the control that shows that the test would notice.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path

from assistant.store.conversations import Conversations, LogEntry, NewConversation
from assistant.store.opening import open_store

CONVERSATIONS = 40
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def digest(words: str) -> bytes:
    return sha256(words.encode()).digest()


def beginning(token: str) -> NewConversation:
    at = NOW + timedelta(seconds=int(token.split(".", maxsplit=1)[0]))
    day, until = date(2026, 11, 23), NOW + timedelta(hours=72)
    return NewConversation(digest(token), "concern", 1, "logic", "da", day, at, until)


def entry(token: str, seq: int) -> LogEntry:
    words = f"canary {token} {seq}"
    return LogEntry(digest(f"key {words}"), digest(words), NOW, words.encode())


async def talk(door: Conversations, token: str, *, early: bool) -> None:
    stored = await door.begin(beginning(token))
    for seq in count(1):
        if early:
            say(token, seq)
        stored = await door.append(stored, entry(token, seq))
        if not early:
            say(token, seq)


def say(token: str, seq: int) -> None:
    os.write(sys.stdout.fileno(), f"{token} {seq}\n".encode())


async def main(database: str, key_file: str, run: str, when: str) -> None:
    store, keys = await open_store(Path(database), Path(key_file))
    door = Conversations(store, keys)
    async with asyncio.TaskGroup() as talks:
        for each in range(CONVERSATIONS):
            talks.create_task(talk(door, f"{run}.{each}", early=when == "before"))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
