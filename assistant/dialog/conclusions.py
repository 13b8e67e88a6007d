"""The conclusions from the answers on a path: decisions, scores, plan and signs, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.dialog.engine import Dialog
from assistant.dialog.record_filler import fill_record
from assistant.dialog.render_context import RenderContext
from assistant.dialog.renderer import TextRenderer
from assistant.dialog.trail import Trail
from assistant.dialog.view_model import ConclusionShown, ConditionShown, JustificationShown
from assistant.flow.expressions.logic import selected_options
from assistant.flow.expressions.reasons import ReasonCache
from assistant.flow.markup import Message
from assistant.flow.model import AnswerState, Guard, Option, PlanItem, Row, Text

__all__ = ["decisions", "fill_record", "plan", "scores", "signs"]


def decisions(dialog: Dialog, trail: Trail) -> dict[str, str]:
    """Return the value of each decision, concluded from the answers on the path."""
    return {name: dialog.logic.conclude(name, trail) for name in dialog.flow.decisions}


def scores(dialog: Dialog, trail: Trail) -> dict[str, int]:
    """Return the total of each score over the answers on the path."""
    return {name: dialog.logic.total_score(name, trail) for name in dialog.flow.scores}


def plan(dialog: Dialog, trail: Trail) -> tuple[PlanItem, ...]:
    """Return the plan items whose guards hold for the answers on the path, in the flow's order."""
    return tuple(item for item in dialog.flow.plan if dialog.logic.holds(item.guard, trail))


def signs(dialog: Dialog, trail: Trail) -> tuple[Option, ...]:
    """Return the selected options that come from a catalogue, in the order that they were asked."""
    return tuple(
        option
        for name, value in trail.answers.items()
        if (fact := dialog.flow.facts.get(name)) is not None
        for option in fact.options
        if option.catalogue is not None and option.id in selected_options(value)
    )


# Explanations: the reasons that a step was reached, a plan item holds or a decision was made.


@dataclass(frozen=True, slots=True)
class Justification:
    """The reasons for something: conditions that held, decisions, and the answers they read.

    `conditions` are (id, because), `decisions` (id, value, because); `facts` those answered,
    repeats included. If all of them are empty, it follows from no answer: it happens in every
    conversation.
    """

    id: str
    kind: Literal["step", "plan", "decision"]
    conditions: tuple[tuple[str, Text | None], ...] = ()
    decisions: tuple[tuple[str, str, Text | None], ...] = ()
    facts: tuple[str, ...] = ()


class TrailExplainer:
    """Explains one trail; what was judged once is kept for the next explanation."""

    def __init__(self, dialog: Dialog, trail: Trail) -> None:
        self._dialog, self._trail = dialog, trail
        self._judged = ReasonCache()
        self.plan_items = plan(dialog, trail)

    def row(self, decision: str) -> Row:
        """Return the row that the decision's value comes from."""
        return self._judged.deciding_row(self._dialog.logic, decision, self._trail)

    def explain(self, about: str) -> Justification | None:
        """Explain a step on the path, a plan item that holds, or a decision; None for any other id.

        The reason for a step is the nearest guarded route that led to it, judged on the answers at
        that point.
        """
        if about in self._trail.path:
            # Judged on fewer answers than the whole trail has, its results must not mix with ours.
            guard, reading = _deciding_guard(self._dialog, self._trail, about)
            judged = self._judged if reading is self._trail else ReasonCache()
            return self._explain_guard(reading, Justification(about, "step"), guard, judged)
        for item in self.plan_items:
            if item.id == about:
                bare = Justification(about, "plan")
                return self._explain_guard(self._trail, bare, item.guard, self._judged)
        if about in self._dialog.flow.decisions:
            row = self.row(about)
            bare = Justification(about, "decision")
            found = self._explain_guard(self._trail, bare, row.guard, self._judged)
            own = (about, row.value, row.because)
            return replace(found, decisions=(own, *found.decisions))
        return None

    def _explain_guard(
        self, reading: AnswerState, about: Justification, guard: Guard | None, judged: ReasonCache
    ) -> Justification:
        logic, conditions = self._dialog.logic, self._dialog.flow.conditions
        found = logic.reasons(guard, reading, judged)
        rows = ((name, judged.deciding_row(logic, name, reading)) for name in found.decisions)
        return Justification(
            about.id,
            about.kind,
            tuple((name, conditions[name].because) for name in found.conditions),
            tuple((name, row.value, row.because) for name, row in rows),
            found.facts,
        )


def explain(dialog: Dialog, trail: Trail, about: str) -> Justification | None:
    """Explain a step on the path, a plan item that holds, or a decision; None for any other id."""
    return TrailExplainer(dialog, trail).explain(about)


def explanation_to_json(
    explanation: Justification, dialog: Dialog, trail: Trail, context: RenderContext
) -> JustificationShown:
    """Return an explanation in the language of the context, as plain JSON."""
    voice = TextRenderer(dialog.logic, trail, context)
    decisions, conditions = explanation.decisions, explanation.conditions
    texts = [because for _, _, because in decisions] + [because for _, because in conditions]
    becauses = _without_repeats(voice, texts)
    told: list[ConclusionShown] = [
        {"id": name, "value": value, "because": said}
        for (name, value, _), said in zip(decisions, becauses, strict=False)
    ]
    held: list[ConditionShown] = [
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
                "answer": voice.answer_message(fact, trail.answers[fact]),
            }
            for fact in explanation.facts
        ],
    }


def _deciding_guard(dialog: Dialog, trail: Trail, step: str) -> tuple[Guard | None, AnswerState]:
    """Return the guard that decided that `step` was reached, and the answers that it was judged on.

    Walks back along the path. A fork that the step post-dominates is no reason for it: every way
    from there leads to it. A fork that it does not is one: by the guard of the route taken or, if
    that has none (it is the fork's "else"), by the reason that the fork itself was reached.
    """
    passed = list(trail.routes_taken)
    ahead = passed[: passed.index(step)] if step in trail.routes_taken else passed
    following, reached = step, step
    for earlier in reversed(ahead):
        routes = dialog.flow.steps[earlier].routes
        if not dialog.post_dominators.is_inevitable(reached, earlier):
            guard = routes[trail.routes_taken[earlier]].guard
            if guard is not None:
                return guard, dialog.replay.answers_before(trail, following)
            reached = earlier
        following = earlier
    return None, trail


def _without_repeats(voice: TextRenderer, texts: Iterable[Text | None]) -> Iterator[Message | None]:
    """Yield the message of each text; None for a text that is empty or was yielded before."""
    said: list[Message] = []
    for text in texts:
        message = voice.message(text)
        new = bool(message) and message not in said
        said.append(message)
        yield message if new else None
