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
from assistant.settings import Settings, read_settings, theme_of
from assistant.store.folder import make_folder
from assistant.web.app import create_app, tune_gc
from assistant.web.compose import Config, open_services
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
    chosen = {"host": host, "port": port, "data": data}
    settings = read_settings(os.environ).model_copy(
        update={name: value for name, value in chosen.items() if value is not None}
    )
    if settings.directory is None and not demo:
        raise SettingsError(
            "ASSISTANT_DIRECTORY is not set: set it to your municipality's file, or try --demo."
        )
    config = build_config(settings, demo=demo)
    _require_flows(config.flows)
    _warn_without_https(settings)
    _require_writable(settings.data)
    logbook.start_logbook()
    with _listen(settings.host, settings.port) as listening:
        actual_port = listening.getsockname()[1]
        web.run_app(
            _open_app(replace(config, port=actual_port)),
            sock=listening,
            print=None,
            access_log=None,
            shutdown_timeout=SHUTDOWN_TIMEOUT_S,
        )


def build_config(settings: Settings, *, demo: bool) -> Config:
    """Return the web app's configuration for `settings`; by default with the shipped flows."""
    flows = settings.flows or current_flows_root()
    return Config(
        data=settings.data,
        host=settings.host,
        port=settings.port,
        demo=demo,
        directory=settings.directory,
        flows=flows,
        locales=locales_folder_beside(flows),
        lifetime_hours=settings.ttl_hours,
        origin=settings.origin,
        embedders=settings.embed_origins,
        proxies=settings.trusted_proxies,
        theme=theme_of(settings),
        title=settings.title,
        keys=settings.keyring_file,
    )


async def _open_app(config: Config) -> web.Application:
    try:
        services = await open_services(config)
    except FlowError as error:
        raise FlowError(
            f"{error}\nNothing is served until this is fixed; run: assistant check, assistant prove"
        ) from error
    _print_addresses(config, tuple(services.flows.served))
    app = create_app(services)
    tune_gc()  # last: it exempts what is loaded by now from garbage collection
    return app


def _require_flows(flows: Path) -> None:
    """Refuse a folder without a flow: the guide would have nothing to ask."""
    if not flow_folders(flows):
        raise SettingsError(
            f"There are no flows in {flows}: set ASSISTANT_FLOWS to the folder that contains your flows' folders."
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


def _print_addresses(config: Config, flows: tuple[str, ...]) -> None:
    host = f"[{config.host}]" if ":" in config.host else config.host
    address = f"http://{host}:{config.port}"
    click.echo(f"guide  {address}/   ({', '.join(flows)})")
    if config.demo:
        click.echo(f"inbox  {address}/inbox   (practice data, no sign-in)")
    click.echo(f"data   {config.data}")
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
