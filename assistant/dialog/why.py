"""Why a step was reached, a plan item holds or a decision was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.dialog.dialog import Dialog
from assistant.dialog.moment import Moment
from assistant.dialog.trail import Trail
from assistant.dialog.voice import Voice
from assistant.flow.model import Guard, Text
from assistant.flow.reasons import Reasons
from assistant.flow.values import Reading


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reasons for something: named conditions that held, decisions, and the answers that they read.

    `conditions` are (id, because), `decisions` (id, value, because); `facts` are those answered, repeats
    included. Nothing in any of them: it follows from no answer.
    """

    id: str
    kind: Literal["step", "plan", "decision"]
    conditions: tuple[tuple[str, Text | None], ...] = ()
    decisions: tuple[tuple[str, str, Text | None], ...] = ()
    facts: tuple[str, ...] = ()


def why(dialog: Dialog, trail: Trail, about: str) -> Explanation | None:
    """Return why a step on the path, a plan item that holds, or a decision came about; None for others.

    A step came about by the nearest guarded route that led to it, judged on the answers at that point.
    """
    if about in trail.path:
        guard, reading = _led_to(dialog, trail, about)
        return _explained(dialog, reading, Explanation(about, "step"), guard)
    for item in dialog.flow.plan:
        if item.id == about and dialog.logic.holds(item.guard, trail):
            return _explained(dialog, trail, Explanation(about, "plan"), item.guard)
    if about in dialog.flow.decisions:
        row = dialog.logic.row(about, trail)
        explained = _explained(dialog, trail, Explanation(about, "decision"), row.guard)
        own = (about, row.value, row.because)
        return Explanation(
            about, "decision", explained.conditions, (own, *explained.decisions), explained.facts
        )
    return None


def why_json(
    explanation: Explanation, dialog: Dialog, trail: Trail, moment: Moment
) -> dict[str, object]:
    """Return an explanation in the words of a moment, as plain JSON."""
    voice = Voice(dialog.logic, trail, moment)
    return {
        "id": explanation.id,
        "kind": explanation.kind,
        "conditions": [
            {"id": name, "because": voice.message(because) or None}
            for name, because in explanation.conditions
        ],
        "decisions": [
            {"id": name, "value": value, "because": voice.message(because) or None}
            for name, value, because in explanation.decisions
        ],
        "answers": [
            {
                "fact": fact,
                "label": voice.label(fact),
                "answer": voice.answer(fact, trail.answers[fact]),
            }
            for fact in explanation.facts
        ],
    }


def _led_to(dialog: Dialog, trail: Trail, step: str) -> tuple[Guard | None, Reading]:
    """Return the guard of the nearest guarded route ahead of `step`, and the answers that it was judged on."""
    passed = list(trail.taken)
    ahead = passed[: passed.index(step)] if step in trail.taken else passed
    following = step
    for earlier in reversed(ahead):
        guard = dialog.flow.steps[earlier].routes[trail.taken[earlier]].guard
        if guard is not None:
            return guard, dialog.replay.before(trail, following)
        following = earlier
    return None, trail


def _explained(
    dialog: Dialog, reading: Reading, about: Explanation, guard: Guard | None
) -> Explanation:
    reasons = dialog.logic.reasons(guard, reading)
    conditions = dialog.flow.conditions
    return Explanation(
        about.id,
        about.kind,
        tuple((name, conditions[name].because) for name in reasons.conditions),
        _decisions(dialog, reasons, reading),
        reasons.facts,
    )


def _decisions(
    dialog: Dialog, reasons: Reasons, reading: Reading
) -> tuple[tuple[str, str, Text | None], ...]:
    rows = ((name, dialog.logic.row(name, reading)) for name in reasons.decisions)
    return tuple((name, row.value, row.because) for name, row in rows)
