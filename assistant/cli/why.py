"""`assistant why`: the reasons why a conversation reaches a step, plan item or decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from assistant.cli.inputs import answers_type, day_option, find_flow_folder, load_answers, today
from assistant.cli.output import example_epilog, json_option, print_json
from assistant.cli.run import noon_context
from assistant.cli.screen import print_reasons
from assistant.cli.shortest_way import reach_step, require_step
from assistant.dialog.conclusions import Justification, explain, explanation_to_json
from assistant.dialog.engine import Dialog
from assistant.dialog.view_model import JustificationShown
from assistant.flow.load import load_valid_flow
from assistant.scenario.player import Player


@click.command(
    "why",
    epilog=example_epilog('echo "danger: unknown" | assistant why concern --answers - call_doubt'),
)
@click.argument("flow")
@click.argument("step")
@click.option(
    "--answers",
    "file",
    type=answers_type,
    help="YAML or JSON file that maps facts to answers; - reads stdin. Default: the shortest conversation to STEP.",
)
@day_option
@json_option
def command(
    flow: str, step: str, file: Path | None, day: datetime | None, *, machine: bool
) -> None:
    """Explain why a conversation with these answers reaches STEP.

    STEP is a step, a plan item or a decision of FLOW. The reasons are the conditions that held, each with
    the author's own sentence, and the answers that made them hold. The exit status is 1 if the conversation
    does not reach STEP, or if an answer is refused or was never asked for.
    """
    dialog = Dialog(load_valid_flow(find_flow_folder(flow)))
    others = (*dialog.flow.decisions, *(item.id for item in dialog.flow.plan))
    require_step(dialog.flow, step, others)
    player = Player(dialog, dialog.flow.language, day.date() if day else today())
    if file is not None:
        _require_accepted(player, player.play_answers(load_answers(file)))
    elif step in dialog.flow.steps:
        reach_step(player, step)
    else:
        raise click.UsageError(
            f'"{step}" is not a step; use --answers to say which conversation you mean.'
        )
    explanation = explain(dialog, player.trail, step)
    if explanation is None:
        way = " > ".join(player.trail.path)
        raise click.ClickException(f'The conversation does not reach "{step}"; its path is {way}.')
    document = _explanation_document(player, explanation)
    if machine:
        print_json(document)
    else:
        print_reasons(document)


def _require_accepted(player: Player, unused: Iterable[str]) -> None:
    refused = {refusal.fact: refusal.code for refusal in player.refusals}
    wrong = [f'The answer to "{fact}" is refused: {code}.' for fact, code in refused.items()]
    wrong += [f'"{f}" was never asked for.' for f in unused if f not in refused]
    if wrong:
        raise click.ClickException("\n".join(wrong))


def _explanation_document(player: Player, explanation: Justification) -> JustificationShown:
    """Return the explanation in the flow's own language, at noon of the conversation's day."""
    context = noon_context(player)
    return explanation_to_json(explanation, player.dialog, player.trail, context.render_context)
