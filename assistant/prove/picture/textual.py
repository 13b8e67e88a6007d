"""The picture without a drawing: a nested list in plain words, Mermaid text, and a JSON document.

The plain words also serve the SVG: each card has them as its title, so that the picture can be read
without being seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.flow.model import Flow
from assistant.prove.picture.chart import Arrow, Card, Chart, ChartSheet, Routes, build_chart
from assistant.prove.picture.geometry import ELLIPSIS
from assistant.prove.picture.reader import TextReader


def render_outline(flow: Flow, reader: TextReader | None = None) -> str:
    """Render sections, their steps and where each leads; a part's steps stand below its card."""
    reader = reader or TextReader()
    drawn = build_chart(flow, reader)
    sheets = {sheet.part: sheet for sheet in drawn.sheets}
    head = f"{reader.line(flow.title)} ({flow.id}, version {flow.version})"
    return "\n".join([head, *_outline_sheet(drawn, sheets, None, reader)]) + "\n"


def describe_picture(chart: Chart, reader: TextReader) -> str:
    """Describe the picture in two sentences: its subject, and how to read it."""
    return reader.say(
        "Kort over samtalen med {steps} trin. Læs ovenfra og ned; hvert trin siger, hvor det fører hen.",
        steps=sum(card.number is not None for card in chart.cards.values()),
    )


def describe_card(chart: Chart, card: Card) -> str:
    """Describe a card: everything that it says, and where it leads."""
    number = f" {card.number}" if card.number else ""
    arrows = (arrow for sheet in chart.sheets for arrow in sheet.arrows)
    leads = (_describe_arrow(chart, arrow) for arrow in arrows if arrow.source == card.step)
    return "\n".join([f"{card.word}{number}: {card.step}", *filter(None, [card.full_text]), *leads])


def _outline_sheet(
    chart: Chart, sheets: Mapping[str | None, ChartSheet], part: str | None, reader: TextReader
) -> Iterator[str]:
    for band in sheets[part].bands:
        yield ""
        yield reader.line(band.section) or "-"
        for step in band.steps:
            card = chart.cards[step]
            yield from (f"  {line}" for line in _outline_card(chart, card, sheets[part]))
            if card.runs:
                inside = _outline_sheet(chart, sheets, card.runs, reader)
                yield from (f"    {line}".rstrip() for line in inside)


def _outline_card(chart: Chart, card: Card, sheet: ChartSheet) -> Iterator[str]:
    about = f": {card.title}" if card.title and not card.runs else ""
    number = f"{card.number}. " if card.number else ""
    yield f"{number}{card.word} ({card.step}){about}"
    for arrow in sheet.arrows:
        if arrow.source == card.step:
            yield f"     {_describe_arrow(chart, arrow)}"


def _describe_arrow(chart: Chart, arrow: Arrow) -> str:
    target = chart.cards[arrow.target]
    to = f"→ {target.number} {target.step}" if target.number else f"→ {target.word}"
    return f"{arrow.label} {to}" if arrow.label else to


# Mermaid: text for Markdown, where whoever shows it makes the drawing.

_SHAPES = {
    "ask": ("(", ")"),
    "form": ("[/", "/]"),
    "repeat": ("[(", ")]"),
    "decide": ("{{", "}}"),
    "do": ("[[", "]]"),
    "return": ("([", "])"),
    "danger": (">", "]"),
}
_END_SHAPE = ("(((", ")))")
_PLAIN_SHAPE = ("[", "]")
_CLASSES = (
    "  classDef danger stroke-width:4px,stroke:#b00020",
    "  classDef ending stroke-width:3px",
)
_LONGEST_LABEL = 60  # characters of a title or label
_MARKUP = frozenset('#"<>&`\\;')


def render_mermaid(
    flow: Flow, reader: TextReader | None = None, taken: Routes | None = None
) -> str:
    """Render `flow` as a Mermaid flowchart; if `taken` is given, all other routes are dotted.

    Every step is a node, every route an arrow; sections are subgraphs, inside those of their part.
    """
    reader = reader or TextReader()
    drawn = build_chart(flow, reader)
    names = {step: f"s{index}" for index, step in enumerate(flow.steps)}
    return "\n".join(_MermaidWriter(drawn, reader, taken, names).lines()) + "\n"


