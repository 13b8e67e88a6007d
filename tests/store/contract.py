"""What every store must keep to, whatever database is below it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from rich.pretty import pretty_repr

from assistant.errors import ConversationGoneError, KeyReusedError, StaleRevisionError
from assistant.store.conversation_cache import OpenConversation
from assistant.store.conversations import LogEntry, StoredConversation
from assistant.store.schema import conversation
from tests.store.house import (
    EXPIRES,
    LATER,
    House,
    beginning,
    digest,
    entry,
    find_stored,
    record_id_of,
    submission,
)


class Contract:
    async def test_a_conversation_is_found_by_its_token(self, house: House) -> None:
        begun = await house.begin()

        assert await house.door().find(digest("token"), LATER) == begun

    async def test_an_unknown_token_finds_nothing(self, house: House) -> None:
        await house.begin()

        assert await house.door().find(digest("other"), LATER) is None

    async def test_a_turn_is_found_again_by_a_door_that_has_seen_nothing(
        self, house: House
    ) -> None:
        after = await house.conversations.append(await house.begin(), entry("k1"))

        logged = LogEntry(digest("k1"), digest("bruises"), LATER, b"bruises")
        assert after.log == (logged,)
        assert await find_stored(house.door()) == after

    async def test_turns_follow_each_other(self, house: House) -> None:
        stored = await house.begin()
        for key in "abc":
            stored = await house.conversations.append(stored, entry(key))
        log = (await find_stored(house.door())).log

        assert [each.key_hash for each in log] == [digest(key) for key in "abc"]

    async def test_the_same_key_gives_what_followed_it_then(self, house: House) -> None:
        first = await house.conversations.append(await house.begin(), entry("k1"))
        second = await house.conversations.append(first, entry("k2"))

        assert await house.conversations.append(second, entry("k1")) == first
        assert await house.count("turn") == 2

    async def test_the_same_key_with_another_body_is_refused(self, house: House) -> None:
        stored = await house.conversations.append(await house.begin(), entry("k1"))

        with pytest.raises(KeyReusedError):
            await house.conversations.append(stored, entry("k1", "something else"))

    async def test_fifty_copies_of_a_turn_at_once_have_one_effect(self, house: House) -> None:
        stored = await house.begin()
        copies = [house.conversations.append(stored, entry("k1")) for _ in range(50)]

        after = await asyncio.gather(*copies)

        assert set(after) == {await find_stored(house.door())}
        assert (await house.count("turn"), await house.count("audit")) == (1, 2)

    async def test_of_fifty_turns_for_one_place_one_is_kept(self, house: House) -> None:
        stored = await house.begin()
        rivals = [house.conversations.append(stored, entry(f"k{each}")) for each in range(50)]

        results = await asyncio.gather(*rivals, return_exceptions=True)

        kept = [each for each in results if isinstance(each, StoredConversation)]
        refused = [each for each in results if isinstance(each, StaleRevisionError)]
        assert (kept, len(refused)) == ([await find_stored(house.door())], 49)

    async def test_another_node_s_turn_makes_ours_stale_and_is_seen_from_then_on(
        self, house: House
    ) -> None:
        stored = await house.begin()
        theirs = await house.door().append(stored, entry("theirs"))

        with pytest.raises(StaleRevisionError):
            await house.conversations.append(stored, entry("ours"))

        assert await find_stored(house.conversations) == theirs

    async def test_a_key_that_another_node_took_is_known_here(self, house: House) -> None:
        stored = await house.begin()
        theirs = await house.door().append(stored, entry("k1"))

        assert await house.conversations.append(stored, entry("k1")) == theirs
        with pytest.raises(KeyReusedError):
            await house.conversations.append(stored, entry("k1", "something else"))

    async def test_a_small_memory_changes_nothing(self, house: House) -> None:
        door = house.door(held=2)
        begun = [await door.begin(beginning(f"t{each}")) for each in range(7)]
        stored = begun
        for turn in range(4):
            stored = [await door.append(each, entry(f"k{turn}")) for each in stored]

        assert [await find_stored(house.door(), f"t{each}") for each in range(7)] == stored

    async def test_an_expired_conversation_is_gone_before_it_is_erased(self, house: House) -> None:
        door, stored = house.conversations, await house.begin()

        assert await door.find(digest("token"), EXPIRES) is None
        assert await house.door().find(digest("token"), EXPIRES) is None
        with pytest.raises(ConversationGoneError):
            await door.append(stored, entry("k1", at=EXPIRES))
        with pytest.raises(ConversationGoneError):
            await door.submit(stored, submission(at=EXPIRES))
        with pytest.raises(ConversationGoneError):
            await door.read_audited(stored, EXPIRES, "view")

    async def test_expiring_erases_what_is_over_and_nothing_else(self, house: House) -> None:
        old = await house.conversations.append(await house.begin("old"), entry("k1"))
        later = old.expires_at + timedelta(seconds=1)
        longer = replace(beginning("young"), expires_at=later + timedelta(1))
        young = await house.conversations.begin(longer)

        assert await house.conversations.expire(later) == 1
        assert await house.conversations.expire(later) == 0

        left = [await house.count(each) for each in ("conversation", "turn", "data_key", "erasure")]
        assert left == [1, 0, 1, 1]
        assert await house.door().find(digest("young"), later) == young

    async def test_an_erased_conversation_is_gone_everywhere(self, house: House) -> None:
        stored = await house.conversations.append(await house.begin(), entry("k1"))
        other_node = house.door()
        await find_stored(other_node)

        await house.conversations.erase(stored, LATER)
        await house.conversations.erase(stored, LATER)

        assert await house.conversations.find(digest("token"), LATER) is None
        for door in (house.conversations, other_node):
            with pytest.raises(ConversationGoneError):
                await door.append(stored, entry("k2"))
            with pytest.raises(ConversationGoneError):
                await door.submit(stored, submission())
            with pytest.raises(ConversationGoneError):
                await door.read_audited(stored, LATER, "view")
        left = [await house.count(each) for each in ("conversation", "turn", "data_key", "erasure")]
        assert left == [0, 0, 0, 1]

    async def test_a_turn_kept_while_another_conversation_is_erased_is_seen(
        self, house: House
    ) -> None:
        ours, theirs = await house.begin("ours"), await house.begin("theirs")

        after, _ = await asyncio.gather(
            house.conversations.append(ours, entry("k1")), house.conversations.erase(theirs, LATER)
        )

        assert await find_stored(house.conversations, "ours") == after

    async def test_a_turn_whose_caller_went_away_is_seen(self, house: House) -> None:
        stored = await house.begin()
        asked = asyncio.ensure_future(house.conversations.append(stored, entry("k1")))
        await asyncio.sleep(0)
        asked.cancel()
        await house.store.write(lambda _: None)  # what was asked for before is committed by now

        assert len((await find_stored(house.conversations)).log) == 1

    async def test_reading_gives_the_conversation_as_it_stands_now(self, house: House) -> None:
        stored = await house.begin()
        newest = await house.door().append(stored, entry("theirs"))

        assert await house.conversations.read_audited(stored, LATER, "view") == newest

    async def test_the_logic_of_a_conversation_is_kept(self, house: House) -> None:
        files = {"concern/flow.yaml": "flow: concern\n", "law.yaml": "æøå"}

        for _ in range(2):
            await house.conversations.keep_logic("hash", files)

        assert await house.conversations.find_logic("hash") == files
        assert await house.conversations.find_logic("other") is None

    async def test_a_unit_that_fails_takes_nobody_with_it(self, house: House) -> None:
        stored = await house.begin()

        def breaks(conn: sa.Connection) -> None:
            conn.execute(sa.update(conversation).values(flow="half done"))
            raise ArithmeticError("own")

        results = await asyncio.gather(
            house.store.write(lambda _: 1),
            house.store.write(breaks),
            house.conversations.append(stored, entry("k1")),
            return_exceptions=True,
        )

        after = await find_stored(house.door())
        assert (results[0], type(results[1]), results[2]) == (1, ArithmeticError, after)
        assert after.flow == "concern"

    async def test_what_a_professional_said_is_in_no_repr(self, house: House) -> None:
        stored = await house.conversations.append(await house.begin(), entry("k1", "canary"))
        sent = await house.conversations.submit(stored, submission())
        listed = await house.records.list_newest(LATER, "anna")
        opened = await house.records.open(record_id_of(sent), LATER, "anna")

        held = OpenConversation(sent, house.keys.new_key(1)[1], b"canary")
        told = (
            *(held, sent, sent.log, sent.submission),
            *(entry("k2", "canary"), submission(), listed, opened),
        )

        assert "canary" not in repr(told) + pretty_repr(told)
        assert "canary" in pretty_repr(held.token_hash)  # what prints does show what it is given
