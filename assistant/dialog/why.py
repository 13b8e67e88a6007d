"""Why a step was reached, a plan item holds or a decision was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.dialog.dialog import Dialog
from assistant.dialog.moment import Moment
from assistant.dialog.outcome import plan
from assistant.dialog.trail import Trail
from assistant.dialog.voice import Voice
from assistant.flow.markup import Message
from assistant.flow.model import Guard, Row, Text
from assistant.flow.reasons import Judged
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


class Whys:
    """Answers why, of one trail, as often as it is asked."""

    def __init__(self, dialog: Dialog, trail: Trail) -> None:
        self._dialog, self._trail = dialog, trail
        self._judged = Judged()
        self.planned = plan(dialog, trail)

    def row(self, decision: str) -> Row:
        """Return the row that the decision concludes from."""
        return self._judged.row(self._dialog.logic, decision, self._trail)

    def of(self, about: str) -> Explanation | None:
        """Return why a step on the path, a plan item that holds, or a decision came about; None for others.

        A step came about by the nearest guarded route that led to it, judged on the answers at that point.
        """
        if about in self._trail.path:
            guard, reading = _led_to(self._dialog, self._trail, about)
            judged = self._judged if reading is self._trail else Judged()
            return self._explained(reading, Explanation(about, "step"), guard, judged)
        for item in self.planned:
            if item.id == about:
                bare = Explanation(about, "plan")
                return self._explained(self._trail, bare, item.guard, self._judged)
        if about in self._dialog.flow.decisions:
            row = self.row(about)
            bare = Explanation(about, "decision")
            found = self._explained(self._trail, bare, row.guard, self._judged)
            own = (about, row.value, row.because)
            return replace(found, decisions=(own, *found.decisions))
        return None

    def _explained(
        self, reading: Reading, about: Explanation, guard: Guard | None, judged: Judged
    ) -> Explanation:
        logic, conditions = self._dialog.logic, self._dialog.flow.conditions
        found = logic.reasons(guard, reading, judged)
        rows = ((name, judged.row(logic, name, reading)) for name in found.decisions)
        return Explanation(
            about.id,
            about.kind,
            tuple((name, conditions[name].because) for name in found.conditions),
            tuple((name, row.value, row.because) for name, row in rows),
            found.facts,
        )


def why(dialog: Dialog, trail: Trail, about: str) -> Explanation | None:
    """Return why a step on the path, a plan item that holds, or a decision came about; None for others."""
    return Whys(dialog, trail).of(about)


def why_json(
    explanation: Explanation, dialog: Dialog, trail: Trail, moment: Moment
) -> dict[str, object]:
    """Return an explanation in the words of a moment, as plain JSON."""
    voice = Voice(dialog.logic, trail, moment)
    decisions, conditions = explanation.decisions, explanation.conditions
    texts = [because for _, _, because in decisions] + [because for _, because in conditions]
    becauses = _once(voice, texts)
    told = [
        {"id": name, "value": value, "because": said}
        for (name, value, _), said in zip(decisions, becauses, strict=False)
    ]
    held = [
        {"id": name, "because": said} for (name, _), said in zip(conditions, becauses, strict=True)
    ]
    return {
        "id": explanation.id,
        "kind": explanation.kind,
        "conditions": held,
        "decisions": told,
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
    """Return the guard of the nearest route that `step` hangs on, and the answers that it was judged on.

    A fork from which every way comes to the step is no reason for it; where the way that was taken has no
    guard, the reason is that of the fork.
    """
    passed = list(trail.taken)
    ahead = passed[: passed.index(step)] if step in trail.taken else passed
    following, reached = step, step
    for earlier in reversed(ahead):
        routes = dialog.flow.steps[earlier].routes
        if not dialog.joins.inevitable(reached, earlier):
            guard = routes[trail.taken[earlier]].guard
            if guard is not None:
                return guard, dialog.replay.before(trail, following)
            reached = earlier
        following = earlier
    return None, trail


def _once(voice: Voice, texts: Iterable[Text | None]) -> Iterator[Message | None]:
    """Yield the message of each text; none where the same words were said before."""
    said: list[Message] = []
    for text in texts:
        message = voice.message(text)
        new = bool(message) and message not in said
        said.append(message)
        yield message if new else None
