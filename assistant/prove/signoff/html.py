"""The sign-off page as HTML: languages side by side, room to sign, and no scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

from assistant.dialog.phrases import PhraseTranslator
from assistant.flow.markup import Block, MarkupError, Placeholder, parse_markup
from assistant.flow.model import Flow, Text
from assistant.prove.picture.drawing import add_element, xml_text
from assistant.prove.picture.reader import TextReader
from assistant.prove.signoff.contents import (
    Chapter,
    ChapterStep,
    EarlierVersion,
    SignoffPage,
    SignoffTable,
    StepLink,
    build_signoff_page,
    mark_changes,
)
from assistant.prove.signoff.entries import EntryNote, SignoffEntry


def render_signoff(
    flow: Flow,
    columns: Sequence[LanguageColumn],
    say: PhraseTranslator,
    day: date,
    earlier: EarlierVersion | None = None,
) -> str:
    """Render the sign-off page of `flow` as of `day`, with what changed since `earlier` marked.

    `say` gives the interface's own words, in the language of the first column.
    """
    reader = TextReader(lambda text: columns[0].words(text) or text.words, say)
    contents = build_signoff_page(flow, reader)
    if earlier is not None:
        contents = mark_changes(contents, earlier, reader)
    page = _SignoffWriter(contents, PageBlocks(flow, columns, say), reader)
    root = ET.Element("html", {"lang": columns[0].language})
    page.write_head(root)
    page.write_body(root, columns, day, earlier)
    return "<!DOCTYPE html>\n" + ET.tostring(root, encoding="unicode", method="html") + "\n"


class _SignoffWriter:
    """Writes the page from its contents."""

    def __init__(self, page: SignoffPage, blocks: PageBlocks, reader: TextReader) -> None:
        self._page, self._blocks, self._reader, self._say = page, blocks, reader, reader.say
        say = reader.say
        self._title = say("Korrektur: {title}", title=reader.line(page.flow.title))
        self._table_names: dict[SignoffTable, str] = {
            "decisions": say("Afgørelser"),
            "conditions": say("Betingelser"),
            "plan": say("Plan"),
            "law": say("Hvad loven siger"),
            "others": say("Andre tekster"),
            "removed": say("Fjernede tekster"),
        }

    def write_head(self, root: ET.Element) -> None:
        """Write the `head`."""
        head = add_element(root, "head")
        add_element(head, "meta", charset="utf-8")
        add_element(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
        add_element(head, "title", self._title)
        add_element(head, "style", STYLE)

    def write_body(
        self,
        root: ET.Element,
        columns: Sequence[LanguageColumn],
        day: date,
        earlier: EarlierVersion | None,
    ) -> None:
        """Write the `body`."""
        body = add_element(root, "body")
        header = add_element(body, "header")
        add_element(header, "a", self._say("Til teksterne"), class_="skip", href="#texts")
        add_element(header, "h1", self._title)
        self._write_version(header, columns, day, earlier)
        self._write_contents(body)
        main = add_element(body, "main", id="texts")
        self._blocks.write_table(main, self._say("Titel og omtale"), self._page.front)
        for number, chapter in enumerate(self._page.chapters, 1):
            self._write_chapter(main, number, chapter)
        for table, entries in self._page.tables.items():
            if entries:
                self._write_entry_table(main, table, entries)
        self._write_sources(main)

    def _write_version(
        self,
        header: ET.Element,
        columns: Sequence[LanguageColumn],
        day: date,
        earlier: EarlierVersion | None,
    ) -> None:
        flow, say = self._page.flow, self._say
        compared = () if earlier is None else ((say("Sammenlignet med"), earlier.name),)
        said = (
            (say("Samtale"), flow.id),
            (say("Version"), str(flow.version)),
            (say("Logik"), flow.logic),
            (say("Dato"), day.isoformat()),
            (say("Sprog"), ", ".join(column.name for column in columns)),
            *compared,
        )
        listed = add_element(header, "dl", class_="facts")
        for what, value in said:
            add_element(listed, "dt", what)
            add_element(listed, "dd", value)
        words = say(
            "Her står alle ord i samtalen, hvor de kan nås fra, og hvad de bygger på. Læs hvert afsnit, sæt kryds, "
            "og skriv under. Ord i stiplede rammer sættes ind under samtalen. En ny version skal læses igen."
        )
        add_element(header, "p", words)

    def _write_contents(self, body: ET.Element) -> None:
        nav = add_element(body, "nav", aria_label=self._say("Indhold"))
        listed = add_element(nav, "ol")
        for number, chapter in enumerate(self._page.chapters, 1):
            item = add_element(listed, "li")
            add_element(item, "a", self._chapter_name(chapter), href=f"#chapter-{number}")
        for table, entries in self._page.tables.items():
            if entries:
                item = add_element(listed, "li")
                add_element(item, "a", self._table_names[table], href=f"#{table}")
        add_element(add_element(listed, "li"), "a", self._say("Kilder"), href="#sources")

    def _write_chapter(self, main: ET.Element, number: int, chapter: Chapter) -> None:
        name = self._chapter_name(chapter)
        section = add_element(
            main, "section", id=f"chapter-{number}", aria_labelledby=f"h-{number}"
        )
        add_element(section, "h2", f"{number}. {name}", id=f"h-{number}")
        for screen in chapter.steps:
            self._write_step(section, screen)
        self._blocks.write_signature_box(section, f"{number}. {name}")

    def _write_step(self, section: ET.Element, screen: ChapterStep) -> None:
        card = screen.card
        kind = "end" if card.look.startswith("end_") else card.look
        heading = f"name-{card.step}"
        article = add_element(
            section, "article", id=f"step-{card.step}", class_=kind, aria_labelledby=heading
        )
        name = f"{card.number} · {card.word}"
        head = add_element(article, "h3", f"{name} ", id=heading)
        add_element(head, "span", card.step, class_="id")
        first = card.step == self._page.flow.start
        self._blocks.write_links(article, screen, first=first)
        if screen.entries:
            self._blocks.write_table(article, f"{name}: {card.step}", screen.entries)
            self._blocks.write_tick_box(article, f"{card.number} {card.step}")

    def _write_entry_table(
        self, main: ET.Element, table: SignoffTable, entries: Sequence[SignoffEntry]
    ) -> None:
        name = self._table_names[table]
        section = add_element(main, "section", id=table, aria_labelledby=f"h-{table}")
        add_element(section, "h2", name, id=f"h-{table}")
        self._blocks.write_table(section, name, entries)
        self._blocks.write_signature_box(section, name)

    def _write_sources(self, main: ET.Element) -> None:
        say, name = self._say, self._say("Kilder")
        section = add_element(main, "section", id="sources", aria_labelledby="h-sources")
        add_element(section, "h2", name, id="h-sources")
        table = add_element(add_element(section, "div", class_="scroll"), "table")
        add_element(table, "caption", name)
        row = add_element(add_element(table, "thead"), "tr")
        for head in (say("Kilde"), say("Titel"), say("Udgiver"), say("Adresse"), say("Læst den")):
            add_element(row, "th", head, scope="col")
        body = add_element(table, "tbody")
        for source in self._page.flow.sources.values():
            row = add_element(body, "tr", id=f"source-{source.id}")
            add_element(row, "th", source.id, scope="row")
            add_element(row, "td", source.title)
            add_element(row, "td", source.publisher)
            address = add_element(row, "td")
            # Addresses come from the flow's files; only plain web links are made clickable.
            if source.url.startswith("https://"):
                add_element(address, "a", source.url, href=source.url)
            else:
                address.text = source.url
            add_element(row, "td", source.read_on)

    def _chapter_name(self, chapter: Chapter) -> str:
        section: Text | None = chapter.section
        return self._reader.line(section) or self._say("Uden afsnit")


# Recurring blocks: tables of texts, lists of links, boxes to tick and lines to sign.


@dataclass(frozen=True, slots=True)
class LanguageColumn:
    """A language of the page, by its own name; `words` gives a text in it, None if it has none."""

    language: str
    name: str
    words: Callable[[Text], str | None]


class PageBlocks:
    """Writes blocks with a column for each language, and the interface's words in one of them."""

    def __init__(
        self, flow: Flow, columns: Sequence[LanguageColumn], say: PhraseTranslator
    ) -> None:
        self._flow, self._columns, self._say = flow, columns, say
        self._condition_ids = frozenset({*flow.conditions})

    def write_table(
        self, parent: ET.Element, caption: str, entries: Sequence[SignoffEntry]
    ) -> None:
        """Write a table with a column for each language; its caption is for screen readers only."""
        table = add_element(add_element(parent, "div", class_="scroll"), "table", class_="texts")
        add_element(table, "caption", caption)
        row = add_element(add_element(table, "thead"), "tr")
        say = self._say
        heads = (say("Hvad"), *(column.name for column in self._columns), say("Bemærk"))
        for head in heads:
            add_element(row, "th", head, scope="col")
        body = add_element(table, "tbody")
        for entry in entries:
            self._write_row(body, entry)

    def write_links(self, parent: ET.Element, screen: ChapterStep, *, first: bool) -> None:
        """Write which steps lead to a step, and which it leads to."""
        say = self._say
        if first:
            add_element(parent, "p", say("Samtalen begynder her."))
        paths = add_element(parent, "div", class_="paths")
        if screen.comes_from:
            self._write_link_list(paths, say("Nås fra"), screen.comes_from)
        if screen.leads_to:
            self._write_link_list(paths, say("Fører til"), screen.leads_to)

    def write_tick_box(self, parent: ET.Element, what: str) -> None:
        """Write a box to tick once something has been read."""
        label = add_element(parent, "label", class_="read")
        add_element(label, "input", type="checkbox")
        add_element(label, "span", self._say("Læst: {what}", what=what))

    def write_signature_box(self, parent: ET.Element, what: str) -> None:
        """Write the box in which a chapter is approved and signed."""
        say = self._say
        box = add_element(parent, "fieldset", class_="sign")
        add_element(box, "legend", say("Godkendelse: {what}", what=what))
        ticks = add_element(box, "div")
        for words in (
            say("Ordene er rigtige"),
            say("Vejen hertil er rigtig"),
            say("Loven er rigtig gengivet"),
        ):
            label = add_element(ticks, "label")
            add_element(label, "input", type="checkbox")
            add_element(label, "span", words)
        lines = add_element(box, "div")
        for words in (say("Navn"), say("Rolle"), say("Dato"), say("Underskrift")):
            label = add_element(lines, "label", words)
            add_element(label, "input", type="text", autocomplete="off")

    def _write_row(self, body: ET.Element, entry: SignoffEntry) -> None:
        row = add_element(body, "tr")
        if entry.id:
            row.set("id", entry.id)
        if any(note.kind == "change" for note in entry.notes):
            row.set("class", "changed")
        head = add_element(row, "th", f"{entry.what} ", scope="row")
        if entry.code is not None:
            add_element(head, "code", entry.code)
        for column in self._columns:
            cell = add_element(row, "td", lang=column.language)
            for index, text in enumerate(entry.texts):
                self._write_text(cell, column, text, second=index > 0)
        notes = add_element(row, "td", class_="notes")
        for note in entry.notes:
            self._write_note(notes, note)
        row.tail = "\n"

    def _write_text(
        self, cell: ET.Element, column: LanguageColumn, text: Text, *, second: bool
    ) -> None:
        words = column.words(text)
        class_ = {"class_": "second"} if second else {}
        if words is None:
            class_ = {"class_": "lacking"}
        place = add_element(cell, "div", data_text=text.context, **class_)
        if words is None:
            add_element(place, "p", self._say("Mangler"), lang=self._columns[0].language)
        else:
            write_markup(place, words)

    def _write_note(self, cell: ET.Element, note: EntryNote) -> None:
        line = add_element(cell, "p", f"{note.word}: ")
        if note.kind == "guard":
            self._write_guard(line, note.value)
        elif note.kind == "sources":
            append_linked_words(line, note.value.split(), "source", self._flow.sources)
        else:
            append_words(line, note.value)

    def _write_link_list(self, parent: ET.Element, head: str, links: Sequence[StepLink]) -> None:
        group = add_element(parent, "div")
        add_element(group, "p", f"{head}:", class_="from")
        listed = add_element(group, "ul", class_="ways")
        for way in links:
            item = add_element(listed, "li")
            card = way.card
            if card.number is None:
                append_words(item, card.word)
            else:
                add_element(item, "a", f"{card.number} {card.step}", href=f"#step-{card.step}")
            if way.when is not None:
                append_words(item, ": ")
                self._write_guard(item, way.when)

    def _write_guard(self, parent: ET.Element, guard: str) -> None:
        append_linked_words(
            add_element(parent, "code"), guard.split(), "condition", self._condition_ids
        )


