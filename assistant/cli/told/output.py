"""What commands print: one JSON document, or words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., object])


def json_option(command: _Command) -> _Command:
    """Return `command` with `--json`, given to it as `machine`."""
    return click.option("--json", "machine", is_flag=True, help="Print one JSON document.")(command)


def print_json(document: object) -> None:
    """Print `document` as JSON, with the words as they are written."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
