"""What is held in memory: bounded, never behind, never something that was erased."""

from __future__ import annotations

from assistant.store.conversation_cache import ConversationCache, OpenConversation
from assistant.store.conversations import LogEntry, StoredConversation
from assistant.store.encryption import Sealer
from tests.store.house import EXPIRES, LATER, NOW


def conversation(number: int, turns: int = 0) -> OpenConversation:
    log = tuple(LogEntry(b"key", b"body", LATER, b"words") for seq in range(1, turns + 1))
    stored = StoredConversation(
        number, 1, "concern", 1, "logic", "da", NOW.date(), NOW, EXPIRES, log
    )
    return OpenConversation(stored, Sealer(number, bytes(32)), bytes([number]))


def held_numbers(ones: ConversationCache, most: int = 10) -> list[int]:
    return [each for each in range(most) if ones.by_token(bytes([each])) is not None]


def test_the_least_recently_used_goes_first() -> None:
    ones = ConversationCache(3)
    for each in (1, 2, 3):
        ones.put(conversation(each), ones.generation)
    ones.by_id(1)
    ones.put(conversation(4), ones.generation)

    assert held_numbers(ones) == [1, 3, 4]


def test_a_shorter_log_never_replaces_a_longer_one() -> None:
    ones = ConversationCache(3)
    ones.put(conversation(1, turns=2), ones.generation)
    ones.put(conversation(1, turns=1), ones.generation)

    one = ones.by_id(1)
    assert one is not None
    assert len(one.stored.log) == 2


def test_what_was_read_before_an_erasure_is_not_held_after_it() -> None:
    ones = ConversationCache(3)
    before = ones.generation
    read_meanwhile = conversation(1)
    ones.drop(1)
    ones.put(read_meanwhile, before)

    assert held_numbers(ones) == []


def test_what_may_be_behind_is_not_held_either() -> None:
    ones = ConversationCache(3)
    ones.put(conversation(1), ones.generation)
    before = ones.generation
    ones.drop(2)
    ones.put(conversation(1, turns=1), before)

    assert held_numbers(ones) == []
