"""Opens a database together with the keys that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from assistant.errors import StoreError
from assistant.store.keys import Keyring, keyring
from assistant.store.port import Store
from assistant.store.schema import key_check
from assistant.store.sqlite import SqliteStore
from assistant.store.values import TENANT


async def opened(database: Path, key_file: Path) -> tuple[SqliteStore, Keyring]:
    """Return the store at `database` and its keys; each is made on the first start.

    Raises:
        StoreError: the database can't be opened, or the key file is not the one that belongs to it.
    """
    store = SqliteStore(database)
    try:
        return store, await fitting_keys(store, key_file)
    except BaseException:
        await store.close()
        raise


async def fitting_keys(store: Store, key_file: Path, tenant: int = TENANT) -> Keyring:
    """Return the keys of `key_file`, which is made only for a database that has none yet.

    Raises:
        StoreError: the database needs a key that the file doesn't have.
    """
    needed = await store.read(partial(_needed, tenant=tenant))
    keys = fitting(key_file, needed)
    newest = keys.names[0]
    if newest not in needed:
        await store.write(partial(_note, tenant=tenant, name=newest, value=keys.check(newest)))
    return keys


def fitting(key_file: Path, needed: Mapping[str, bytes]) -> Keyring:
    """Return the keys of `key_file`, which is made if none are `needed`: the database's, name -> check.

    Raises:
        StoreError: the file is missing, is no key file, or lacks a key.
    """
    if needed and not key_file.exists():
        raise StoreError(
            f"The key file {key_file} is missing, and without it nothing in the database can be read. Restore it from"
            " where you keep it safe, or name where it is in ASSISTANT_KEY_FILE."
        )
    keys = keyring(key_file)
    for name, value in needed.items():
        if name not in keys.names or keys.check(name) != value:
            raise StoreError(
                f"The key file {key_file} has not the key {name!r} that the database needs. Restore the right one"
                " from where you keep it safe, or name where it is in ASSISTANT_KEY_FILE."
            )
    return keys


def _needed(conn: sa.Connection, tenant: int) -> dict[str, bytes]:
    rows = conn.execute(
        sa.select(key_check.c.kek, key_check.c.value).where(key_check.c.tenant == tenant)
    )
    return {row.kek: row.value for row in rows}


def _note(conn: sa.Connection, tenant: int, name: str, value: bytes) -> None:
    conn.execute(sa.insert(key_check).values(tenant=tenant, kek=name, value=value))
