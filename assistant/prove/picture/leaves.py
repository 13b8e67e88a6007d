"""A long sheet cut between sections into leaves that fit side by side.

Where a route goes on to another leaf, its arrow ends in a reference that names the step; that step says in
return which steps lead to it from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.prove.picture.bands import Band, ranks
from assistant.prove.picture.chart import Arrow, Card, Chart, Sheet

_DEEP = 20  # layers of cards on one leaf; more are cut where there is a section to cut at
REFERENCE = "reference"


def cut(chart: Chart) -> Chart:
    """Return the chart with its long sheets cut."""
    sheets = [leaf for sheet in chart.sheets for leaf in _leaves(sheet)]
    cutter = _Cutter(chart, {step: n for n, leaf in enumerate(sheets) for step in leaf.steps})
    before = [None, *sheets]
    cut_sheets = tuple(
        replace(cutter.sheet(n, leaf), continued=above is not None and above.part == leaf.part)
        for n, (leaf, above) in enumerate(zip(sheets, before, strict=False))
    )
    return replace(chart, sheets=cut_sheets, cards={**chart.cards, **cutter.cards})


def _leaves(sheet: Sheet) -> Iterator[Sheet]:
    at = _cut_at(sheet)
    if at is None:
        yield sheet
        return
    for bands in (sheet.bands[:at], sheet.bands[at:]):
        steps = {step for band in bands for step in band.steps}
        arrows = tuple(arrow for arrow in sheet.arrows if arrow.source in steps)
        yield from _leaves(replace(sheet, bands=bands, arrows=arrows))


def _cut_at(sheet: Sheet) -> int | None:
    """Return the band to begin a new leaf with: near the middle, with few routes across."""
    depths = [_depth(band, sheet.arrows) for band in sheet.bands]
    if sum(depths) <= _DEEP or len(depths) == 1:
        return None
    return min(range(1, len(depths)), key=lambda at: (_cost(sheet, depths, at), at))


def _cost(sheet: Sheet, depths: Sequence[int], at: int) -> int:
    above = {step for band in sheet.bands[:at] for step in band.steps}
    below = {step for band in sheet.bands[at:] for step in band.steps}
    across = {a.target for a in sheet.arrows if a.source in above and a.target in below}
    return max(sum(depths[:at]), sum(depths[at:])) + len(across)


def _depth(band: Band, arrows: Sequence[Arrow]) -> int:
    return 1 + max(ranks(band.steps, [(a.source, a.target) for a in arrows]).values(), default=0)


class _Cutter:
    """Ends arrows in references, and tells the steps that they mean where the routes come from."""

    def __init__(self, chart: Chart, leaf_of: Mapping[str, int]) -> None:
        self._chart, self._leaf_of = chart, leaf_of
        self.cards: dict[str, Card] = {}

    def sheet(self, number: int, leaf: Sheet) -> Sheet:
        """Return a leaf with its references."""
        across = {
            arrow.route: f"{number} {arrow.target}"
            for arrow in leaf.arrows
            if self._leaf_of[arrow.target] != number
        }
        arrows = tuple(replace(a, end=across.get(a.route, a.end)) for a in leaf.arrows)
        band_of = {step: n for n, band in enumerate(leaf.bands) for step in band.steps}
        last: dict[str, int] = {}
        for arrow in arrows:
            if arrow.route in across:
                self._refer(arrow)
                last[arrow.end] = max(last.get(arrow.end, 0), band_of[arrow.source])
        bands = tuple(
            replace(band, steps=(*band.steps, *(key for key, at in last.items() if at == n)))
            for n, band in enumerate(leaf.bands)
        )
        return replace(leaf, bands=bands, arrows=arrows)

    def _refer(self, arrow: Arrow) -> None:
        cards = self._chart.cards
        target, source = cards[arrow.target], cards[arrow.source]
        here = self.cards.get(arrow.target, target)
        sources = dict.fromkeys((*here.comes_from, source.number or 0))
        self.cards[arrow.target] = replace(here, comes_from=tuple(sources))
        self.cards[arrow.end] = replace(target, look=REFERENCE, runs=None)
