"""Records: handed over from a conversation, then read in the family team's inbox.

Handing over is one unit of work. Nothing is listed or opened without an audit row in the same
transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import sqlalchemy as sa
from msgspec import Struct

from assistant.store import audit, units
from assistant.store.conversation_cache import OpenConversation
from assistant.store.encryption import Cell, Keyring, WrappedKey
from assistant.store.port import Row, Store
from assistant.store.schema import (
    SUBMISSION,
    data_key,
    from_micros,
    outbox,
    record,
    to_micros,
    turn,
)
from assistant.store.values import TENANT, ListedRecord, OpenedRecord, StoredSubmission, Submission

__all__ = ["ListedRecord", "OpenedRecord", "RecordInbox"]

_MAX_LISTED = 200


class _SealedRecord(Struct, frozen=True):
    row: Row
    key: WrappedKey


class RecordInbox:
    """The records that were handed over to one municipality, for its inbox."""

    def __init__(self, store: Store, keyring: Keyring, *, tenant: int = TENANT) -> None:
        self._store, self._keyring, self._tenant = store, keyring, tenant

    async def list_newest(self, now: datetime, actor: str) -> tuple[ListedRecord, ...]:
        """Return at most 200 records, newest first, after noting that `actor` saw the list."""
        event = audit.Event(now, actor, "inbox.listed", "inbox")
        kept = await self._store.write(partial(_read_newest, tenant=self._tenant, event=event))
        return tuple(self._to_listed(each) for each in kept)

    async def open(self, record_id: int, now: datetime, actor: str) -> OpenedRecord | None:
        """Return a record, after noting that `actor` opened it; None if there is none."""
        event = audit.Event(now, actor, "record.opened", audit.record_subject(record_id))
        kept = await self._store.write(
            partial(_mark_and_read, tenant=self._tenant, record_id=record_id, event=event)
        )
        return None if kept is None else self._to_opened(kept)

    async def audit_action(self, record_id: int, now: datetime, actor: str, action: str) -> None:
        """Note that `actor` did `action` (such as `record.exported`) to a record open to them."""
        event = audit.Event(now, actor, action, audit.record_subject(record_id))
        await self._store.write(partial(audit.log, tenant=self._tenant, event=event))

    def _to_listed(self, kept: _SealedRecord) -> ListedRecord:
        row = kept.row
        return ListedRecord(
            id=row.id,
            reference=row.reference,
            received_at=from_micros(row.received_at),
            assess_by=from_micros(row.assess_by),
            receipt_by=from_micros(row.receipt_by),
            team=row.team,
            summary=self._unseal_column(kept, "summary"),
            opened_at=None if row.opened_at is None else from_micros(row.opened_at),
        )

    def _to_opened(self, kept: _SealedRecord) -> OpenedRecord:
        row = kept.row
        return OpenedRecord(
            id=row.id,
            reference=row.reference,
            received_at=from_micros(row.received_at),
            assess_by=from_micros(row.assess_by),
            receipt_by=from_micros(row.receipt_by),
            team=row.team,
            record=self._unseal_column(kept, "body"),
            opened_at=from_micros(row.opened_at),
        )

    def _unseal_column(self, kept: _SealedRecord, column: str) -> bytes:
        sealer = self._keyring.sealer(kept.key)
        envelope: bytes = getattr(kept.row, column)
        return sealer.open(envelope, record_cell(self._tenant, kept.key.id, column))


def _select_without(without: str) -> sa.Select[*tuple[object, ...]]:
    """Return the query for a tenant's records with their keys, without one sealed column.

    The list needs no body and the record no summary; a sealed value is 256 bytes or more.
    """
    columns = [each for each in record.c if each.name != without]
    joined = sa.and_(data_key.c.tenant == record.c.tenant, data_key.c.id == record.c.id)
    selected = sa.select(*columns, data_key.c.kek, data_key.c.wrapped).join(data_key, joined)
    return selected.where(record.c.tenant == sa.bindparam("of"))


_SELECT_NEWEST = _select_without("body").order_by(record.c.id.desc()).limit(_MAX_LISTED)
_SELECT_ONE = _select_without("summary").where(record.c.id == sa.bindparam("which"))
# Only the first opening sets the time.
_MARK_OPENED = (
    sa.update(record)
    .where(record.c.tenant == sa.bindparam("of"), record.c.id == sa.bindparam("which"))
    .where(record.c.opened_at.is_(None))
    .values(opened_at=sa.bindparam("now"))
)


def _read_newest(conn: sa.Connection, tenant: int, event: audit.Event) -> Sequence[_SealedRecord]:
    rows = conn.execute(_SELECT_NEWEST, {"of": tenant}).all()
    audit.log(conn, tenant, event)
    return [_with_key(row) for row in rows]


def _mark_and_read(
    conn: sa.Connection, tenant: int, record_id: int, event: audit.Event
) -> _SealedRecord | None:
    this = {"of": tenant, "which": record_id}
    conn.execute(_MARK_OPENED, {**this, "now": to_micros(event.at)})
    row = conn.execute(_SELECT_ONE, this).one_or_none()
    if row is None:
        return None
    audit.log(conn, tenant, event)
    return _with_key(row)


def _with_key(row: Row) -> _SealedRecord:
    return _SealedRecord(row, WrappedKey(row.id, row.kek, row.wrapped))


# Handing over: record, keys, outbox, audit and the closing turn, in one unit of work.

_INSERT_CLOSING_TURN = sa.insert(turn)
_INSERT_RECORD = sa.insert(record)


@dataclass(frozen=True, slots=True)
class SealedSubmission:
    """A submission ready to be kept: unreadable without the keys."""

    seq: int
    key: WrappedKey
    sent: StoredSubmission
    body: bytes = field(repr=False)
    summary: bytes = field(repr=False)
    receipt: bytes = field(repr=False)


def record_cell(tenant: int, record_id: int, column: str) -> Cell:
    """Return the cell of a record's `column`."""
    return Cell(tenant, "record", column, str(record_id))


