"""`assistant record`: the JSON Schema of the record, and an example of one."""

from __future__ import annotations

import click

from assistant.cli.output import example_epilog, json_always_option, print_json
from assistant.record.contents import example_record
from assistant.record.export.json import json_schema, to_json


@click.group("record", epilog=example_epilog("assistant record schema"))
def command() -> None:
    """Describe the record that a receiving system gets.

    Prints the JSON Schema of the record that the family team gets, or an example of one.
    """


@command.command("schema", epilog=example_epilog("assistant record schema"))
@json_always_option
def print_schema() -> None:
    """Print the JSON Schema (2020-12) of the record."""
    print_json(json_schema())


@command.command("example", epilog=example_epilog("assistant record example"))
@json_always_option
def print_example() -> None:
    """Print a made-up record that is valid against the schema."""
    click.echo(to_json(example_record()).decode())
