"""Migrations: they make exactly the tables, run on start, and never on a newer database."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from assistant.errors import StoreError
from assistant.store.schema import known_revisions, metadata
from assistant.store.sqlite import SqliteStore
from tests.store.house import House


def differences(conn: sa.Connection) -> list[object]:
    context = MigrationContext.configure(conn, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


async def test_the_migrations_make_exactly_the_tables(house: House) -> None:
    assert await house.store.read(differences) == []


async def test_the_comparison_sees_a_missing_column(house: House) -> None:
    await house.run("ALTER TABLE erasure DROP COLUMN reason")

    assert len(await house.store.read(differences)) == 1


def test_file_names_and_revisions_agree() -> None:
    config = Config()
    config.set_main_option("script_location", "assistant.store:migrations")
    scripts = ScriptDirectory.from_config(config)

    assert known_revisions() == tuple(sorted(each.revision for each in scripts.walk_revisions()))
    assert scripts.get_heads() == [known_revisions()[-1]]


async def test_every_key_starts_with_the_tenant(house: House) -> None:
    del house
    keys = [each.primary_key.columns.keys()[0] for each in metadata.sorted_tables]
    uniques = [
        each.columns.keys()[0]
        for table in metadata.sorted_tables
        for each in table.constraints
        if isinstance(each, sa.UniqueConstraint)
    ]
    indexes = [each.columns.keys()[0] for table in metadata.sorted_tables for each in table.indexes]

    assert {*keys, *uniques, *indexes} == {"tenant"}


async def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    await SqliteStore(path).close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()

    for _ in range(2):
        with pytest.raises(StoreError, match="newer version"):
            SqliteStore(path)

    assert path.read_bytes() == before


async def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    await SqliteStore(path, journal="truncate").close()
    before = path.read_bytes()
    await SqliteStore(path, journal="truncate").close()

    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    with monkeypatch.context() as patch:
        patch.setattr("alembic.op.create_index", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            SqliteStore(path)

    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == []


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("assistant.store", False),
        ("assistant.store.values", False),
        ("assistant.store.encryption", False),
        ("assistant.store.sqlite", True),
    ],
)
def test_sqlalchemy_is_imported_only_where_it_is_used(module: str, allowed: bool) -> None:  # noqa: FBT001
    code = f"import sys, {module}; print('sqlalchemy' in sys.modules, 'alembic' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.split() == [str(allowed), "False"]
