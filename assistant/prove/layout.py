"""The graph of a flow: an order in which steps can be swept, what each asks, and what can lie behind and ahead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.dialog.asks import fields
from assistant.flow.model import End, Flow, Return


@dataclass(frozen=True)
class Layout:
    """`order` has every step that the graph reaches, after all that lead to it; flows are acyclic (check G04)."""

    flow: Flow
    order: tuple[str, ...]
    asks: Mapping[str, tuple[str, ...]]  # step -> the facts or the repeat that it asks

    @classmethod
    def of(cls, flow: Flow) -> Layout:
        """Return the layout of `flow`."""
        return cls(flow, _order(flow), {step.id: fields(step) for step in flow.steps.values()})

    @cached_property
    def asked_by(self) -> Mapping[str, str]:
        """Fact or repeat -> the step that asks it; only where the graph reaches that step."""
        return {fact: step for step in self.order for fact in self.asks[step]}

    @cached_property
    def ends(self) -> tuple[End, ...]:
        """The ends that the graph reaches."""
        steps = (self.flow.steps[step] for step in self.order)
        return tuple(step for step in steps if isinstance(step, End))

    @cached_property
    def behind(self) -> Mapping[str, frozenset[str]]:
        """Step -> all steps that can lead to it."""
        found: dict[str, set[str]] = {step: set() for step in self.order}
        for step in self.order:
            for route in self.flow.steps[step].routes:
                found[route.to] |= {step, *found[step]}
        return {step: frozenset(before) for step, before in found.items()}

    def screens(self, step: str) -> int:
        """Return how many question screens the step is: one or none."""
        return 1 if self.asks[step] else 0

    def listed(self, step: str) -> int:
        """Return how many steps of a path the step is: a return from a part is none."""
        return 0 if isinstance(self.flow.steps[step], Return) else 1


def _order(flow: Flow) -> tuple[str, ...]:
    """Return the steps that the graph reaches, each after its predecessors; without recursion."""
    finished: dict[str, None] = {}
    waiting = [flow.start]
    while waiting:
        step = waiting[-1]
        missing = [r.to for r in reversed(flow.steps[step].routes) if r.to not in finished]
        if missing and step not in finished:
            waiting += missing
            continue
        finished.setdefault(step)
        waiting.pop()
    return tuple(reversed(finished))
