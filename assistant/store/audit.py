"""The audit chain: who did what to what, when; never what they wrote.

Each row's hash is SHA-256(hash of the row before ‖ seq ‖ canonical JSON of the row), per tenant.
Triggers refuse UPDATE and DELETE. A head that was kept elsewhere shows a cut-off end as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import orjson
import sqlalchemy as sa
from msgspec import Struct

from assistant.store.moments import micros
from assistant.store.schema import audit

PROFESSIONAL, ASSISTANT = "professional", "assistant"
"""Who acts without a name: whoever holds a conversation's token, and the program by itself."""

_NOTHING_BEFORE = bytes(32)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is to be known later; `subject` is like `conversation/123`."""

    at: datetime
    actor: str
    action: str
    subject: str
    detail: str | None = None


def conversation_subject(conversation_id: int) -> str:
    """Return what the chain calls a conversation."""
    return f"conversation/{conversation_id}"


def record_subject(record_id: int) -> str:
    """Return what the chain calls a record."""
    return f"record/{record_id}"


class Head(Struct, frozen=True):
    """The last link of a chain; before the first row, seq 0."""

    seq: int
    hash: bytes


NO_HEAD = Head(0, _NOTHING_BEFORE)

Fields = tuple[int, str, str, str, str | None]
"""A row's own words in order: at, actor, action, subject, detail."""


def link(head: Head, fields: Fields) -> Head:
    """Return the head after a row with `fields` was chained to `head`."""
    at, actor, action, subject, detail = fields
    body = orjson.dumps(
        {"action": action, "actor": actor, "at": at, "detail": detail, "subject": subject},
        option=orjson.OPT_SORT_KEYS,
    )
    seq = head.seq + 1
    return Head(seq, hashlib.sha256(head.hash + seq.to_bytes(8, "big") + body).digest())


# Built once: making a statement anew costs SQLAlchemy more than running it.
_LAST = (
    sa.select(audit.c.seq, audit.c.hash)
    .where(audit.c.tenant == sa.bindparam("tenant"))
    .order_by(audit.c.seq.desc())
    .limit(1)
    .with_for_update()
)
_INSERT = sa.insert(audit)


def head(conn: sa.Connection, tenant: int) -> Head:
    """Return the last link of the tenant's chain; keep it elsewhere to be able to see a cut-off end."""
    row = conn.execute(_LAST, {"tenant": tenant}).one_or_none()
    return Head(row.seq, row.hash) if row else NO_HEAD


def log(conn: sa.Connection, tenant: int, event: Event) -> None:
    """Chain `event` to the tenant's log, in the transaction of what it tells of."""
    fields = (micros(event.at), event.actor, event.action, event.subject, event.detail)
    new = link(head(conn, tenant), fields)
    row = dict(zip(("at", "actor", "action", "subject", "detail"), fields, strict=True))
    conn.execute(_INSERT, {"tenant": tenant, "seq": new.seq, "hash": new.hash, **row})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a chain found: its length and the first row that is not as it was written."""

    rows: int
    first_bad: int | None


def verify(conn: sa.Connection, tenant: int, kept: Head | None = None) -> Verdict:
    """Return whether the tenant's chain is whole; `kept` is a head noted earlier outside the database."""
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
    return _verdict(((seq, digest, tuple(fields)) for seq, digest, *fields in rows), kept)


def _verdict(rows: Iterable[tuple[int, bytes, tuple[object, ...]]], kept: Head | None) -> Verdict:
    last = NO_HEAD
    for seq, digest, fields in rows:
        expected = link(last, fields)  # type: ignore[arg-type]  # columns come untyped; a wrong type fails the hash
        if Head(seq, digest) != expected or (kept and kept.seq == seq and kept != expected):
            return Verdict(last.seq, expected.seq)
        last = expected
    cut = kept is not None and kept.seq > last.seq
    return Verdict(last.seq, last.seq + 1 if cut else None)
