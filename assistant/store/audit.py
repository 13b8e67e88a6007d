"""The audit chain: who did what to what, and when; never what they wrote.

Theory of operation. The log is a hash chain, one per tenant: a row's hash is SHA-256(hash of the
row before ‖ seq ‖ canonical JSON of the row). Changing, removing or inserting a row breaks every
later link, so `verify` finds the first row that is not as it was written.

- Triggers refuse UPDATE and DELETE; the chain is for whoever gets around them.
- A chain whose end was cut off, or that was rewritten from some row on, is valid in itself. Only a
  head that was kept outside the database gives that away.
- A row is written in the transaction of the event it notes: neither can exist without the other.
- The chain is serial: only one transaction at a time can append. On SQLite there is only one
  writer; elsewhere `FOR UPDATE` on the head makes the others wait.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import orjson
import sqlalchemy as sa
from msgspec import Struct

from assistant.store.schema import audit, to_micros

PROFESSIONAL, ASSISTANT = "professional", "assistant"
"""Actors without a name: the holder of a conversation's token, and the program itself."""

_GENESIS_HASH = bytes(32)


@dataclass(frozen=True, slots=True)
class Event:
    """An event to note; `subject` is for example `conversation/123`."""

    at: datetime
    actor: str
    action: str
    subject: str
    detail: str | None = None


def conversation_subject(conversation_id: int) -> str:
    """Return the subject of events on a conversation."""
    return f"conversation/{conversation_id}"


def record_subject(record_id: int) -> str:
    """Return the subject of events on a record."""
    return f"record/{record_id}"


class Head(Struct, frozen=True):
    """The last link of a chain; before the first row, seq 0."""

    seq: int
    hash: bytes


NO_HEAD = Head(0, _GENESIS_HASH)

AuditFields = tuple[int, str, str, str, str | None]
"""The hashed columns of a row in order: at, actor, action, subject, detail."""


def link(head: Head, fields: AuditFields) -> Head:
    """Return the head of the chain after a row with `fields` was appended to `head`."""
    at, actor, action, subject, detail = fields
    body = orjson.dumps(
        {"action": action, "actor": actor, "at": at, "detail": detail, "subject": subject},
        option=orjson.OPT_SORT_KEYS,
    )
    seq = head.seq + 1
    return Head(seq, hashlib.sha256(head.hash + seq.to_bytes(8, "big") + body).digest())


# Built once: building a statement costs SQLAlchemy more than running it.
_SELECT_HEAD = (
    sa.select(audit.c.seq, audit.c.hash)
    .where(audit.c.tenant == sa.bindparam("tenant"))
    .order_by(audit.c.seq.desc())
    .limit(1)
    .with_for_update()
)
_INSERT_EVENT = sa.insert(audit)


def head(conn: sa.Connection, tenant: int) -> Head:
    """Return the last link of the tenant's chain; keep it elsewhere to detect a cut-off end."""
    row = conn.execute(_SELECT_HEAD, {"tenant": tenant}).one_or_none()
    return Head(row.seq, row.hash) if row else NO_HEAD


def log(conn: sa.Connection, tenant: int, event: Event) -> None:
    """Append `event` to the tenant's chain, in the transaction of what it notes."""
    fields = (to_micros(event.at), event.actor, event.action, event.subject, event.detail)
    new = link(head(conn, tenant), fields)
    row = dict(zip(("at", "actor", "action", "subject", "detail"), fields, strict=True))
    conn.execute(_INSERT_EVENT, {"tenant": tenant, "seq": new.seq, "hash": new.hash, **row})


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """The result of verifying a chain: its valid length, and the first bad row or None."""

    rows: int
    first_bad: int | None


def verify(conn: sa.Connection, tenant: int, kept: Head | None = None) -> ChainVerdict:
    """Verify the tenant's chain; `kept` is a head that was kept outside the database."""
    columns = (
        audit.c.seq,
        audit.c.hash,
        audit.c.at,
        audit.c.actor,
        audit.c.action,
        audit.c.subject,
        audit.c.detail,
    )
    rows = conn.execute(sa.select(*columns).where(audit.c.tenant == tenant).order_by(audit.c.seq))
    return _check_links(((seq, digest, tuple(fields)) for seq, digest, *fields in rows), kept)


def _check_links(
    rows: Iterable[tuple[int, bytes, tuple[object, ...]]], kept: Head | None
) -> ChainVerdict:
    last = NO_HEAD
    for seq, digest, fields in rows:
        expected = link(last, fields)  # type: ignore[arg-type]  # columns come untyped; a wrong type fails the hash
        if Head(seq, digest) != expected or (kept and kept.seq == seq and kept != expected):
            return ChainVerdict(last.seq, expected.seq)
        last = expected
    cut = kept is not None and kept.seq > last.seq
    return ChainVerdict(last.seq, last.seq + 1 if cut else None)
