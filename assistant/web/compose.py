"""Building the services from the settings: store, directory, and flows that are proved first."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import AsyncExitStack, suppress
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

import assistant
from assistant.directory.directory_file import demo_directory
from assistant.directory.directory_file import parse_directory as load_directory
from assistant.directory.municipality import Directory
from assistant.directory.placeholders import unfilled_placeholders
from assistant.errors import DirectoryError, FlowError
from assistant.flow.files import FlowFiles, flow_folders, read_flow_files
from assistant.flow.findings import render_findings
from assistant.flow.load import load
from assistant.flow.model import Flow
from assistant.store.conversations import Conversations
from assistant.store.encryption import Keyring
from assistant.store.opening import open_store
from assistant.store.records import RecordInbox
from assistant.store.sqlite import SqliteStore
from assistant.text.formats import ZONE
from assistant.text.roots import flows_root, locales_root
from assistant.text.ui import ui_languages
from assistant.web.config import Settings
from assistant.web.demo import seed_demo_records
from assistant.web.flows import FlowRegistry, LiveFlow, build_live_flow
from assistant.web.services import Services

if TYPE_CHECKING:
    from assistant.prove.prover import Verdict

system_clock = partial(datetime.now, UTC)
_PROBE_STATEMENT = sa.text("UPDATE alembic_version SET version_num = version_num")


async def open_services(
    settings: Settings, clock: Callable[[], datetime] = system_clock
) -> Services:
    """Return the services that `settings` describe, on `clock`; the caller must `close` them.

    Raises:
        FlowError: a flow has an error, reported with its place, or a guarantee that is not proved.
        DirectoryError: the municipality's file is invalid, missing, or lacks a contact that a flow names.
        StoreError: the data folder is in use, is not a store of ours, or its key file is lost.
    """
    directory = _open_directory(settings)
    flows, locales = settings.flows or flows_root(), settings.locales or locales_root()
    files_of = {folder.name: read_flow_files(folder) for folder in flow_folders(flows)}
    proof_cache, today = ProofCache(settings.data / "proofs.json"), clock().astimezone(ZONE).date()
    live_flows = {
        flow_id: build_live_flow(_load_proved_flow(flow_id, files, proof_cache, today), locales)
        for flow_id, files in files_of.items()
    }
    _require_contacts(
        directory, [live.dialog.flow for live in live_flows.values()], settings.directory
    )
    async with AsyncExitStack() as undo:
        storage = await open_store(settings.database, settings.keyring_file)
        undo.push_async_callback(storage[0].close)
        proof_cache.save()
        services = _build_services(settings, clock, directory, live_flows, storage)
        for flow_id, live in live_flows.items():
            await services.conversations.keep_logic(live.dialog.flow.logic, files_of[flow_id])
        if settings.demo:
            await seed_demo_records(services)
        undo.pop_all()
    return services


def _build_services(
    settings: Settings,
    clock: Callable[[], datetime],
    directory: Directory,
    live_flows: Mapping[str, LiveFlow],
    storage: tuple[SqliteStore, Keyring],
) -> Services:
    store, keys = storage
    conversations = Conversations(store, keys)
    return Services(
        flows=FlowRegistry(
            live_flows, conversations.find_logic, settings.locales or locales_root()
        ),
        directory=directory,
        conversations=conversations,
        records=RecordInbox(store, keys),
        languages=ui_languages(),
        settings=settings,
        clock=clock,
        random_bytes=secrets.token_bytes,
        probe=partial(_probe_writing, store),
        close=store.close,
    )


def _open_directory(settings: Settings) -> Directory:
    if settings.directory is not None:
        return load_directory(_read_text(settings.directory), str(settings.directory))
    if settings.demo:
        return demo_directory()
    raise DirectoryError(
        "no directory: set ASSISTANT_DIRECTORY to the municipality's file, or use --demo"
    )


def _read_text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise DirectoryError(
            f"{file}: the municipality's file cannot be read: {error.strerror}. Set ASSISTANT_DIRECTORY to it."
        ) from None
    except UnicodeDecodeError:
        raise DirectoryError(
            f"{file}: the municipality's file is not UTF-8 text. Save it as UTF-8."
        ) from None


def _require_contacts(directory: Directory, flows: Iterable[Flow], file: Path | None) -> None:
    """Refuse a directory that lacks a contact that a flow names.

    Otherwise it would turn up in the middle of a case.
    """
    for flow in flows:
        if missing := unfilled_placeholders(directory, flow):
            raise DirectoryError(
                f"{file or 'the made-up directory'}: the flow {flow.id} needs {', '.join(missing)}, which the directory lacks."
                " Add it to the directory, or take it out of the flow."
            )


def _load_proved_flow(flow_id: str, files: FlowFiles, proof_cache: ProofCache, today: date) -> Flow:
    loaded = load(files, flow_id)
    if loaded.flow is None:
        raise FlowError(render_findings(loaded.findings, files))
    if broken := proof_cache.find_unproved(loaded.flow, today):
        names = ", ".join(verdict.guarantee.name for verdict in broken)
        raise FlowError(
            f"{flow_id}: not proved: {names}. Nothing is served that might give wrong advice;"
            f" `assistant prove {flow_id}` shows the conversation."
        )
    return loaded.flow


async def _probe_writing(store: SqliteStore) -> None:
    await store.write(lambda conn: conn.execute(_PROBE_STATEMENT).rowcount)


# Proof cache: flows proved at an earlier start are not proved again.
#
# Proving takes half of a start, and what has been proved stays proved.

_PROVER_PACKAGES = ("flow", "dialog", "prove")  # the packages whose code a proof depends on


class ProofCache:
    """Proves flows and records in `file` which logic was proved, by which prover, from which day on.

    A proof holds for conversations begun on its own day or later, so only an earlier day needs a new one.
    The file is as safe as the database beside it; if it is missing or cannot be read or written, flows are
    proved anew.
    """

    def __init__(self, file: Path) -> None:
        self._file, self._prover_hash, self._is_changed = file, hash_prover(), False
        self._proved_since = dict(_read_proof_days(file))

    def find_unproved(self, flow: Flow, today: date) -> tuple[Verdict, ...]:
        """Return the guarantees of `flow` that are not proved for conversations begun from `today` on."""
        name = f"{flow.logic} {self._prover_hash}"
        if self._proved_since.get(name, "9") <= today.isoformat():
            return ()
        from assistant.prove.prover import (  # noqa: PLC0415
            find_unproved,  # imported here: most starts do not need the prover
        )

        broken = find_unproved(flow, today)
        if not broken:
            self._proved_since[name] = today.isoformat()
            self._is_changed = True
        return broken

    def save(self) -> None:
        """Write what has been newly proved to `file`, whose folder must exist by now."""
        if not self._is_changed:
            return
        mine = {
            name: day
            for name, day in self._proved_since.items()
            if name.endswith(self._prover_hash)
        }
        fresh = self._file.with_suffix(".new")
        with suppress(OSError):
            fresh.write_text(json.dumps(mine, indent=2) + "\n", encoding="utf-8")
            fresh.replace(self._file)


def hash_prover() -> str:
    """Return the hash of our own code: all that a proof depends on besides the flow itself."""
    digest = sha256()
    here = Path(assistant.__file__).parent
    for package in _PROVER_PACKAGES:
        for file in sorted((here / package).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _read_proof_days(file: Path) -> Mapping[str, str]:
    try:
        days = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return days if isinstance(days, dict) and all(isinstance(d, str) for d in days.values()) else {}