class _MermaidWriter:
    """Writes a chart line by line."""

    def __init__(
        self, chart: Chart, reader: TextReader, taken: Routes | None, names: Mapping[str, str]
    ) -> None:
        self._chart, self._reader, self._taken, self._names = chart, reader, taken, names

    def lines(self) -> Iterator[str]:
        """Yield the lines of the flowchart."""
        yield "---"
        yield f"title: {_quote_yaml(self._reader.line(self._chart.flow.title))}"
        yield "---"
        yield "flowchart TB"
        for index, sheet in enumerate(self._chart.sheets):
            yield from self._sheet_lines(index, sheet)
        for sheet in self._chart.sheets:
            yield from (self._arrow_line(arrow) for arrow in sheet.arrows)
        yield from (self._part_arrow_line(step) for step in self._chart.run_by.values())
        yield from _CLASSES

    def _sheet_lines(self, index: int, sheet: ChartSheet) -> Iterator[str]:
        if sheet.part is not None:
            word = self._chart.cards[self._chart.run_by[sheet.part]].word
            yield f'  subgraph p{index}["{_quote_label(f"{word}: {sheet.part}")}"]'
        for number, band in enumerate(sheet.bands):
            title = self._reader.line(band.section) or "-"
            yield f'  subgraph p{index}b{number}["{_quote_label(title)}"]'
            yield from (f"    {self._card_line(self._chart.cards[step])}" for step in band.steps)
            yield "  end"
        if sheet.part is not None:
            yield "  end"

    def _card_line(self, card: Card) -> str:
        opening, closing = (
            _END_SHAPE if card.look.startswith("end_") else _SHAPES.get(card.look, _PLAIN_SHAPE)
        )
        number = f"{card.number}. " if card.number else ""
        head = f"{number}{card.word}: {card.step}"
        words = f"<br>{_quote_label(_shorten(card.title))}" if card.title else ""
        class_ = {"danger": ":::danger"}.get(card.look, "")
        if card.look.startswith("end_"):
            class_ = ":::ending"
        return f'{self._names[card.step]}{opening}"{_quote_label(head)}{words}"{closing}{class_}'

    def _arrow_line(self, arrow: Arrow) -> str:
        turn = f"{arrow.position}. " if arrow.position else ""
        label = f'|"{_quote_label(_shorten(turn + arrow.label))}"|' if arrow.label else ""
        line = self._arrow_stroke(arrow.route)
        # Mermaid draws a part in place, so its arrows start at its return and not at its card.
        return f"  {self._names[arrow.route[0]]} {line}{label} {self._names[arrow.target]}"

    def _part_arrow_line(self, step: str) -> str:
        target = self._chart.flow.steps[step].routes[0].to
        return f"  {self._names[step]} {self._arrow_stroke((step, 0))} {self._names[target]}"

    def _arrow_stroke(self, route: tuple[str, int]) -> str:
        taken = self._taken is None or route in self._taken
        return "-->" if taken else "-.->"


def _shorten(words: str) -> str:
    if len(words) <= _LONGEST_LABEL:
        return words
    return words[: _LONGEST_LABEL - 1].rpartition(" ")[0].rstrip(" ,;:.") + ELLIPSIS


def _quote_label(words: str) -> str:
    """Return words safe between Mermaid's quotes: nothing in them is markup."""
    plain = "".join(character for character in words if character.isprintable())
    return "".join(f"#{ord(c)};" if c in _MARKUP else c for c in plain)


def _quote_yaml(words: str) -> str:
    plain = "".join(character for character in words if character.isprintable())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


# JSON: one document of steps and routes.


def flow_document(
    flow: Flow, reader: TextReader | None = None, taken: Routes | None = None
) -> dict[str, object]:
    """Return `flow` with its steps in order and its routes; `taken` is null unless it is given."""
    reader = reader or TextReader()
    return {
        "flow": flow.id,
        "version": flow.version,
        "steps": list(_step_documents(build_chart(flow, reader), reader)),
        "routes": list(_route_documents(flow, taken)),
    }


def _step_documents(chart: Chart, reader: TextReader) -> Iterator[dict[str, object]]:
    for step in chart.flow.steps.values():
        card = chart.cards[step.id]
        yield {
            "id": step.id,
            "number": card.number,
            "kind": step.kind,
            "level": step.level,
            "outcome": step.outcome,
            "runs": step.runs,
            "part": step.part,
            "section": reader.line(step.section) or None,
            "text": card.full_text or None,
        }


def _route_documents(flow: Flow, taken: Routes | None) -> Iterator[dict[str, object]]:
    for step in flow.steps.values():
        for index, route in enumerate(step.routes):
            yield {
                "from": step.id,
                "index": index,
                "to": route.to,
                "if": route.guard.text if route.guard else None,
                "taken": None if taken is None else (step.id, index) in taken,
            }
