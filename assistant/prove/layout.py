"""The graph of a flow: its steps in topological order, what each asks, and what can lead to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.flow.model import End, Flow


@dataclass(frozen=True)
class Layout:
    """The step graph; flows are acyclic (check G04).

    `order` has every step that the graph reaches, each after all that lead to it.
    """

    flow: Flow
    order: tuple[str, ...]
    asks: Mapping[str, tuple[str, ...]]  # step -> the facts or the repeat that it asks

    @classmethod
    def of(cls, flow: Flow) -> Layout:
        """Return the layout of `flow`."""
        return cls(
            flow, _topological_order(flow), {step.id: step.fields for step in flow.steps.values()}
        )

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
    def ancestors(self) -> Mapping[str, frozenset[str]]:
        """Step -> all steps that can lead to it, directly or not."""
        found: dict[str, set[str]] = {step: set() for step in self.order}
        for step in self.order:
            for route in self.flow.steps[step].routes:
                found[route.to] |= {step, *found[step]}
        return {step: frozenset(before) for step, before in found.items()}

    def screen_count(self, step: str) -> int:
        """Return the number of question screens in a step: one or none."""
        return 1 if self.asks[step] else 0

    def step_count(self, step: str) -> int:
        """Return the weight of a step in the length of a path: 1, or 0 for the return of a part."""
        return 1 if self.flow.steps[step].is_listed else 0


def _topological_order(flow: Flow) -> tuple[str, ...]:
    """Return the reached steps in topological order, by a depth-first search without recursion."""
    finished: dict[str, None] = {}
    waiting = [flow.start]
    while waiting:
        step = waiting[-1]
        missing = [r.to for r in reversed(flow.steps[step].routes) if r.to not in finished]
        # A step is finished once all its targets are: reverse postorder is a topological order.
        if missing and step not in finished:
            waiting += missing
            continue
        finished.setdefault(step)
        waiting.pop()
    return tuple(reversed(finished))
