"""`assistant serve`: the guide, its API and the inbox, on an embedded database."""

from __future__ import annotations

import errno
import os
import socket
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import click
from aiohttp import web

from assistant.cli.inputs import current_flows_root, locales_folder_beside
from assistant.cli.output import example_epilog
from assistant.errors import FlowError, SettingsError
from assistant.flow.files import flow_folders
from assistant.settings import read_settings
from assistant.store.folder import make_folder
from assistant.web.app import create_app, tune_gc
from assistant.web.compose import open_services
from assistant.web.config import Settings
from assistant.web.observability import logbook

# How long requests in progress may take to finish once the server is told to stop.
SHUTDOWN_TIMEOUT_S = 5.0


@click.command("serve", epilog=example_epilog("assistant serve --demo --port 8080"))
@click.option("--host", help="Address to bind to.  [default: ASSISTANT_HOST or 127.0.0.1]")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 picks a free port.  [default: ASSISTANT_PORT or 8080]",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that holds all data.  [default: ASSISTANT_DATA or data]",
)
@click.option(
    "--demo",
    is_flag=True,
    help="Serve a made-up municipality with practice data and no sign-in; every page says so.",
)
def command(host: str | None, port: int | None, data: Path | None, *, demo: bool) -> None:
    """Serve the guide, its API and the family team's inbox.

    Settings come from the environment (ASSISTANT_DIRECTORY, ASSISTANT_ORIGIN and so on); `assistant doctor`
    shows their effect. Nothing is served while a flow has an error or a guarantee that is not proved. Only
    one process may use a data folder at a time.
    """
    settings = with_flows(read_settings(os.environ), demo=demo)
    settings = replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
        data=settings.data if data is None else data,
    )
    if settings.directory is None and not demo:
        raise SettingsError(
            "ASSISTANT_DIRECTORY is not set: set it to your municipality's file, or try --demo."
        )
    _require_flows(settings)
    _warn_without_https(settings)
    _require_writable(settings.data)
    logbook.start_logbook()
    with _listen(settings.host, settings.port) as listening:
        actual_port = listening.getsockname()[1]
        web.run_app(
            _open_app(replace(settings, port=actual_port)),
            sock=listening,
            print=None,
            access_log=None,
            shutdown_timeout=SHUTDOWN_TIMEOUT_S,
        )


def with_flows(settings: Settings, *, demo: bool) -> Settings:
    """Complete `settings`: the flows of the working directory or the shipped ones, and what is beside them."""
    flows = settings.flows or current_flows_root()
    return replace(settings, demo=demo, flows=flows, locales=locales_folder_beside(flows))


async def _open_app(settings: Settings) -> web.Application:
    try:
        services = await open_services(settings)
    except FlowError as error:
        raise FlowError(
            f"{error}\nNothing is served until this is fixed; run: assistant check, assistant prove"
        ) from error
    _print_addresses(settings, tuple(services.flows.served))
    app = create_app(services)
    tune_gc()  # last: it exempts what is loaded by now from garbage collection
    return app


def _require_flows(settings: Settings) -> None:
    """Refuse a folder without a flow: the guide would have nothing to ask."""
    if settings.flows and not flow_folders(settings.flows):
        raise SettingsError(
            f"There are no flows in {settings.flows}: set ASSISTANT_FLOWS to the folder that contains your flows' folders."
        )


def _warn_without_https(settings: Settings) -> None:
    """Warn if other machines can reach the server and its public address is not https."""
    if not _is_loopback(settings.host) and not (settings.origin or "").startswith("https://"):
        click.echo(
            f"Warning: other machines can reach {settings.host}, but ASSISTANT_ORIGIN is not an https address."
            " Browsers accept the guide's cookie over https only: put an https proxy in front, and set ASSISTANT_ORIGIN"
            " to its address.",
            err=True,
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _print_addresses(settings: Settings, flows: tuple[str, ...]) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}"
    click.echo(f"guide  {address}/   ({', '.join(flows)})")
    if settings.demo:
        click.echo(f"inbox  {address}/inbox   (practice data, no sign-in)")
    click.echo(f"data   {settings.data}")
    click.echo("Press Ctrl-C to stop.")


def _require_writable(folder: Path) -> None:
    try:
        make_folder(folder)
    except OSError as error:
        raise click.ClickException(
            f"Cannot create the data folder {folder}: {error.strerror}."
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise click.ClickException(
            f"The data folder {folder} is not writable; choose another with --data."
        )


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; a port in use is reported before the store is opened."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    # A restart may bind while connections of the last run are still in TIME_WAIT.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise click.ClickException(
                f"Port {port} is already in use; choose another with --port."
            ) from error
        raise click.ClickException(f"Cannot listen on {host}:{port}: {error.strerror}.") from error
    listening.listen(128)
    return listening
