"""Output that commands share: the `--json` option, one JSON document, and the examples in help.

Imported at every start, so it may import click and the standard library only.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., object])


# A key in click's `meta`, which all contexts of a run share: the group reads it after a failure.
_JSON_REQUESTED = "assistant.json"


def json_option(command: _Command) -> _Command:
    """Add the option `--json`, passed to the command as `machine`."""
    text = "Print the result as one JSON document."
    return click.option("--json", "machine", is_flag=True, callback=_remember_json, help=text)(
        command
    )


def json_always_option(command: _Command) -> _Command:
    """Add an option `--json` without effect, for commands that print JSON anyway."""
    text = "Print the result as one JSON document (the default)."
    return click.option(
        "--json",
        flag_value=True,
        default=True,
        callback=_remember_json,
        expose_value=False,
        help=text,
    )(command)


def _remember_json(ctx: click.Context, _: click.Parameter, machine: bool) -> bool:  # noqa: FBT001 - click's signature
    ctx.meta[_JSON_REQUESTED] = machine
    return machine


def print_failure(ctx: click.Context, message: str) -> None:
    """Print `message` as the command's one JSON document, if JSON was asked for."""
    if ctx.meta.get(_JSON_REQUESTED):
        print_json({"error": message})


def print_json(document: object) -> None:
    """Print `document` as JSON, with letters beyond ASCII as they are."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


# The examples at the end of a command's help; a test runs them all.

_NO_REWRAP = "\b\n"  # click's mark for "do not rewrap this paragraph"
_HEADING = "Example:\n"


def example_epilog(*lines: str) -> str:
    """Return the epilog of a help text: the heading and these command lines."""
    return _NO_REWRAP + _HEADING + "\n".join(f"  {line}" for line in lines)


def parse_examples(epilog: str | None) -> list[str]:
    """Return the command lines in an epilog; the inverse of `example_epilog`."""
    return [line.strip() for line in (epilog or "").partition(_HEADING)[2].splitlines()]
