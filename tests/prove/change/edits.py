"""Random edits to random flows, such as authors make: one at a time, of every kind that changes what a flow does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from assistant.flow.model import (
    AnyFact,
    AnyStep,
    Choice,
    Decision,
    End,
    Flow,
    FromFacts,
    Guard,
    Integer,
    Multi,
    Option,
    RecordEntry,
    Repeat,
    Route,
    Tell,
)
from assistant.flow.model import expression as ex
from tests.examples.builders import text, when

Edit = Callable[[Flow, Random], Flow]


def edit_flow(flow: Flow, rng: Random) -> Flow:
    """Return the flow with one to three edits."""
    for _ in range(rng.randint(1, 3)):
        flow = rng.choice(EDITS)(flow, rng)
    return replace(flow, version=flow.version + 1, logic="1" * 64)


def _guard(flow: Flow, rng: Random) -> Guard:
    """Return a guard made of the flow's conditions."""
    one, other = (ex.Named(rng.choice(list(flow.conditions))) for _ in range(2))
    return when(rng.choice((one, ex.Not(one), ex.And((one, other)), ex.Or((one, ex.Not(other))))))


def _with_step(flow: Flow, step: AnyStep) -> Flow:
    return replace(flow, steps={**flow.steps, step.id: step})


def _with_fact(flow: Flow, fact: AnyFact) -> Flow:
    return replace(flow, facts={**flow.facts, fact.id: fact})


def _led_elsewhere(flow: Flow, rng: Random) -> Flow:
    """Lead a route to another later step, or give it another guard."""
    names = list(flow.steps)
    step = rng.choice([step for step in flow.steps.values() if step.routes])
    number = rng.randrange(len(step.routes))
    to = rng.choice(names[names.index(step.id) + 1 :])
    route = step.routes[number]
    guard = _guard(flow, rng) if route.guard and rng.random() < 0.5 else route.guard
    routes = [*step.routes]
    routes[number] = Route(to if rng.random() < 0.6 else route.to, guard)
    return _with_step(flow, replace(step, routes=tuple(routes)))


def _add_branch(flow: Flow, rng: Random) -> Flow:
    """Add a branch to a step."""
    names = list(flow.steps)
    step = rng.choice([step for step in flow.steps.values() if step.routes])
    to = rng.choice(names[names.index(step.id) + 1 :])
    return _with_step(flow, replace(step, routes=(Route(to, _guard(flow, rng)), *step.routes)))


def _change_row(flow: Flow, rng: Random) -> Flow:
    """Change a row of a decision."""
    decision = rng.choice(list(flow.decisions.values()))
    rows = [*decision.rows]
    number = rng.randrange(len(rows))
    rows[number] = replace(rows[number], value=rng.choice("xyz"))
    changed = Decision(decision.id, tuple(rows))
    return replace(flow, decisions={**flow.decisions, decision.id: changed})


def _condition(flow: Flow, rng: Random) -> Flow:
    """Turn a condition that no other reads into another one of those ahead of it."""
    names = list(flow.conditions)
    name = names[-1]
    guard = when(rng.choice((ex.Named(names[0]), ex.Not(ex.Named(names[0])))))
    return replace(
        flow, conditions={**flow.conditions, name: replace(flow.conditions[name], guard=guard)}
    )


def _change_plan(flow: Flow, rng: Random) -> Flow:
    """Change when a plan item holds, or who does it; or drop it."""
    items = [*flow.plan]
    number = rng.randrange(len(items))
    kind = rng.randrange(3)
    if kind == 0 and len(items) > 1:
        del items[number]
    elif kind == 1:
        items[number] = replace(items[number], who="leader")
    else:
        items[number] = replace(items[number], guard=_guard(flow, rng))
    return replace(flow, plan=tuple(items))


def _change_level(flow: Flow, rng: Random) -> Flow:
    """Tell something on another level."""
    tells = [step for step in flow.steps.values() if isinstance(step, Tell)]
    return _with_step(flow, replace(rng.choice(tells), level="info")) if tells else flow


def _change_outcome(flow: Flow, rng: Random) -> Flow:
    """Give an end another outcome."""
    end = rng.choice([step for step in flow.steps.values() if isinstance(step, End)])
    return _with_step(flow, replace(end, outcome=rng.choice(("consult", "none"))))


def _options(flow: Flow, rng: Random) -> Flow:
    """Drop, add, hide, tag or weigh an option."""
    facts = [fact for fact in flow.facts.values() if isinstance(fact, Choice | Multi)]
    if not facts:
        return flow
    fact = rng.choice(facts)
    options, number = [*fact.options], rng.randrange(len(fact.options))
    kind = rng.randrange(5)
    if kind == 0 and len(options) > 1:
        del options[number]
    elif kind == 1:
        options.append(Option("e", text("E"), tags=frozenset({"red"})))
    elif kind == 2:
        options[number] = replace(options[number], weight=rng.randint(0, 3))
    elif kind == 3:
        options[number] = replace(options[number], tags=frozenset({rng.choice(("red", "blue"))}))
    else:
        options[number] = replace(options[number], visible=None)
    return _with_fact(flow, replace(fact, options=tuple(options)))


def _fact(flow: Flow, rng: Random) -> Flow:
    """Change what a fact takes."""
    fact = rng.choice(list(flow.facts.values()))
    kind = rng.randrange(4)
    if kind == 0:
        return _with_fact(flow, replace(fact, optional=not fact.optional))
    if kind == 1:
        return _with_fact(flow, replace(fact, unknown=not fact.unknown))
    if isinstance(fact, Integer):
        return _with_fact(flow, replace(fact, high=rng.randint(2, 5)))
    if isinstance(fact, Multi):
        return _with_fact(flow, replace(fact, none=None if fact.none else text("Ingen")))
    return flow


def _rows(flow: Flow, rng: Random) -> Flow:
    """Ask for more rows."""
    lists = [step for step in flow.steps.values() if isinstance(step, Repeat)]
    return _with_step(flow, replace(rng.choice(lists), at_least=1)) if lists else flow


def _change_record(flow: Flow, rng: Random) -> Flow:
    """Record something else, or no longer."""
    entries = [*flow.record]
    number = rng.randrange(len(entries))
    entry = entries[number]
    if isinstance(entry.origin, FromFacts) and rng.random() < 0.5:
        entries[number] = RecordEntry(entry.path, FromFacts((rng.choice(list(flow.facts)),)))
    elif len(entries) > 1:
        del entries[number]
    return replace(flow, record=tuple(entries))


EDITS: tuple[Edit, ...] = (
    _led_elsewhere,
    _led_elsewhere,
    _add_branch,
    _change_row,
    _condition,
    _change_plan,
    _change_level,
    _change_outcome,
    _options,
    _options,
    _fact,
    _rows,
    _change_record,
)
