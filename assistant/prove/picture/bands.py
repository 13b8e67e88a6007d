"""The sections of a flow as bands, one below the other, so that every arrow leads down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.flow.model import AnyStep, Do, Flow, Text


@dataclass(frozen=True, slots=True)
class Band:
    """A section with its steps in order; one that is come back to later is another band."""

    section: Text | None
    steps: tuple[str, ...]


def bands(
    flow: Flow, steps: Sequence[AnyStep], pairs: Sequence[tuple[str, str]]
) -> tuple[Band, ...]:
    """Return `steps` in bands: no arrow of `pairs` (source, target) leads from a band to an earlier one."""
    before: dict[str, list[str]] = {step.id: [] for step in steps}
    for source, target in pairs:
        before[target].append(source)
    sections: list[Text | None] = []
    band: dict[str, int] = {}
    for step in _ordered(steps, before):
        earliest = max((band[source] for source in before[step.id]), default=0)
        band[step.id] = _band(_section(flow, step), sections, earliest)
    return tuple(
        Band(section, tuple(step.id for step in steps if band[step.id] == index))
        for index, section in enumerate(sections)
    )


def ranks(members: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Mapping[str, int]:
    """Return how many arrows of `pairs` lead one after the other to each of `members`, at most."""
    rank = dict.fromkeys(members, 0)
    inside = [pair for pair in pairs if pair[0] in rank and pair[1] in rank]
    for _ in members:  # a longest way has at most as many arrows
        before = dict(rank)
        for source, target in inside:
            rank[target] = max(rank[target], rank[source] + 1)
        if rank == before:
            break
    return rank


def _ordered(steps: Sequence[AnyStep], before: Mapping[str, Sequence[str]]) -> list[AnyStep]:
    """Return the steps in the author's order, but each after all that lead to it."""
    waiting, done = list(steps), dict[str, AnyStep]()
    while waiting:
        ready = (step for step in waiting if all(source in done for source in before[step.id]))
        step = next(ready, waiting[0])
        waiting.remove(step)
        done[step.id] = step
    return list(done.values())


def _section(flow: Flow, step: AnyStep) -> Text | None:
    """Return the section of what a reader sees of a step: of a part's run, that of its first step."""
    if isinstance(step, Do):
        return _section(flow, flow.steps[step.routes[0].to])
    return step.section


def _band(section: Text | None, sections: list[Text | None], earliest: int) -> int:
    """Return the first band from `earliest` on with these words; make one where there is none."""
    words = section.words if section else None
    for index in range(earliest, len(sections)):
        known = sections[index]
        if (known.words if known else None) == words:
            return index
    sections.append(section)
    return len(sections) - 1