def seal_submission(
    held: OpenConversation, submission: Submission, record_id: int, keyring: Keyring
) -> SealedSubmission:
    """Return `submission` sealed.

    The record gets a key of its own, so that it outlives the conversation; the receipt and the
    professional's copy are under the conversation's key.
    """
    stored = held.stored
    seq = len(stored.log) + 1
    key, sealer = keyring.new_key(record_id)
    sent = StoredSubmission(
        submission.at, submission.reference, record_id, submission.receipt, submission.record
    )
    cell = units.turn_cell(stored.tenant, stored.id, seq)
    return SealedSubmission(
        seq,
        key,
        sent,
        body=sealer.seal(submission.record, record_cell(stored.tenant, record_id, "body")),
        summary=sealer.seal(submission.summary, record_cell(stored.tenant, record_id, "summary")),
        receipt=units.seal_turn(
            held.sealer, submission.body_hash, units.pack_submission(sent), cell
        ),
    )


def insert_submission(
    conn: sa.Connection, held: OpenConversation, submission: Submission, sealed: SealedSubmission
) -> None:
    """Insert the submission; fails if its place in the log is taken."""
    tenant, record_id = held.stored.tenant, sealed.sent.record_id
    conn.execute(_INSERT_CLOSING_TURN, _closing_turn_row(held, submission, sealed))
    units.insert_key(conn, tenant, sealed.key)
    conn.execute(_INSERT_RECORD, _record_row(held, submission, sealed))
    insert_delivery(conn, tenant, record_id, submission.at)
    handed_over = audit.Event(
        submission.at,
        audit.PROFESSIONAL,
        "record.received",
        audit.record_subject(record_id),
        audit.conversation_subject(held.stored.id),
    )
    audit.log(conn, tenant, handed_over)


def is_reference_used(conn: sa.Connection, tenant: int, reference: str) -> bool:
    """Return True if a record has that reference."""
    same = sa.select(record.c.id).where(record.c.tenant == tenant, record.c.reference == reference)
    return conn.execute(same).first() is not None


def _closing_turn_row(
    held: OpenConversation, submission: Submission, sealed: SealedSubmission
) -> dict[str, object]:
    return {
        "tenant": held.stored.tenant,
        "conversation": held.stored.id,
        "seq": sealed.seq,
        "kind": SUBMISSION,
        "at": to_micros(submission.at),
        "key_hash": submission.key_hash,
        "body": sealed.receipt,
    }


def _record_row(
    held: OpenConversation, submission: Submission, sealed: SealedSubmission
) -> dict[str, object]:
    return {
        "tenant": held.stored.tenant,
        "id": sealed.sent.record_id,
        "conversation": held.stored.id,
        "reference": submission.reference,
        "team": submission.team,
        "received_at": to_micros(submission.at),
        "assess_by": to_micros(submission.assess_by),
        "receipt_by": to_micros(submission.receipt_by),
        "summary": sealed.summary,
        "body": sealed.body,
    }


# The outbox: a delivery is a row written in the same transaction as its record.

_INSERT_DELIVERY = sa.insert(outbox)


def insert_delivery(conn: sa.Connection, tenant: int, record_id: int, at: datetime) -> None:
    """Insert a delivery of the record, due at once; its id is the record's, so it is unique."""
    row = {"tenant": tenant, "id": record_id, "kind": "record", "record": record_id}
    conn.execute(_INSERT_DELIVERY, {**row, "due_at": to_micros(at)})
