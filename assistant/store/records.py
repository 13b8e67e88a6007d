"""Records as the family team's inbox sees them; nothing is opened without an audit row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import sqlalchemy as sa
from msgspec import Struct

from assistant.store import audit
from assistant.store.keys import Keyring, WrappedKey
from assistant.store.moments import micros, moment
from assistant.store.port import Row, Store
from assistant.store.schema import data_key, record
from assistant.store.submission import record_place
from assistant.store.values import TENANT, Listed, Opened

__all__ = ["Listed", "Opened", "Records"]

_AT_ONCE = 200


class _Kept(Struct, frozen=True):
    row: Row
    key: WrappedKey


class Records:
    """The records that were handed over to one municipality."""

    def __init__(self, store: Store, keyring: Keyring, *, tenant: int = TENANT) -> None:
        self._store, self._keyring, self._tenant = store, keyring, tenant

    async def listed(self, now: datetime, actor: str) -> tuple[Listed, ...]:
        """Return the newest records, 200 at most, newest first, after noting that `actor` saw the list."""
        event = audit.Event(now, actor, "inbox.listed", "inbox")
        kept = await self._store.write(partial(_list, tenant=self._tenant, event=event))
        return tuple(self._listed(each) for each in kept)

    async def open(self, record_id: int, now: datetime, actor: str) -> Opened | None:
        """Return a record, after noting in the same transaction that `actor` opened it; None if there is none."""
        event = audit.Event(now, actor, "record.opened", audit.record_subject(record_id))
        kept = await self._store.write(
            partial(_open, tenant=self._tenant, record_id=record_id, event=event)
        )
        return None if kept is None else self._opened(kept)

    async def audit(self, record_id: int, now: datetime, actor: str, action: str) -> None:
        """Note that `actor` did `action` (like `record.exported`) to a record that is open to them."""
        event = audit.Event(now, actor, action, audit.record_subject(record_id))
        await self._store.write(partial(audit.log, tenant=self._tenant, event=event))

    def _listed(self, kept: _Kept) -> Listed:
        row = kept.row
        return Listed(
            id=row.id,
            reference=row.reference,
            received_at=moment(row.received_at),
            assess_by=moment(row.assess_by),
            receipt_by=moment(row.receipt_by),
            team=row.team,
            summary=self._plain(kept, "summary"),
            opened_at=None if row.opened_at is None else moment(row.opened_at),
        )

    def _opened(self, kept: _Kept) -> Opened:
        row = kept.row
        return Opened(
            id=row.id,
            reference=row.reference,
            received_at=moment(row.received_at),
            assess_by=moment(row.assess_by),
            receipt_by=moment(row.receipt_by),
            team=row.team,
            record=self._plain(kept, "body"),
            opened_at=moment(row.opened_at),
        )

    def _plain(self, kept: _Kept, column: str) -> bytes:
        sealer = self._keyring.sealer(kept.key)
        envelope: bytes = getattr(kept.row, column)
        return sealer.open(envelope, record_place(self._tenant, kept.key.id, column))


def _with_keys(without: str) -> sa.Select[*tuple[object, ...]]:
    """Return what selects a tenant's records with their keys, but for the column that isn't needed."""
    columns = [each for each in record.c if each.name != without]
    joined = sa.and_(data_key.c.tenant == record.c.tenant, data_key.c.id == record.c.id)
    selected = sa.select(*columns, data_key.c.kek, data_key.c.wrapped).join(data_key, joined)
    return selected.where(record.c.tenant == sa.bindparam("of"))


_NEWEST = _with_keys("body").order_by(record.c.id.desc()).limit(_AT_ONCE)
_THIS = _with_keys("summary").where(record.c.id == sa.bindparam("which"))
_FIRST_OPENED = (
    sa.update(record)
    .where(record.c.tenant == sa.bindparam("of"), record.c.id == sa.bindparam("which"))
    .where(record.c.opened_at.is_(None))
    .values(opened_at=sa.bindparam("now"))
)


def _list(conn: sa.Connection, tenant: int, event: audit.Event) -> Sequence[_Kept]:
    rows = conn.execute(_NEWEST, {"of": tenant}).all()
    audit.log(conn, tenant, event)
    return [_kept(row) for row in rows]


def _open(conn: sa.Connection, tenant: int, record_id: int, event: audit.Event) -> _Kept | None:
    this = {"of": tenant, "which": record_id}
    conn.execute(_FIRST_OPENED, {**this, "now": micros(event.at)})
    row = conn.execute(_THIS, this).one_or_none()
    if row is None:
        return None
    audit.log(conn, tenant, event)
    return _kept(row)


def _kept(row: Row) -> _Kept:
    return _Kept(row, WrappedKey(row.id, row.kek, row.wrapped))
