"""The audit chain: every reading is in it before anything is read, and tampering shows."""

# the statements are the tests' own words

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from assistant.errors import StoreError
from assistant.store import audit
from assistant.store.audit import ChainVerdict, Head
from assistant.store.conversations import StoredConversation
from assistant.store.values import ConflictError
from tests.store.house import LATER, House, beginning, entry, find_stored, submission

ROWS = 24
CHANGES = {
    "at": "at + 1",
    "actor": "'someone else'",
    "action": "'nothing'",
    "subject": "'conversation/1'",
    "detail": "'other'",
    "hash": "zeroblob(32)",
}


async def busy(house: House) -> StoredConversation:
    """Fill a chain of 24 rows: a conversation, 20 turns, a submission, an inbox and an opening."""
    stored = await house.begin()
    for each in range(20):
        stored = await house.conversations.append(stored, entry(f"k{each}"))
    sent = await house.conversations.submit(stored, submission())
    assert sent.submission is not None
    await house.records.list_newest(LATER, "anna")
    await house.records.open(sent.submission.record_id, LATER, "anna")
    return sent


async def verdict(house: House, kept: Head | None = None) -> ChainVerdict:
    return await house.store.read(partial(audit.verify, tenant=1, kept=kept))


async def head(house: House) -> Head:
    return await house.store.read(partial(audit.head, tenant=1))


async def tamper(house: House, *statements: str, kept: Head | None = None) -> ChainVerdict:
    """Return what is found after the log was changed, by someone who has the file and drops the triggers first."""
    triggers = ("DROP TRIGGER audit_refuses_update", "DROP TRIGGER audit_refuses_delete")

    def unit(conn: sa.Connection) -> ChainVerdict:
        with conn.begin_nested() as undone:
            for statement in (*triggers, *statements):
                conn.exec_driver_sql(statement)
            found = audit.verify(conn, 1, kept)
            undone.rollback()
        return found

    return await house.store.write(unit)


async def test_an_untouched_chain_is_whole(house: House) -> None:
    await busy(house)

    assert await verdict(house) == ChainVerdict(ROWS, None)
    assert await verdict(house, await head(house)) == ChainVerdict(ROWS, None)


async def test_turns_and_units_share_one_chain(house: House) -> None:
    for each in range(3):
        stored = await house.begin(f"t{each}")
        stored = await house.conversations.append(stored, entry("k1"))
        await house.conversations.read_audited(stored, LATER, "view")

    assert await verdict(house) == ChainVerdict(9, None)


async def test_a_conflict_leaves_no_hole_in_the_chain(house: House) -> None:
    stored = await house.begin()
    await house.conversations.append(stored, entry("k1"))
    with pytest.raises(Exception, match="another turn came first"):
        await house.conversations.append(stored, entry("k2"))
    await house.conversations.append(await find_stored(house.door()), entry("k3"))

    assert await verdict(house) == ChainVerdict(3, None)


async def test_every_changed_field_of_every_row_is_named(house: House) -> None:
    await busy(house)

    for seq in range(1, ROWS + 1):
        for column, value in CHANGES.items():
            changed = f"UPDATE audit SET {column} = {value} WHERE seq = {seq}"  # noqa: S608
            assert await tamper(house, changed) == ChainVerdict(seq - 1, seq), (seq, column)
    assert await verdict(house) == ChainVerdict(ROWS, None)


async def test_every_deleted_row_is_named(house: House) -> None:
    await busy(house)
    kept = await head(house)

    for seq in range(1, ROWS + 1):
        deleted = f"DELETE FROM audit WHERE seq = {seq}"  # noqa: S608
        moved_up = (
            f"UPDATE audit SET seq = -seq WHERE seq > {seq}",  # noqa: S608
            "UPDATE audit SET seq = -seq - 1 WHERE seq < 0",
        )
        assert await tamper(house, deleted, kept=kept) == ChainVerdict(seq - 1, seq)
        assert await tamper(house, deleted, *moved_up, kept=kept) == ChainVerdict(seq - 1, seq)


