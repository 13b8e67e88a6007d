"""What `assistant doctor` looks at: Python, SQLite, data, keys, flows, documents. Changes nothing."""

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

from assistant.cli.check import findings
from assistant.cli.given.places import locales, root
from assistant.directory.load import demo, load
from assistant.errors import AssistantError, StoreError
from assistant.flow.files import flow_folders
from assistant.flow.load import load_folder
from assistant.record.export import example
from assistant.record.export.pdf import to_pdf
from assistant.settings import Settings
from assistant.store.driver import sqlite3
from assistant.store.journal import journal_rule
from assistant.store.opening import fitting
from assistant.store.upgrade import revisions
from assistant.text.catalogue import languages
from assistant.text.ui import Ui
from assistant.web.looks.assets import LAUNCHER, Assets, shipped

State = Literal["good", "warning", "bad"]
OLDEST = (3, 11)


@dataclass(frozen=True, slots=True)
class Vital:
    """One thing that was looked at; `fix` says how to mend it when it is not good."""

    name: str
    state: State
    says: str
    fix: str | None = None


def vitals(settings: Settings) -> Iterator[Vital]:
    """Yield how this installation is, set up as `settings` say."""
    yield _python()
    yield _sqlite()
    yield _data(settings.data)
    yield _keys(settings.keys, settings.database)
    yield _database(settings.database)
    yield _directory(settings.directory)
    yield from _flows(settings.flows or root())
    yield _embedding(settings.embed_origins)
    yield _documents()


def _python() -> Vital:
    says = f"{platform.python_version()} ({sys.executable})"
    if sys.version_info[:2] < OLDEST:
        return Vital("python", "bad", says, "use Python 3.11 or newer")
    return Vital("python", "good", says)


def _sqlite() -> Vital:
    journal = journal_rule(sqlite3.sqlite_version_info)
    says = f"{sqlite3.sqlite_version}, journal {journal}, synchronous full"
    if journal == "truncate":
        return Vital(
            "sqlite", "good", f"{says} (this version's WAL is not safe against power cuts)"
        )
    return Vital("sqlite", "good", says)


def _data(folder: Path) -> Vital:
    if not folder.exists():
        return Vital("data", "good", f"{folder} (made on the first start)")
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return Vital(
            "data", "bad", f"{folder} cannot be written", f"give its owner the right: {folder}"
        )
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return Vital("data", "warning", f"{folder}: others can look into it", f"chmod 700 {folder}")
    return Vital("data", "good", str(folder))


def _keys(file: Path, database: Path) -> Vital:
    needed = _needed(database)
    if not file.exists() and not needed:
        return Vital("keys", "good", f"{file} (made on the first start)")
    mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else 0
    if mode & 0o077:
        return Vital("keys", "bad", f"{file}: others can read it ({mode:04o})", f"chmod 600 {file}")
    try:
        fitting(file, needed)
    except StoreError as error:
        return Vital("keys", "bad", str(error), f"restore {file}, or set ASSISTANT_KEY_FILE")
    return Vital("keys", "good", f"{file} ({mode:04o})")


def _database(file: Path) -> Vital:
    newest = revisions()[-1]
    if not file.exists():
        return Vital("migrations", "good", f"{file} (made on the first start, at {newest})")
    try:
        at = _revision(file)
    except sqlite3.Error as error:
        return Vital("migrations", "bad", f"{file}: {error}", "restore the last backup")
    if at == newest:
        return Vital("migrations", "good", f"{file} stands at {at}")
    if at in {None, *revisions()}:
        return Vital(
            "migrations", "good", f"{file} stands at {at}; the next start brings it to {newest}"
        )
    return Vital(
        "migrations", "bad", f"{file} was made by a newer version ({at})", "start that version"
    )


def _needed(file: Path) -> dict[str, bytes]:
    """Return the checks of the keys that a database needs; none where there is no database of ours."""
    if not file.exists():
        return {}
    with suppress(sqlite3.Error), closing(_looked_at(file)) as database:
        return dict(database.execute("SELECT kek, value FROM key_check").fetchall())
    return {}


def _looked_at(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


def _revision(file: Path) -> str | None:
    with closing(_looked_at(file)) as database:
        tables = database.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
        ).fetchone()
        found = (
            database.execute("SELECT version_num FROM alembic_version").fetchone()
            if tables
            else None
        )
    return str(found[0]) if found else None


def _directory(file: Path | None) -> Vital:
    if file is None:
        says = f"{demo().name}, made up"
        return Vital(
            "directory", "warning", says, "set ASSISTANT_DIRECTORY to your municipality's file"
        )
    try:
        return Vital(
            "directory", "good", f"{load(file.read_text('utf-8'), str(file)).name} ({file})"
        )
    except (AssistantError, OSError, UnicodeDecodeError) as error:
        return Vital("directory", "bad", str(error), f"mend {file}")


def _flows(at: Path) -> Iterator[Vital]:
    folders = flow_folders(at)
    if not folders:
        yield Vital("flows", "bad", f"there is none in {at}", "make one: assistant new my_flow")
    for folder in folders:
        yield _flow(folder)


def _flow(folder: Path) -> Vital:
    name, found = f"flow {folder.name}", findings(folder)
    errors = sum(finding.severity == "error" for finding in found)
    flow = load_folder(folder).flow
    if errors or flow is None:
        return Vital(name, "bad", f"{errors} errors ({folder})", f"assistant check {folder}")
    says = f"version {flow.version}, {', '.join(languages(flow, locales(folder)))} ({folder})"
    if found:
        return Vital(name, "warning", f"{says}, {len(found)} findings", f"assistant check {folder}")
    return Vital(name, "good", says)


def _embedding(origins: tuple[str, ...]) -> Vital:
    """Return who may embed the guide, and what a page that pins the launcher names it by."""
    launcher = Assets(shipped()).of(LAUNCHER)
    says = f"{', '.join(origins)}; {launcher.address} {launcher.integrity}"
    if not origins:
        says = f"no other site may; {launcher.address} {launcher.integrity}"
    return Vital("embedding", "good", says)


def _documents() -> Vital:
    pages = to_pdf(example(), Ui("da"))
    return Vital(
        "documents", "good", f"typst {version('typst')}, a record is a PDF of {len(pages)} bytes"
    )
