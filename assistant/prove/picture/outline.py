"""The picture in plain words: a nested list that says the same, for whoever does not see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.flow.model import Flow
from assistant.prove.picture.chart import Arrow, Card, Chart, Sheet, chart
from assistant.prove.picture.reader import Reader


def outline(flow: Flow, reader: Reader | None = None) -> str:
    """Return sections, their steps and where each leads; a part's steps stand below the step that runs it."""
    reader = reader or Reader()
    drawn = chart(flow, reader)
    sheets = {sheet.part: sheet for sheet in drawn.sheets}
    head = f"{reader.line(flow.title)} ({flow.id}, version {flow.version})"
    return "\n".join([head, *_sheet(drawn, sheets, None, reader)]) + "\n"


def told(chart: Chart, reader: Reader) -> str:
    """Return what the picture is of and how it is read, in two sentences."""
    return reader.say(
        "Kort over samtalen med {steps} trin. Læs ovenfra og ned; hvert trin siger, hvor det fører hen.",
        steps=sum(card.number is not None for card in chart.cards.values()),
    )


def card_told(chart: Chart, card: Card) -> str:
    """Return all that a card says, and where it leads."""
    number = f" {card.number}" if card.number else ""
    arrows = (arrow for sheet in chart.sheets for arrow in sheet.arrows)
    leads = (_leads(chart, arrow) for arrow in arrows if arrow.source == card.step)
    return "\n".join([f"{card.word}{number}: {card.step}", *filter(None, [card.whole]), *leads])


def _sheet(
    chart: Chart, sheets: Mapping[str | None, Sheet], part: str | None, reader: Reader
) -> Iterator[str]:
    for band in sheets[part].bands:
        yield ""
        yield reader.line(band.section) or "-"
        for step in band.steps:
            card = chart.cards[step]
            yield from (f"  {line}" for line in _card(chart, card, sheets[part]))
            if card.runs:
                inside = _sheet(chart, sheets, card.runs, reader)
                yield from (f"    {line}".rstrip() for line in inside)


def _card(chart: Chart, card: Card, sheet: Sheet) -> Iterator[str]:
    about = f": {card.title}" if card.title and not card.runs else ""
    number = f"{card.number}. " if card.number else ""
    yield f"{number}{card.word} ({card.step}){about}"
    for arrow in sheet.arrows:
        if arrow.source == card.step:
            yield f"     {_leads(chart, arrow)}"


def _leads(chart: Chart, arrow: Arrow) -> str:
    target = chart.cards[arrow.target]
    to = f"→ {target.number} {target.step}" if target.number else f"→ {target.word}"
    return f"{arrow.label} {to}" if arrow.label else to
