"""SQLite: settings, one process, group commit, a full disk, a commit that fails."""

from __future__ import annotations

import asyncio
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.errors import StoreError
from assistant.store.conversations import Conversations, StoredConversation
from assistant.store.driver import sqlite3
from assistant.store.group import Group
from assistant.store.sqlite import SqliteStore, StoreStatus, safe_journal_mode
from assistant.store.values import DiskFullError
from tests.store.house import House, beginning, entry, find_stored

PRAGMAS = {
    "synchronous": 2,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "secure_delete": 1,
    "temp_store": 2,
    "cell_size_check": 1,
    "busy_timeout": 5000,
}


def pragmas(conn: sa.Connection) -> dict[str, object]:
    return {each: conn.exec_driver_sql(f"PRAGMA {each}").scalar_one() for each in PRAGMAS}


@pytest.mark.parametrize(
    ("version", "journal"),
    [
        ((3, 40, 1), "truncate"),
        ((3, 44, 5), "truncate"),
        ((3, 44, 6), "wal"),
        ((3, 45, 3), "truncate"),
        ((3, 50, 6), "truncate"),
        ((3, 50, 7), "wal"),
        ((3, 51, 2), "truncate"),
        ((3, 51, 3), "wal"),
        ((3, 52, 0), "truncate"),
        ((3, 52, 1), "wal"),
        ((4, 0, 0), "wal"),
    ],
)
def test_the_journal_follows_the_version(version: tuple[int, int, int], journal: str) -> None:
    assert safe_journal_mode(version) == journal


async def test_every_connection_has_the_settings(house: House) -> None:
    writing, reading = await house.store.write(pragmas), await house.store.read(pragmas)

    assert (writing, reading) == (PRAGMAS, PRAGMAS)


async def test_a_reader_cannot_write(house: House) -> None:
    with pytest.raises(StoreError, match="SQLITE_READONLY"):
        await house.store.read(lambda conn: conn.exec_driver_sql("DELETE FROM turn"))

    assert await house.count("turn") == 0  # and goes on reading


async def test_doctor_is_told_how_the_database_is_kept(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "a.db")
    facts = await store.status()
    await store.close()

    size = (tmp_path / "a.db").stat().st_size
    journal = safe_journal_mode(sqlite3.sqlite_version_info)
    assert facts == StoreStatus(
        str(tmp_path / "a.db"), sqlite3.sqlite_version, journal, "full", "0001", size
    )


async def test_the_files_are_their_owner_s_alone(house: House) -> None:
    await house.begin()
    folder = house.database.parent
    modes = {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}

    assert (stat.S_IMODE(folder.stat().st_mode), modes) == (0o700, {0o600})


async def test_two_stores_cannot_have_one_database(house: House) -> None:
    with pytest.raises(StoreError, match="in use by another running assistant"):
        SqliteStore(house.database)


@pytest.mark.disk
async def test_two_processes_cannot_have_one_database(house: House) -> None:
    opens = f"from pathlib import Path; from assistant.store.sqlite import SqliteStore; SqliteStore(Path({str(house.database)!r}))"
    other = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", opens], capture_output=True, text=True, check=False
    )

    assert "in use by another running assistant" in other.stderr


async def test_a_closed_store_lets_go_and_refuses_work(house: House) -> None:
    stored = await house.begin()

    await house.store.close()

    with pytest.raises(StoreError, match="closed"):
        await house.conversations.append(stored, entry("k1"))
    await SqliteStore(house.database).close()


async def test_closing_finishes_what_was_asked_for(house: House) -> None:
    stored = await house.begin()
    asked = asyncio.ensure_future(house.conversations.append(stored, entry("k1")))
    await asyncio.sleep(0)

    await house.store.close()

    assert (await asked).log[0].body == b"bruises"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_a_writer_that_stopped_leaves_nobody_waiting(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = [await house.begin(f"t{each}") for each in range(3)]
    monkeypatch.setattr(Group, "commit", lambda *_: 1 / 0)

    for _ in range(2):
        results = await asyncio.gather(
            *(house.conversations.append(each, entry("k1")) for each in begun),
            return_exceptions=True,
        )

        assert [type(each) for each in results] == [StoreError] * 3


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"this is not a database" * 100)

    for _ in range(2):  # the second time shows that the first let go of the lock
        with pytest.raises(StoreError, match="not a database"):
            SqliteStore(tmp_path / "a.db")


