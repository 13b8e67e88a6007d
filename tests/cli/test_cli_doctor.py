"""`assistant doctor`, `assistant record` and the program itself."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from assistant import __version__
from assistant.cli import COMMANDS
from assistant.settings import read_settings
from assistant.store.driver import sqlite3
from assistant.store.encryption import load_keyring
from assistant.store.opening import open_store
from assistant.store.schema import known_revisions
from assistant.store.sqlite import SqliteStore
from tests.cli.command_line import assistant


@pytest.fixture(autouse=True)
def new(here: Path) -> None:  # noqa: ARG001 - it runs there
    assistant("new", "my_flow")


def vitals() -> dict[str, Any]:
    return {vital["name"]: vital for vital in assistant("doctor", "--json").json["vitals"]}


def test_a_fresh_installation_has_nothing_that_must_be_mended() -> None:
    said = assistant("doctor")
    found = vitals()

    assert said.status == 0
    assert {name: vital["state"] for name, vital in found.items()} == {
        "python": "good",
        "sqlite": "good",
        "data": "good",
        "keys": "good",
        "migrations": "good",
        "directory": "warning",
        "flow my_flow": "good",
        "embedding": "good",
        "documents": "good",
    }
    assert sys.executable in found["python"]["says"]
    assert re.fullmatch(
        r"no other site may embed the guide; /launcher\.[0-9a-f]{12}\.js sha384-[\w+/]{64}",
        found["embedding"]["says"],
    )
    assert sqlite3.sqlite_version in found["sqlite"]["says"]
    assert "set ASSISTANT_DIRECTORY" in said.out


def test_doctor_changes_nothing(here: Path) -> None:
    before = sorted(here.rglob("*"))
    assistant("doctor")

    assert sorted(here.rglob("*")) == before


async def test_a_store_in_use_is_looked_at_and_left_alone() -> None:
    chosen = read_settings({})
    load_keyring(chosen.keyring_file)
    store = SqliteStore(chosen.database)
    try:
        found = vitals()
    finally:
        await store.close()

    assert found["migrations"]["says"] == f"data/assistant.db is at {known_revisions()[-1]}"
    assert found["keys"]["says"] == "data/keys (0600)"
    assert found["data"]["state"] == "good"


def test_a_key_file_that_others_can_read_must_be_mended() -> None:
    Path("data").mkdir(mode=0o700)
    Path("data/keys").write_text("", encoding="utf-8")
    Path("data/keys").chmod(0o644)

    assert assistant("doctor").status == 1
    assert vitals()["keys"] == {
        "name": "keys",
        "state": "bad",
        "says": "data/keys: other users can read it (0644)",
        "fix": "chmod 600 data/keys",
    }


async def test_a_key_file_that_the_database_needs_and_lacks_must_be_mended() -> None:
    chosen = read_settings({})
    store, _ = await open_store(chosen.database, chosen.keyring_file)
    await store.close()
    good = vitals()["keys"]
    chosen.keyring_file.unlink()
    lost = vitals()["keys"]
    load_keyring(chosen.keyring_file)
    other = vitals()["keys"]

    assert (good["state"], lost["state"], other["state"]) == ("good", "bad", "bad")
    assert lost["says"].startswith("The key file data/keys is missing")
    assert "does not contain the key" in other["says"]
    assert lost["fix"] == "restore data/keys, or set ASSISTANT_KEY_FILE"


def test_a_folder_that_others_can_look_into_is_told() -> None:
    Path("data").mkdir()
    Path("data").chmod(0o755)

    assert vitals()["data"]["fix"] == "chmod 700 data"


@pytest.mark.parametrize("content", [b"no database at all, but long enough to look like one" * 20])
def test_a_database_that_is_none_must_be_mended(content: bytes) -> None:
    Path("data").mkdir(mode=0o700)
    Path("data/assistant.db").write_bytes(content)

    assert vitals()["migrations"]["state"] == "bad"


def test_a_database_of_a_newer_version_must_be_opened_by_that() -> None:
    Path("data").mkdir(mode=0o700)
    with sqlite3.connect("data/assistant.db") as database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
    database.close()

    assert vitals()["migrations"]["fix"] == "run that version"


def test_a_directory_that_cannot_be_read_must_be_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_DIRECTORY", "nowhere.yaml")

    assert vitals()["directory"]["state"] == "bad"


def test_a_flow_with_an_error_must_be_mended() -> None:
    file = Path("flows/my_flow/flow.yaml")
    file.write_text(
        file.read_text(encoding="utf-8").replace("to: duty}", "to: dutty}"), encoding="utf-8"
    )

    assert vitals()["flow my_flow"]["fix"] == "assistant check flows/my_flow"


def test_the_example_of_a_record_keeps_the_schema() -> None:
    schema = assistant("record", "schema").json
    example = assistant("record", "example").json

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.validate(example, schema)


def test_the_program_tells_its_version() -> None:
    assert assistant("--version").out == f"assistant {__version__}\n"


def test_help_lists_every_command_without_importing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in COMMANDS:
        monkeypatch.delitem(sys.modules, f"assistant.cli.{name}", raising=False)
    said = assistant("--help")

    assert said.status == 0
    assert all(f"\n  {name} " in said.out for name in COMMANDS)
    assert [name for name in COMMANDS if f"assistant.cli.{name}" in sys.modules] == []


def test_an_unknown_command_is_wrong_use() -> None:
    assert assistant("chekc").status == 2


def test_a_misspelt_setting_is_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PROT", "80")
    said = assistant("doctor")

    assert said.status == 2
    assert "Did you mean ASSISTANT_PORT?" in said.err
