"""A process that keeps turns in the store and says of each that it was kept, to be recorded while it does.

    python -m tests.store.power_cut.writer FOLDER JOURNAL SYNCHRONOUS after|before OPENING...

At each OPENING it opens the store, has that one's conversations, and closes it; the first finds nothing
there. With `full` the store is as it is. A weaker SYNCHRONOUS, and `before`, which says so before it is
true, are the controls: what they lose must be seen.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import cast
from unittest.mock import patch

from assistant.store.conversations import Conversations, LogEntry
from assistant.store.driver import sqlite3
from assistant.store.opening import load_matching_keys
from assistant.store.sqlite import Journal, SqliteStore, configure_connection
from tests.store.house import submission
from tests.store.talker import NOW, beginning, digest

DATABASE, KEY_FILE = "data/a.db", "keys/store.key"
TALKS = {
    "first": {"0.0": 12, "0.1": 6, "0.2": 24},
    "second": {"1.0": 40, "1.1": 40},
    "long": {"2.0": 300},
}
"""Opening -> how many turns each conversation has, by its token."""

HANDED_OVER, ERASED = "0.0", "0.1"
SENT, GOING, GONE = "sent", "going", "gone"
"""What is said of a conversation that was handed over, is about to be erased, was erased."""


def words(token: str, seq: int) -> bytes:
    """Return what is typed in a turn: mostly a sentence, at times more than a page of the database."""
    return f"{token} {seq} ".encode() * (seq * 97 % 900 if seq % 10 == 0 else 9)


def entry(token: str, seq: int) -> LogEntry:
    """Return a turn to be kept."""
    return LogEntry(digest(f"key {token} {seq}"), digest(f"{token} {seq}"), NOW, words(token, seq))


def say(*what: object) -> None:
    """Say something to whoever records this."""
    os.write(sys.stdout.fileno(), (" ".join(map(str, what)) + "\n").encode())


async def talk(door: Conversations, token: str, turns: int, *, early: bool) -> None:
    """Have a conversation, and say of each turn that it was kept."""
    stored = await door.begin(beginning(token))
    for seq in range(1, turns + 1):
        if early:
            say(token, seq)
        stored = await door.append(stored, entry(token, seq))
        if not early:
            say(token, seq)
    if token == HANDED_OVER:
        await door.submit(stored, submission(at=NOW))
        say(token, SENT)
    if token == ERASED:
        say(token, GOING)
        await door.erase(stored, NOW)
        say(token, GONE)


async def opening(folder: Path, journal: Journal, talks: dict[str, int], *, early: bool) -> None:
    """Open the store, have conversations at the same time, and close it again."""
    store = SqliteStore(folder / DATABASE, journal=journal)
    door = Conversations(store, await load_matching_keys(store, folder / KEY_FILE))
    facts = await store.status()
    say("facts", facts.journal, facts.synchronous)
    await asyncio.gather(*(talk(door, *each, early=early) for each in talks.items()))
    await store.close()


async def main(folder: str, journal: str, synchronous: str, when: str, *openings: str) -> None:
    """Open the store as often as asked, with settings weaker than its own if asked."""

    def weaker(driver: sqlite3.Connection, how: Journal) -> None:
        configure_connection(driver, how)
        driver.execute(f"PRAGMA synchronous = {synchronous}")

    if synchronous != "full":
        patch("assistant.store.sqlite.configure_connection", weaker).start()
    for each in openings:
        mode = cast("Journal", journal)
        await opening(Path(folder), mode, TALKS[each], early=when == "before")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
