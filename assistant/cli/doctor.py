"""`assistant doctor`: a check-up of this installation, with a fix for each problem."""

from __future__ import annotations

import os
import platform
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import click

from assistant.cli.check import findings
from assistant.cli.inputs import current_flows_root, locales_folder
from assistant.cli.output import example_epilog, json_option, print_json
from assistant.directory.directory_file import demo_directory, parse_directory
from assistant.errors import AssistantError, StoreError
from assistant.flow.files import flow_folders
from assistant.flow.load import load_folder
from assistant.record.contents import example_record
from assistant.record.export.pdf import to_pdf
from assistant.settings import read_settings
from assistant.store.driver import sqlite3
from assistant.store.opening import matching_keyring
from assistant.store.schema import known_revisions
from assistant.store.sqlite import safe_journal_mode
from assistant.text.translations import offered_languages
from assistant.text.ui import Ui
from assistant.web.assets.static_files import LAUNCHER_PATH, Assets, shipped_files
from assistant.web.config import Settings

MARKS = {"good": ("ok", "green"), "warning": ("!!", "yellow"), "bad": ("no", "red")}


@click.command("doctor", epilog=example_epilog("assistant doctor"))
@json_option
def command(*, machine: bool) -> None:
    """Check this installation and say how to fix what is wrong.

    Looks at Python, SQLite and its journal, the data folder, the key file, the migrations, the directory,
    the flows and the documents, as configured by the ASSISTANT_ variables. Changes nothing. The exit status
    is 1 if something must be fixed.
    """
    found = list(check_vitals(read_settings(os.environ)))
    if machine:
        print_json({"vitals": [_vital_document(vital) for vital in found]})
    else:
        for vital in found:
            _print_vital(vital)
    if any(vital.state == "bad" for vital in found):
        raise SystemExit(1)


def _vital_document(vital: Vital) -> dict[str, str | None]:
    return {"name": vital.name, "state": vital.state, "says": vital.says, "fix": vital.fix}


def _print_vital(vital: Vital) -> None:
    mark, colour = MARKS[vital.state]
    click.echo(f"{click.style(mark, fg=colour)}  {vital.name:<12} {vital.says}")
    if vital.fix:
        click.echo(f"    {'':<12} {vital.fix}")


# The checks of `assistant doctor`: Python, SQLite, data, keys, flows, documents. All are read-only.

State = Literal["good", "warning", "bad"]
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Vital:
    """The result of one check; `fix` says what to do where it is not good."""

    name: str
    state: State
    says: str
    fix: str | None = None


def check_vitals(settings: Settings) -> Iterator[Vital]:
    """Run every check of an installation with `settings`, and yield the results."""
    yield _check_python()
    yield _check_sqlite()
    yield _check_data_folder(settings.data)
    yield _check_key_file(settings.keyring_file, settings.database)
    yield _check_migrations(settings.database)
    yield _check_directory(settings.directory)
    yield from _check_flows(settings.flows or current_flows_root())
    yield _check_embedding(settings.embed_origins)
    yield _check_documents()


def _check_python() -> Vital:
    says = f"{platform.python_version()} ({sys.executable})"
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Vital("python", "bad", says, "use Python 3.11 or newer")
    return Vital("python", "good", says)


def _check_sqlite() -> Vital:
    journal = safe_journal_mode(sqlite3.sqlite_version_info)
    says = f"{sqlite3.sqlite_version}, journal {journal}, synchronous full"
    if journal == "truncate":
        return Vital(
            "sqlite", "good", f"{says} (this version's WAL is not safe against power cuts)"
        )
    return Vital("sqlite", "good", says)


def _check_data_folder(folder: Path) -> Vital:
    if not folder.exists():
        return Vital("data", "good", f"{folder} (will be created on first start)")
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return Vital(
            "data", "bad", f"{folder} is not writable", f"make it writable for its owner: {folder}"
        )
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:  # any right for group or others
        return Vital("data", "warning", f"{folder}: other users can read it", f"chmod 700 {folder}")
    return Vital("data", "good", str(folder))