async def test_every_inserted_row_is_named(house: House) -> None:
    await busy(house)

    for seq in range(1, ROWS + 2):
        inserted = (
            f"UPDATE audit SET seq = -seq WHERE seq >= {seq}",  # noqa: S608
            "UPDATE audit SET seq = -seq + 1 WHERE seq < 0",
            f"INSERT INTO audit VALUES (1, {seq}, 1, 'x', 'x', 'x', NULL, zeroblob(32))",  # noqa: S608
        )
        assert await tamper(house, *inserted) == ChainVerdict(seq - 1, seq)


async def test_every_swap_of_two_rows_is_named(house: House) -> None:
    await busy(house)

    for seq in range(1, ROWS):
        swapped = (
            f"UPDATE audit SET seq = -seq WHERE seq IN ({seq}, {seq + 1})",  # noqa: S608
            f"UPDATE audit SET seq = {2 * seq + 1} + seq WHERE seq < 0",  # noqa: S608
        )
        assert await tamper(house, *swapped) == ChainVerdict(seq - 1, seq)


async def test_a_cut_off_end_is_found_with_a_kept_head_only(house: House) -> None:
    await busy(house)
    kept, cut = await head(house), "DELETE FROM audit WHERE seq > 20"

    assert await tamper(house, cut) == ChainVerdict(20, None)
    assert await tamper(house, cut, kept=kept) == ChainVerdict(20, 21)


async def test_a_chain_written_anew_is_found_with_a_kept_head_only(house: House) -> None:
    """Whoever can write the file can make a chain that fits itself; not one that fits what was kept elsewhere."""
    await busy(house)
    kept = await head(house)
    for trigger in ("audit_refuses_update", "audit_refuses_delete"):
        await house.run(f"DROP TRIGGER {trigger}")
    await house.run("DELETE FROM audit")
    for each in range(ROWS):
        event = audit.Event(LATER, "professional", "conversation.begun", f"conversation/{each}")
        await house.store.write(partial(audit.log, tenant=1, event=event))

    assert await verdict(house) == ChainVerdict(ROWS, None)
    assert await verdict(house, kept) == ChainVerdict(ROWS - 1, ROWS)


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
async def test_the_database_refuses_to_change_the_log(house: House, statement: str) -> None:
    await busy(house)

    with pytest.raises(ConflictError, match="only ever added to"):
        await house.run(statement)

    assert await verdict(house) == ChainVerdict(ROWS, None)


async def test_nothing_is_read_that_cannot_be_noted(house: House) -> None:
    sent = await busy(house)
    assert sent.submission is not None
    await house.run(
        "CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no audit'); END"
    )

    for reading in (
        partial(house.conversations.read_audited, sent, LATER, "view"),
        partial(house.records.list_newest, LATER, "anna"),
        partial(house.records.open, sent.submission.record_id, LATER, "anna"),
        partial(house.conversations.begin, beginning("other")),
    ):
        with pytest.raises(StoreError, match="no audit"):
            await reading()
    assert await house.count("conversation") == 1


async def test_a_turn_that_cannot_be_noted_is_not_kept(house: House) -> None:
    stored = await house.begin()
    await house.run(
        "CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no audit'); END"
    )

    with pytest.raises(StoreError):
        await house.conversations.append(stored, entry("k1"))

    assert await house.count("turn") == 0


async def test_every_reading_is_in_the_log(house: House) -> None:
    sent = await busy(house)
    assert sent.submission is not None
    record = f"record/{sent.submission.record_id}"
    later = LATER + timedelta(minutes=1)
    await house.conversations.read_audited(sent, later, "record.pdf")
    await house.records.audit_action(sent.submission.record_id, later, "bo", "record.exported")

    rows = await house.store.read(
        lambda conn: conn.exec_driver_sql(
            "SELECT actor, action, subject, detail FROM audit WHERE seq > 21 ORDER BY seq"
        ).all()
    )

    talk = f"conversation/{sent.id}"
    assert [tuple(row) for row in rows] == [
        ("professional", "record.received", record, talk),
        ("anna", "inbox.listed", "inbox", None),
        ("anna", "record.opened", record, None),
        ("professional", "conversation.read", talk, "record.pdf"),
        ("bo", "record.exported", record, None),
    ]
