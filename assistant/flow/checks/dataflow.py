"""Data flow: the facts that conditions read, and the facts that are surely answered at each step.

The second is a forward must-analysis on the acyclic graph of steps: what is answered before a step
is the intersection, over all routes into it, of what was answered before, what the step left behind
asks, and what the route's guard implies (an atom about a fact holds only where the fact is
answered).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.flow.model import AnyStep, Guard, Route
from assistant.flow.model.expression import And, Atom, Expression, Named, Not, Or
from assistant.flow.reading.draft import Draft

NOTHING: frozenset[str] = frozenset()


def all_atoms(
    expression: Expression, draft: Draft, seen: frozenset[str] = NOTHING
) -> Iterator[Atom]:
    """Yield the atoms of a condition, those of the conditions that it names among them."""
    match expression:
        case Atom():
            yield expression
        case Not(item):
            yield from all_atoms(item, draft, seen)
        case And(items) | Or(items):
            for item in items:
                yield from all_atoms(item, draft, seen)
        case Named(name):
            condition = draft.conditions.get(name)
            if condition is not None and name not in seen:
                yield from all_atoms(condition.guard.expression, draft, seen | {name})


def conditions_named(expression: Expression) -> Iterator[str]:
    """Yield the conditions that a condition names itself."""
    match expression:
        case Not(item):
            yield from conditions_named(item)
        case And(items) | Or(items):
            for item in items:
                yield from conditions_named(item)
        case Named(name):
            yield name
        case Atom():
            pass


def own_atoms(expression: Expression) -> Iterator[Atom]:
    """Yield the atoms of a condition itself, not of those that it names."""
    match expression:
        case Atom():
            yield expression
        case Not(item):
            yield from own_atoms(item)
        case And(items) | Or(items):
            for item in items:
                yield from own_atoms(item)
        case Named():
            pass


def facts_read(guard: Guard, draft: Draft, seen: frozenset[str] = NOTHING) -> frozenset[str]:
    """Return the facts and repeats that a guard reads, through decisions and scores too."""
    found: set[str] = set()
    for atom in all_atoms(guard.expression, draft):
        if atom.kind in ("fact", "repeat"):
            found.add(atom.subject)
        elif atom.kind == "score" and atom.subject in draft.scores:
            found.update(draft.scores[atom.subject].facts)
        elif atom.subject in draft.decisions and atom.subject not in seen:
            for row in draft.decisions[atom.subject].rows:
                if row.guard is not None:
                    found |= facts_read(row.guard, draft, seen | {atom.subject})
    return frozenset(found)


def facts_implied(
    expression: Expression, draft: Draft, seen: frozenset[str] = NOTHING
) -> frozenset[str]:
    """Return the facts and repeats that are certainly answered where the condition holds."""
    match expression:
        case Atom(subject, kind):
            return frozenset({subject}) if kind in ("fact", "repeat") else NOTHING
        case And(items):
            return NOTHING.union(*(facts_implied(item, draft, seen) for item in items))
        case Or(items):
            first, *others = (facts_implied(item, draft, seen) for item in items)
            return first.intersection(*others)
        case Named(name) if name in draft.conditions and name not in seen:
            return facts_implied(draft.conditions[name].guard.expression, draft, seen | {name})
        case _:
            return NOTHING


def all_guards(draft: Draft) -> Iterator[Guard]:
    """Yield every guard of the flow, in no order that matters."""
    yield from (condition.guard for condition in draft.conditions.values())
    for decision in draft.decisions.values():
        yield from (row.guard for row in decision.rows if row.guard)
    for step in draft.steps.values():
        yield from (route.guard for route in step.routes if route.guard)
    for fact in draft.facts.values():
        yield from fact.visibility_guards
    yield from (item.guard for item in draft.plan.values() if item.guard)


# The facts that are surely answered when a step is reached.

AnsweredBefore = Mapping[str, frozenset[str]]  # step -> facts; only steps that something leads to


def answered_before(draft: Draft) -> AnsweredBefore:
    """Return the facts answered on every way to each step. Needs a graph without circles."""
    before: dict[str, frozenset[str]] = {}
    for step in topological_order(draft.steps):
        if not before:
            before[step.id] = NOTHING
        known = before.get(step.id, NOTHING) | facts_answered_by(step, draft)
        for route in step.routes:
            # in topological order, so all routes into the step left behind have been met
            through = known | facts_implied_by_route(route, draft)
            before[route.to] = before[route.to] & through if route.to in before else through
    return before


def facts_answered_by(step: AnyStep, draft: Draft) -> frozenset[str]:
    """Return the facts that are certainly answered once the step is left."""
    facts = (draft.facts[name] for name in step.fields if name in draft.facts)
    # A list is always answered, if by no row at all.
    rows = frozenset(step.fields if step.row_facts else ())
    return rows | {fact.id for fact in facts if not fact.optional}


def facts_implied_by_route(route: Route, draft: Draft) -> frozenset[str]:
    """Return the facts that must be answered for the route to be taken."""
    return NOTHING if route.guard is None else facts_implied(route.guard.expression, draft)


def topological_order(steps: Mapping[str, AnyStep]) -> list[AnyStep]:
    """Return the steps that the first leads to, each behind all that lead to it."""
    order: list[AnyStep] = []
    if not steps:
        return order
    seen: set[str] = set()
    # depth-first without recursion: pushed again, a step is listed once its routes are followed
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
