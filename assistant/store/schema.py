"""The tables, their time format, and the migrations that bring a database to them.

Every key starts with the tenant; content stands only in sealed columns. Times are microseconds
since 1970 (UTC). Nothing but a migration makes or changes a table.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import resources

import sqlalchemy as sa

from assistant.errors import StoreError

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
"""Kinds of turn; a submission takes a place in the log, so that no turn can follow it."""

# The hash of a turn's body stands inside the sealed body: in the clear, anyone could hash every
# answer to a question and compare. `key_hash` has no index of its own: only a caller who has the
# whole log, and found the key nowhere in it, can take the next place, so the primary key keeps
# both unique. A second index would cost a quarter of the turns per second.
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


# Times in the database are whole microseconds since 1970, UTC.

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(at: datetime) -> int:
    """Return `at`, which must have a time zone, in microseconds since 1970."""
    return (at - _EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    """Return the UTC time of `value` microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=value)


# Migrations: Alembic's, inside the package, run in the caller's transaction.

_MIGRATIONS = "assistant.store:migrations"


def known_revisions() -> tuple[str, ...]:
    """Return all migrations in order; the file name of each starts with its revision."""
    folder = resources.files("assistant.store").joinpath("migrations", "versions")
    names = (each.name for each in folder.iterdir())
    return tuple(
        sorted(name.split("_")[0] for name in names if name[:1].isdigit() and name.endswith(".py"))
    )


def current_revision(conn: sa.Connection) -> str | None:
    """Return the latest migration that was run on the database; None before the first."""
    if not sa.inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def upgrade_schema(conn: sa.Connection) -> None:
    """Run the migrations that the database lacks, within the caller's transaction.

    Raises:
        StoreError: a newer version of the assistant made this database.
    """
    known, at = known_revisions(), current_revision(conn)
    if at == known[-1]:
        return  # and Alembic, which is slow to import, is not needed
    if at is not None and at not in known:
        raise StoreError(
            f"the database was written by a newer version of the assistant (it is at {at!r}, this version only knows up"
            f" to {known[-1]!r}); run that version, or restore an older backup"
        )
    _run_alembic(conn)


def _run_alembic(conn: sa.Connection) -> None:
    from alembic import command  # only here: most starts need none of it  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", _MIGRATIONS)
    config.attributes["connection"] = conn
    command.upgrade(config, "head")
