"""Steps that no conversation reaches, branches that none takes, questions that cannot be answered."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.flow.diagnostics import Report
from assistant.flow.model import Choice, Multi, Repeat, Return
from assistant.prove.diagram import FALSE, TRUE
from assistant.prove.exact.saying import way
from assistant.prove.prove import Prover
from assistant.prove.reach import Reach
from assistant.prove.space import Space


def check_branches(prover: Prover, report: Report) -> None:
    """Report what conversations never come to, and where they get stuck."""
    reach = prover.exactly
    for step in reach.space.layout.order:
        if step not in reach.entered:
            _unreached(reach, step, report)
        elif reach.answered[step]:
            _untaken(reach, step, report)
        if step in reach.stuck:
            _stuck(prover, step, report)


def _unreached(reach: Reach, name: str, report: Report) -> None:
    """Report a step that nothing reaches, unless the steps that lead to it are reported already."""
    step = reach.space.flow.steps[name]
    whys = list(_whys(reach, name))
    if whys and not isinstance(step, Return):
        report.spot(step.place, len(name), "X01", name=name, way="; ".join(whys))


def _whys(reach: Reach, target: str) -> Iterator[str]:
    flow = reach.space.flow
    for step in reach.entered:
        for number, route in enumerate(flow.steps[step].routes):
            if route.to == target:
                what = f'the branch "{route.guard.text}"' if route.guard else "the way on"
                yield f'{what} of "{step}" {_why(reach, step, number)}'


def _why(reach: Reach, step: str, number: int) -> str:
    if not reach.answered[step]:
        return "comes too late, for nobody can answer there"
    if not _ever(reach, step, number):
        return "never holds"
    return f"is hidden by {' and '.join(_hiding(reach, step, number))}"


def _untaken(reach: Reach, name: str, report: Report) -> None:
    """Report the branches of a step that are never taken, though their targets are reached in other ways."""
    routes = reach.space.flow.steps[name].routes
    taken = {number for step, number, _ in reach.taken if step == name}
    for number, route in enumerate(routes):
        if number in taken or route.to not in reach.entered:
            continue
        length = len(route.guard.text) if route.guard else len(route.to)
        place = route.guard.place if route.guard else route.place
        if route.guard is None:
            report.spot(place, length, "X02/else")
        elif not _ever(reach, name, number):
            report.spot(place, length, "X02/never")
        else:
            hiding = " and ".join(_hiding(reach, name, number))
            report.spot(place, length, "X02/hidden", way=hiding)


def _ever(reach: Reach, step: str, number: int) -> bool:
    """Return whether the guard of a route ever holds when it is judged, alone."""
    return any(_together(reach, step, number, number))


def _hiding(reach: Reach, step: str, number: int) -> list[str]:
    """Return the earlier branches that take conversations for which this one holds too."""
    routes = reach.space.flow.steps[step].routes[:number]
    return [
        f'"{route.guard.text}"'
        for earlier, route in enumerate(routes)
        if route.guard and any(_together(reach, step, number, earlier))
    ]


def _together(reach: Reach, step: str, one: int, other: int) -> Iterator[bool]:
    space, made = reach.space, reach.space.diagrams
    guards = space.routes[step]
    for sums, known in reach.answered[step].items():
        both = made.both(space.scored(guards[one], sums), space.scored(guards[other], sums))
        yield made.both(known, both) != FALSE


def _stuck(prover: Prover, name: str, report: Report) -> None:
    space = prover.exactly.space
    step = space.flow.steps[name]
    bare = [when for _, when in _bare(space, name)]
    trail = prover.shortest({name: space.diagrams.any_of(bare)})
    said = way(space.flow, trail) if trail else "it is asked"
    report.spot(step.place, len(name), "X03", name=name, way=said)


def _bare(space: Space, name: str) -> Iterator[tuple[str, int]]:
    """Yield the facts of a step that must be answered and can lose all their options, with when they do."""
    step = space.flow.steps[name]
    if isinstance(step, Repeat) and step.at_least == 0:
        return
    for fact in space.facts(name):
        if not isinstance(fact, Choice | Multi) or fact.optional or fact.unknown:
            continue
        if isinstance(fact, Choice) or fact.none is None:
            shown = space.shows[name].get(fact.id, ((None, TRUE),))
            yield fact.id, space.diagrams.negation(space.diagrams.any_of(d for _, d in shown))
