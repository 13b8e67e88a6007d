"""The recurring pieces of the proof: tables of texts, ways, boxes to tick and lines to sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from assistant.dialog.phrases import Say
from assistant.flow.model import Flow, Text
from assistant.prove.pages.entries import Entry, Note
from assistant.prove.pages.proof import Screen, Way
from assistant.prove.pages.words import append, joined, write
from assistant.prove.picture.ink import added


@dataclass(frozen=True, slots=True)
class Column:
    """A language of the proof, by its own name; `words` gives a text in it, or nothing where it lacks one."""

    language: str
    name: str
    words: Callable[[Text], str | None]


class Parts:
    """Writes pieces in some languages, with the interface's words of one."""

    def __init__(self, flow: Flow, columns: Sequence[Column], say: Say) -> None:
        self._flow, self._columns, self._say = flow, columns, say
        self._named = frozenset({*flow.conditions})

    def table(self, parent: ET.Element, caption: str, entries: Sequence[Entry]) -> None:
        """Write a table with a column for each language; the caption is there for who hears it."""
        table = added(added(parent, "div", class_="scroll"), "table", class_="texts")
        added(table, "caption", caption)
        row = added(added(table, "thead"), "tr")
        say = self._say
        heads = (say("Hvad"), *(column.name for column in self._columns), say("Bemærk"))
        for head in heads:
            added(row, "th", head, scope="col")
        body = added(table, "tbody")
        for entry in entries:
            self._row(body, entry)

    def ways(self, parent: ET.Element, screen: Screen, *, first: bool) -> None:
        """Write where a step is come to from, and where it leads."""
        say = self._say
        if first:
            added(parent, "p", say("Samtalen begynder her."))
        paths = added(parent, "div", class_="paths")
        if screen.comes_from:
            self._list(paths, say("Nås fra"), screen.comes_from)
        if screen.leads_to:
            self._list(paths, say("Fører til"), screen.leads_to)

    def tick(self, parent: ET.Element, what: str) -> None:
        """Write a box to tick when something has been read."""
        label = added(parent, "label", class_="read")
        added(label, "input", type="checkbox")
        added(label, "span", self._say("Læst: {what}", what=what))

    def sign(self, parent: ET.Element, what: str) -> None:
        """Write the box in which a chapter is approved and signed."""
        say = self._say
        box = added(parent, "fieldset", class_="sign")
        added(box, "legend", say("Godkendelse: {what}", what=what))
        ticks = added(box, "div")
        for words in (
            say("Ordene er rigtige"),
            say("Vejen hertil er rigtig"),
            say("Loven er rigtig gengivet"),
        ):
            label = added(ticks, "label")
            added(label, "input", type="checkbox")
            added(label, "span", words)
        lines = added(box, "div")
        for words in (say("Navn"), say("Rolle"), say("Dato"), say("Underskrift")):
            label = added(lines, "label", words)
            added(label, "input", type="text", autocomplete="off")

    def _row(self, body: ET.Element, entry: Entry) -> None:
        row = added(body, "tr")
        if entry.id:
            row.set("id", entry.id)
        head = added(row, "th", f"{entry.what} ", scope="row")
        if entry.code is not None:
            added(head, "code", entry.code)
        for column in self._columns:
            cell = added(row, "td", lang=column.language)
            for index, text in enumerate(entry.texts):
                self._text(cell, column, text, second=index > 0)
        notes = added(row, "td", class_="notes")
        for note in entry.notes:
            self._note(notes, note)
        row.tail = "\n"

    def _text(self, cell: ET.Element, column: Column, text: Text, *, second: bool) -> None:
        words = column.words(text)
        class_ = {"class_": "second"} if second else {}
        if words is None:
            class_ = {"class_": "lacking"}
        place = added(cell, "div", data_text=text.context, **class_)
        if words is None:
            added(place, "p", self._say("Mangler"), lang=self._columns[0].language)
        else:
            write(place, words)

    def _note(self, cell: ET.Element, note: Note) -> None:
        line = added(cell, "p", f"{note.word}: ")
        if note.kind == "guard":
            self._guard(line, note.value)
        elif note.kind == "sources":
            joined(line, note.value.split(), "source", self._flow.sources)
        else:
            append(line, note.value)

    def _list(self, parent: ET.Element, head: str, ways: Sequence[Way]) -> None:
        group = added(parent, "div")
        added(group, "p", f"{head}:", class_="from")
        listed = added(group, "ul", class_="ways")
        for way in ways:
            item = added(listed, "li")
            card = way.step
            if card.number is None:
                append(item, card.word)
            else:
                added(item, "a", f"{card.number} {card.step}", href=f"#step-{card.step}")
            if way.when is not None:
                append(item, ": ")
                self._guard(item, way.when)

    def _guard(self, parent: ET.Element, guard: str) -> None:
        joined(added(parent, "code"), guard.split(), "condition", self._named)
