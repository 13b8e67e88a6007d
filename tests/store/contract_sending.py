"""What every store must keep to when a record is handed over."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from assistant.errors import ConversationGoneError, StaleRevisionError, StoreError
from assistant.store.conversations import StoredSubmission
from assistant.store.records import ListedRecord, OpenedRecord
from tests.store.house import (
    LATER,
    House,
    entry,
    find_stored,
    record_id_of,
    submission,
)


class SendingContract:
    async def test_a_submission_gives_a_receipt_a_record_and_a_delivery(self, house: House) -> None:
        stored = await house.conversations.append(await house.begin(), entry("k1"))

        sent = await house.conversations.submit(stored, submission())

        assert sent.submission == StoredSubmission(
            LATER,
            "K7-2F3",
            record_id_of(sent),
            b'{"receipt": "canary-receipt"}',
            submission().record,
        )
        assert await find_stored(house.door()) == sent
        assert (await house.count("record"), await house.count("outbox")) == (1, 1)

    async def test_a_second_submission_returns_the_first(self, house: House) -> None:
        stored = await house.begin()
        first = await house.conversations.submit(stored, submission())

        again = [
            await door.submit(stored, submission("other"))
            for door in (house.conversations, house.door())
        ]

        assert again == [first, first]
        assert (await house.count("record"), await house.count("outbox")) == (1, 1)

    async def test_twenty_submissions_at_once_make_one_record(self, house: House) -> None:
        stored = await house.begin()
        rivals = [house.conversations.submit(stored, submission(f"R{each}")) for each in range(20)]

        results = await asyncio.gather(*rivals)

        assert set(results) == {await find_stored(house.door())}
        assert (await house.count("record"), await house.count("data_key")) == (1, 2)

    async def test_nothing_comes_after_a_submission(self, house: House) -> None:
        stored = await house.begin()
        sent = await house.conversations.submit(stored, submission())

        for seen in (stored, sent):
            with pytest.raises(ConversationGoneError):
                await house.conversations.append(seen, entry("k1"))
            with pytest.raises(ConversationGoneError):
                await house.door().append(seen, entry("k1"))

    async def test_a_submission_of_an_older_log_is_stale_and_keeps_nothing(
        self, house: House
    ) -> None:
        stored = await house.begin()
        await house.conversations.append(stored, entry("k1"))

        with pytest.raises(StaleRevisionError):
            await house.conversations.submit(stored, submission())

        assert [await house.count(each) for each in ("record", "outbox", "data_key")] == [0, 0, 1]

    async def test_a_turn_and_a_submission_at_once_never_both_win(self, house: House) -> None:
        for each in range(10):
            stored = await house.begin(f"t{each}")
            turn = house.conversations.append(stored, entry("k1"))
            send = house.conversations.submit(stored, submission(f"R{each}"))

            await asyncio.gather(turn, send, return_exceptions=True)

            after = await find_stored(house.door(), f"t{each}")
            assert (len(after.log), after.submission is None) in {(1, True), (0, False)}

    async def test_a_taken_reference_is_said_so_and_another_one_works(self, house: House) -> None:
        await house.conversations.submit(await house.begin("a"), submission("K7"))
        stored = await house.begin("b")

        with pytest.raises(StoreError, match="reference is taken"):
            await house.conversations.submit(stored, submission("K7"))

        assert record_id_of(await house.conversations.submit(stored, submission("K8"))) > 0

    async def test_the_inbox_lists_and_opens_records(self, house: House) -> None:
        sent = await house.conversations.submit(await house.begin(), submission())
        record_id, opened_at = record_id_of(sent), LATER + timedelta(minutes=1)
        new, times = submission(), (submission().assess_by, submission().receipt_by)
        listed = ListedRecord(record_id, "K7-2F3", LATER, *times, "north", new.summary, None)
        opened = OpenedRecord(record_id, "K7-2F3", LATER, *times, "north", new.record, opened_at)

        assert await house.records.list_newest(LATER, "anna") == (listed,)
        assert await house.records.open(record_id, opened_at, "anna") == opened
        assert await house.records.open(record_id, opened_at + timedelta(1), "bo") == opened
        assert await house.records.open(record_id + 1, opened_at, "anna") is None

    async def test_the_record_outlives_its_conversation(self, house: House) -> None:
        sent = await house.conversations.submit(await house.begin(), submission())

        await house.conversations.erase(sent, LATER)

        opened = await house.records.open(record_id_of(sent), LATER, "anna")
        assert opened is not None
        assert opened.record == submission().record