def _check_key_file(file: Path, database: Path) -> Vital:
    needed = _read_key_checks(database)
    if not file.exists() and not needed:
        return Vital("keys", "good", f"{file} (will be created on first start)")
    mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else 0
    if mode & 0o077:
        return Vital(
            "keys", "bad", f"{file}: other users can read it ({mode:04o})", f"chmod 600 {file}"
        )
    try:
        matching_keyring(file, needed)
    except StoreError as error:
        return Vital("keys", "bad", str(error), f"restore {file}, or set ASSISTANT_KEY_FILE")
    return Vital("keys", "good", f"{file} ({mode:04o})")


def _check_migrations(file: Path) -> Vital:
    newest = known_revisions()[-1]
    if not file.exists():
        return Vital("migrations", "good", f"{file} (will be created on first start, at {newest})")
    try:
        at = _read_revision(file)
    except sqlite3.Error as error:
        return Vital("migrations", "bad", f"{file}: {error}", "restore the last backup")
    if at == newest:
        return Vital("migrations", "good", f"{file} is at {at}")
    if at in {None, *known_revisions()}:
        return Vital(
            "migrations", "good", f"{file} is at {at}; the next start will migrate it to {newest}"
        )
    return Vital(
        "migrations", "bad", f"{file} was written by a newer version ({at})", "run that version"
    )


def _read_key_checks(file: Path) -> dict[str, bytes]:
    """Return the check values of the keys that the database needs, by key id."""
    if not file.exists():
        return {}
    with suppress(sqlite3.Error), closing(_open_read_only(file)) as database:
        return dict(database.execute("SELECT kek, value FROM key_check").fetchall())
    return {}


def _open_read_only(file: Path) -> sqlite3.Connection:
    # mode=ro: the doctor may run beside a server, and must neither create nor migrate the file.
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


def _read_revision(file: Path) -> str | None:
    with closing(_open_read_only(file)) as database:
        tables = database.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
        ).fetchone()
        found = (
            database.execute("SELECT version_num FROM alembic_version").fetchone()
            if tables
            else None
        )
    return str(found[0]) if found else None


def _check_directory(file: Path | None) -> Vital:
    if file is None:
        says = f"{demo_directory().name} (made-up data)"
        return Vital(
            "directory", "warning", says, "set ASSISTANT_DIRECTORY to your municipality's file"
        )
    try:
        return Vital(
            "directory",
            "good",
            f"{parse_directory(file.read_text('utf-8'), str(file)).name} ({file})",
        )
    except (AssistantError, OSError, UnicodeDecodeError) as error:
        return Vital("directory", "bad", str(error), f"fix {file}")


def _check_flows(flows_root: Path) -> Iterator[Vital]:
    folders = flow_folders(flows_root)
    if not folders:
        yield Vital(
            "flows", "bad", f"no flows in {flows_root}", "create one: assistant new my_flow"
        )
    for folder in folders:
        yield _check_flow(folder)


def _check_flow(folder: Path) -> Vital:
    name, found = f"flow {folder.name}", findings(folder)
    errors = sum(finding.severity == "error" for finding in found)
    flow = load_folder(folder).flow
    if errors or flow is None:
        return Vital(
            name, "bad", f"{_count(errors, 'error')} ({folder})", f"assistant check {folder}"
        )
    says = f"version {flow.version}, {', '.join(offered_languages(flow, locales_folder(folder)))} ({folder})"
    if found:
        return Vital(
            name, "warning", f"{says}, {_count(len(found), 'finding')}", f"assistant check {folder}"
        )
    return Vital(name, "good", says)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _check_embedding(origins: tuple[str, ...]) -> Vital:
    """Report who may embed the guide, and the launcher's integrity hash for pages that pin it."""
    launcher = Assets(shipped_files()).by_name(LAUNCHER_PATH)
    says = f"{', '.join(origins)}; {launcher.address} {launcher.integrity}"
    if not origins:
        says = f"no other site may embed the guide; {launcher.address} {launcher.integrity}"
    return Vital("embedding", "good", says)


def _check_documents() -> Vital:
    # A whole record is typeset, which needs typst and its fonts to be there.
    pages = to_pdf(example_record(), Ui("da"))
    return Vital(
        "documents",
        "good",
        f"typst {version('typst')}; a sample record makes a PDF of {len(pages)} bytes",
    )
