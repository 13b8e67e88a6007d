"""The contents of the sign-off page: every text, the steps around it, and what it rests on.

Whoever signs must have seen everything, so what no step or table shows is collected in a last table
of remaining texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from assistant.flow.model import Flow, Text, texts
from assistant.prove.picture.chart import Card, Chart, build_chart
from assistant.prove.picture.reader import TextReader
from assistant.prove.signoff.entries import (
    EntryNote,
    SignoffEntry,
    condition_entry,
    decision_entries,
    law_entry,
    plan_entry,
    significant_tags,
    step_entries,
)


@dataclass(frozen=True, slots=True)
class StepLink:
    """A route to or from a step: the card at its other end, and the author's guard."""

    card: Card
    when: str | None


@dataclass(frozen=True, slots=True)
class ChapterStep:
    """A step as it is read for sign-off."""

    card: Card
    comes_from: tuple[StepLink, ...]
    leads_to: tuple[StepLink, ...]
    entries: tuple[SignoffEntry, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section's steps, in the flow's order."""

    section: Text | None
    steps: tuple[ChapterStep, ...]


SignoffTable = Literal["decisions", "conditions", "plan", "law", "others", "removed"]


@dataclass(frozen=True, slots=True)
class SignoffPage:
    """Everything that is read and signed."""

    flow: Flow
    front: tuple[SignoffEntry, ...]
    chapters: tuple[Chapter, ...]
    tables: Mapping[SignoffTable, tuple[SignoffEntry, ...]]


def build_signoff_page(flow: Flow, reader: TextReader) -> SignoffPage:
    """Build the contents for `flow`, with each of its texts in at least one place."""
    front = tuple(
        SignoffEntry(what, texts=(text,))
        for what, text in ((reader.say("Titel"), flow.title), (reader.say("Om"), flow.about))
    )
    chapters = tuple(_build_chapters(flow, build_chart(flow, reader), reader))
    tables: dict[SignoffTable, tuple[SignoffEntry, ...]] = {
        "decisions": tuple(
            entry for each in flow.decisions.values() for entry in decision_entries(each, reader)
        ),
        "conditions": tuple(condition_entry(each, reader) for each in flow.conditions.values()),
        "plan": tuple(plan_entry(each, reader) for each in flow.plan),
        "law": tuple(law_entry(each, reader) for each in flow.law.values()),
    }
    found = SignoffPage(flow, front, chapters, tables)
    left = tuple(SignoffEntry(text.context, texts=(text,)) for text in _remaining_texts(found))
    return replace(found, tables={**tables, "others": left})


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """The version that a page is compared with: the name its reader gave it, and its words by context."""

    name: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TextChanges:
    """The contexts of the texts that are new, reworded or removed since an earlier version."""

    added: tuple[str, ...]
    reworded: tuple[str, ...]
    removed: tuple[str, ...]


def find_text_changes(flow: Flow, earlier: EarlierVersion) -> TextChanges:
    """Compare the texts of `flow` with those of an earlier version, by context."""
    now = {text.context: text.words for text in texts(flow)}
    return TextChanges(
        added=tuple(context for context in now if context not in earlier.words),
        reworded=tuple(
            context
            for context, words in now.items()
            if context in earlier.words and earlier.words[context] != words
        ),
        removed=tuple(context for context in earlier.words if context not in now),
    )


def mark_changes(page: SignoffPage, earlier: EarlierVersion, reader: TextReader) -> SignoffPage:
    """Note on each line what is new or was worded differently, and list what was removed.

    Whoever signed the earlier version can then read the marked lines only.
    """
    changes = find_text_changes(page.flow, earlier)
    added, reworded = frozenset(changes.added), frozenset(changes.reworded)

    def mark(entry: SignoffEntry) -> SignoffEntry:
        notes = [
            EntryNote(reader.say("Ny siden"), earlier.name, "change")
            if text.context in added
            else EntryNote(reader.say("Før"), earlier.words[text.context], "change")
            for text in entry.texts
            if text.context in added | reworded
        ]
        return replace(entry, notes=(*notes, *entry.notes))

    def mark_step(step: ChapterStep) -> ChapterStep:
        return replace(step, entries=tuple(map(mark, step.entries)))

    tables = {name: tuple(map(mark, entries)) for name, entries in page.tables.items()}
    tables["removed"] = tuple(
        SignoffEntry(context, notes=(EntryNote(reader.say("Før"), earlier.words[context]),))
        for context in changes.removed
    )
    return replace(
        page,
        front=tuple(map(mark, page.front)),
        chapters=tuple(
            replace(chapter, steps=tuple(map(mark_step, chapter.steps)))
            for chapter in page.chapters
        ),
        tables=tables,
    )


def texts_on_page(page: SignoffPage) -> Iterator[Text]:
    """Yield every text on the page, once for each place that it stands in."""
    lists = [page.front, *page.tables.values()]
    lists += [screen.entries for chapter in page.chapters for screen in chapter.steps]
    yield from (text for entries in lists for entry in entries for text in entry.texts)


def _remaining_texts(page: SignoffPage) -> Iterator[Text]:
    """Yield the texts that nothing else shows, such as those of a fact that is never asked."""
    there = {text.context for text in texts_on_page(page)}
    yield from (text for text in texts(page.flow) if text.context not in there)


def _build_chapters(flow: Flow, chart: Chart, reader: TextReader) -> Iterator[Chapter]:
    ways = _StepLinks(chart)
    matter = significant_tags(flow)
    steps = flow.listed_steps
    in_section = {
        step: band.section for sheet in chart.sheets for band in sheet.bands for step in band.steps
    }
    # A section that recurs later in the flow is another chapter.
    for _, run in groupby(steps, key=lambda step: _section_words(in_section[step.id])):
        members = tuple(run)
        screens = (
            ChapterStep(
                chart.cards[step.id],
                tuple(ways.links_to(step.id)),
                tuple(ways.links_from(step.id)),
                tuple(step_entries(flow, step, reader, matter)),
            )
            for step in members
        )
        yield Chapter(in_section[members[0].id], tuple(screens))


def _section_words(section: Text | None) -> str | None:
    return section.words if section else None


class _StepLinks:
    """Finds the routes to and from a step; a part is left at the step that runs it."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        arrows = [arrow for sheet in chart.sheets for arrow in sheet.arrows]
        self._links = [(arrow.source, arrow.target, arrow.label) for arrow in arrows]
        steps = chart.flow.steps
        for step in steps.values():
            if step.runs:
                # The route into a part is no arrow on the chart, but it is a way to its first step.
                self._links.insert(0, (step.id, step.routes[0].to, None))

    def links_to(self, step: str) -> Iterator[StepLink]:
        """Yield the links from the steps that lead to `step`."""
        yield from (self._link(source, when) for source, to, when in self._links if to == step)

    def links_from(self, step: str) -> Iterator[StepLink]:
        """Yield the links to the steps that `step` leads to."""
        yield from (self._link(to, when) for source, to, when in self._links if source == step)

    def _link(self, step: str, when: str | None) -> StepLink:
        return StepLink(self._chart.cards[step], when)
