"""The files of every flow that was ever served, under their hash: conversations finish on what they began with."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import orjson
import sqlalchemy as sa

from assistant.store.schema import logic


def keep(conn: sa.Connection, tenant: int, logic_hash: str, files: Mapping[str, str]) -> None:
    """Keep `files` under their hash; doing it again changes nothing."""
    if kept(conn, tenant, logic_hash) is None:
        packed = zlib.compress(orjson.dumps(dict(files), option=orjson.OPT_SORT_KEYS))
        conn.execute(sa.insert(logic).values(tenant=tenant, hash=logic_hash, files=packed))


def kept(conn: sa.Connection, tenant: int, logic_hash: str) -> Mapping[str, str] | None:
    """Return the files kept under that hash."""
    chosen = sa.select(logic.c.files).where(logic.c.tenant == tenant, logic.c.hash == logic_hash)
    packed = conn.execute(chosen).scalar_one_or_none()
    if packed is None:
        return None
    files: Mapping[str, str] = orjson.loads(zlib.decompress(packed))
    return files
