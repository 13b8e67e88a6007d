"""Parts put in place: the steps of a part stand behind the `do` step that runs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.flow.basics import Text
from assistant.flow.steps import AnyStep, Do, Return, Route

DONE = "done"


def inlined(steps: Sequence[AnyStep], parts: Mapping[str, Sequence[AnyStep]]) -> dict[str, AnyStep]:
    """Return all steps by id, in order; a part stands where it is run first, or nowhere."""
    inliner = _Inliner(parts)
    inliner.place(steps, None, None)
    return inliner.placed


class _Inliner:
    def __init__(self, parts: Mapping[str, Sequence[AnyStep]]) -> None:
        self._parts = parts
        self._run: set[str] = set()
        self.placed: dict[str, AnyStep] = {}

    def place(self, steps: Sequence[AnyStep], part: str | None, do: Do | None) -> None:
        """Add the steps of one file; `do` is the step that runs it, where it is a part."""
        section: Text | None = do.section if do else None
        for step in steps:
            section = step.section or section
            routes = tuple(_named(route, part) for route in step.routes)
            own = replace(step, part=part, section=section, routes=routes)
            if isinstance(own, Return):
                done = f"{part}.{DONE}"
                self.placed[done] = replace(own, id=done, routes=do.routes if do else ())
            elif isinstance(own, Do):
                self._run_part(own)
            else:
                self.placed[own.id] = own

    def _run_part(self, do: Do) -> None:
        first = do.runs not in self._run
        inner = self._parts.get(do.runs, ()) if first else ()
        self._run.add(do.runs)
        self.placed[do.id] = replace(do, routes=_into(inner, do))
        self.place(inner, do.runs, do)


def _into(inner: Sequence[AnyStep], do: Do) -> tuple[Route, ...]:
    """Return the one route of a `do` step: to the part's first step."""
    if not inner:
        return ()
    first = inner[0]
    name = f"{do.runs}.{DONE}" if isinstance(first, Return) else first.id
    return (Route(name, None, do.place),)


def _named(route: Route, part: str | None) -> Route:
    """Return a part's route to `done` as one to the part's own return."""
    if part is None or route.to != DONE:
        return route
    return replace(route, to=f"{part}.{DONE}")
