"""The open conversations of a data folder, each read under the eyes of the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa

from assistant.dialog.dialog import Dialog
from assistant.dialog.trail import Trail
from assistant.errors import ConversationGoneError, StoreError
from assistant.settings import Settings
from assistant.store.conversations import Conversations, Stored
from assistant.store.moments import micros, moment
from assistant.store.opening import opened
from assistant.store.schema import SUBMISSION, conversation, turn
from assistant.store.values import TENANT
from assistant.web.log import Folds

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
        begun = await store.read(lambda conn: _open(conn, dialog.flow.id, now))
        own = [each for each in begun if each.logic == dialog.flow.logic]
        trails = [await _trail(conversations, dialog, each, now) for each in own]
        kept = await conversations.logic(dialog.flow.logic) is not None
    finally:
        await store.close()
    return OpenConversations(tuple(t for t in trails if t), len(begun) - len(own), kept)


def _open(conn: sa.Connection, flow: str, now: datetime) -> tuple[Stored, ...]:
    """Return the conversations of a flow that are neither handed over nor expired, without what was said."""
    sent = sa.exists().where(
        turn.c.tenant == conversation.c.tenant,
        turn.c.conversation == conversation.c.id,
        turn.c.kind == SUBMISSION,
    )
    rows = conn.execute(
        sa.select(conversation).where(
            conversation.c.tenant == TENANT,
            conversation.c.flow == flow,
            conversation.c.expires_at > micros(now),
            ~sent,
        )
    )
    return tuple(
        Stored(
            id=row.id,
            tenant=row.tenant,
            flow=row.flow,
            version=row.version,
            logic=row.logic,
            language=row.language,
            today=date.fromisoformat(row.today),
            begun_at=moment(row.begun_at),
            expires_at=moment(row.expires_at),
        )
        for row in rows
    )


async def _trail(
    conversations: Conversations, dialog: Dialog, begun: Stored, now: datetime
) -> Trail | None:
    try:
        stored = await conversations.read_audited(begun, now, READ)
    except ConversationGoneError:
        return None
    return Folds(most=1).at(dialog, stored, len(stored.log)).trail
