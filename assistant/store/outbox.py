"""What is to be delivered: a row in the same transaction as the record it tells of."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from assistant.store.moments import micros
from assistant.store.schema import outbox

_POST = sa.insert(outbox)


def post(conn: sa.Connection, tenant: int, record_id: int, at: datetime) -> None:
    """Leave a delivery of the record, due at once; its id is the record's, so there is one."""
    row = {"tenant": tenant, "id": record_id, "kind": "record", "record": record_id}
    conn.execute(_POST, {**row, "due_at": micros(at)})
