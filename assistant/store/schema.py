"""The tables. Every key starts with the tenant; content stands only in sealed columns.

Times are microseconds since 1970 (UTC). Migrations bring a database here; nothing else makes tables.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
)

conversation = sa.Table(
    "conversation",
    metadata,
    sa.Column("tenant", sa.Integer, primary_key=True),
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("token_hash", sa.LargeBinary, nullable=False),
    sa.Column("flow", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("logic", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("today", sa.Text, nullable=False),
    sa.Column("begun_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("tenant", "token_hash"),
    sa.Index(None, "tenant", "expires_at"),
    sqlite_with_rowid=False,
)

TURN, SUBMISSION = 0, 1
"""Kinds of turn; a submission takes a place in the log so that no turn can come after it."""

# A turn's body hash stands inside the sealed body: anyone could hash every answer to a question and compare.
# No second index for `key_hash`: the next place in a log can only be taken by someone who holds the whole log
# and looked for the key in it, so one unique index keeps both; a second one costs a quarter of all turns a second.
turn = sa.Table(
    "turn",
    metadata,
    sa.Column("tenant", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.BigInteger, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("kind", sa.SmallInteger, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("key_hash", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.ForeignKeyConstraint(("tenant", "conversation"), ("conversation.tenant", "conversation.id")),
)

data_key = sa.Table(
    "data_key",
    metadata,
    sa.Column("tenant", sa.Integer, primary_key=True),
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("kek", sa.Text, nullable=False),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

key_check = sa.Table(
    "key_check",
    metadata,
    sa.Column("tenant", sa.Integer, primary_key=True),
    sa.Column("kek", sa.Text, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

erasure = sa.Table(
    "erasure",
    metadata,
    sa.Column("tenant", sa.Integer, primary_key=True),
    sa.Column("key", sa.BigInteger, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

record = sa.Table(
    "record",
    metadata,
    sa.Column("tenant", sa.Integer, primary_key=True),
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("conversation", sa.BigInteger, nullable=False),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("team", sa.Text, nullable=False),
    sa.Column("received_at", sa.BigInteger, nullable=False),
    sa.Column("assess_by", sa.BigInteger, nullable=False),
    sa.Column("receipt_by", sa.BigInteger, nullable=False),
    sa.Column("opened_at", sa.BigInteger),
    sa.Column("summary", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("tenant", "conversation"),
    sa.UniqueConstraint("tenant", "reference"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("tenant", sa.Integer, primary_key=True),
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("record", sa.BigInteger, nullable=False),
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
    sa.Column("leased_until", sa.BigInteger),
    sa.Index(None, "tenant", "state", "due_at"),
    sqlite_with_rowid=False,
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("tenant", sa.Integer, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("detail", sa.Text),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

logic = sa.Table(
    "logic",
    metadata,
    sa.Column("tenant", sa.Integer, primary_key=True),
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("files", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
