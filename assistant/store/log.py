"""Units of work for conversations and their turns; what goes in and out here is sealed."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from msgspec import Struct

from assistant.store import audit
from assistant.store.keys import Keyring, WrappedKey
from assistant.store.moments import micros, moment
from assistant.store.open_ones import Open
from assistant.store.port import Row
from assistant.store.schema import SUBMISSION, conversation, data_key, turn
from assistant.store.sealing import Place, Sealer
from assistant.store.values import Beginning, Logged, Sent, Stored

_HASH = 32  # bytes of a turn's body hash, which stands sealed before the body


class Kept(Struct, frozen=True):
    """A conversation as the database has it."""

    row: Row
    key: WrappedKey
    turns: tuple[Row, ...]


def body_place(tenant: int, conversation_id: int, seq: int) -> Place:
    """Return where the body of a turn stands."""
    return Place(tenant, "turn", "body", f"{conversation_id}.{seq}")


# Built once: making a statement anew costs SQLAlchemy more than running it.
_BEGIN = sa.insert(conversation)
_KEEP_KEY = sa.insert(data_key)
_KEY_OF_IT = sa.and_(data_key.c.tenant == conversation.c.tenant, data_key.c.id == conversation.c.id)
_CONVERSATIONS = (
    sa.select(conversation, data_key.c.kek, data_key.c.wrapped)
    .join(data_key, _KEY_OF_IT)
    .where(conversation.c.tenant == sa.bindparam("tenant"))
)
_BY_TOKEN = _CONVERSATIONS.where(conversation.c.token_hash == sa.bindparam("which"))
_BY_ID = _CONVERSATIONS.where(conversation.c.id == sa.bindparam("which"))
_TURNS = (
    sa.select(turn.c.seq, turn.c.kind, turn.c.at, turn.c.key_hash, turn.c.body)
    .where(turn.c.tenant == sa.bindparam("tenant"), turn.c.conversation == sa.bindparam("which"))
    .order_by(turn.c.seq)
)


def begin(conn: sa.Connection, new: Beginning, stored: Stored, key: WrappedKey) -> None:
    """Keep a conversation that begins, with its wrapped key."""
    row = {
        "tenant": stored.tenant,
        "id": stored.id,
        "token_hash": new.token_hash,
        "flow": new.flow,
        "version": new.version,
        "logic": new.logic,
        "language": new.language,
        "today": new.today.isoformat(),
        "begun_at": micros(new.at),
        "expires_at": micros(new.expires_at),
    }
    conn.execute(_BEGIN, row)
    keep_key(conn, stored.tenant, key)
    subject = audit.conversation_subject(stored.id)
    event = audit.Event(new.at, audit.PROFESSIONAL, "conversation.begun", subject)
    audit.log(conn, stored.tenant, event)


def keep_key(conn: sa.Connection, tenant: int, key: WrappedKey) -> None:
    """Keep a wrapped data key."""
    conn.execute(
        _KEEP_KEY, {"tenant": tenant, "id": key.id, "kek": key.kek, "wrapped": key.wrapped}
    )


def by_token(conn: sa.Connection, tenant: int, token_hash: bytes) -> Kept | None:
    """Return the conversation with that token, sealed as it is."""
    return _kept(
        conn, conn.execute(_BY_TOKEN, {"tenant": tenant, "which": token_hash}).one_or_none()
    )


def by_id(conn: sa.Connection, tenant: int, conversation_id: int) -> Kept | None:
    """Return the conversation with that id, sealed as it is."""
    return _kept(
        conn, conn.execute(_BY_ID, {"tenant": tenant, "which": conversation_id}).one_or_none()
    )


def _kept(conn: sa.Connection, row: Row | None) -> Kept | None:
    if row is None:
        return None
    turns = conn.execute(_TURNS, {"tenant": row.tenant, "which": row.id}).all()
    return Kept(row, WrappedKey(row.id, row.kek, row.wrapped), tuple(turns))


def opened(kept: Kept, keyring: Keyring) -> Open:
    """Return the conversation in plain words, with its sealer."""
    row, sealer = kept.row, keyring.sealer(kept.key)
    bodies = [(each, _body(sealer, row, each)) for each in kept.turns]
    log = tuple(
        Logged(each.seq, each.key_hash, body[:_HASH], moment(each.at), body[_HASH:])
        for each, body in bodies
        if each.kind != SUBMISSION
    )
    sent = next(
        (sent_from(body[_HASH:], each.at) for each, body in bodies if each.kind == SUBMISSION), None
    )
    return Open(_stored(row, log, sent), sealer, row.token_hash)


def unsent(conn: sa.Connection, tenant: int, flow: str, now: datetime) -> tuple[Stored, ...]:
    """Return the conversations of a flow that are neither handed over nor expired, without what was said."""
    sent = sa.exists().where(
        turn.c.tenant == conversation.c.tenant,
        turn.c.conversation == conversation.c.id,
        turn.c.kind == SUBMISSION,
    )
    rows = conn.execute(
        sa.select(conversation).where(
            conversation.c.tenant == tenant,
            conversation.c.flow == flow,
            conversation.c.expires_at > micros(now),
            ~sent,
        )
    )
    return tuple(_stored(row, (), None) for row in rows)


def _stored(row: Row, log: tuple[Logged, ...], sent: Sent | None) -> Stored:
    return Stored(
        id=row.id,
        tenant=row.tenant,
        flow=row.flow,
        version=row.version,
        logic=row.logic,
        language=row.language,
        today=date.fromisoformat(row.today),
        begun_at=moment(row.begun_at),
        expires_at=moment(row.expires_at),
        log=log,
        submission=sent,
    )


def sealed(sealer: Sealer, body_hash: bytes, body: bytes, place: Place) -> bytes:
    """Return a turn's body, sealed together with the hash that tells a repeated turn from another."""
    if len(body_hash) != _HASH:
        raise ValueError("a body hash is a SHA-256")
    return sealer.seal(body_hash + body, place)


def _body(sealer: Sealer, of: Row, row: Row) -> bytes:
    return sealer.open(row.body, body_place(of.tenant, of.id, row.seq))


def sent_body(sent: Sent) -> bytes:
    """Return what the log keeps of a submission."""
    head = (str(sent.record_id), sent.reference, str(len(sent.receipt)), "")
    return "\n".join(head).encode() + sent.receipt + sent.record


def sent_from(body: bytes, at: int) -> Sent:
    """Return the submission that a log entry tells of."""
    record_id, reference, length, rest = body.split(b"\n", 3)
    receipt, record = rest[: int(length)], rest[int(length) :]
    return Sent(moment(at), reference.decode(), int(record_id), receipt, record)


def read(conn: sa.Connection, tenant: int, conversation_id: int, event: audit.Event) -> Kept | None:
    """Return a conversation, still sealed, and note the reading in the same transaction."""
    kept = by_id(conn, tenant, conversation_id)
    if kept is not None:
        audit.log(conn, tenant, event)
    return kept