# An author's markup as HTML, with its placeholders marked.


def write_markup(parent: ET.Element, words: str) -> None:
    """Write an author's text into `parent`; text with broken markup is written as it is."""
    try:
        blocks = parse_markup(words)
    except MarkupError:
        add_element(parent, "p", words)
        return
    items: ET.Element | None = None
    for block in blocks:
        if block.kind == "li":
            # Consecutive items share one list.
            items = add_element(parent, "ul") if items is None else items
            _write_spans(add_element(items, "li"), block)
        else:
            items = None
            _write_spans(add_element(parent, "p"), block)


def append_words(parent: ET.Element, words: str) -> None:
    """Append words after everything that `parent` holds already.

    ElementTree keeps text in two places: before the first child (`text`) and after each (`tail`).
    """
    last = parent[-1] if len(parent) else None
    if last is None:
        parent.text = (parent.text or "") + xml_text(words)
    else:
        last.tail = (last.tail or "") + xml_text(words)


def append_linked_words(
    parent: ET.Element, words: Iterable[str], link: str, known: Iterable[str]
) -> None:
    """Append words separated by spaces; those that are `known` link to `#<link>-<word>`."""
    there = frozenset(known)
    for index, word in enumerate(words):
        if index:
            append_words(parent, " ")
        bare = word.strip("()")  # a guard's parentheses stay outside the link
        before, _, after = word.partition(bare)
        if bare in there:
            append_words(parent, before)
            add_element(parent, "a", bare, href=f"#{link}-{bare}")
            append_words(parent, after)
        else:
            append_words(parent, word)


