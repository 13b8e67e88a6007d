"""`assistant explain`: the long story of a finding."""

from __future__ import annotations

import click

from assistant.cli.told.examples import example
from assistant.cli.told.output import json_option, print_json
from assistant.cli.told.pages import page


@click.command("explain", epilog=example("assistant explain R01"))
@click.argument("code")
@json_option
def command(code: str, *, machine: bool) -> None:
    """Tell why the finding CODE is one, and how to mend it."""
    text = page(code.upper())
    if machine:
        print_json({"code": code.upper(), "text": text})
    else:
        click.echo(text)
