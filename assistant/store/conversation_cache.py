"""A bounded cache of open conversations, least recently used out first.

The database is the truth; a hit only saves reading it. A conversation that was erased while
somebody was reading it must not come back: callers note the cache's `generation` before they read,
every erasure moves it on, and an entry that was read under an older one is not cached.
"""

from __future__ import annotations

from assistant.lru import LruCache
from assistant.store.encryption import Sealer
from assistant.store.values import RedactedStruct, StoredConversation


class OpenConversation(RedactedStruct, frozen=True):
    """A conversation in clear text, with the sealer of its content."""

    stored: StoredConversation
    sealer: Sealer
    token_hash: bytes

    def __repr__(self) -> str:
        """Return the conversation's own `repr`, which has no content."""
        return f"OpenConversation({self.stored!r})"


class ConversationCache:
    """The most recently used conversations, by id and by token."""

    def __init__(self, max_conversations: int) -> None:
        self._by_id: LruCache[int, OpenConversation] = LruCache(max_conversations)
        self._ids: dict[bytes, int] = {}
        self.generation = 0

    def by_id(self, conversation: int) -> OpenConversation | None:
        """Return the conversation if it is cached."""
        return self._by_id.find(conversation)

    def by_token(self, token_hash: bytes) -> OpenConversation | None:
        """Return the conversation of a token if it is cached."""
        conversation = self._ids.get(token_hash)
        return None if conversation is None else self.by_id(conversation)

    def put(self, new: OpenConversation, generation: int) -> None:
        """Cache `new`, unless a longer log of the conversation is cached.

        If something was erased since the caller noted `generation`, `new` may be it, and what is
        cached may be older than `new`: then neither is cached, and the next caller reads the
        database.
        """
        if generation != self.generation:
            self.evict(new.stored.id)
            return
        cached = self._by_id.find(new.stored.id)
        # Two reads can end in the other order than they began; a log only ever grows.
        if cached is not None and _length(cached) > _length(new):
            return
        self._ids[new.token_hash] = new.stored.id
        if (oldest := self._by_id.put(new.stored.id, new)) is not None:
            del self._ids[oldest.token_hash]

    def evict(self, conversation: int) -> None:
        """Remove a conversation from the cache; the database still has it."""
        cached = self._by_id.drop(conversation)
        if cached is not None:
            del self._ids[cached.token_hash]

    def drop(self, conversation: int) -> None:
        """Remove an erased conversation and its key, also for callers who are just reading it."""
        self.generation += 1
        self.evict(conversation)


def _length(held: OpenConversation) -> int:
    return len(held.stored.log) + (held.stored.submission is not None)