def _write_spans(parent: ET.Element, block: Block) -> None:
    for part in block.parts:
        if isinstance(part, Placeholder):
            _write_placeholder(add_element(parent, "strong") if part.strong else parent, part)
        elif part.href is not None:
            inside = add_element(parent, "strong") if part.strong else parent
            add_element(inside, "a", f"{part.t} ({part.href})", href=part.href)
        elif part.strong:
            add_element(parent, "strong", part.t)
        else:
            append_words(parent, part.t)


def _write_placeholder(parent: ET.Element, place: Placeholder) -> None:
    """Mark a placeholder for words from the conversation, the municipality or the law."""
    name = place.id if place.kind == "fact" else f"{place.kind}.{place.id}"
    if place.kind == "law":
        add_element(parent, "a", f"{{{name}}}", class_="place", href=f"#law-{place.id}")
    else:
        add_element(parent, "span", f"{{{name}}}", class_="place")


# The style sheet, for screen and paper.

STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --muted: #454545; --paper: #fff; --soft: #f4f5f7; --line: #8a8f96;
  --link: #004d99; --danger: #b00020; --lack: #fff1cf; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #f2f2f2; --muted: #c9ccd0; --paper: #14171b;
  --soft: #1f242a; --line: #7d848c; --link: #9cc8ff; --danger: #ff9a9a; --lack: #3b2f0c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 90rem; padding: 1.5rem; font: 1rem/1.45 "IBM Plex Sans", system-ui, sans-serif;
  color: var(--ink); background: var(--paper); }
