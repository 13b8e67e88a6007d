"""What a conversation comes to: decisions, scores, plan, signs, and what its flow gives the record."""

from __future__ import annotations

from assistant.dialog.dialog import Dialog
from assistant.dialog.recorded import recorded
from assistant.dialog.trail import Trail
from assistant.flow.atoms import selected
from assistant.flow.model import Choice, Multi, Option, PlanItem

__all__ = ["decisions", "plan", "recorded", "scores", "signs"]


def decisions(dialog: Dialog, trail: Trail) -> dict[str, str]:
    """Return what each decision concludes from the answers on the path."""
    return {name: dialog.logic.conclude(name, trail) for name in dialog.flow.decisions}


def scores(dialog: Dialog, trail: Trail) -> dict[str, int]:
    """Return each score of the answers on the path."""
    return {name: dialog.logic.total(name, trail) for name in dialog.flow.scores}


def plan(dialog: Dialog, trail: Trail) -> tuple[PlanItem, ...]:
    """Return the next steps that hold for the answers on the path, in the flow's order."""
    return tuple(item for item in dialog.flow.plan if dialog.logic.holds(item.guard, trail))


def signs(dialog: Dialog, trail: Trail) -> tuple[Option, ...]:
    """Return the selected options that come from a catalogue, in the order that they were asked."""
    return tuple(
        option
        for name, value in trail.answers.items()
        if isinstance(fact := dialog.flow.facts.get(name), Choice | Multi)
        for option in fact.options
        if option.catalogue is not None and option.id in selected(value)
    )