async def test_what_is_asked_for_at_once_is_committed_at_once(house: House) -> None:
    begun = [await house.begin(f"t{each}") for each in range(40)]
    seen: list[str] = []
    await house.store.write(lambda conn: _trace(conn, seen))
    seen.clear()

    await asyncio.gather(*(house.conversations.append(each, entry("k1")) for each in begun))

    assert (seen.count("COMMIT"), await house.count("turn")) == (1, 40)


async def test_a_failed_commit_tells_every_caller(house: House) -> None:
    begun = [await house.begin(f"t{each}") for each in range(3)]

    def breaks_the_commit(conn: sa.Connection) -> None:
        conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        conn.exec_driver_sql("INSERT INTO turn VALUES (1, 404, 1, 0, 0, x'00', x'00')")

    results = await asyncio.gather(
        *(house.conversations.append(each, entry("k1")) for each in begun),
        house.store.write(breaks_the_commit),
        return_exceptions=True,
    )

    assert [type(each) for each in results] == [StoreError] * 4
    assert (await house.count("turn"), await house.count("audit")) == (0, 3)
    after = [await house.conversations.append(each, entry("k1")) for each in begun]
    assert [await find_stored(house.door(), f"t{each}") for each in range(3)] == after


async def test_a_caller_that_went_away_can_ask_again(house: House) -> None:
    stored = await house.begin()
    asked = asyncio.ensure_future(house.conversations.append(stored, entry("k1")))
    await asyncio.sleep(0)
    asked.cancel()

    after = await house.conversations.append(stored, entry("k1"))

    assert (len(after.log), await house.count("turn")) == (1, 1)


async def test_a_full_disk_loses_nothing_and_heals_itself(house: House) -> None:
    door, stored = house.conversations, await house.begin()
    await house.run("PRAGMA max_page_count = 60")
    stored = await _appended_until_full(door, stored)

    assert await find_stored(house.door()) == stored
    await house.run("PRAGMA max_page_count = 1000000")
    after = await door.append(stored, entry("after"))
    assert (await find_stored(house.door()), len(after.log)) == (after, len(stored.log) + 1)


async def test_a_full_disk_tells_everyone_in_the_group(house: House) -> None:
    begun = [await house.begin(f"t{each}") for each in range(20)]
    pages = await house.store.read(lambda conn: conn.exec_driver_sql("PRAGMA page_count").scalar())
    await house.run(f"PRAGMA max_page_count = {pages}")
    big = "words" * 1000

    results = await asyncio.gather(
        *(house.conversations.append(each, entry("k1", big)) for each in begun),
        house.conversations.begin(beginning("late")),
        return_exceptions=True,
    )

    assert [type(each) for each in results] == [DiskFullError] * 21
    assert [await house.count(each) for each in ("turn", "conversation")] == [0, 20]


async def test_an_id_of_the_same_moment_is_still_new(house: House) -> None:
    ids = [(await house.begin(f"t{each}")).id for each in range(50)]

    assert ids == sorted(set(ids))
    assert max(ids) < 2**53  # what a number in JavaScript can hold


async def _appended_until_full(
    door: Conversations, stored: StoredConversation
) -> StoredConversation:
    for turn in range(10_000):
        try:
            stored = await door.append(stored, entry(f"k{turn}", "words" * 100))
        except DiskFullError:
            return stored
    pytest.fail("the disk never filled")


def _trace(conn: sa.Connection, seen: list[str]) -> None:
    driver = conn.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.set_trace_callback(seen.append)
