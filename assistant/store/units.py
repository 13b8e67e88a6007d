"""Units of work on conversations: begin, read, erase, and the flows they began with.

Each is a plain function of a connection, run by the store in a transaction. Content stays sealed
inside them; it is opened outside, by whoever has the keys.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import date, datetime

import orjson
import sqlalchemy as sa
from msgspec import Struct

from assistant.store import audit, schema
from assistant.store.conversation_cache import OpenConversation
from assistant.store.encryption import Cell, Keyring, Sealer, WrappedKey
from assistant.store.port import Row
from assistant.store.values import LogEntry, NewConversation, StoredConversation, StoredSubmission

_HASH_BYTES = 32  # bytes of a body's hash, which is sealed together with the body and before it


class SealedConversation(Struct, frozen=True):
    """A conversation as the database has it: sealed, with its wrapped key."""

    row: Row
    key: WrappedKey
    turns: tuple[Row, ...]


def turn_cell(tenant: int, conversation_id: int, seq: int) -> Cell:
    """Return the cell of a turn's body."""
    return Cell(tenant, "turn", "body", f"{conversation_id}.{seq}")


# Built once: building a statement costs SQLAlchemy more than running it.
_INSERT_CONVERSATION = sa.insert(schema.conversation)
_INSERT_KEY = sa.insert(schema.data_key)
_KEY_JOIN = sa.and_(
    schema.data_key.c.tenant == schema.conversation.c.tenant,
    schema.data_key.c.id == schema.conversation.c.id,
)
_SELECT_CONVERSATIONS = (
    sa.select(schema.conversation, schema.data_key.c.kek, schema.data_key.c.wrapped)
    .join(schema.data_key, _KEY_JOIN)
    .where(schema.conversation.c.tenant == sa.bindparam("tenant"))
)
_SELECT_BY_TOKEN = _SELECT_CONVERSATIONS.where(
    schema.conversation.c.token_hash == sa.bindparam("which")
)
_SELECT_BY_ID = _SELECT_CONVERSATIONS.where(schema.conversation.c.id == sa.bindparam("which"))
_SELECT_TURNS = (
    sa.select(
        schema.turn.c.seq,
        schema.turn.c.kind,
        schema.turn.c.at,
        schema.turn.c.key_hash,
        schema.turn.c.body,
    )
    .where(
        schema.turn.c.tenant == sa.bindparam("tenant"),
        schema.turn.c.conversation == sa.bindparam("which"),
    )
    .order_by(schema.turn.c.seq)
)


def insert_conversation(
    conn: sa.Connection, new: NewConversation, stored: StoredConversation, key: WrappedKey
) -> None:
    """Insert a conversation that begins, with its wrapped key and an audit row."""
    row = {
        "tenant": stored.tenant,
        "id": stored.id,
        "token_hash": new.token_hash,
        "flow": new.flow,
        "version": new.version,
        "logic": new.logic,
        "language": new.language,
        "today": new.today.isoformat(),
        "begun_at": schema.to_micros(new.at),
        "expires_at": schema.to_micros(new.expires_at),
    }
    conn.execute(_INSERT_CONVERSATION, row)
    insert_key(conn, stored.tenant, key)
    subject = audit.conversation_subject(stored.id)
    event = audit.Event(new.at, audit.PROFESSIONAL, "conversation.begun", subject)
    audit.log(conn, stored.tenant, event)


def insert_key(conn: sa.Connection, tenant: int, key: WrappedKey) -> None:
    """Insert a wrapped data key."""
    conn.execute(
        _INSERT_KEY, {"tenant": tenant, "id": key.id, "kek": key.kek, "wrapped": key.wrapped}
    )


def read_by_token(conn: sa.Connection, tenant: int, token_hash: bytes) -> SealedConversation | None:
    """Return the conversation with that token, still sealed."""
    return _with_turns(
        conn, conn.execute(_SELECT_BY_TOKEN, {"tenant": tenant, "which": token_hash}).one_or_none()
    )


