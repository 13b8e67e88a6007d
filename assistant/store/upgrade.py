"""Brings a database to this version's tables, with the migrations inside the package."""

from __future__ import annotations

from importlib import resources

import sqlalchemy as sa

from assistant.errors import StoreError

_MIGRATIONS = "assistant.store:migrations"


def revisions() -> tuple[str, ...]:
    """Return the names of all migrations in order; a migration's file name starts with its revision."""
    folder = resources.files("assistant.store").joinpath("migrations", "versions")
    names = (each.name for each in folder.iterdir())
    return tuple(
        sorted(name.split("_")[0] for name in names if name[:1].isdigit() and name.endswith(".py"))
    )


def revision(conn: sa.Connection) -> str | None:
    """Return the migration that the database stands at; None before the first."""
    if not sa.inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def upgrade(conn: sa.Connection) -> None:
    """Run the migrations that the database lacks, within the caller's transaction.

    Raises:
        StoreError: a newer version of the assistant made this database.
    """
    known, at = revisions(), revision(conn)
    if at == known[-1]:
        return  # and Alembic, which is slow to import, is not needed
    if at is not None and at not in known:
        raise StoreError(
            f"the database was made by a newer version of the assistant (it stands at {at!r}, this version knows up to"
            f" {known[-1]!r}); start that version, or restore a backup from before it"
        )
    _migrate(conn)


def _migrate(conn: sa.Connection) -> None:
    from alembic import command  # noqa: PLC0415  # only here: most starts need none of it
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", _MIGRATIONS)
    config.attributes["connection"] = conn
    command.upgrade(config, "head")
