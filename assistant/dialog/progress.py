"""How far a conversation has come, in sections: it never goes backwards while the path grows.

A section is a run of steps under the same heading. The number of sections still to come is the most that
any way on has, so the share can only grow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.dialog.machine import ReplayError
from assistant.flow.model import Decide, Do, Flow, Return, Text


@dataclass(frozen=True, slots=True)
class Progress:
    """The section that is shown, its number from 1, and how many there may be at most."""

    section: Text | None
    index: int
    of: int


class Sections:
    """Counts a flow's sections. Steps that show nothing have none: they stay in the one before."""

    def __init__(self, flow: Flow) -> None:
        self._headings = {
            step.id: None if isinstance(step, Decide | Do | Return) else step.section
            for step in flow.steps.values()
        }
        self._named = {"", *(text.words for text in self._headings.values() if text)}
        self._entering: dict[str, Mapping[str, int]] = {}
        for step in _last_first(flow):
            self._entering[step] = self._changes(
                step, [route.to for route in flow.steps[step].routes]
            )

    def at(self, path: tuple[str, ...]) -> Progress:
        """Return the progress at the end of `path`."""
        section: Text | None = None
        index = 1
        for step in path:
            heading = self._headings[step]
            if heading is not None:
                index += section is not None and heading.words != section.words
                section = heading
        further = self._entering[path[-1]][section.words if section else ""]
        return Progress(section, index, index + further)

    def _changes(self, step: str, following: list[str]) -> Mapping[str, int]:
        """Return the most changes from `step` on, itself included, by the section shown ahead of it."""
        ways = [self._entering[to] for to in following]
        after = {named: max((way[named] for way in ways), default=0) for named in self._named}
        heading = self._headings[step]
        if heading is None:
            return after
        here = heading.words
        return {named: after[here] + (named not in ("", here)) for named in self._named}


def _last_first(flow: Flow) -> Iterator[str]:
    """Give the steps that can be reached, each after all that it leads to.

    Raises:
        ReplayError: the steps go round in a circle.
    """
    done: dict[str, bool] = {}  # False while what it leads to is being visited
    pending = [flow.start]
    while pending:
        step = pending[-1]
        if step in done:
            pending.pop()
            if not done[step]:
                done[step] = True
                yield step
            continue
        done[step] = False
        following = [route.to for route in flow.steps[step].routes]
        if any(done.get(to) is False for to in following):
            raise ReplayError(f"the steps go round in a circle at {step}")
        pending += following
