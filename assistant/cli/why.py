"""`assistant why`: why a conversation came to a step, a plan item or a decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from pathlib import Path

import click

from assistant.cli.given.answers import answers, answers_type, day_option
from assistant.cli.given.clock import today
from assistant.cli.given.places import flow_folder
from assistant.cli.given.reaching import known_step, reach
from assistant.cli.talk.screen import because
from assistant.cli.talk.standing import stand
from assistant.cli.told.examples import example
from assistant.cli.told.output import json_option, print_json
from assistant.dialog.dialog import Dialog
from assistant.dialog.why import Explanation, why, why_json
from assistant.directory.load import demo
from assistant.flow.load import loaded_flow
from assistant.scenario.player import Player
from assistant.text.catalogue import Texts


@click.command(
    "why", epilog=example('echo "danger: unknown" | assistant why concern --answers - call_doubt')
)
@click.argument("flow")
@click.argument("step")
@click.option(
    "--answers",
    "file",
    type=answers_type,
    help="YAML or JSON: fact to answer; - reads stdin. Without it, the shortest conversation to STEP is taken.",
)
@day_option
@json_option
def command(
    flow: str, step: str, file: Path | None, day: datetime | None, *, machine: bool
) -> None:
    """Tell why the conversation with these answers comes to STEP.

    STEP is a step, a plan item or a decision of FLOW. The reasons are the conditions that held, each with
    the author's own sentence, and the answers that made them hold. The exit status is 1 when the conversation
    does not come there, or when an answer is refused or never asked for.
    """
    dialog = Dialog(loaded_flow(flow_folder(flow)))
    others = (*dialog.flow.decisions, *(item.id for item in dialog.flow.plan))
    known_step(dialog.flow, step, others)
    player = Player(dialog, dialog.flow.language, day.date() if day else today())
    if file is not None:
        _refused(player, player.answer(answers(file)))
    elif step in dialog.flow.steps:
        reach(player, step)
    else:
        raise click.UsageError(
            f'"{step}" is no step; say with --answers which conversation is meant.'
        )
    explanation = why(dialog, player.trail, step)
    if explanation is None:
        way = " > ".join(player.trail.path)
        raise click.ClickException(f'It does not come to "{step}"; the way is {way}.')
    document = _document(player, explanation)
    if machine:
        print_json(document)
    else:
        because(document)


def _refused(player: Player, unused: Iterable[str]) -> None:
    refused = {refusal.fact: refusal.code for refusal in player.refusals}
    wrong = [f'The answer to "{fact}" is refused: {code}.' for fact, code in refused.items()]
    wrong += [f'The answer to "{f}" was never asked for.' for f in unused if f not in refused]
    if wrong:
        raise click.ClickException("\n".join(wrong))


def _document(player: Player, explanation: Explanation) -> dict[str, object]:
    """Return the explanation in the flow's own words, at noon of the conversation's day."""
    noon = datetime.combine(player.conversation.today, time(12), UTC)
    texts = Texts(player.dialog.flow.language, {}, own=True)
    moment = stand(player, texts, demo(), noon).moment
    return why_json(explanation, player.dialog, player.trail, moment)
