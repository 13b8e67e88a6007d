"""Erasing: the wrapped key is destroyed, then the rows go; the ledger keeps only that it was done."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from assistant.store import audit
from assistant.store.moments import micros
from assistant.store.schema import conversation, data_key, erasure, turn

_TENANT: sa.BindParameter[int] = sa.bindparam("of")
_WHICH: sa.BindParameter[int] = sa.bindparam("which")
_KEY = sa.delete(data_key).where(data_key.c.tenant == _TENANT, data_key.c.id == _WHICH)
_TURNS = sa.delete(turn).where(turn.c.tenant == _TENANT, turn.c.conversation == _WHICH)
_ITSELF = sa.delete(conversation).where(
    conversation.c.tenant == _TENANT, conversation.c.id == _WHICH
)
_NOTE = sa.insert(erasure)
_OVER = (
    sa.select(conversation.c.id)
    .where(conversation.c.tenant == _TENANT, conversation.c.expires_at <= sa.bindparam("now"))
    .order_by(conversation.c.expires_at)
    .limit(sa.bindparam("most"))
)


def erase(conn: sa.Connection, tenant: int, conversation_id: int, event: audit.Event) -> bool:
    """Erase a conversation, its turns and its key; return whether it was there."""
    this = {"of": tenant, "which": conversation_id}
    if not conn.execute(_KEY, this).rowcount:
        return False
    conn.execute(_TURNS, this)
    conn.execute(_ITSELF, this)
    note = {
        "tenant": tenant,
        "key": conversation_id,
        "at": micros(event.at),
        "reason": event.action,
    }
    conn.execute(_NOTE, note)
    audit.log(conn, tenant, event)
    return True


def expire(conn: sa.Connection, tenant: int, now: datetime, most: int) -> tuple[int, ...]:
    """Erase up to `most` conversations whose time is up; return their ids."""
    over = conn.execute(_OVER, {"of": tenant, "now": micros(now), "most": most})
    ids = tuple(over.scalars())
    for each in ids:
        subject = audit.conversation_subject(each)
        event = audit.Event(now, audit.ASSISTANT, "conversation.expired", subject)
        erase(conn, tenant, each, event)
    return ids
