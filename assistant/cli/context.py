"""A played conversation in context: its trail, its words, its family team and its record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

import click

from assistant.dialog.conclusions import fill_record
from assistant.dialog.conversation import Conversation
from assistant.dialog.engine import Dialog
from assistant.dialog.render_context import RenderContext
from assistant.dialog.trail import Trail
from assistant.directory.deadlines import assess_by, end_of_day, receipt_by
from assistant.directory.municipality import Directory, Team, find_family_team
from assistant.directory.placeholders import make_render_context
from assistant.flow.model import End, Flow, Return
from assistant.prove.coverage.case import scripted_answers
from assistant.prove.diagram import TRUE, BudgetSpentError
from assistant.prove.prover import Prover
from assistant.record.build import Frame, Receiver, build_record
from assistant.record.contents import Record
from assistant.scenario.player import Player
from assistant.text.translations import FlowTexts


@dataclass(frozen=True, slots=True)
class PlayerContext:
    """A conversation at an instant, with the words of a language and the data of a municipality."""

    directory: Directory
    dialog: Dialog
    conversation: Conversation
    trail: Trail
    moment: RenderContext
    team: Team

    def record(self) -> Record | None:
        """Return the record as it would be sent now; None unless the end reached is a notification."""
        end = self.dialog.flow.steps[self.trail.ended] if self.trail.ended else None
        if not isinstance(end, End) or end.outcome != "notify":
            return None
        frame = Frame(
            reference=None,
            created_at=self.moment.now,
            submitted_at=None,
            receiver=Receiver(name=self.team.name_for(self.moment.language), phone=self.team.phone),
            assess_by=assess_by(self.directory, self.moment.now),
            receipt_by=end_of_day(receipt_by(self.directory, self.moment.now)),
            municipality=self.directory.name,
        )
        return build_record(self.dialog, self.trail, self.conversation, self.moment, frame)


def build_context(
    player: Player, texts: FlowTexts, directory: Directory, now: datetime
) -> PlayerContext:
    """Return the context of the conversation of `player`, in the language of `texts`."""
    dialog, trail = player.dialog, player.trail
    # The family team follows from the workplace, so it can change with every answer.
    workplace = fill_record(dialog, trail, texts.words_of).get("setting.institution")
    team = find_family_team(directory, workplace if isinstance(workplace, str) else None)
    then = make_render_context(directory, dialog.flow, now, texts.language, texts.words_of, team)
    return PlayerContext(directory, dialog, player.conversation, trail, then, team)


# The shortest conversation to a step, for commands that begin there.


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
    steps = [name for name, each in flow.steps.items() if not isinstance(each, Return)]
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
