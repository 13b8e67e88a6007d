"""What the proof of a flow has on it: every text, where it is met, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from assistant.flow.model import Do, Flow, Return, Text
from assistant.flow.texts import texts
from assistant.prove.pages.entries import Entry, condition, decision, law, plan_item
from assistant.prove.pages.screens import entries, tags_that_matter
from assistant.prove.picture.chart import Card, Chart, chart
from assistant.prove.picture.reader import Reader


@dataclass(frozen=True, slots=True)
class Way:
    """A route to or from a step, with the author's words for when it is taken; `step` is the other step."""

    step: Card
    when: str | None


@dataclass(frozen=True, slots=True)
class Screen:
    """A step as it is proof-read."""

    card: Card
    comes_from: tuple[Way, ...]
    leads_to: tuple[Way, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section's steps, in the flow's order."""

    section: Text | None
    screens: tuple[Screen, ...]


TableId = Literal["decisions", "conditions", "plan", "law", "others"]


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that is read and signed."""

    flow: Flow
    front: tuple[Entry, ...]
    chapters: tuple[Chapter, ...]
    tables: Mapping[TableId, tuple[Entry, ...]]


def proof(flow: Flow, reader: Reader) -> Proof:
    """Return what the proof of `flow` has on it, each text in at least one place."""
    front = tuple(
        Entry(what, texts=(text,))
        for what, text in ((reader.say("Titel"), flow.title), (reader.say("Om"), flow.about))
    )
    chapters = tuple(_chapters(flow, chart(flow, reader), reader))
    tables: dict[TableId, tuple[Entry, ...]] = {
        "decisions": tuple(
            entry for each in flow.decisions.values() for entry in decision(each, reader)
        ),
        "conditions": tuple(condition(each, reader) for each in flow.conditions.values()),
        "plan": tuple(plan_item(each, reader) for each in flow.plan),
        "law": tuple(law(each, reader) for each in flow.law.values()),
    }
    found = Proof(flow, front, chapters, tables)
    left = tuple(Entry(text.context, texts=(text,)) for text in _left(found))
    return replace(found, tables={**tables, "others": left})


def shown(proof: Proof) -> Iterator[Text]:
    """Yield every text of a proof, once for each place that it stands in."""
    lists = [proof.front, *proof.tables.values()]
    lists += [screen.entries for chapter in proof.chapters for screen in chapter.screens]
    yield from (text for entries in lists for entry in entries for text in entry.texts)


def _left(proof: Proof) -> Iterator[Text]:
    """Yield the texts that no step shows, such as those of a fact that is never asked."""
    there = {text.context for text in shown(proof)}
    yield from (text for text in texts(proof.flow) if text.context not in there)


def _chapters(flow: Flow, chart: Chart, reader: Reader) -> Iterator[Chapter]:
    ways = _Ways(chart)
    matter = tags_that_matter(flow)
    steps = [step for step in flow.steps.values() if not isinstance(step, Return)]
    in_section = {
        step: band.section for sheet in chart.sheets for band in sheet.bands for step in band.steps
    }
    for _, run in groupby(steps, key=lambda step: _words(in_section[step.id])):
        members = tuple(run)
        screens = (
            Screen(
                chart.cards[step.id],
                tuple(ways.to(step.id)),
                tuple(ways.on_from(step.id)),
                tuple(entries(flow, step, reader, matter)),
            )
            for step in members
        )
        yield Chapter(in_section[members[0].id], tuple(screens))


def _words(section: Text | None) -> str | None:
    return section.words if section else None


class _Ways:
    """Finds the routes to and from a step; a part is left at the step that runs it."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        arrows = [arrow for sheet in chart.sheets for arrow in sheet.arrows]
        self._links = [(arrow.source, arrow.target, arrow.label) for arrow in arrows]
        steps = chart.flow.steps
        for step in steps.values():
            if isinstance(step, Do):
                self._links.insert(0, (step.id, step.routes[0].to, None))

    def to(self, step: str) -> Iterator[Way]:
        """Yield where a step is come to from."""
        yield from (self._way(source, when) for source, to, when in self._links if to == step)

    def on_from(self, step: str) -> Iterator[Way]:
        """Yield where a step leads."""
        yield from (self._way(to, when) for source, to, when in self._links if source == step)

    def _way(self, step: str, when: str | None) -> Way:
        return Way(self._chart.cards[step], when)
