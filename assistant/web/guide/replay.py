"""Replay of a conversation from its log (event sourcing), with a cache of snapshots.

The log is the only stored state. An entry is `{"rev": the revision after the turn, "turn": the turn}`. A
refused turn leaves the revision unchanged, so a replay skips it, even if a later version of our code
would accept it. A snapshot is what the first entries add up to; the cache keeps the newest snapshot of
recently used conversations, so that a turn replays one entry and not the whole log.
"""

from __future__ import annotations

import orjson
from msgspec import Struct

from assistant.dialog.conversation import Conversation, Turn, parse_turn, turn_to_json
from assistant.dialog.engine import Dialog, TurnResult
from assistant.dialog.trail import Trail
from assistant.lru import LruCache
from assistant.store.values import LogEntry, StoredConversation


class Snapshot(Struct, frozen=True):
    """A conversation after the first `turns` entries of its log, and its trail."""

    turns: int
    conversation: Conversation
    trail: Trail


def encode_entry(turn: Turn, rev: int) -> bytes:
    """Return the log entry of a turn that left the conversation at revision `rev`."""
    return compact_bytes(orjson.dumps({"rev": rev, "turn": turn_to_json(turn)}))


def is_last_refused(stored: StoredConversation, turns: int) -> bool:
    """Return True if the last of the first `turns` entries is a refused turn."""
    if turns == 0:
        return False
    return _revision_after(stored.log[turns - 1]) == (
        _revision_after(stored.log[turns - 2]) if turns > 1 else 0
    )


def replay_turn(dialog: Dialog, before: Snapshot, entry: LogEntry) -> TurnResult:
    """Return the result of a logged turn, taken again at its own instant."""
    turn = parse_turn(orjson.loads(entry.body)["turn"])
    return dialog.take_turn(before.conversation, turn, entry.at, before.trail)


class SnapshotCache:
    """Replays logs, and caches the newest snapshot of the conversations used most recently (LRU)."""

    def __init__(self, max_size: int = 1500) -> None:
        self._newest: LruCache[int, Snapshot] = LruCache(max_size)

    def replay(self, dialog: Dialog, stored: StoredConversation, turns: int) -> Snapshot:
        """Return the snapshot after the first `turns` entries of the log."""
        snapshot = self._newest.find(stored.id)
        if snapshot is not None and snapshot.turns == turns:
            return snapshot
        if snapshot is None or snapshot.turns > turns:
            conversation = dialog.begin(stored.language, stored.today)
            snapshot = Snapshot(0, conversation, dialog.trail(conversation))
        for entry in stored.log[snapshot.turns : turns]:
            snapshot = _replay_entry(dialog, snapshot, entry)
        self.put(stored.id, snapshot)
        return snapshot

    def put(self, conversation_id: int, snapshot: Snapshot) -> None:
        """Cache a snapshot, unless a newer one of the conversation is cached."""
        known = self._newest.find(conversation_id)
        if known is None or known.turns <= snapshot.turns:
            self._newest.put(conversation_id, snapshot)

    def drop(self, conversation_id: int) -> None:
        """Forget the snapshot of an erased conversation."""
        self._newest.drop(conversation_id)


def _replay_entry(dialog: Dialog, snapshot: Snapshot, entry: LogEntry) -> Snapshot:
    if _revision_after(entry) == snapshot.conversation.rev:
        return Snapshot(snapshot.turns + 1, snapshot.conversation, snapshot.trail)
    result = replay_turn(dialog, snapshot, entry)
    return Snapshot(snapshot.turns + 1, result.conversation, result.trail)


def _revision_after(entry: LogEntry) -> int:
    rev = orjson.loads(entry.body)["rev"]
    return int(rev)


# Compact bytes, for what stays in memory for long.


def compact_bytes(data: bytes) -> bytes:
    """Return a copy of the bytes that owns no spare memory.

    orjson returns its whole buffer of 4 KiB, which would stay allocated as long as the bytes do.
    """
    return bytes(memoryview(data))