def read_by_id(conn: sa.Connection, tenant: int, conversation_id: int) -> SealedConversation | None:
    """Return the conversation with that id, still sealed."""
    return _with_turns(
        conn,
        conn.execute(_SELECT_BY_ID, {"tenant": tenant, "which": conversation_id}).one_or_none(),
    )


def _with_turns(conn: sa.Connection, row: Row | None) -> SealedConversation | None:
    if row is None:
        return None
    turns = conn.execute(_SELECT_TURNS, {"tenant": row.tenant, "which": row.id}).all()
    return SealedConversation(row, WrappedKey(row.id, row.kek, row.wrapped), tuple(turns))


def unseal_conversation(sealed: SealedConversation, keyring: Keyring) -> OpenConversation:
    """Return the conversation in clear text, with its sealer."""
    row, sealer = sealed.row, keyring.sealer(sealed.key)
    bodies = [(each, _unseal_body(sealer, row, each)) for each in sealed.turns]
    log = tuple(
        LogEntry(each.key_hash, body[:_HASH_BYTES], schema.from_micros(each.at), body[_HASH_BYTES:])
        for each, body in bodies
        if each.kind != schema.SUBMISSION
    )
    sent = next(
        (
            unpack_submission(body[_HASH_BYTES:], each.at)
            for each, body in bodies
            if each.kind == schema.SUBMISSION
        ),
        None,
    )
    return OpenConversation(_to_stored(row, log, sent), sealer, row.token_hash)


def read_unsubmitted(
    conn: sa.Connection, tenant: int, flow: str, now: datetime
) -> tuple[StoredConversation, ...]:
    """Return a flow's conversations that are neither handed over nor expired, without turns."""
    sent = sa.exists().where(
        schema.turn.c.tenant == schema.conversation.c.tenant,
        schema.turn.c.conversation == schema.conversation.c.id,
        schema.turn.c.kind == schema.SUBMISSION,
    )
    rows = conn.execute(
        sa.select(schema.conversation).where(
            schema.conversation.c.tenant == tenant,
            schema.conversation.c.flow == flow,
            schema.conversation.c.expires_at > schema.to_micros(now),
            ~sent,
        )
    )
    return tuple(_to_stored(row, (), None) for row in rows)


def _to_stored(
    row: Row, log: tuple[LogEntry, ...], sent: StoredSubmission | None
) -> StoredConversation:
    return StoredConversation(
        id=row.id,
        tenant=row.tenant,
        flow=row.flow,
        version=row.version,
        logic=row.logic,
        language=row.language,
        today=date.fromisoformat(row.today),
        begun_at=schema.from_micros(row.begun_at),
        expires_at=schema.from_micros(row.expires_at),
        log=log,
        submission=sent,
    )


def seal_turn(sealer: Sealer, body_hash: bytes, body: bytes, cell: Cell) -> bytes:
    """Return a turn's body, sealed together with the hash that tells a retry from another turn."""
    if len(body_hash) != _HASH_BYTES:
        raise ValueError("a body hash is a SHA-256")
    return sealer.seal(body_hash + body, cell)


def _unseal_body(sealer: Sealer, conversation_row: Row, row: Row) -> bytes:
    return sealer.open(row.body, turn_cell(conversation_row.tenant, conversation_row.id, row.seq))


def pack_submission(sent: StoredSubmission) -> bytes:
    """Return a submission as the body of its turn: head lines, then receipt and record."""
    head = (str(sent.record_id), sent.reference, str(len(sent.receipt)), "")
    return "\n".join(head).encode() + sent.receipt + sent.record


def unpack_submission(body: bytes, at: int) -> StoredSubmission:
    """Return the submission in the body of a turn; the inverse of `pack_submission`."""
    record_id, reference, length, rest = body.split(b"\n", 3)
    receipt, record = rest[: int(length)], rest[int(length) :]
    return StoredSubmission(
        schema.from_micros(at), reference.decode(), int(record_id), receipt, record
    )


