"""Which facts are certainly answered when a step is reached, told from the graph and its guards."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.flow.checks.reads import NOTHING, implied
from assistant.flow.reading.draft import Draft
from assistant.flow.steps import AnyStep, Ask, Form, Repeat, Route

Answered = Mapping[str, frozenset[str]]  # step -> facts; only steps that something leads to


def answered_before(draft: Draft) -> Answered:
    """Return the facts that are answered on every way to each step. The graph must be free of circles."""
    before: dict[str, frozenset[str]] = {}
    for step in in_order(draft.steps):
        if not before:
            before[step.id] = NOTHING
        known = before.get(step.id, NOTHING) | answers_of(step, draft)
        for route in step.routes:
            through = known | implies(route, draft)
            before[route.to] = before[route.to] & through if route.to in before else through
    return before


def answers_of(step: AnyStep, draft: Draft) -> frozenset[str]:
    """Return the facts that are certainly answered once the step is left."""
    if isinstance(step, Repeat):
        return frozenset({step.id})
    facts = step.facts if isinstance(step, Form) else (step.fact,) if isinstance(step, Ask) else ()
    return frozenset(f for f in facts if f in draft.facts and not draft.facts[f].optional)


def implies(route: Route, draft: Draft) -> frozenset[str]:
    """Return the facts that must be answered for the route to be taken."""
    return NOTHING if route.guard is None else implied(route.guard.expression, draft)


def in_order(steps: Mapping[str, AnyStep]) -> list[AnyStep]:
    """Return the steps that the first leads to, each behind all that lead to it."""
    order: list[AnyStep] = []
    if not steps:
        return order
    seen: set[str] = set()
    stack = [(next(iter(steps)), False)]
    while stack:
        name, left = stack.pop()
        if left:
            order.append(steps[name])
        elif name not in seen and name in steps:
            seen.add(name)
            stack.append((name, True))
            stack.extend((route.to, False) for route in steps[name].routes)
    return order[::-1]
