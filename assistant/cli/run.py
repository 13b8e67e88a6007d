"""`assistant run`: one conversation without prompts, and all that comes of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from assistant.cli.given.answers import answers, played_options
from assistant.cli.given.clock import today
from assistant.cli.given.places import flow_folder
from assistant.cli.told.examples import example
from assistant.cli.told.outcome import outcome
from assistant.cli.told.output import json_anyway, print_json
from assistant.dialog.dialog import Dialog
from assistant.flow.load import loaded_flow
from assistant.scenario.player import Player


@click.command(
    "run", epilog=example("""echo "danger: not_now" | assistant run concern --answers -""")
)
@click.argument("flow")
@played_options
@json_anyway
def command(flow: str, file: Path, day: datetime | None) -> None:
    """Play FLOW with the answers of a file and print what comes of it, as JSON.

    Path, end, decisions, scores, plan, parked answers, record, and why each step was reached. The exit
    status is 1 when an answer is refused or never asked for. What the family team would get is made
    with the made-up municipality.
    """
    dialog = Dialog(loaded_flow(flow_folder(flow)))
    player = Player(dialog, dialog.flow.language, day.date() if day else today())
    unused = player.answer(answers(file))
    document = outcome(player, unused)
    print_json(document)
    if document["errors"]:
        raise SystemExit(1)
