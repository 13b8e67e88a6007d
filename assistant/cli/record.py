"""`assistant record`: what a receiving system has to expect."""

from __future__ import annotations

import click

from assistant.cli.told.examples import example
from assistant.cli.told.output import json_anyway, print_json
from assistant.record import export


@click.group("record", epilog=example("assistant record schema"))
def command() -> None:
    """Show what a receiving system has to expect.

    The JSON Schema of the record that the family team gets, or an example of it.
    """


@command.command("schema", epilog=example("assistant record schema"))
@json_anyway
def schema() -> None:
    """Print the JSON Schema (2020-12) of the record."""
    print_json(export.schema())


@command.command("example", epilog=example("assistant record example"))
@json_anyway
def made_up() -> None:
    """Print a made-up record that is valid against the schema."""
    click.echo(export.to_json(export.example()).decode())
