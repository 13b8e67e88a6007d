"""Conditions that come out true because nobody answered: a test of what was not answered is false, and "not" turns it.

Only a test that a text negates itself counts. A condition with a name says what was said; that it was not said is
plain to read. Who tests `is answered` beside it has thought of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.dialog.dialog import Dialog
from assistant.flow.basics import Guard
from assistant.flow.diagnostics import Report
from assistant.flow.expression import And, Answered, Atom, Expression, Not, Or
from assistant.flow.model import Choice, Condition, Flow, Multi
from assistant.prove.diagram import FALSE, TRUE, mask
from assistant.prove.exact.constants import named
from assistant.prove.exact.saying import way
from assistant.prove.prove import Prover
from assistant.prove.space import Space
from assistant.prove.variables import atoms


@dataclass(frozen=True, slots=True)
class _Judged:
    """A text of the flow, and a step at which it is judged, with what must hold there for it to be."""

    guard: Guard
    step: str
    leaving: bool  # once the step is answered
    where: int = TRUE


def check_unasked(prover: Prover, report: Report) -> None:
    """Report texts that hold somewhere because a question that they read was not answered."""
    facts = dict.fromkeys(fact for _, fact, _ in _suspects(prover.reach.space))
    if not facts:
        return
    asking = Prover(Dialog(_asking(prover.flow, facts)), prover.today, prover.most_forks)
    found: set[tuple[int, str]] = set()
    for judged, fact, when in _suspects(asking.reach.space):
        here = id(judged.guard), fact
        trail = None if here in found else asking.shortest({judged.step: when})
        if trail is not None:
            found.add(here)
            said = way(prover.flow, trail) if trail.answers else "the conversation begins"
            report.spot(judged.guard.place, len(judged.guard.text), "X04", name=fact, way=said)


def _asking(flow: Flow, facts: Iterable[str]) -> Flow:
    """Return the flow with a condition for each fact: it is answered. So it is known of every conversation."""
    more = {fact: Condition(fact, Guard(_answered(fact), ""), None) for fact in facts}
    return replace(flow, conditions={**flow.conditions, **more})


def _answered(fact: str) -> Atom:
    return Atom(fact, "fact", Answered())


def _suspects(space: Space) -> Iterator[tuple[_Judged, str, int]]:
    """Yield texts with a fact that they negate, and when they hold for want of its answer, on entering their step."""
    surely = _surely(space)
    for judged in _texts(space):
        expression = judged.guard.expression
        clear = {a.subject for a in atoms(expression) if isinstance(a.test, Answered)}
        clear |= surely[judged.step]
        if judged.leaving:
            clear |= {*space.layout.asks[judged.step]}
        for fact in dict.fromkeys(_negated(expression)):
            if fact not in clear and fact in space.layout.asked_by:
                when = _for_want_of(space, judged, fact)
                if when != FALSE:
                    yield judged, fact, when


def _surely(space: Space) -> Mapping[str, frozenset[str]]:
    """Return for each step the facts that are answered on every way to it."""
    found: dict[str, frozenset[str]] = {space.flow.start: frozenset()}
    for name in space.layout.order:
        asked = {fact.id for fact in space.facts(name) if not fact.optional}
        for route in space.flow.steps[name].routes:
            known = found[name] | asked
            found[route.to] = found[route.to] & known if route.to in found else known
    return found


def _negated(expression: Expression, *, negated: bool = False) -> Iterator[str]:
    """Yield the facts of which a text says in its own words that something is not so."""
    match expression:
        case Atom(subject, "fact", _) if negated:
            yield subject
        case Not(item):
            yield from _negated(item, negated=not negated)
        case And(items) | Or(items):
            for item in items:
                yield from _negated(item, negated=negated)
        case _:
            pass


def _for_want_of(space: Space, judged: _Judged, fact: str) -> int:
    """Return when a text holds without an answer to `fact`, and would not with some answer."""
    made, own = space.diagrams, mask(space.asks(fact))
    settled = space.behind[judged.step] | own
    settled |= space.settles[judged.step] if judged.leaving else 0
    holds = space.known(space.functions.of(judged.guard), settled)
    asked = space.flow.facts[fact]
    shown = {fact: asked.options} if isinstance(asked, Choice | Multi) else {}
    answers = made.any_of(space.relations.of(asked, shown).values())
    turned = made.without(made.except_(answers, holds), own)
    number = space.variables.number.get(_answered(fact))
    unanswered = TRUE if number is None else made.negation(made.variable(number))
    when = made.all_of((judged.where, made.restricted(holds, own), turned, unanswered))
    return _on_entering(space, judged.step, when) if judged.leaving else when


def _on_entering(space: Space, step: str, when: int) -> int:
    """Return `when` as it is on entering a step: some answers to it lead there."""
    made = space.diagrams
    for subject in space.layout.asks[step]:
        shown = {f.id: f.options for f in space.facts(step) if isinstance(f, Choice | Multi)}
        answers = made.any_of(space.relation(step, subject, shown).values())
        when = made.without(made.both(answers, when), mask(space.asks(subject)))
    return when


def _texts(space: Space) -> Iterator[_Judged]:
    """Yield every text of the flow at every step at which a conversation judges it."""
    flow = space.flow
    for name in space.layout.order:
        read = dict[str, None]()
        for judged in (*_branches(space, name), *_options(space, name)):
            yield judged
            read |= dict.fromkeys(named(flow, judged.guard.expression))
        leaving = bool(flow.steps[name].routes)
        yield from (_Judged(guard, name, leaving) for guard in _spelled_out(flow, read))
    concluded = dict.fromkeys((*flow.decisions, *_named_by_the_plan(flow)))
    for end in space.layout.ends:
        plan = (item.guard for item in flow.plan if item.guard)
        for guard in (*plan, *_spelled_out(flow, concluded)):
            yield _Judged(guard, end.id, leaving=False)


def _branches(space: Space, name: str) -> Iterator[_Judged]:
    left = TRUE
    for route, holds in zip(space.flow.steps[name].routes, space.routes[name], strict=True):
        if route.guard:
            yield _Judged(route.guard, name, leaving=True, where=left)
        left = space.diagrams.except_(left, holds)


def _options(space: Space, name: str) -> Iterator[_Judged]:
    for fact in space.facts(name):
        options = fact.options if isinstance(fact, Choice | Multi) else ()
        yield from (_Judged(o.visible, name, leaving=False) for o in options if o.visible)


def _spelled_out(flow: Flow, names: Iterable[str]) -> Iterator[Guard]:
    """Yield the texts of conditions and decisions."""
    for name in names:
        if name in flow.conditions:
            yield flow.conditions[name].guard
        else:
            yield from (row.guard for row in flow.decisions[name].rows if row.guard)


def _named_by_the_plan(flow: Flow) -> Iterator[str]:
    for item in flow.plan:
        if item.guard:
            yield from named(flow, item.guard.expression)
