"""From a configuration to the services that the app is built on: opens the store, loads flows and directory."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from assistant.directory.load import demo
from assistant.directory.load import load as load_directory
from assistant.directory.model import Directory
from assistant.errors import DirectoryError, FlowError
from assistant.flow.diagnostics import rendered
from assistant.flow.files import FlowFiles, flow_folders, read
from assistant.flow.load import load
from assistant.store.conversations import Conversations
from assistant.store.keys import keyring
from assistant.store.records import Records
from assistant.store.sqlite import SqliteStore
from assistant.text.places import flows_root, locales_root
from assistant.text.ui import ui_languages
from assistant.web.flows import Flows, LiveFlow, live_flow
from assistant.web.practice import practise
from assistant.web.services import Limits, Services, Settings

_PROBE = sa.text("UPDATE alembic_version SET version_num = version_num")


@dataclass(frozen=True, slots=True)
class Config:
    """What the operator has decided; `data` is the folder that everything is kept in.

    `keys` is the key file, where it is kept elsewhere.
    Without `directory` (a municipality's file) the made-up one is used, which only `demo` may do.
    `origin` is where browsers reach us, such as `https://guide.example`; without it each request says.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8080
    demo: bool = False
    directory: Path | None = None
    flows: Path | None = None
    locales: Path | None = None
    lifetime_hours: int = 72
    origin: str | None = None
    embedders: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    keys: Path | None = None


async def open_services(config: Config) -> Services:
    """Return the services that `config` describes; `close` them when done.

    Raises:
        FlowError: a flow has an error, told with its place.
        DirectoryError: the municipality's file is not valid, or is missing.
        StoreError: the data folder is in use, or is no store of ours.
    """
    directory = _directory(config)
    locales = config.locales or locales_root()
    found = {folder.name: read(folder) for folder in flow_folders(config.flows or flows_root())}
    served = {flow_id: _live(flow_id, files, locales) for flow_id, files in found.items()}
    store = SqliteStore(config.data / "assistant.db")
    keys = keyring(config.keys or config.data / "keys")
    conversations, records = Conversations(store, keys), Records(store, keys)
    for flow_id, live in served.items():
        await conversations.keep_logic(live.dialog.flow.logic, found[flow_id])
    services = Services(
        flows=Flows(served, conversations.logic, locales),
        directory=directory,
        conversations=conversations,
        records=records,
        languages=ui_languages(),
        settings=Settings(
            origin=config.origin,
            lifetime=timedelta(hours=config.lifetime_hours),
            embedders=config.embedders,
            demo=config.demo,
            limits=config.limits,
        ),
        clock=partial(datetime.now, UTC),
        random_bytes=secrets.token_bytes,
        probe=partial(_probe, store),
        close=store.close,
    )
    if config.demo:
        await practise(services)
    return services


def _directory(config: Config) -> Directory:
    if config.directory is not None:
        return load_directory(config.directory.read_text("utf-8"), str(config.directory))
    if config.demo:
        return demo()
    raise DirectoryError("no directory: name the municipality's file, or use --demo")


def _live(flow_id: str, files: FlowFiles, locales: Path) -> LiveFlow:
    loaded = load(files, flow_id)
    if loaded.flow is None:
        raise FlowError(rendered(loaded.findings, files))
    return live_flow(loaded.flow, locales)


async def _probe(store: SqliteStore) -> None:
    await store.write(lambda conn: conn.execute(_PROBE).rowcount)
