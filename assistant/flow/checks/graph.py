"""The shape of the conversation: a beginning, an end, no circles, nothing that stands apart."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.flow.nodes import Series
from assistant.flow.reading.context import Context
from assistant.flow.reading.draft import Document, Draft
from assistant.flow.steps import AnyStep, End, Return, Route


def check_graph(draft: Draft, context: Context) -> bool:
    """Report what is wrong with the shape; return whether it is sound enough to be walked."""
    for document in draft.documents:
        _ends(document, context)
    circles = list(_circles(draft.steps))
    for route, way in circles:
        shown = " → ".join(_shown(step, draft) for step in way)
        context.report.spot(route.place, len(_shown(route.to, draft)), "G04", way=shown)
    if not context.loose:
        _apart(draft, context)
    return not circles and not context.loose


def _ends(document: Document, context: Context) -> None:
    """Report a file without steps, or without an end."""
    owner = "the flow" if document.part is None else f'the part "{document.part}"'
    node = document.keys.node_at("steps")
    key = document.keys.key_at("steps")
    if not isinstance(node, Series) or key is None:
        return
    if not document.steps:
        if not context.loose:
            context.report.at(key, "G01/steps", owner=owner)
            context.loose = True
    elif not any(isinstance(step, End | Return) for step in document.steps) and not context.loose:
        fix = "add a step: end" if document.part is None else "add a step: end: done"
        context.report.at(key, "G01/end", owner=owner, fix=fix)


def _shown(step: str, draft: Draft) -> str:
    """Return a step's name as its author wrote it."""
    return "done" if isinstance(draft.steps.get(step), Return) else step


def _circles(steps: dict[str, AnyStep]) -> Iterator[tuple[Route, list[str]]]:
    """Yield each route that leads back to a step on the way to it, with that way."""
    done: set[str] = set()
    for start, first in steps.items():
        way = {start: iter(first.routes)} if start not in done else {}
        while way:
            step, routes = next(reversed(way.items()))
            route = next(routes, None)
            if route is None:
                done.add(step)
                del way[step]
            elif route.to in way:
                names = list(way)
                yield route, [*names[names.index(route.to) :], route.to]
            elif route.to in steps and route.to not in done:
                way[route.to] = iter(steps[route.to].routes)


def _apart(draft: Draft, context: Context) -> None:
    """Report the steps that no step leads to."""
    steps = draft.steps
    targets = {route.to for step in steps.values() for route in step.routes if route.to != step.id}
    for number, step in enumerate(steps.values()):
        if number and step.id not in targets:
            name = _shown(step.id, draft)
            context.report.spot(step.place, len(name), "G05", name=name)
