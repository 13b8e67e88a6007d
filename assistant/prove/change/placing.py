"""Where variables stand: those that are read together stand together, which keeps diagrams small.

A variable stands where its question is asked. An option that leads to something later ("about has care" to the
questions about care) stands there: nearer the root, every diagram would have to remember it all the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.flow.expression import HasAny
from assistant.flow.model import Flow, Route
from assistant.prove.layout import Layout
from assistant.prove.variables import atoms

Ticked = tuple[str, str]  # fact and option


def led_to(flow: Flow) -> Mapping[Ticked, str]:
    """Return for each option that a branch reads by itself the question that is asked last ahead of the first such."""
    layout, found, asked = Layout.of(flow), dict[Ticked, str](), ""
    for step in layout.order:
        for subject in layout.asks[step]:
            asked = subject
        for ticked in _alone(flow.steps[step].routes):
            found.setdefault(ticked, asked)
    return found


def _alone(routes: Sequence[Route]) -> Iterator[Ticked]:
    for route in routes:
        for atom in atoms(route.guard.expression) if route.guard else ():
            if isinstance(atom.test, HasAny) and len(atom.test.options) == 1:
                yield from ((atom.subject, option) for option in atom.test.options)
