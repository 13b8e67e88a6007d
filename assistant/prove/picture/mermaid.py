"""The picture of a flow as Mermaid text: for Markdown, where a drawing is made by whoever shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.flow.model import Flow
from assistant.prove.picture.chart import Arrow, Card, Chart, Routes, Sheet, chart
from assistant.prove.picture.measure import ELLIPSIS
from assistant.prove.picture.reader import Reader

_SHAPES = {
    "ask": ("(", ")"),
    "form": ("[/", "/]"),
    "repeat": ("[(", ")]"),
    "decide": ("{{", "}}"),
    "do": ("[[", "]]"),
    "return": ("([", "])"),
    "danger": (">", "]"),
}
_END = ("(((", ")))")
_PLAIN = ("[", "]")
_CLASSES = (
    "  classDef danger stroke-width:4px,stroke:#b00020",
    "  classDef ending stroke-width:3px",
)
_LONGEST = 60  # characters of a title or label
_MARKUP = frozenset('#"<>&`\\;')


def mermaid(flow: Flow, reader: Reader | None = None, taken: Routes | None = None) -> str:
    """Return `flow` as a Mermaid flowchart; where `taken` tells the routes that are tested, the others are dotted.

    Every step is a node, every route an arrow; sections are subgraphs, inside those of their part.
    """
    reader = reader or Reader()
    drawn = chart(flow, reader)
    names = {step: f"s{index}" for index, step in enumerate(flow.steps)}
    return "\n".join(_Text(drawn, reader, taken, names).lines()) + "\n"


class _Text:
    """Writes a chart line by line."""

    def __init__(
        self, chart: Chart, reader: Reader, taken: Routes | None, names: Mapping[str, str]
    ) -> None:
        self._chart, self._reader, self._taken, self._names = chart, reader, taken, names

    def lines(self) -> Iterator[str]:
        """Yield the lines of the flowchart."""
        yield "---"
        yield f"title: {_yaml(self._reader.line(self._chart.flow.title))}"
        yield "---"
        yield "flowchart TB"
        for index, sheet in enumerate(self._chart.sheets):
            yield from self._sheet(index, sheet)
        for sheet in self._chart.sheets:
            yield from (self._arrow(arrow) for arrow in sheet.arrows)
        yield from (self._into(step) for step in self._chart.run_by.values())
        yield from _CLASSES

    def _sheet(self, index: int, sheet: Sheet) -> Iterator[str]:
        if sheet.part is not None:
            word = self._chart.cards[self._chart.run_by[sheet.part]].word
            yield f'  subgraph p{index}["{_quoted(f"{word}: {sheet.part}")}"]'
        for number, band in enumerate(sheet.bands):
            title = self._reader.line(band.section) or "-"
            yield f'  subgraph p{index}b{number}["{_quoted(title)}"]'
            yield from (f"    {self._node(self._chart.cards[step])}" for step in band.steps)
            yield "  end"
        if sheet.part is not None:
            yield "  end"

    def _node(self, card: Card) -> str:
        opening, closing = _END if card.look.startswith("end_") else _SHAPES.get(card.look, _PLAIN)
        number = f"{card.number}. " if card.number else ""
        head = f"{number}{card.word}: {card.step}"
        words = f"<br>{_quoted(_short(card.title))}" if card.title else ""
        class_ = {"danger": ":::danger"}.get(card.look, "")
        if card.look.startswith("end_"):
            class_ = ":::ending"
        return f'{self._names[card.step]}{opening}"{_quoted(head)}{words}"{closing}{class_}'

    def _arrow(self, arrow: Arrow) -> str:
        turn = f"{arrow.turn}. " if arrow.turn else ""
        label = f'|"{_quoted(_short(turn + arrow.label))}"|' if arrow.label else ""
        line = self._line(arrow.route)
        # A part is left at its return, which stands for the arrows that its card has on the picture.
        return f"  {self._names[arrow.route[0]]} {line}{label} {self._names[arrow.target]}"

    def _into(self, step: str) -> str:
        target = self._chart.flow.steps[step].routes[0].to
        return f"  {self._names[step]} {self._line((step, 0))} {self._names[target]}"

    def _line(self, route: tuple[str, int]) -> str:
        taken = self._taken is None or route in self._taken
        return "-->" if taken else "-.->"


def _short(words: str) -> str:
    if len(words) <= _LONGEST:
        return words
    return words[: _LONGEST - 1].rpartition(" ")[0].rstrip(" ,;:.") + ELLIPSIS


def _quoted(words: str) -> str:
    """Return words as they may stand between Mermaid's quotes: nothing in them is markup."""
    plain = "".join(character for character in words if character.isprintable())
    return "".join(f"#{ord(c)};" if c in _MARKUP else c for c in plain)


def _yaml(words: str) -> str:
    plain = "".join(character for character in words if character.isprintable())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
