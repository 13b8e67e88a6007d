"""The contents of the picture: cards for steps, arrows for routes, bands for sections.

A part is drawn like one step: its `do` card carries the arrows that leave the part, and the part's
own steps stand on a sheet of their own. Nothing here knows sizes or positions, so every format
(SVG, Mermaid, plain text, the sign-off page) starts from the same chart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.flow.model import (
    AnyStep,
    Flow,
    Guard,
    Route,
    Text,
)
from assistant.prove.picture.reader import TextReader, step_text, step_title

RouteId = tuple[str, int]  # a step, and the index of the route
Routes = frozenset[RouteId]


@dataclass(frozen=True, slots=True)
class Card:
    """A step on the picture.

    `look` names its shape and symbol; `word` says the same in words; `number` is its place in the
    flow, None for the return from a part; `runs` is the part that it runs; `comes_from` are the
    numbers of steps on other leaves that lead to it.
    """

    step: str
    number: int | None
    look: str
    word: str
    title: str
    full_text: str
    runs: str | None = None
    comes_from: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """A route on the picture, from the card that it is drawn at.

    `label` is its guard as the author wrote it, or "otherwise" after guarded ones; `explanation`
    adds what the conditions in it mean. `end` is the card that it leads to on its own sheet: the
    target's, or a reference to it. `position` counts the guarded routes of a step, which are tried
    in order.
    """

    route: RouteId
    source: str
    target: str
    end: str
    label: str | None
    explanation: str
    position: int | None


@dataclass(frozen=True, slots=True)
class ChartSheet:
    """The flow's own steps (`part` is None), or those of one part, with its `letter`.

    A leaf that continues another one is `continued`.
    """

    part: str | None
    letter: str
    bands: tuple[Band, ...]
    arrows: tuple[Arrow, ...]
    continued: bool = False

    @property
    def steps(self) -> tuple[str, ...]:
        """The ids of all cards, band by band."""
        return tuple(step for band in self.bands for step in band.steps)


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole picture; `run_by` maps a part to the step that runs it."""

    flow: Flow
    cards: Mapping[str, Card]
    sheets: tuple[ChartSheet, ...]
    run_by: Mapping[str, str]

    def part_routes(self) -> Iterator[RouteId]:
        """Yield the routes that lead into parts: they are references, not arrows."""
        yield from ((step, 0) for step in self.run_by.values())


def build_chart(flow: Flow, reader: TextReader) -> Chart:
    """Build the chart of `flow`, in the words of `reader`."""
    run_by = {step.runs: step.id for step in flow.steps.values() if step.runs}
    letters = {part: _part_letter(index) for index, part in enumerate(run_by)}
    cards = _CardFactory(flow, reader, letters, run_by).build_all()
    sheets = tuple(
        _build_sheet(flow, reader, part, letters.get(part or "", "")) for part in (None, *run_by)
    )
    return Chart(flow, cards, sheets, run_by)


def outgoing_routes(flow: Flow, step: AnyStep) -> Iterator[tuple[RouteId, Route]]:
    """Yield the routes drawn at a step's card; a `do` card has those that leave its part."""
    if not step.is_listed:
        return
    drawn: tuple[AnyStep, ...] = (step,)
    if step.runs:
        parts = (each for each in flow.steps.values() if not each.is_listed)
        drawn = tuple(each for each in parts if each.part == step.runs)
    for at in drawn:
        yield from (((at.id, index), route) for index, route in enumerate(at.routes))


def _build_sheet(flow: Flow, reader: TextReader, part: str | None, letter: str) -> ChartSheet:
    steps = tuple(step for step in flow.steps.values() if step.part == part)
    arrows = tuple(arrow for step in steps for arrow in _build_arrows(flow, reader, step))
    pairs = tuple((arrow.source, arrow.target) for arrow in arrows)
    return ChartSheet(part, letter, build_bands(flow, steps, pairs), arrows)


def _build_arrows(flow: Flow, reader: TextReader, step: AnyStep) -> Iterator[Arrow]:
    routes = tuple(outgoing_routes(flow, step))
    guarded = sum(route.guard is not None for _, route in routes)
    for turn, (id_, route) in enumerate(routes, 1):
        label = route.guard.text if route.guard else reader.say("ellers") if guarded else None
        counted = turn if route.guard and guarded > 1 else None
        yield Arrow(
            id_,
            step.id,
            route.to,
            route.to,
            label,
            _explain_guard(flow, reader, route.guard),
            counted,
        )


