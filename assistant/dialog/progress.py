"""How far a conversation has come, in sections: it never goes backwards while the path grows.

A section is a run of steps under the same heading. The number of sections still to come is the most that
any way on has, so the share can only grow.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from assistant.dialog.ways import last_first
from assistant.flow.model import AnyStep, Decide, Do, End, Flow, Return, Text

_PATHS = 1024  # on which progress is remembered: conversations share their ways


class Progress(Struct, frozen=True):
    """The section that is shown, its number from 1, and how many there may be at most."""

    section: Text | None
    index: int
    of: int


class Sections:
    """Counts a flow's sections. Steps that show nothing have none: they stay in the one before.

    An end without a section of its own shows none, not that of a step that happens to stand ahead of it.
    """

    def __init__(self, flow: Flow) -> None:
        self._headings = {step.id: _heading(step) for step in flow.steps.values()}
        self._bare = {
            step.id
            for step in flow.steps.values()
            if isinstance(step, End) and self._headings[step.id] is None
        }
        self._named = {"", *(text.words for text in self._headings.values() if text)}
        self._entering: dict[str, Mapping[str, int]] = {}
        self._remembered = lru_cache(_PATHS)(self._reached)
        for step in last_first(flow):
            self._entering[step] = self._changes(
                step, [route.to for route in flow.steps[step].routes]
            )

    def at(self, path: tuple[str, ...]) -> Progress:
        """Return the progress at the end of `path`."""
        return self._remembered(path)

    def _reached(self, path: tuple[str, ...]) -> Progress:
        section: Text | None = None
        index = 1
        for step in path:
            heading = self._headings[step]
            if heading is not None:
                index += section is not None and heading.words != section.words
                section = heading
        if path[-1] in self._bare:
            return Progress(None, index, index)
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


def _heading(step: AnyStep) -> Text | None:
    """Return the section that begins or goes on at a step; an end has only its own, not the one before it."""
    if isinstance(step, Decide | Do | Return) or (isinstance(step, End) and _passed_on(step)):
        return None
    return step.section


def _passed_on(step: End) -> bool:
    """Return whether the section is that of a step further up in the file."""
    context = step.section.context if step.section else ""
    return context.startswith("steps.") and context != f"steps.{step.id}.section"
