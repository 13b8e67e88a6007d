"""What a condition reads, seen through the names of other conditions, decisions and scores."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.flow.basics import Guard
from assistant.flow.expression import And, Atom, Expression, Named, Not, Or
from assistant.flow.facts import Choice, Multi
from assistant.flow.reading.draft import Draft

NOTHING: frozenset[str] = frozenset()


def atoms(expression: Expression, draft: Draft, seen: frozenset[str] = NOTHING) -> Iterator[Atom]:
    """Yield the atoms of a condition, those of the conditions that it names among them."""
    match expression:
        case Atom():
            yield expression
        case Not(item):
            yield from atoms(item, draft, seen)
        case And(items) | Or(items):
            for item in items:
                yield from atoms(item, draft, seen)
        case Named(name):
            condition = draft.conditions.get(name)
            if condition is not None and name not in seen:
                yield from atoms(condition.guard.expression, draft, seen | {name})


def named(expression: Expression) -> Iterator[str]:
    """Yield the conditions that a condition names itself."""
    match expression:
        case Not(item):
            yield from named(item)
        case And(items) | Or(items):
            for item in items:
                yield from named(item)
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
    for atom in atoms(guard.expression, draft):
        if atom.kind in ("fact", "repeat"):
            found.add(atom.subject)
        elif atom.kind == "score" and atom.subject in draft.scores:
            found.update(draft.scores[atom.subject].facts)
        elif atom.subject in draft.decisions and atom.subject not in seen:
            for row in draft.decisions[atom.subject].rows:
                if row.guard is not None:
                    found |= facts_read(row.guard, draft, seen | {atom.subject})
    return frozenset(found)


def implied(expression: Expression, draft: Draft, seen: frozenset[str] = NOTHING) -> frozenset[str]:
    """Return the facts and repeats that are certainly answered where the condition holds."""
    match expression:
        case Atom(subject, kind):
            return frozenset({subject}) if kind in ("fact", "repeat") else NOTHING
        case And(items):
            return NOTHING.union(*(implied(item, draft, seen) for item in items))
        case Or(items):
            first, *others = (implied(item, draft, seen) for item in items)
            return first.intersection(*others)
        case Named(name) if name in draft.conditions and name not in seen:
            return implied(draft.conditions[name].guard.expression, draft, seen | {name})
        case _:
            return NOTHING


def guards(draft: Draft) -> Iterator[Guard]:
    """Yield every guard of the flow, in no order that matters."""
    yield from (condition.guard for condition in draft.conditions.values())
    for decision in draft.decisions.values():
        yield from (row.guard for row in decision.rows if row.guard)
    for step in draft.steps.values():
        yield from (route.guard for route in step.routes if route.guard)
    for fact in draft.facts.values():
        if isinstance(fact, Choice | Multi):
            yield from (option.visible for option in fact.options if option.visible)
    yield from (item.guard for item in draft.plan.values() if item.guard)
