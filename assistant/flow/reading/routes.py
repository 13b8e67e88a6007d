"""Where steps lead: `go`, a step or an ordered list of branches."""

from __future__ import annotations

from collections.abc import Collection

from assistant.flow.inline import DONE
from assistant.flow.nodes import Node, Scalar, Series
from assistant.flow.reading.conclusions import UNREAD, last_without_if
from assistant.flow.reading.context import Context
from assistant.flow.reading.keys import Keys, found
from assistant.flow.steps import Route


class Routes:
    """Reads the routes of one file, and reports those that lead nowhere once all steps are known."""

    def __init__(self, part: str | None, context: Context) -> None:
        self._part = part
        self._context = context
        self._targets: list[tuple[Scalar, str]] = []

    def read(self, keys: Keys, id_: Scalar) -> tuple[Route, ...]:
        """Return the routes at `go` of a step."""
        node = keys.node_at("go")
        if node is None or (isinstance(node, Series) and not node.items):
            keys.lacking("go", id_, "G03", name=id_.text)
            self._context.loose = True
            return ()
        owner = f'"go" of {keys.owner}'
        if isinstance(node, Scalar) and node.value is not None:
            return (self._route(node, owner),)
        if not isinstance(node, Series):
            self._context.report.at(node, "F09/go", owner=owner, found=found(node))
            self._context.loose = True
            return ()
        last_without_if(node.items, self._context)
        routes = (self._branch(item, owner) for item in node.items)
        return tuple(route for route in routes if route is not None)

    def resolve(self, known: Collection[str]) -> None:
        """Report routes to steps that are not among `known`."""
        for target, owner in self._targets:
            if target.text not in known:
                self._lost(target, owner, known)
                self._context.loose = True

    def _lost(self, target: Scalar, owner: str, known: Collection[str]) -> None:
        if self._part is None or target.text != DONE:
            self._context.unknown(target, owner, "the step", sorted(known))
        else:
            self._context.report.at(
                target, "G01/end", fix="add a step: end: done", owner=f'the part "{self._part}"'
            )

    def _route(self, target: Scalar, owner: str) -> Route:
        self._targets.append((target, owner))
        return Route(target.text, None, target.place)

    def _branch(self, node: Node, owner: str) -> Route | None:
        keys = Keys(node, f"a branch in {owner}", self._context)
        to = keys.name("to", needed=True)
        guard = (keys.guard("if") or UNREAD) if "if" in keys else None
        keys.close(also=("if",))
        if to is None:
            self._context.loose = True
            return None
        self._targets.append((to, owner))
        return Route(to.text, guard, to.place)
