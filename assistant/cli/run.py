"""`assistant run`: one conversation from a file of answers, and its outcome as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import click

from assistant.cli.inputs import conversation_options, find_flow_folder, load_answers, today
from assistant.cli.output import example_epilog, json_always_option, print_json
from assistant.conversation_context import ContextFactory, ConversationContext
from assistant.dialog.conclusions import decisions, explain, plan, scores
from assistant.dialog.engine import Dialog
from assistant.dialog.phrases import format_danish
from assistant.directory.directory_file import demo_directory
from assistant.flow.load import load_valid_flow
from assistant.record.export.json import to_json
from assistant.scenario.player import Player
from assistant.text.translations import FlowTexts


@click.command(
    "run", epilog=example_epilog("""echo "danger: not_now" | assistant run concern --answers -""")
)
@click.argument("flow")
@conversation_options
@json_always_option
def command(flow: str, file: Path, day: datetime | None) -> None:
    """Play FLOW with the answers in a file and print the outcome as JSON.

    Prints the path, end, decisions, scores, plan, parked answers, record, and why each step was reached. The
    exit status is 1 if an answer is refused or was never asked for. The record uses the data of a made-up
    municipality.
    """
    dialog = Dialog(load_valid_flow(find_flow_folder(flow)))
    player = Player(dialog, dialog.flow.language, day.date() if day else today())
    unused = player.play_answers(load_answers(file))
    document = outcome_document(player, unused)
    print_json(document)
    if document["errors"]:
        raise SystemExit(1)


# The outcome of a played conversation, as a JSON document.


def outcome_document(player: Player, unused: Iterable[str]) -> dict[str, object]:
    """Return the outcome of the conversation; `unused` are answered facts that were never asked for."""
    dialog, trail = player.dialog, player.trail
    return {
        "flow": dialog.flow.id,
        "version": dialog.flow.version,
        "path": list(trail.path),
        "ended": trail.ended,
        "waiting": trail.waiting,
        "decisions": decisions(dialog, trail),
        "scores": scores(dialog, trail),
        "plan": [item.id for item in plan(dialog, trail)],
        "parked": list(trail.parked),
        "record": _record_document(player),
        "why": dict(_step_reasons(player)),
        "errors": [*_error_documents(player, unused)],
    }


def _record_document(player: Player) -> object:
    """Return the record as sent at noon of the conversation's day, or None if nothing is sent."""
    context = noon_context(player)
    return json.loads(to_json(context.record(context.now))) if context.hands_over else None


def noon_context(player: Player) -> ConversationContext:
    """Return the context at noon of the conversation's day, in the flow's own language.

    Not by the clock: the same answers on the same day must give the same document.
    """
    noon = datetime.combine(player.conversation.today, time(12), UTC)
    language = player.dialog.flow.language
    texts = {language: FlowTexts(language, {}, is_source=True)}
    contexts = ContextFactory(demo_directory())
    return contexts.at(player.dialog, player.conversation, player.trail, texts, noon)


def _step_reasons(player: Player) -> Iterator[tuple[str, list[str]]]:
    for step in player.trail.path:
        explanation = explain(player.dialog, player.trail, step)
        if explanation is not None:
            yield step, [condition for condition, _ in explanation.conditions]


def _error_documents(player: Player, unused: Iterable[str]) -> Iterator[dict[str, str]]:
    for refusal in player.refusals:
        yield {
            "fact": refusal.fact,
            "code": refusal.code,
            "text": format_danish(refusal.text, **refusal.values),
        }
    for fact in unused:
        text = "The conversation never asked for this."
        yield {"fact": fact, "code": "not_asked", "text": text}
