"""Handing over: record, keys, outbox, audit and the closed conversation in one unit of work."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from assistant.store import audit, log, outbox
from assistant.store.keys import Keyring, WrappedKey
from assistant.store.moments import micros
from assistant.store.open_ones import Open
from assistant.store.schema import SUBMISSION, record, turn
from assistant.store.sealing import Place
from assistant.store.values import Sent, Submission

_CLOSE = sa.insert(turn)
_KEEP = sa.insert(record)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A submission ready to be kept: nothing in it can be read without the keys."""

    seq: int
    key: WrappedKey
    sent: Sent
    body: bytes = field(repr=False)
    summary: bytes = field(repr=False)
    receipt: bytes = field(repr=False)


def record_place(tenant: int, record_id: int, column: str) -> Place:
    """Return where a record's `column` stands."""
    return Place(tenant, "record", column, str(record_id))


def seal(held: Open, submission: Submission, record_id: int, keyring: Keyring) -> Sealed:
    """Return `submission` sealed: the record under a key of its own, receipt and copy under the conversation's."""
    stored = held.stored
    seq = len(stored.log) + 1
    key, sealer = keyring.new_key(record_id)
    sent = Sent(
        submission.at, submission.reference, record_id, submission.receipt, submission.record
    )
    place = log.body_place(stored.tenant, stored.id, seq)
    return Sealed(
        seq,
        key,
        sent,
        body=sealer.seal(submission.record, record_place(stored.tenant, record_id, "body")),
        summary=sealer.seal(submission.summary, record_place(stored.tenant, record_id, "summary")),
        receipt=log.sealed(held.sealer, submission.body_hash, log.sent_body(sent), place),
    )


def keep(conn: sa.Connection, held: Open, submission: Submission, sealed: Sealed) -> None:
    """Keep the submission; a place in the log that is taken stops it."""
    tenant, record_id = held.stored.tenant, sealed.sent.record_id
    conn.execute(_CLOSE, _closing(held, submission, sealed))
    log.keep_key(conn, tenant, sealed.key)
    conn.execute(_KEEP, _record(held, submission, sealed))
    outbox.post(conn, tenant, record_id, submission.at)
    handed_over = audit.Event(
        submission.at,
        audit.PROFESSIONAL,
        "record.received",
        audit.record_subject(record_id),
        audit.conversation_subject(held.stored.id),
    )
    audit.log(conn, tenant, handed_over)


def taken(conn: sa.Connection, tenant: int, reference: str) -> bool:
    """Return whether a record has that reference already."""
    same = sa.select(record.c.id).where(record.c.tenant == tenant, record.c.reference == reference)
    return conn.execute(same).first() is not None


def _closing(held: Open, submission: Submission, sealed: Sealed) -> dict[str, object]:
    return {
        "tenant": held.stored.tenant,
        "conversation": held.stored.id,
        "seq": sealed.seq,
        "kind": SUBMISSION,
        "at": micros(submission.at),
        "key_hash": submission.key_hash,
        "body": sealed.receipt,
    }


def _record(held: Open, submission: Submission, sealed: Sealed) -> dict[str, object]:
    return {
        "tenant": held.stored.tenant,
        "id": sealed.sent.record_id,
        "conversation": held.stored.id,
        "reference": submission.reference,
        "team": submission.team,
        "received_at": micros(submission.at),
        "assess_by": micros(submission.assess_by),
        "receipt_by": micros(submission.receipt_by),
        "summary": sealed.summary,
        "body": sealed.body,
    }