def _explain_guard(flow: Flow, reader: TextReader, guard: Guard | None) -> str:
    if guard is None:
        return ""
    words = guard.text.replace("(", " ").replace(")", " ").split()
    named = (flow.conditions[word] for word in dict.fromkeys(words) if word in flow.conditions)
    because = (f"{each.id}: {reader.line(each.because)}" for each in named if each.because)
    return "\n".join((guard.text, *because))


def _part_letter(index: int) -> str:
    before, last = divmod(index, 26)
    return (_part_letter(before - 1) if before else "") + chr(ord("A") + last)


class _CardFactory:
    """Makes the cards of a flow."""

    def __init__(
        self, flow: Flow, reader: TextReader, letters: Mapping[str, str], run_by: Mapping[str, str]
    ) -> None:
        self._flow, self._reader, self._letters, self._run_by = flow, reader, letters, run_by
        counted = (step.id for step in flow.listed_steps)
        self._number = {step: number for number, step in enumerate(counted, 1)}
        self._words = look_words(reader)

    def build_all(self) -> dict[str, Card]:
        """Return every step's card, by step."""
        return {step.id: self._build_card(step) for step in self._flow.steps.values()}

    def _build_card(self, step: AnyStep) -> Card:
        return Card(
            step.id,
            self._number.get(step.id),
            step.look,
            self._kind_word(step),
            step_title(self._flow, step, self._reader),
            step_text(step, self._flow, self._reader),
            step.runs,
        )

    def _kind_word(self, step: AnyStep) -> str:
        say = self._reader.say
        if step.runs:
            return say("Del {letter}", letter=self._letters[step.runs])
        if not step.is_listed:
            return say("Tilbage til {number}", number=self._number[self._run_by[step.part or ""]])
        return self._words[step.look]


def look_words(reader: TextReader) -> dict[str, str]:
    """Return the word for each look that has one of its own."""
    say = reader.say
    return {
        "ask": say("Ét spørgsmål"),
        "form": say("Skema"),
        "repeat": say("Liste"),
        "decide": say("Vejvalg"),
        "info": say("Besked"),
        "advice": say("Råd"),
        "duty": say("Pligt"),
        "danger": say("Fare"),
        "end_notify": say("Slut: underretning"),
        "end_consult": say("Slut: tal med nogen"),
        "end_follow_up": say("Slut: følg op"),
        "end_none": say("Slut"),
    }


# Bands. Sections stand one below the other, so that every arrow leads down.


@dataclass(frozen=True, slots=True)
class Band:
    """A section with its steps in order; a section that recurs later is another band."""

    section: Text | None
    steps: tuple[str, ...]


def build_bands(
    flow: Flow, steps: Sequence[AnyStep], pairs: Sequence[tuple[str, str]]
) -> tuple[Band, ...]:
    """Return `steps` in bands, so that no arrow of `pairs` (source, target) leads upwards."""
    before: dict[str, list[str]] = {step.id: [] for step in steps}
    for source, target in pairs:
        before[target].append(source)
    sections: list[Text | None] = []
    band: dict[str, int] = {}
    for step in _topological_order(steps, before):
        earliest = max((band[source] for source in before[step.id]), default=0)
        band[step.id] = _find_or_add_band(_section_of(flow, step), sections, earliest)
    return tuple(
        Band(section, tuple(step.id for step in steps if band[step.id] == index))
        for index, section in enumerate(sections)
    )


