"""The routes between steps: the reader of `go`, and parts put behind the steps that run them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from assistant.flow.findings.loader_codes import F09_GO, G01_END
from assistant.flow.findings.registry import error
from assistant.flow.model import AnyStep, Do, Return, Route, Text
from assistant.flow.reading.context import Context
from assistant.flow.reading.keys import Keys, describe_node
from assistant.flow.reading.outcome_reader import UNREADABLE_GUARD, check_last_branch
from assistant.flow.strict_yaml.nodes import Node, Scalar, Series

# What is found here.

G03 = error("G03", "A step with no way on").says('the step "{name}" has no way on.', fix='add "go"')

# Parts put in place: the steps of a part follow the `do` step that runs it.

DONE = "done"


def inline_parts(
    steps: Sequence[AnyStep], parts: Mapping[str, Sequence[AnyStep]]
) -> dict[str, AnyStep]:
    """Return all steps by id, in order; a part stands where it is run first, or nowhere."""
    inliner = _Inliner(parts)
    inliner.place(steps, None, None)
    return inliner.steps


class _Inliner:
    def __init__(self, parts: Mapping[str, Sequence[AnyStep]]) -> None:
        self._parts = parts
        self._run: set[str] = set()
        self.steps: dict[str, AnyStep] = {}

    def place(self, steps: Sequence[AnyStep], part: str | None, do: Do | None) -> None:
        """Add the steps of one file; `do` is the step that runs it, where it is a part."""
        section: Text | None = do.section if do else None  # a section lasts until the next one
        for step in steps:
            section = step.section or section
            routes = tuple(_route_in_part(route, part) for route in step.routes)
            own = replace(step, part=part, section=section, routes=routes)
            if isinstance(own, Return):
                done = f"{part}.{DONE}"
                self.steps[done] = replace(own, id=done, routes=do.routes if do else ())
            elif isinstance(own, Do):
                self._run_part(own)
            else:
                self.steps[own.id] = own

    def _run_part(self, do: Do) -> None:
        first = do.runs not in self._run  # a second run was reported; it stays empty
        inner = self._parts.get(do.runs, ()) if first else ()
        self._run.add(do.runs)
        self.steps[do.id] = replace(do, routes=_route_into(inner, do))
        self.place(inner, do.runs, do)


def _route_into(inner: Sequence[AnyStep], do: Do) -> tuple[Route, ...]:
    """Return the one route of a `do` step, to the part's first step; none if it is empty."""
    if not inner:
        return ()
    first = inner[0]
    name = f"{do.runs}.{DONE}" if isinstance(first, Return) else first.id
    return (Route(name, None, do.place),)


def _route_in_part(route: Route, part: str | None) -> Route:
    """Return a part's route to `done` as one to the part's own return."""
    if part is None or route.to != DONE:
        return route
    return replace(route, to=f"{part}.{DONE}")


class RouteReader:
    """Reads the routes of one file; reports those that lead nowhere once all steps are known."""

    def __init__(self, part: str | None, context: Context) -> None:
        self._part = part
        self._context = context
        self._targets: list[tuple[Scalar, str]] = []

    def read(self, keys: Keys, id_: Scalar) -> tuple[Route, ...]:
        """Return the routes at `go` of a step."""
        node = keys.node_at("go")
        if node is None or (isinstance(node, Series) and not node.items):
            keys.note_missing("go", id_, G03, name=id_.text)
            self._context.has_broken_steps = True
            return ()
        owner = f'"go" of {keys.owner}'
        if isinstance(node, Scalar) and node.value is not None:
            return (self._route(node, owner),)
        if not isinstance(node, Series):
            self._context.report.at(node, F09_GO, owner=owner, found=describe_node(node))
            self._context.has_broken_steps = True
            return ()
        check_last_branch(node.items, self._context)
        routes = (self._branch(item, owner) for item in node.items)
        return tuple(route for route in routes if route is not None)

    def resolve(self, known: Collection[str]) -> None:
        """Report routes to steps that are not among `known`."""
        for target, owner in self._targets:
            if target.text not in known:
                self._report_lost_target(target, owner, known)
                self._context.has_broken_steps = True

    def _report_lost_target(self, target: Scalar, owner: str, known: Collection[str]) -> None:
        if self._part is None or target.text != DONE:
            self._context.report_unknown(target, owner, "the step", sorted(known))
        else:
            self._context.report.at(
                target, G01_END, fix="add a step: end: done", owner=f'the part "{self._part}"'
            )

    def _route(self, target: Scalar, owner: str) -> Route:
        self._targets.append((target, owner))
        return Route(target.text, None, target.place)

    def _branch(self, node: Node, owner: str) -> Route | None:
        keys = Keys(node, f"a branch in {owner}", self._context)
        to = keys.name("to", needed=True)
        guard = (keys.guard("if") or UNREADABLE_GUARD) if "if" in keys else None
        keys.close(also=("if",))
        if to is None:
            self._context.has_broken_steps = True
            return None
        self._targets.append((to, owner))
        return Route(to.text, guard, to.place)