def read_and_audit(
    conn: sa.Connection, tenant: int, conversation_id: int, event: audit.Event
) -> SealedConversation | None:
    """Return a conversation, still sealed, after noting the reading in the same transaction."""
    kept = read_by_id(conn, tenant, conversation_id)
    if kept is not None:
        audit.log(conn, tenant, event)
    return kept


# Erasing: the wrapped key is deleted, then the rows; a ledger row notes that it was done.

_OF_TENANT: sa.BindParameter[int] = sa.bindparam("of")
_WHICH: sa.BindParameter[int] = sa.bindparam("which")
_DELETE_KEY = sa.delete(schema.data_key).where(
    schema.data_key.c.tenant == _OF_TENANT, schema.data_key.c.id == _WHICH
)
_DELETE_TURNS = sa.delete(schema.turn).where(
    schema.turn.c.tenant == _OF_TENANT, schema.turn.c.conversation == _WHICH
)
_DELETE_CONVERSATION = sa.delete(schema.conversation).where(
    schema.conversation.c.tenant == _OF_TENANT, schema.conversation.c.id == _WHICH
)
_INSERT_ERASURE = sa.insert(schema.erasure)
_SELECT_EXPIRED = (
    sa.select(schema.conversation.c.id)
    .where(
        schema.conversation.c.tenant == _OF_TENANT,
        schema.conversation.c.expires_at <= sa.bindparam("now"),
    )
    .order_by(schema.conversation.c.expires_at)
    .limit(sa.bindparam("most"))
)


def erase_conversation(
    conn: sa.Connection, tenant: int, conversation_id: int, event: audit.Event
) -> bool:
    """Erase a conversation, its turns and its key; return True if it was there."""
    this = {"of": tenant, "which": conversation_id}
    # The key is the witness: if it is gone, somebody else has erased the conversation.
    if not conn.execute(_DELETE_KEY, this).rowcount:
        return False
    conn.execute(_DELETE_TURNS, this)
    conn.execute(_DELETE_CONVERSATION, this)
    note = {
        "tenant": tenant,
        "key": conversation_id,
        "at": schema.to_micros(event.at),
        "reason": event.action,
    }
    conn.execute(_INSERT_ERASURE, note)
    audit.log(conn, tenant, event)
    return True


def erase_expired(conn: sa.Connection, tenant: int, now: datetime, most: int) -> tuple[int, ...]:
    """Erase up to `most` expired conversations; return their ids."""
    over = conn.execute(_SELECT_EXPIRED, {"of": tenant, "now": schema.to_micros(now), "most": most})
    ids = tuple(over.scalars())
    for each in ids:
        subject = audit.conversation_subject(each)
        event = audit.Event(now, audit.ASSISTANT, "conversation.expired", subject)
        erase_conversation(conn, tenant, each, event)
    return ids


# The files of every flow served, by hash: a conversation finishes on those it began with.


def insert_logic(
    conn: sa.Connection, tenant: int, logic_hash: str, files: Mapping[str, str]
) -> None:
    """Insert `files` under their hash, unless they are there already."""
    if read_logic(conn, tenant, logic_hash) is None:
        packed = zlib.compress(orjson.dumps(dict(files), option=orjson.OPT_SORT_KEYS))
        conn.execute(sa.insert(schema.logic).values(tenant=tenant, hash=logic_hash, files=packed))


def read_logic(conn: sa.Connection, tenant: int, logic_hash: str) -> Mapping[str, str] | None:
    """Return the files with that hash; None if there are none."""
    chosen = sa.select(schema.logic.c.files).where(
        schema.logic.c.tenant == tenant, schema.logic.c.hash == logic_hash
    )
    packed = conn.execute(chosen).scalar_one_or_none()
    if packed is None:
        return None
    files: Mapping[str, str] = orjson.loads(zlib.decompress(packed))
    return files
