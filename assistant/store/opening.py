"""Opens a database together with the key file that belongs to it.

The database keeps a check value of each key it was written under, so that a wrong or missing key
file stops the start, instead of the first attempt to read something.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from assistant.errors import StoreError
from assistant.store.encryption import Keyring, load_keyring
from assistant.store.port import Store
from assistant.store.schema import key_check
from assistant.store.sqlite import SqliteStore
from assistant.store.values import TENANT


async def open_store(database: Path, key_file: Path) -> tuple[SqliteStore, Keyring]:
    """Return the store at `database` and its keys; the first start makes both.

    Raises:
        StoreError: the database can't be opened, or the key file does not belong to it.
    """
    store = SqliteStore(database)
    try:
        return store, await load_matching_keys(store, key_file)
    except BaseException:
        await store.close()
        raise


async def load_matching_keys(store: Store, key_file: Path, tenant: int = TENANT) -> Keyring:
    """Return the keys of `key_file`, which is made only if the database needs none yet.

    A new newest key is noted in the database.

    Raises:
        StoreError: the database needs a key that the file does not contain.
    """
    needed = await store.read(partial(_read_key_checks, tenant=tenant))
    keys = matching_keyring(key_file, needed)
    newest = keys.names[0]
    if newest not in needed:
        await store.write(
            partial(_insert_key_check, tenant=tenant, name=newest, value=keys.check_value(newest))
        )
    return keys


def matching_keyring(key_file: Path, needed: Mapping[str, bytes]) -> Keyring:
    """Return the keys of `key_file` after comparing them with `needed`: name -> check value.

    The file is made only if none are needed: a new key could not read what is there.

    Raises:
        StoreError: the file is missing, is no key file, or lacks a key.
    """
    if needed and not key_file.exists():
        raise StoreError(
            f"The key file {key_file} is missing, and nothing in the database can be read without it. Restore it from"
            " your safe copy, or set ASSISTANT_KEY_FILE to where it is."
        )
    keys = load_keyring(key_file)
    for name, value in needed.items():
        if name not in keys.names or keys.check_value(name) != value:
            raise StoreError(
                f"The key file {key_file} does not contain the key {name!r} that the database needs. Restore the right"
                " one from your safe copy, or set ASSISTANT_KEY_FILE to where it is."
            )
    return keys


def _read_key_checks(conn: sa.Connection, tenant: int) -> dict[str, bytes]:
    rows = conn.execute(
        sa.select(key_check.c.kek, key_check.c.value).where(key_check.c.tenant == tenant)
    )
    return {row.kek: row.value for row in rows}


def _insert_key_check(conn: sa.Connection, tenant: int, name: str, value: bytes) -> None:
    conn.execute(sa.insert(key_check).values(tenant=tenant, kek=name, value=value))
