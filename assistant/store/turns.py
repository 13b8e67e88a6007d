"""The hot path on SQLite: turns and their audit rows in two prepared statements for a whole group.

Every statement lets go of the interpreter lock and has to win it back, so a group of turns is a few
many-row INSERTs instead of two small ones a turn. Nothing is read but the head of the audit chain,
and that only after something else wrote to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.store.audit import NO_HEAD, PROFESSIONAL, Head, conversation_subject, link
from assistant.store.driver import sqlite3
from assistant.store.schema import TURN
from assistant.store.values import TurnRow

_ROWS = 32  # in one statement; each number of them is prepared once
_TURN = "turn (tenant, conversation, seq, kind, at, key_hash, body)"
_AUDIT = "audit (tenant, seq, at, actor, action, subject, detail, hash)"


class TurnLog:
    """Keeps turns over the writer's driver connection, within the writer's transaction."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._driver = driver
        self._heads: dict[int, Head] = {}

    def forget(self) -> None:
        """Read the heads anew: someone else wrote to the chain, or something was rolled back."""
        self._heads.clear()

    def keep(self, rows: Sequence[TurnRow]) -> None:
        """Insert all of `rows` and their audit rows.

        Raises:
            sqlite3.IntegrityError: for one of them there is no place; nothing tells which.
        """
        for start in range(0, len(rows), _ROWS):
            some = rows[start : start + _ROWS]
            turns: list[object] = []
            chained: list[object] = []
            for row in some:
                turns += (
                    row.tenant,
                    row.conversation,
                    row.seq,
                    TURN,
                    row.at,
                    row.key_hash,
                    row.body,
                )
                chained += self._chained(row)
            self._driver.execute(_statement(_TURN, len(some)), turns)
            self._driver.execute(_statement(_AUDIT, len(some)), chained)

    def _chained(self, row: TurnRow) -> tuple[object, ...]:
        fields = (
            row.at,
            PROFESSIONAL,
            "conversation.answered",
            conversation_subject(row.conversation),
            str(row.seq),
        )
        head = self._heads.get(row.tenant) or self._stored_head(row.tenant)
        new = self._heads[row.tenant] = link(head, fields)
        return (row.tenant, new.seq, *fields, new.hash)

    def _stored_head(self, tenant: int) -> Head:
        last = "SELECT seq, hash FROM audit WHERE tenant = ? ORDER BY seq DESC LIMIT 1"
        row = self._driver.execute(last, (tenant,)).fetchone()
        return Head(*row) if row else NO_HEAD


@lru_cache
def _statement(table: str, rows: int) -> str:
    marks = "(" + ", ".join("?" * (table.count(",") + 1)) + ")"
    return f"INSERT INTO {table} VALUES " + ", ".join([marks] * rows)  # noqa: S608  # only our own two tables
