"""From a configuration to the services that the app is built on: opens the store, loads flows and directory."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from assistant.directory.load import demo
from assistant.directory.load import load as load_directory
from assistant.directory.model import Directory
from assistant.directory.moment import unsaid
from assistant.errors import DirectoryError, FlowError
from assistant.flow.diagnostics import rendered
from assistant.flow.files import FlowFiles, flow_folders, read
from assistant.flow.load import load
from assistant.flow.model import Flow
from assistant.store.conversations import Conversations
from assistant.store.keys import Keyring
from assistant.store.opening import opened
from assistant.store.records import Records
from assistant.store.sqlite import SqliteStore
from assistant.text.formats import ZONE
from assistant.text.places import flows_root, locales_root
from assistant.text.ui import ui_languages
from assistant.web.flows import Flows, LiveFlow, live_flow
from assistant.web.looks.theme import Theme
from assistant.web.practice import practise
from assistant.web.proofs import Proofs
from assistant.web.services import Limits, Services, Settings

real_time = partial(datetime.now, UTC)
_PROBE = sa.text("UPDATE alembic_version SET version_num = version_num")


@dataclass(frozen=True, slots=True)
class Config:
    """What the operator has decided; `data` is the folder that everything is kept in.

    `keys` is the key file, where it is kept elsewhere; `proxies` are the addresses of reverse proxies whose
    `X-Forwarded-For` is believed.
    Without `directory` (a municipality's file) the made-up one is used, which only `demo` may do.
    `origin` is where browsers reach us, such as `https://guide.example`; without it each request says.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8080
    demo: bool = False
    directory: Path | None = None
    flows: Path = field(default_factory=flows_root)
    locales: Path = field(default_factory=locales_root)
    lifetime_hours: int = 72
    origin: str | None = None
    embedders: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    keys: Path | None = None
    proxies: tuple[str, ...] = ()
    theme: Theme = field(default_factory=Theme)
    title: str | None = None


async def open_services(config: Config, clock: Callable[[], datetime] = real_time) -> Services:
    """Return the services that `config` describes, going by `clock`; `close` them when done.

    Raises:
        FlowError: a flow has an error, told with its place, or a guarantee that is not proved.
        DirectoryError: the municipality's file is not valid, is missing, or lacks whom a flow says to call.
        StoreError: the data folder is in use, or is no store of ours, or its key file is lost.
    """
    directory = _directory(config)
    found = {folder.name: read(folder) for folder in flow_folders(config.flows)}
    proofs, today = Proofs(config.data / "proofs.json"), clock().astimezone(ZONE).date()
    served = {
        flow_id: live_flow(_proved(flow_id, files, proofs, today), config.locales)
        for flow_id, files in found.items()
    }
    _require_said(directory, [live.dialog.flow for live in served.values()], config.directory)
    async with AsyncExitStack() as undo:
        kept = await opened(config.data / "assistant.db", config.keys or config.data / "keys")
        undo.push_async_callback(kept[0].close)
        proofs.keep()
        services = _services(config, clock, directory, served, kept)
        for flow_id, live in served.items():
            await services.conversations.keep_logic(live.dialog.flow.logic, found[flow_id])
        if config.demo:
            await practise(services)
        undo.pop_all()
    return services


def _services(
    config: Config,
    clock: Callable[[], datetime],
    directory: Directory,
    served: Mapping[str, LiveFlow],
    kept: tuple[SqliteStore, Keyring],
) -> Services:
    store, keys = kept
    conversations = Conversations(store, keys)
    return Services(
        flows=Flows(served, conversations.logic, config.locales),
        directory=directory,
        conversations=conversations,
        records=Records(store, keys),
        languages=ui_languages(),
        settings=_settings(config),
        clock=clock,
        random_bytes=secrets.token_bytes,
        probe=partial(_probe, store),
        close=store.close,
    )


def _settings(config: Config) -> Settings:
    return Settings(
        origin=config.origin,
        lifetime=timedelta(hours=config.lifetime_hours),
        embedders=config.embedders,
        proxies=config.proxies,
        demo=config.demo,
        limits=config.limits,
        theme=config.theme,
        title=config.title,
    )


def _directory(config: Config) -> Directory:
    if config.directory is not None:
        return load_directory(_text_of(config.directory), str(config.directory))
    if config.demo:
        return demo()
    raise DirectoryError("no directory: name the municipality's file, or use --demo")


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise DirectoryError(
            f"{file}: the municipality's file cannot be read: {error.strerror}. Name it in ASSISTANT_DIRECTORY."
        ) from None
    except UnicodeDecodeError:
        raise DirectoryError(
            f"{file}: the municipality's file is not UTF-8 text. Save it as UTF-8."
        ) from None


def _require_said(directory: Directory, flows: Iterable[Flow], file: Path | None) -> None:
    """Refuse a directory that lacks whom a flow tells to call: it would be found out in the middle of a case."""
    for flow in flows:
        if lacking := unsaid(directory, flow):
            raise DirectoryError(
                f"{file or 'the made-up directory'}: the flow {flow.id} asks for {', '.join(lacking)}, which is not there."
                " Add it to the directory, or take it out of the flow."
            )


def _proved(flow_id: str, files: FlowFiles, proofs: Proofs, today: date) -> Flow:
    loaded = load(files, flow_id)
    if loaded.flow is None:
        raise FlowError(rendered(loaded.findings, files))
    if broken := proofs.unproved(loaded.flow, today):
        names = ", ".join(verdict.guarantee.name for verdict in broken)
        raise FlowError(
            f"{flow_id}: not proved: {names}. Nothing is served that may give wrong advice;"
            f" `assistant prove {flow_id}` shows the conversation."
        )
    return loaded.flow


async def _probe(store: SqliteStore) -> None:
    await store.write(lambda conn: conn.execute(_PROBE).rowcount)
