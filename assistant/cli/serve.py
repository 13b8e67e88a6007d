"""`assistant serve`: the guide, its API and the inbox, on this machine's embedded database."""

from __future__ import annotations

import errno
import os
import socket
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import click
from aiohttp import web

from assistant.cli.given.places import locales_beside, root
from assistant.cli.told.examples import example
from assistant.errors import FlowError, SettingsError
from assistant.flow.files import flow_folders
from assistant.settings import Settings, settings, theme_of
from assistant.store.folder import make_folder
from assistant.web.app import create_app
from assistant.web.compose import Config, open_services
from assistant.web.settled import settle
from assistant.web.watch import logbook

LEAST_PATIENCE_S = (
    5.0  # how long requests that are being answered may take once we are told to stop
)


@click.command("serve", epilog=example("assistant serve --demo --port 8080"))
@click.option("--host", help="The address to listen at.  [default: ASSISTANT_HOST or 127.0.0.1]")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="0 takes a free one.  [default: ASSISTANT_PORT or 8080]",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that everything is kept in.  [default: ASSISTANT_DATA or data]",
)
@click.option(
    "--demo",
    is_flag=True,
    help="A made-up municipality, practice data, no sign-in, a banner that says so.",
)
def command(host: str | None, port: int | None, data: Path | None, *, demo: bool) -> None:
    """Serve the guide, its API and the family team's inbox.

    Settings come from the environment (ASSISTANT_DIRECTORY, ASSISTANT_ORIGIN and so on); `assistant doctor`
    shows what they come to. Nothing is served while a flow has an error or a guarantee that is not proved.
    One process serves one data folder.
    """
    chosen = {"host": host, "port": port, "data": data}
    decided = settings(os.environ).model_copy(
        update={name: value for name, value in chosen.items() if value is not None}
    )
    if decided.directory is None and not demo:
        raise SettingsError(
            "ASSISTANT_DIRECTORY is not set: name your municipality's file, or try --demo."
        )
    config = configured(decided, demo=demo)
    _require_flows(config.flows)
    _warn(decided)
    _writable(decided.data)
    logbook.keep()
    with _bound(decided.host, decided.port) as listening:
        port_taken = listening.getsockname()[1]
        web.run_app(
            _app(replace(config, port=port_taken)),
            sock=listening,
            print=None,
            access_log=None,
            shutdown_timeout=LEAST_PATIENCE_S,
        )


def configured(decided: Settings, *, demo: bool) -> Config:
    """Return the web app's configuration for these settings."""
    flows = decided.flows or root()
    return Config(
        data=decided.data,
        host=decided.host,
        port=decided.port,
        demo=demo,
        directory=decided.directory,
        flows=flows,
        locales=locales_beside(flows),
        lifetime_hours=decided.ttl_hours,
        origin=decided.origin,
        embedders=decided.embed_origins,
        proxies=decided.trusted_proxies,
        theme=theme_of(decided),
        title=decided.title,
        keys=decided.keys,
    )


async def _app(config: Config) -> web.Application:
    try:
        services = await open_services(config)
    except FlowError as error:
        raise FlowError(
            f"{error}\nNothing is served until that is mended; see: assistant check, assistant prove"
        ) from error
    _greet(config, tuple(services.flows.served))
    app = create_app(services)
    settle()
    return app


def _require_flows(flows: Path) -> None:
    """Refuse a folder without a flow: what it leaves is a guide that has nothing to ask."""
    if not flow_folders(flows):
        raise SettingsError(
            f"There is no flow in {flows}: set ASSISTANT_FLOWS to the folder that your flows' folders are in."
        )


def _warn(decided: Settings) -> None:
    """Tell who serves others over plain http, or forgot to say under which address: browsers would refuse."""
    if not _loopback(decided.host) and not (decided.origin or "").startswith("https://"):
        click.echo(
            f"Warning: {decided.host} is reached from other machines, but ASSISTANT_ORIGIN names no https address."
            " Browsers keep the guide's cookie over https only: put a proxy with https in front, and name its"
            " address.",
            err=True,
        )


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _greet(config: Config, flows: tuple[str, ...]) -> None:
    host = f"[{config.host}]" if ":" in config.host else config.host
    address = f"http://{host}:{config.port}"
    click.echo(f"guide  {address}/   ({', '.join(flows)})")
    if config.demo:
        click.echo(f"inbox  {address}/inbox   (practice data, no sign-in)")
    click.echo(f"data   {config.data}")
    click.echo("Ctrl-C stops it.")


def _writable(folder: Path) -> None:
    try:
        make_folder(folder)
    except OSError as error:
        raise click.ClickException(
            f"The data folder {folder} cannot be made: {error.strerror}."
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise click.ClickException(
            f"The data folder {folder} cannot be written; name another with --data."
        )


def _bound(host: str, port: int) -> socket.socket:
    """Return a listening socket, so that a taken port is told before anything is opened."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise click.ClickException(
                f"Port {port} is taken; name another with --port."
            ) from error
        raise click.ClickException(
            f"{host}:{port} cannot be listened at: {error.strerror}."
        ) from error
    listening.listen(128)
    return listening
