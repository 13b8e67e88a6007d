"""What stands in the files: nothing that anyone said, and after erasing not even the sealed words."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import cast

import pytest
import sqlalchemy as sa

from assistant.errors import StoreError
from assistant.store import sqlite
from assistant.store.conversations import StoredConversation
from assistant.store.driver import sqlite3
from assistant.store.port import Store
from assistant.store.sqlite import SqliteStore
from assistant.store.values import SealError
from tests.store.house import LATER, House, digest, entry, find_stored, submission

CANARIES = [f"canary-{each}" for each in range(20)]


async def tell_all(house: House, name: str = "token", tail: str = "") -> StoredConversation:
    stored = await house.begin(name)
    for each in CANARIES:
        stored = await house.conversations.append(stored, entry(each, each + tail))
    return stored


async def test_nothing_said_stands_in_any_file(house: House) -> None:
    sent = await house.conversations.submit(await tell_all(house), submission())
    await house.conversations.read_audited(sent, LATER, "view")
    await house.records.list_newest(LATER, "anna")

    at_rest = house.bytes_at_rest()

    assert b"canary" not in at_rest
    assert b"token" not in at_rest.replace(b"token_hash", b"")
    assert b"concern" in at_rest  # the search does find what stands there


async def test_whoever_guesses_every_answer_finds_none_of_them_in_any_file(house: House) -> None:
    answers = [
        f'{{"answer":"{each}","rev":0,"step":"danger"}}' for each in ("yes", "no", "unknown")
    ]
    stored = await house.begin()
    for key, answer in enumerate(answers):
        stored = await house.conversations.append(stored, entry(str(key), answer))
    await house.conversations.submit(stored, submission())

    at_rest = house.bytes_at_rest()

    guesses = [sha256(each.encode()) for each in (*answers, "send")]
    assert [each for each in guesses if each.digest() in at_rest] == []
    assert [each for each in guesses if each.hexdigest().encode() in at_rest] == []
    assert digest("0") in at_rest  # the search does find the hash of a random key


@pytest.mark.parametrize("tail", ["", "long" * 5000], ids=["short", "on overflow pages"])
async def test_after_erasing_nothing_of_it_stands_in_any_file(house: House, tail: str) -> None:
    stored, other = await tell_all(house, tail=tail), await tell_all(house, "other")
    traces = await _traces(house, stored)
    assert all(each in house.bytes_at_rest() for each in traces)

    await house.conversations.erase(stored, LATER)

    assert [each for each in traces if each in house.bytes_at_rest()] == []
    assert await find_stored(house.door(), "other") == other


async def test_after_expiring_nothing_of_it_stands_in_any_file(house: House) -> None:
    stored = await tell_all(house)
    traces = await _traces(house, stored)

    await house.conversations.expire(stored.expires_at)

    assert [each for each in traces if each in house.bytes_at_rest()] == []


class Unscrubbed:
    """A store whose journal can't be cleaned the first time."""

    def __init__(self, store: Store) -> None:
        self._store, self._fails = store, 1

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    async def scrub(self) -> None:
        if self._fails:
            self._fails -= 1
            raise StoreError("busy")
        await self._store.scrub()


async def test_a_journal_that_could_not_be_cleaned_at_once_is_cleaned_with_what_has_expired(
    tmp_path: Path,
) -> None:
    store = SqliteStore(tmp_path / "data" / "assistant.db", journal="wal")
    house = House(cast("Store", Unscrubbed(store)), tmp_path)
    stored = await tell_all(house)
    traces = await _traces(house, stored)

    await house.conversations.erase(stored, LATER)
    left = [each for each in traces if each in house.bytes_at_rest()]
    await house.conversations.expire(LATER)
    after = [each for each in traces if each in house.bytes_at_rest()]
    await store.close()

    assert (left != [], after) == (True, [])


async def test_a_write_ahead_log_that_is_in_use_is_not_said_to_be_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 20)
    store = SqliteStore(tmp_path / "data" / "assistant.db", journal="wal")
    other = sqlite3.connect(tmp_path / "data" / "assistant.db", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM turn").fetchall()
    await tell_all(House(store, tmp_path))

    with pytest.raises(StoreError, match="could not be emptied: it is in use"):
        await store.scrub()
    other.execute("ROLLBACK")
    await store.scrub()
    log = (tmp_path / "data" / "assistant.db-wal").stat().st_size
    other.close()
    await store.close()

    assert log == 0


async def test_an_erased_conversation_that_is_still_in_a_copy_lacks_only_its_key(
    house: House,
) -> None:
    """Why the key is what is erased: whoever has an older copy of the database has the wrapped key in it too."""
    stored = await tell_all(house)
    (wrapped,) = [each for each in await _traces(house, stored) if len(each) == 40]

    await house.conversations.erase(stored, LATER)

    assert wrapped not in house.bytes_at_rest()
    assert await house.count("erasure") == 1


SWAPS = {
    "two turns of a conversation": "turn SET body = (SELECT body FROM turn WHERE seq = 3-t.seq) WHERE seq < 3",
    "turns of two conversations": "turn SET body = (SELECT body FROM turn o WHERE o.seq = t.seq AND o.conversation <> t.conversation)",
    "keys of two conversations": "data_key SET wrapped = (SELECT wrapped FROM data_key o WHERE o.id <> t.id)",
    "a flipped bit": "turn SET body = CAST(substr(body, 1, 99) || x'00' || substr(body, 101) AS BLOB)",
    "another version": "turn SET body = CAST(x'02' || substr(body, 2) AS BLOB)",
    "plain words": "turn SET body = 'plain words'",
}


@pytest.mark.parametrize("swap", SWAPS.values(), ids=SWAPS.keys())
async def test_swapped_or_altered_rows_are_refused(house: House, swap: str) -> None:
    await tell_all(house)
    await tell_all(house, "other")
    await house.run(f"UPDATE {swap.replace(' SET', ' AS t SET', 1)}")

    with pytest.raises(SealError) as refused:
        await house.door().find(digest("token"), LATER)

    assert "canary" not in str(refused.value)


async def _traces(house: House, stored: StoredConversation) -> list[bytes]:
    """Return the wrapped key, the token's hash and the sealed turns, as they stand in the database."""
    tables = {
        "data_key": ("wrapped", "id"),
        "conversation": ("token_hash", "id"),
        "turn": ("body", "conversation"),
    }
    traces: list[bytes] = []
    for table, (column, key) in tables.items():
        chosen = sa.text(f"SELECT {column} FROM {table} WHERE {key} = {stored.id}")  # our own words  # noqa: S608
        values = await house.store.read(partial(_column, chosen=chosen))
        traces += [each[-200:] for each in values]
    return traces


def _column(conn: sa.Connection, chosen: sa.TextClause) -> list[bytes]:
    return list(conn.execute(chosen).scalars())
