"""The shortest conversation that comes to a step, for commands that begin there."""

from __future__ import annotations

import json
from difflib import get_close_matches

import click

from assistant.dialog.dialog import Dialog
from assistant.flow.model import Flow, Return
from assistant.prove.coverage.case import answers
from assistant.prove.diagram import TRUE, SpentError
from assistant.prove.prove import Prover
from assistant.scenario.player import Player


def reach(player: Player, step: str) -> None:
    """Play the shortest conversation that comes to `step`, and say on stderr what it assumes.

    Raises:
        click.UsageError: no conversation comes there, or to find one is too much work.
    """
    dialog, today = player.dialog, player.conversation.today
    try:
        trail = Prover(dialog, today).shortest({step: TRUE})
    except (SpentError, RecursionError) as error:
        raise click.UsageError(
            f'It is too much work to find the way to "{step}"; give --answers that lead there.'
        ) from error
    if trail is None:
        raise click.UsageError(f'No conversation comes to "{step}", whatever is answered.')
    assumed = answers(dialog, trail)
    player.answer(assumed, until=step)
    click.echo(f"The shortest way to {step} assumes{':' if assumed else ' no answers.'}", err=True)
    for fact, raw in assumed.items():
        click.echo(f"  {fact}: {_words(dialog, fact, raw)}", err=True)


def known_step(flow: Flow, step: str, others: tuple[str, ...] = ()) -> None:
    """Refuse a name that is neither a step nor one of `others`.

    Raises:
        click.UsageError: it is none of them; with the nearest that is.
    """
    steps = [name for name, each in flow.steps.items() if not isinstance(each, Return)]
    if step in (*steps, *others):
        return
    near = get_close_matches(step, (*steps, *others), n=1)
    hint = f' Did you mean "{near[0]}"?' if near else ""
    kind = "step, plan item or decision" if others else "step"
    raise click.UsageError(f'"{step}" is no {kind} of {flow.id}.{hint}')


def _words(dialog: Dialog, fact: str, raw: object) -> str:
    """Return an answer as a file of answers has it, with the labels of its options."""
    if raw is None or raw == []:
        return "left open" if raw is None else "[]"
    options = {o.id: o.label.words for o in getattr(dialog.flow.facts.get(fact), "options", ())}
    chosen = raw if isinstance(raw, list) else [raw]
    labels = [options[each] for each in chosen if isinstance(each, str) and each in options]
    said = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
    return f'{said} ("{", ".join(labels)}")' if labels else said
