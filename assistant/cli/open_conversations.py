"""The open conversations of a data folder; every read is recorded in the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.errors import ConversationGoneError, StoreError
from assistant.store import units
from assistant.store.conversations import Conversations, StoredConversation
from assistant.store.opening import open_store
from assistant.store.values import TENANT
from assistant.web.config import Settings
from assistant.web.guide.replay import SnapshotCache

AUDIT_PURPOSE = "answers, to count which changes of the flow they may meet"


@dataclass(frozen=True, slots=True)
class OpenConversations:
    """Conversations of a flow that have not been handed over.

    `trails` are those on the logic asked for, `on_other_logic` the number of those on another one;
    `logic_kept` says that the store still has that logic, so that they can finish on it.
    """

    trails: tuple[Trail, ...]
    on_other_logic: int
    logic_kept: bool


async def read_open_conversations(folder: Path, dialog: Dialog, now: datetime) -> OpenConversations:
    """Return the open conversations of the flow of `dialog`, and the trails of those on its logic.

    Raises:
        StoreError: there is no data, it is in use, or its key file does not fit.
    """
    where = Settings(data=folder)
    if not where.database.is_file():
        raise StoreError(f"There is no data in {folder}.")
    store, keys = await open_store(where.database, where.keyring_file)
    try:
        conversations = Conversations(store, keys)
        unsent = partial(units.read_unsubmitted, tenant=TENANT, flow=dialog.flow.id, now=now)
        begun = await store.read(unsent)
        own = [each for each in begun if each.logic == dialog.flow.logic]
        trails = [await _read_trail(conversations, dialog, each, now) for each in own]
        kept = await conversations.find_logic(dialog.flow.logic) is not None
    finally:
        await store.close()
    return OpenConversations(tuple(t for t in trails if t), len(begun) - len(own), kept)


async def _read_trail(
    conversations: Conversations, dialog: Dialog, begun: StoredConversation, now: datetime
) -> Trail | None:
    try:
        stored = await conversations.read_audited(begun, now, AUDIT_PURPOSE)
    except ConversationGoneError:  # it expired or was erased since it was listed
        return None
    return SnapshotCache(max_size=1).replay(dialog, stored, len(stored.log)).trail
