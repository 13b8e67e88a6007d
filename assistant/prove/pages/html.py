"""The proof as one HTML page: languages side by side, headings, tables with headers, room to sign; no scripts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from xml.etree import ElementTree as ET

from assistant.dialog.phrases import Say
from assistant.flow.model import Flow, Text
from assistant.prove.pages.entries import Entry
from assistant.prove.pages.parts import Column, Parts
from assistant.prove.pages.proof import Chapter, Proof, Screen, TableId, proof
from assistant.prove.pages.style import STYLE
from assistant.prove.picture.ink import added
from assistant.prove.picture.reader import Reader


def html(flow: Flow, columns: Sequence[Column], say: Say, day: date) -> str:
    """Return the proof of `flow` as of `day`; the interface's words are those of `say`, in the first language."""
    reader = Reader(lambda text: columns[0].words(text) or text.words, say)
    page = _Page(proof(flow, reader), Parts(flow, columns, say), reader)
    root = ET.Element("html", {"lang": columns[0].language})
    page.head(root)
    page.body(root, columns, day)
    return "<!DOCTYPE html>\n" + ET.tostring(root, encoding="unicode", method="html") + "\n"


class _Page:
    """Writes a proof."""

    def __init__(self, proof: Proof, parts: Parts, reader: Reader) -> None:
        self._proof, self._parts, self._reader, self._say = proof, parts, reader, reader.say
        say = reader.say
        self._title = say("Korrektur: {title}", title=reader.line(proof.flow.title))
        self._names: dict[TableId, str] = {
            "decisions": say("Afgørelser"),
            "conditions": say("Betingelser"),
            "plan": say("Plan"),
            "law": say("Hvad loven siger"),
            "others": say("Andre tekster"),
        }

    def head(self, root: ET.Element) -> None:
        """Write the page's head."""
        head = added(root, "head")
        added(head, "meta", charset="utf-8")
        added(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
        added(head, "title", self._title)
        added(head, "style", STYLE)

    def body(self, root: ET.Element, columns: Sequence[Column], day: date) -> None:
        """Write the page's body."""
        body = added(root, "body")
        header = added(body, "header")
        added(header, "a", self._say("Til teksterne"), class_="skip", href="#texts")
        added(header, "h1", self._title)
        self._version(header, columns, day)
        self._contents(body)
        main = added(body, "main", id="texts")
        self._parts.table(main, self._say("Titel og omtale"), self._proof.front)
        for number, chapter in enumerate(self._proof.chapters, 1):
            self._chapter(main, number, chapter)
        for table, entries in self._proof.tables.items():
            if entries:
                self._list(main, table, entries)
        self._sources(main)

    def _version(self, header: ET.Element, columns: Sequence[Column], day: date) -> None:
        flow, say = self._proof.flow, self._say
        said = (
            (say("Samtale"), flow.id),
            (say("Version"), str(flow.version)),
            (say("Logik"), flow.logic),
            (say("Dato"), day.isoformat()),
            (say("Sprog"), ", ".join(column.name for column in columns)),
        )
        listed = added(header, "dl", class_="facts")
        for what, value in said:
            added(listed, "dt", what)
            added(listed, "dd", value)
        words = say(
            "Her står alle ord i samtalen, hvor de kan nås fra, og hvad de bygger på. Læs hvert afsnit, sæt kryds, "
            "og skriv under. Ord i stiplede rammer sættes ind under samtalen. En ny version skal læses igen."
        )
        added(header, "p", words)

    def _contents(self, body: ET.Element) -> None:
        nav = added(body, "nav", aria_label=self._say("Indhold"))
        listed = added(nav, "ol")
        for number, chapter in enumerate(self._proof.chapters, 1):
            item = added(listed, "li")
            added(item, "a", self._name(chapter), href=f"#chapter-{number}")
        for table, entries in self._proof.tables.items():
            if entries:
                item = added(listed, "li")
                added(item, "a", self._names[table], href=f"#{table}")
        added(added(listed, "li"), "a", self._say("Kilder"), href="#sources")

    def _chapter(self, main: ET.Element, number: int, chapter: Chapter) -> None:
        name = self._name(chapter)
        section = added(main, "section", id=f"chapter-{number}", aria_labelledby=f"h-{number}")
        added(section, "h2", f"{number}. {name}", id=f"h-{number}")
        for screen in chapter.screens:
            self._screen(section, screen)
        self._parts.sign(section, f"{number}. {name}")

    def _screen(self, section: ET.Element, screen: Screen) -> None:
        card = screen.card
        kind = "end" if card.look.startswith("end_") else card.look
        heading = f"name-{card.step}"
        article = added(
            section, "article", id=f"step-{card.step}", class_=kind, aria_labelledby=heading
        )
        name = f"{card.number} · {card.word}"
        head = added(article, "h3", f"{name} ", id=heading)
        added(head, "span", card.step, class_="id")
        first = card.step == self._proof.flow.start
        self._parts.ways(article, screen, first=first)
        if screen.entries:
            self._parts.table(article, f"{name}: {card.step}", screen.entries)
            self._parts.tick(article, f"{card.number} {card.step}")

    def _list(self, main: ET.Element, table: TableId, entries: Sequence[Entry]) -> None:
        name = self._names[table]
        section = added(main, "section", id=table, aria_labelledby=f"h-{table}")
        added(section, "h2", name, id=f"h-{table}")
        self._parts.table(section, name, entries)
        self._parts.sign(section, name)

    def _sources(self, main: ET.Element) -> None:
        say, name = self._say, self._say("Kilder")
        section = added(main, "section", id="sources", aria_labelledby="h-sources")
        added(section, "h2", name, id="h-sources")
        table = added(added(section, "div", class_="scroll"), "table")
        added(table, "caption", name)
        row = added(added(table, "thead"), "tr")
        for head in (say("Kilde"), say("Titel"), say("Udgiver"), say("Adresse"), say("Læst den")):
            added(row, "th", head, scope="col")
        body = added(table, "tbody")
        for source in self._proof.flow.sources.values():
            row = added(body, "tr", id=f"source-{source.id}")
            added(row, "th", source.id, scope="row")
            added(row, "td", source.title)
            added(row, "td", source.publisher)
            address = added(row, "td")
            if source.url.startswith("https://"):
                added(address, "a", source.url, href=source.url)
            else:
                address.text = source.url
            added(row, "td", source.read_on)

    def _name(self, chapter: Chapter) -> str:
        section: Text | None = chapter.section
        return self._reader.line(section) or self._say("Uden afsnit")