def rank_steps(members: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Mapping[str, int]:
    """Return the rank of each of `members`: the length of the longest path of arrows to it."""
    rank = dict.fromkeys(members, 0)
    inside = [pair for pair in pairs if pair[0] in rank and pair[1] in rank]
    for _ in members:  # relaxation: a longest path has fewer arrows than there are members
        before = dict(rank)
        for source, target in inside:
            rank[target] = max(rank[target], rank[source] + 1)
        if rank == before:
            break
    return rank


def _topological_order(
    steps: Sequence[AnyStep], before: Mapping[str, Sequence[str]]
) -> list[AnyStep]:
    """Return the steps topologically sorted, and otherwise in the author's order."""
    waiting, done = list(steps), dict[str, AnyStep]()
    while waiting:
        ready = (step for step in waiting if all(source in done for source in before[step.id]))
        step = next(ready, waiting[0])  # no step is ready only if there is a cycle
        waiting.remove(step)
        done[step.id] = step
    return list(done.values())


def _section_of(flow: Flow, step: AnyStep) -> Text | None:
    """Return the section that a reader sees a step in; for a part's run, that of its first step."""
    if step.runs:
        return _section_of(flow, flow.steps[step.routes[0].to])
    return step.section


def _find_or_add_band(section: Text | None, sections: list[Text | None], earliest: int) -> int:
    """Return the first band from `earliest` on with this section; add one if there is none."""
    words = section.words if section else None
    for index in range(earliest, len(sections)):
        known = sections[index]
        if (known.words if known else None) == words:
            return index
    sections.append(section)
    return len(sections) - 1


# Leaves. A long sheet is cut between sections into leaves that fit side by side.
#
# Where a route leads to another leaf, its arrow ends in a reference that names the step; that step in
# turn names the steps that lead to it from elsewhere.

_MOST_LAYERS = 20  # layers of cards on one leaf; a longer sheet is cut between two of its sections
REFERENCE = "reference"


def cut_into_leaves(chart: Chart) -> Chart:
    """Return the chart with its long sheets cut into leaves."""
    sheets = [leaf for sheet in chart.sheets for leaf in _split_sheet(sheet)]
    cutter = _ReferenceMaker(
        chart, {step: n for n, leaf in enumerate(sheets) for step in leaf.steps}
    )
    before = [None, *sheets]
    cut_sheets = tuple(
        replace(
            cutter.with_references(n, leaf), continued=above is not None and above.part == leaf.part
        )
        for n, (leaf, above) in enumerate(zip(sheets, before, strict=False))
    )
    return replace(chart, sheets=cut_sheets, cards={**chart.cards, **cutter.cards})


def _split_sheet(sheet: ChartSheet) -> Iterator[ChartSheet]:
    at = _best_cut(sheet)
    if at is None:
        yield sheet
        return
    for bands in (sheet.bands[:at], sheet.bands[at:]):
        steps = {step for band in bands for step in band.steps}
        arrows = tuple(arrow for arrow in sheet.arrows if arrow.source in steps)
        yield from _split_sheet(replace(sheet, bands=bands, arrows=arrows))


def _best_cut(sheet: ChartSheet) -> int | None:
    """Return the band to begin a new leaf with: near the middle, with few routes across."""
    depths = [_band_depth(band, sheet.arrows) for band in sheet.bands]
    if sum(depths) <= _MOST_LAYERS or len(depths) == 1:
        return None
    return min(range(1, len(depths)), key=lambda at: (_cut_cost(sheet, depths, at), at))


def _cut_cost(sheet: ChartSheet, depths: Sequence[int], at: int) -> int:
    above = {step for band in sheet.bands[:at] for step in band.steps}
    below = {step for band in sheet.bands[at:] for step in band.steps}
    across = {a.target for a in sheet.arrows if a.source in above and a.target in below}
    # The longer leaf sets the height; each reference is as bad as one more layer.
    return max(sum(depths[:at]), sum(depths[at:])) + len(across)


def _band_depth(band: Band, arrows: Sequence[Arrow]) -> int:
    return 1 + max(
        rank_steps(band.steps, [(a.source, a.target) for a in arrows]).values(), default=0
    )


class _ReferenceMaker:
    """Ends arrows in references, and tells the steps referred to where those routes come from."""

    def __init__(self, chart: Chart, leaf_of: Mapping[str, int]) -> None:
        self._chart, self._leaf_of = chart, leaf_of
        self.cards: dict[str, Card] = {}

    def with_references(self, number: int, leaf: ChartSheet) -> ChartSheet:
        """Return a leaf with its references added."""
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
                self._add_reference(arrow)
                last[arrow.end] = max(last.get(arrow.end, 0), band_of[arrow.source])
        bands = tuple(
            replace(band, steps=(*band.steps, *(key for key, at in last.items() if at == n)))
            for n, band in enumerate(leaf.bands)
        )
        return replace(leaf, bands=bands, arrows=arrows)

    def _add_reference(self, arrow: Arrow) -> None:
        cards = self._chart.cards
        target, source = cards[arrow.target], cards[arrow.source]
        here = self.cards.get(arrow.target, target)
        sources = dict.fromkeys((*here.comes_from, source.number or 0))
        self.cards[arrow.target] = replace(here, comes_from=tuple(sources))
        self.cards[arrow.end] = replace(target, look=REFERENCE, runs=None)
