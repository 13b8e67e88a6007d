"""The open conversations of a data folder, each read under the eyes of the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from assistant.dialog.dialog import Dialog
from assistant.dialog.trail import Trail
from assistant.errors import ConversationGoneError, StoreError
from assistant.settings import Settings
from assistant.store import log
from assistant.store.conversations import Conversations, Stored
from assistant.store.opening import opened
from assistant.store.values import TENANT
from assistant.web.guide.log import Folds

READ = "answers, to count which changes of the flow they may meet"


@dataclass(frozen=True, slots=True)
class OpenConversations:
    """Conversations of a flow that have not been handed over.

    `trails` are those on the logic that was asked for; `elsewhere` counts those on another one; `kept` says
    whether that logic is kept, so that they can finish on it.
    """

    trails: tuple[Trail, ...]
    elsewhere: int
    kept: bool


async def open_conversations(folder: Path, dialog: Dialog, now: datetime) -> OpenConversations:
    """Return where the open conversations on the logic of `dialog` stand.

    Raises:
        StoreError: there is no data, it is in use, or its key file does not fit.
    """
    where = Settings(data=folder)
    if not where.database.is_file():
        raise StoreError(f"There is no data in {folder}.")
    store, keys = await opened(where.database, where.keys)
    try:
        conversations = Conversations(store, keys)
        unsent = partial(log.unsent, tenant=TENANT, flow=dialog.flow.id, now=now)
        begun = await store.read(unsent)
        own = [each for each in begun if each.logic == dialog.flow.logic]
        trails = [await _trail(conversations, dialog, each, now) for each in own]
        kept = await conversations.logic(dialog.flow.logic) is not None
    finally:
        await store.close()
    return OpenConversations(tuple(t for t in trails if t), len(begun) - len(own), kept)


async def _trail(
    conversations: Conversations, dialog: Dialog, begun: Stored, now: datetime
) -> Trail | None:
    try:
        stored = await conversations.read_audited(begun, now, READ)
    except ConversationGoneError:
        return None
    return Folds(most=1).at(dialog, stored, len(stored.log)).trail
