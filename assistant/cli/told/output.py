"""What commands print: one JSON document, or words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., object])


_ASKED = "assistant.json"  # in the context that a command shares with the one above it


def json_option(command: _Command) -> _Command:
    """Return `command` with `--json`, given to it as `machine`."""
    text = "Print one JSON document."
    return click.option("--json", "machine", is_flag=True, callback=_noted, help=text)(command)


def json_anyway(command: _Command) -> _Command:
    """Return `command` with `--json`, which it needs not: it prints JSON with it and without."""
    text = "Print one JSON document (it always does)."
    return click.option(
        "--json", flag_value=True, default=True, callback=_noted, expose_value=False, help=text
    )(command)


def _noted(ctx: click.Context, _: click.Parameter, machine: bool) -> bool:  # noqa: FBT001 - click's signature
    ctx.meta[_ASKED] = machine
    return machine


def print_failure(ctx: click.Context, message: str) -> None:
    """Print why a command failed as its one JSON document, where JSON was asked of it."""
    if ctx.meta.get(_ASKED):
        print_json({"error": message})


def print_json(document: object) -> None:
    """Print `document` as JSON, with the words as they are written."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
