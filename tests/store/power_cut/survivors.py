"""What is there after a power cut, and what of all that was said does not hold."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from assistant.errors import AssistantError
from assistant.store import audit, units
from assistant.store.driver import sqlite3
from assistant.store.encryption import Keyring, WrappedKey, load_keyring
from assistant.store.opening import open_store
from assistant.store.port import Row
from assistant.store.schema import conversation, data_key, turn
from assistant.store.values import TENANT, StoredConversation
from tests.store.power_cut.disk import Files
from tests.store.power_cut.events import Said
from tests.store.power_cut.writer import DATABASE, GOING, GONE, KEY_FILE, SENT, TALKS, words
from tests.store.talker import digest

Found = Mapping[str, StoredConversation]
"""Token -> its conversation."""

_TOKENS = {digest(token): token for talks in TALKS.values() for token in talks}
_ON = sa.and_(data_key.c.tenant == conversation.c.tenant, data_key.c.id == conversation.c.id)
_CONVERSATIONS = sa.select(conversation, data_key.c.kek, data_key.c.wrapped).join(data_key, _ON)
_TURNS = sa.select(turn).order_by(turn.c.conversation, turn.c.seq)


class CorruptError(Exception):
    """What is on the disk can't be opened, or was never written like that."""


class Survivors:
    """The files that a power cut left, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._database, self._keys = folder, folder / DATABASE, folder / KEY_FILE
        self._engine = sa.create_engine(
            "sqlite://", module=sqlite3, creator=self._connect, poolclass=sa.pool.NullPool
        )

    def put(self, files: Files) -> None:
        """Make these the files of the folder, and no others."""
        for each in self._folder.rglob("*"):
            if each.is_file():
                each.unlink()
        for path, content in files.items():
            file = self._folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            with open(file, "wb", opener=_for_its_owner) as written:
                written.write(content)

    def find(self) -> Found:
        """Return what SQLite and the keys make of them: `found_by_the_store`, in a fraction of the time.

        Raises:
            CorruptError: it is not what was written.
        """
        if not self._database.exists():
            return {}
        try:
            keys = load_keyring(self._keys)  # new ones, if the file is lost, which open nothing
            with self._engine.connect() as conn:
                return read(conn, keys)
        except (AssistantError, sa.exc.DBAPIError) as error:
            raise CorruptError(str(error)) from error

    async def found_by_the_store(self) -> Found:
        """Return what the store finds that is opened on them, as at the start after the power cut.

        Raises:
            CorruptError: it is not what was written.
        """
        try:
            store, keys = await open_store(self._database, self._keys)
            try:
                return await store.read(partial(read, keys=keys))
            finally:
                await store.close()
        except AssistantError as error:
            raise CorruptError(str(error)) from error

    def _connect(self) -> sqlite3.Connection:
        driver = sqlite3.connect(self._database, isolation_level=None)
        driver.execute("PRAGMA synchronous = OFF")  # of what is read nothing is kept
        return driver


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def read(conn: sa.Connection, keys: Keyring) -> Found:
    """Return all conversations, after a check of the database, the audit chain and every word.

    Raises:
        CorruptError: something is not as it was written.
    """
    if not conn.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'turn'").first():
        return {}  # the cut came before the tables
    whole = conn.exec_driver_sql("PRAGMA integrity_check").scalar()
    first_bad = audit.verify(conn, TENANT).first_bad
    if (whole, first_bad) != ("ok", None):
        raise CorruptError(f"integrity check: {whole}; first bad audit row: {first_bad}")
    turns: dict[int, list[Row]] = defaultdict(list)
    for each in conn.execute(_TURNS):
        turns[each.conversation].append(each)
    rows = conn.execute(_CONVERSATIONS).all()
    if not turns.keys() <= {row.id for row in rows}:
        raise CorruptError("turns without a conversation")
    return dict(_open_row(row, turns[row.id], keys) for row in rows)


def _open_row(row: Row, turns: list[Row], keys: Keyring) -> tuple[str, StoredConversation]:
    token = _TOKENS[row.token_hash]
    kept = units.SealedConversation(row, WrappedKey(row.id, row.kek, row.wrapped), tuple(turns))
    stored = units.unseal_conversation(kept, keys).stored
    written = [words(token, seq) for seq in range(1, len(stored.log) + 1)]
    if [each.body for each in stored.log] != written:
        raise CorruptError(f"{token} has other words than were written")
    return token, stored


def find_losses(said: Iterable[Said], there: Found) -> list[tuple[str, ...]]:
    """Return what was said and does not hold."""
    told = [each.words for each in said if each.words[0] != "facts"]
    going = {token for token, what in told if what == GOING}
    return [
        (token, what)
        for token, what in told
        if not _holds(what, there.get(token), going=token in going)
    ]


def _holds(what: str, stored: StoredConversation | None, *, going: bool) -> bool:
    if what == GONE:
        return stored is None
    if going:  # it may be gone already, or not yet
        return True
    if stored is None:
        return False
    return stored.submission is not None if what == SENT else len(stored.log) >= int(what)
