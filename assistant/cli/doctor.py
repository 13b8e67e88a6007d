"""`assistant doctor`: how this installation is, and what to mend."""

from __future__ import annotations

import os

import click

from assistant.cli.checkup import Vital, vitals
from assistant.cli.told.examples import example
from assistant.cli.told.output import json_option, print_json
from assistant.settings import settings

MARKS = {"good": ("ok", "green"), "warning": ("!!", "yellow"), "bad": ("no", "red")}


@click.command("doctor", epilog=example("assistant doctor"))
@json_option
def command(*, machine: bool) -> None:
    """Tell how this installation is, and what to mend.

    Looks at Python, SQLite and its journal, the data folder, the key file, the migrations, the directory,
    the flows and the documents, as the ASSISTANT_ variables set them up. Changes nothing. The exit status
    is 1 when something must be mended.
    """
    found = list(vitals(settings(os.environ)))
    if machine:
        print_json({"vitals": [_json(vital) for vital in found]})
    else:
        for vital in found:
            _print(vital)
    if any(vital.state == "bad" for vital in found):
        raise SystemExit(1)


def _json(vital: Vital) -> dict[str, str | None]:
    return {"name": vital.name, "state": vital.state, "says": vital.says, "fix": vital.fix}


def _print(vital: Vital) -> None:
    mark, colour = MARKS[vital.state]
    click.echo(f"{click.style(mark, fg=colour)}  {vital.name:<12} {vital.says}")
    if vital.fix:
        click.echo(f"    {'':<12} {vital.fix}")
