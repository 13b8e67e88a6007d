"""The names of a flow that a scripted conversation may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.dialog.asks import fields
from assistant.flow.model import End, Flow, Return


@dataclass(frozen=True, slots=True)
class Names:
    """What may be answered, passed, ended in and so on; `decisions` maps each to its values.

    `facts` has repeats as well, and no fact of a repeat's rows: those are answered as part of it.
    """

    facts: frozenset[str]
    forms: frozenset[str]
    steps: frozenset[str]
    questions: frozenset[str]
    ends: frozenset[str]
    decisions: Mapping[str, tuple[str, ...]]
    conditions: frozenset[str]
    plan: frozenset[str]
    record: frozenset[str]


def names(flow: Flow) -> Names:
    """Return the names of `flow`."""
    asked = {step.id: fields(step) for step in flow.steps.values()}
    ends = [step for step in flow.steps.values() if isinstance(step, End)]
    return Names(
        facts=frozenset(fact for facts in asked.values() for fact in facts),
        forms=frozenset(step for step, facts in asked.items() if len(facts) > 1),
        steps=frozenset(step.id for step in flow.steps.values() if not isinstance(step, Return)),
        questions=frozenset(step for step, facts in asked.items() if facts),
        ends=frozenset(step.id for step in ends) | {step.outcome for step in ends},
        decisions={decision.id: decision.values for decision in flow.decisions.values()},
        conditions=frozenset(flow.conditions),
        plan=frozenset(item.id for item in flow.plan),
        record=frozenset(entry.path for entry in flow.record),
    )
