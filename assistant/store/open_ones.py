"""The open conversations that are held in memory: bounded, and never the only truth.

The database decides; what is held here only spares reading it. A conversation that was erased while
it was being read is not taken in again.
"""

from __future__ import annotations

from collections import OrderedDict

from assistant.store.sealing import Sealer
from assistant.store.values import Stored, Unshown


class Open(Unshown, frozen=True):
    """A conversation with the sealer of its content."""

    stored: Stored
    sealer: Sealer
    token_hash: bytes

    def __repr__(self) -> str:
        """Return which conversation it is."""
        return f"Open({self.stored!r})"


class OpenOnes:
    """The most recently used conversations, by id and by token."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._by_id: OrderedDict[int, Open] = OrderedDict()
        self._ids: dict[bytes, int] = {}
        self.dropped = 0

    def by_id(self, conversation: int) -> Open | None:
        """Return the conversation if it is held."""
        held = self._by_id.get(conversation)
        if held is not None:
            self._by_id.move_to_end(conversation)
        return held

    def by_token(self, token_hash: bytes) -> Open | None:
        """Return the conversation of a token if it is held."""
        conversation = self._ids.get(token_hash)
        return None if conversation is None else self.by_id(conversation)

    def hold(self, new: Open, dropped: int) -> None:
        """Hold `new` unless a longer log is held.

        When something was dropped since `dropped` was read, `new` may be what was dropped, and what is
        held may be behind it: neither is held then, and the next one to ask reads the database.
        """
        if dropped != self.dropped:
            self.forget(new.stored.id)
            return
        held = self._by_id.get(new.stored.id)
        if held is not None and _length(held) > _length(new):
            return
        self._by_id[new.stored.id] = new
        self._by_id.move_to_end(new.stored.id)
        self._ids[new.token_hash] = new.stored.id
        while len(self._by_id) > self._most:
            _, oldest = self._by_id.popitem(last=False)
            del self._ids[oldest.token_hash]

    def forget(self, conversation: int) -> None:
        """Stop holding a conversation; the database still has it."""
        held = self._by_id.pop(conversation, None)
        if held is not None:
            del self._ids[held.token_hash]

    def drop(self, conversation: int) -> None:
        """Forget a conversation that is erased, and its key, also for whoever is just reading it."""
        self.dropped += 1
        self.forget(conversation)


def _length(held: Open) -> int:
    return len(held.stored.log) + (held.stored.submission is not None)
