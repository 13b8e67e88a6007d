"""Items as guarantees that say they never happen: who refutes one has a conversation in which it does.

The probed flow asks, tells and leads exactly as the flow itself. A branch gets a step of its own that nobody sees; so
does a list, for each option of its rows that may be hidden, to tell whether it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.dialog.asks import fields
from assistant.flow.expression import And, Atom, Count, Expression, HasAny, HasNone, Not, OneOf
from assistant.flow.model import (
    NONE,
    UNKNOWN,
    AnyStep,
    Choice,
    Ends,
    Flow,
    Guarantee,
    Guard,
    Multi,
    Never,
    Promise,
    Repeat,
    Return,
    Route,
)
from assistant.prove.coverage.items import (
    Bound,
    Chosen,
    Ended,
    Entered,
    Item,
    Judged,
    Planned,
    Taken,
)
from assistant.prove.coverage.seen import put

_NOT_SO = Ends(frozenset())  # a promise that no complete conversation keeps


def probed(flow: Flow, items: Sequence[Item]) -> Flow:
    """Return the flow with a guarantee for each of `items`, in their order and in place of its own."""
    probing = _Probing(flow)
    guarantees = tuple(probing.guarantee(str(number), item) for number, item in enumerate(items))
    return replace(flow, steps=probing.steps(), guarantees=guarantees)


@dataclass(slots=True)
class _Probing:
    """A flow that gets steps which nobody sees: `on` routes, and `ahead` of steps."""

    flow: Flow
    on: dict[tuple[str, int], str] = field(default_factory=dict)
    ahead: dict[str, dict[str, Guard]] = field(default_factory=dict)  # step -> probe -> when

    def steps(self) -> dict[str, AnyStep]:
        """Return the flow's steps with the probes among them."""
        steps = (each for step in self.flow.steps.values() for each in self._with_probes(step))
        return {step.id: step for step in steps}

    def guarantee(self, name: str, item: Item) -> Guarantee:
        """Return the guarantee that an item never happens."""
        match item:
            case Entered(step) | Ended(step):
                return Guarantee(name, None, self._never(step))
            case Taken(step, route):
                probe = self.on[step, route] = f"{step} {route}"
                return Guarantee(name, None, Never(probe))
            case Chosen(fact, option):
                return self._chosen(name, fact, option)
            case Judged(atom, truth):
                return self._judged(name, atom, truth=truth)
            case Bound(guarantee):
                bound = next(each for each in self.flow.guarantees if each.name == guarantee)
                return Guarantee(name, bound.when, _NOT_SO)
            case Planned(planned):
                guard = next(each.guard for each in self.flow.plan if each.id == planned)
                return Guarantee(name, guard, _NOT_SO)

    def _never(self, step: str) -> Promise:
        """Return the promise that a step is not passed; the first one always is."""
        return _NOT_SO if step == self.flow.start else Never(step)

    def _judged(self, name: str, atom: Atom, *, truth: bool) -> Guarantee:
        if truth:
            return Guarantee(name, _guard(atom), _NOT_SO)
        if not put(atom):
            return Guarantee(name, _guard(Not(atom)), _NOT_SO)
        asking = next((s.id for s in self.flow.steps.values() if atom.subject in fields(s)), None)
        if asking is None:
            return Guarantee(name, _guard(And((atom, Not(atom)))), _NOT_SO)
        return Guarantee(name, _guard(Not(atom)), self._never(asking))

    def _chosen(self, name: str, fact: str, option: str) -> Guarantee:
        lists = [s for s in self.flow.steps.values() if isinstance(s, Repeat) and fact in s.each]
        if not lists:
            return Guarantee(name, _guard(_ticks(self.flow, fact, option)), _NOT_SO)
        (rows,) = lists
        some = _guard(Atom(rows.id, "repeat", Count(">=", 1)))
        shows = _shows(self.flow, fact, option)
        if shows is None:
            return Guarantee(name, some, self._never(rows.id))
        probe = f"{rows.id} {fact} {option}"
        self.ahead.setdefault(rows.id, {})[probe] = shows
        return Guarantee(name, some, Never(probe))

    def _with_probes(self, step: AnyStep) -> Iterator[AnyStep]:
        yield from self._forks(step.id)
        led = [replace(route, to=self._first(route.to)) for route in step.routes]
        on = {n: self.on[step.id, n] for n in range(len(led)) if (step.id, n) in self.on}
        routes = (replace(r, to=on[n]) if n in on else r for n, r in enumerate(led))
        yield replace(step, routes=tuple(routes))
        yield from (Return(id=probe, routes=(Route(led[n].to),)) for n, probe in on.items())

    def _forks(self, step: str) -> Iterator[AnyStep]:
        """Yield a fork for each probe ahead of `step`, each leading to the next, the last to the step."""
        probes = self.ahead.get(step, {})
        following = [*(f"{probe}?" for probe in probes), step][1:]
        for (probe, guard), after in zip(probes.items(), following, strict=True):
            yield Return(id=f"{probe}?", routes=(Route(probe, guard), Route(after)))
            yield Return(id=probe, routes=(Route(after),))

    def _first(self, step: str) -> str:
        """Return the first of the probes ahead of `step`, or the step itself."""
        return next((f"{probe}?" for probe in self.ahead.get(step, ())), step)


def _guard(expression: Expression) -> Guard:
    return Guard(expression, "")


def _ticks(flow: Flow, fact: str, option: str) -> Atom:
    """Return the test of an option having been ticked."""
    if isinstance(flow.facts[fact], Multi) and option == NONE:
        return Atom(fact, "fact", HasNone())
    if isinstance(flow.facts[fact], Multi) and option != UNKNOWN:
        return Atom(fact, "fact", HasAny(frozenset({option})))
    return Atom(fact, "fact", OneOf(frozenset({option})))


def _shows(flow: Flow, fact: str, option: str) -> Guard | None:
    """Return when an option shows; None for always."""
    asked = flow.facts[fact]
    options = asked.options if isinstance(asked, Choice | Multi) else ()
    return next((each.visible for each in options if each.id == option), None)
