"""What comes of a played conversation, as `assistant run` prints it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time

from assistant.cli.talk.standing import stand
from assistant.dialog.outcome import decisions, plan, scores
from assistant.dialog.phrases import danish
from assistant.dialog.why import why
from assistant.directory.load import demo
from assistant.record.export.json import to_json
from assistant.scenario.player import Player
from assistant.text.catalogue import Texts


def outcome(player: Player, unused: Iterable[str]) -> dict[str, object]:
    """Return the document that `assistant run` prints; `unused` are facts that were never asked for."""
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
        "record": _record(player),
        "why": dict(_why(player)),
        "errors": [*_errors(player, unused)],
    }


def _record(player: Player) -> object:
    """Return the record as it would be sent at noon of the conversation's day; None without one."""
    noon = datetime.combine(player.conversation.today, time(12), UTC)
    words = Texts(player.dialog.flow.language, {}, own=True)
    record = stand(player, words, demo(), noon).record()
    return None if record is None else json.loads(to_json(record))


def _why(player: Player) -> Iterator[tuple[str, list[str]]]:
    for step in player.trail.path:
        explanation = why(player.dialog, player.trail, step)
        if explanation is not None:
            yield step, [condition for condition, _ in explanation.conditions]


def _errors(player: Player, unused: Iterable[str]) -> Iterator[dict[str, str]]:
    for refusal in player.refusals:
        yield {
            "fact": refusal.fact,
            "code": refusal.code,
            "text": danish(refusal.text, **refusal.values),
        }
    for fact in unused:
        text = "This answer was never asked for."
        yield {"fact": fact, "code": "not_asked", "text": text}