a { color: var(--link); }
nav a, .paths a { display: inline-block; padding-block: .125rem; min-inline-size: 1.5rem; }
.skip:not(:focus) { position: absolute; inset-inline-start: -99rem; }
h1, h2, h3 { line-height: 1.25; }
h2 { margin-block: 3rem .5rem; padding-block-start: .5rem; border-block-start: 3px solid var(--ink); }
h3 { margin-block: 2rem .25rem; }
.danger > h3 { border-inline-start: .5rem double var(--danger); padding-inline-start: .5rem; }
.end > h3 { border-block: 1px solid var(--ink); padding-block: .25rem; }
code, .id { font: .875em ui-monospace, monospace; color: var(--muted); overflow-wrap: anywhere; }
.paths { display: flex; flex-wrap: wrap; gap: 0 3rem; }
.ways { margin-block: 0 .25rem; padding-inline-start: 1.25rem; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .125rem 1rem; }
.facts dd { margin: 0; min-inline-size: 0; overflow-wrap: anywhere; }
.from { margin-block: .5rem 0; }
.scroll { position: relative; overflow-x: auto; margin-block: .5rem; }
table { inline-size: 100%; min-inline-size: 44rem; table-layout: fixed; border-collapse: collapse; }
caption { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { border: 1px solid var(--line); padding: .375rem .5rem; text-align: start; vertical-align: top; }
thead th { background: var(--soft); }
th { overflow-wrap: anywhere; }
tbody th { font-weight: 600; }
.texts th:first-child { inline-size: 14%; }
.texts th:last-child { inline-size: 22%; }
td p, td ul { margin: 0 0 .25rem; }
td ul { padding-inline-start: 1.25rem; }
.second { color: var(--muted); }
.lacking { background: var(--lack); font-style: italic; }
.changed > th { border-inline-start: .375rem solid var(--link); }
.place { border: 1px dashed var(--line); border-radius: .25rem; padding-inline: .25rem; font-size: .875em; }
.notes { font-size: .875rem; overflow-wrap: anywhere; }
.read { display: flex; gap: .5rem; align-items: center; margin-block: .5rem 0; }
.sign { min-inline-size: 0; margin-block: 1.5rem; padding: 1rem; border: 2px solid var(--ink); break-inside: avoid; }
.sign div { display: flex; flex-wrap: wrap; gap: 1rem 2rem; margin-block: .5rem; }
.sign label { display: flex; gap: .5rem; align-items: end; }
input[type=checkbox] { inline-size: 1.5rem; block-size: 1.5rem; }
input[type=text] { inline-size: 14rem; max-inline-size: 100%; block-size: 2.25rem; font: inherit; color: inherit; background: none; border: 0;
  border-block-end: 1px solid var(--ink); }
@page { size: A4 landscape; margin: 12mm; }
@media print { :root { font-size: 8pt; } body { max-width: none; padding: 0; line-height: 1.3; }
  a { color: inherit; text-decoration: none; } th, td { padding: .2rem .4rem; } h3 { margin-block: 1.25rem .25rem; }
  section + section > h2 { break-before: page; } h2, h3, thead, .paths { break-after: avoid; }
  tr, .ways li, .read { break-inside: avoid; } .read, .sign { break-before: avoid; }
  .scroll { overflow: visible; } table { min-inline-size: 0; } .skip { display: none; } }
"""
