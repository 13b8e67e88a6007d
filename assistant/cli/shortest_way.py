"""The shortest conversation to a step, for commands that begin there."""

from __future__ import annotations

import json
from difflib import get_close_matches

import click

from assistant.dialog.engine import Dialog
from assistant.flow.model import Flow
from assistant.prove.coverage.case import scripted_answers
from assistant.prove.diagram import TRUE, BudgetSpentError
from assistant.prove.prover import Prover
from assistant.scenario.player import Player


def reach_step(player: Player, step: str) -> None:
    """Play the shortest conversation that reaches `step`, and print its answers on stderr.

    Raises:
        click.UsageError: no conversation reaches it, or the search grew too large.
    """
    dialog, today = player.dialog, player.conversation.today
    try:
        # The prover holds all conversations at once as a ROBDD; TRUE asks for any state at the step.
        trail = Prover(dialog, today).shortest_witness({step: TRUE})
    except (BudgetSpentError, RecursionError) as error:
        raise click.UsageError(
            f'Finding the way to "{step}" takes too much work; give --answers that lead there.'
        ) from error
    if trail is None:
        raise click.UsageError(f'No conversation reaches "{step}", whatever is answered.')
    assumed = scripted_answers(dialog, trail)
    player.play_answers(assumed, until=step)
    click.echo(
        f"The shortest way to {step} assumes{' these answers:' if assumed else ' no answers.'}",
        err=True,
    )
    for fact, raw in assumed.items():
        click.echo(f"  {fact}: {_format_answer(dialog, fact, raw)}", err=True)


def require_step(flow: Flow, step: str, others: tuple[str, ...] = ()) -> None:
    """Refuse a name that is neither a step nor one of `others`.

    Raises:
        click.UsageError: it is none of them; the message suggests the nearest name.
    """
    steps = [step.id for step in flow.listed_steps]
    if step in (*steps, *others):
        return
    near = get_close_matches(step, (*steps, *others), n=1)
    hint = f' Did you mean "{near[0]}"?' if near else ""
    kind = "step, plan item or decision" if others else "step"
    raise click.UsageError(f'{flow.id} has no {kind} "{step}".{hint}')


def _format_answer(dialog: Dialog, fact: str, raw: object) -> str:
    """Return an answer as a file of answers writes it, with the labels of its options in brackets."""
    if raw is None or raw == []:
        return "left open" if raw is None else "[]"
    options = {o.id: o.label.words for o in getattr(dialog.flow.facts.get(fact), "options", ())}
    chosen = raw if isinstance(raw, list) else [raw]
    labels = [options[each] for each in chosen if isinstance(each, str) and each in options]
    said = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
    return f'{said} ("{", ".join(labels)}")' if labels else said
