"""What stands on the picture of a flow: cards for steps, arrows for routes, bands for sections, sheets for parts.

A part is run like one step: its `do` card carries the arrows that leave the part, and the part's own steps
stand on a sheet of their own. Nothing here knows sizes or places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.flow.model import (
    AnyStep,
    Do,
    End,
    Flow,
    Guard,
    Return,
    Route,
    Tell,
)
from assistant.prove.picture.bands import Band, bands
from assistant.prove.picture.reader import Reader, title, whole

RouteId = tuple[str, int]  # a step, and which of its routes
Routes = frozenset[RouteId]


@dataclass(frozen=True, slots=True)
class Card:
    """A step on the picture.

    `look` names its shape and symbol; `word` says the same in words; `number` is its place in the flow, none
    for the return from a part; `runs` is the part that it runs; `comes_from` are the numbers of steps on
    other leaves that lead to it.
    """

    step: str
    number: int | None
    look: str
    word: str
    title: str
    whole: str
    runs: str | None = None
    comes_from: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """A route on the picture, from the card that it is drawn at.

    `label` is its guard as the author wrote it, or "otherwise" where it follows guarded ones; `why` adds what
    the conditions in it mean. `end` is the card that it leads to on its sheet: the target's, or one that refers to
    it. `turn` counts the guarded routes of a step, where they are tried one by one.
    """

    route: RouteId
    source: str
    target: str
    end: str
    label: str | None
    why: str
    turn: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The flow's own steps (no `part`), or those of one part, whose `letter` its `do` card shows.

    `continued` marks a leaf that goes on where another ends.
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
    """The whole picture; `run_by` gives the step that runs a part."""

    flow: Flow
    cards: Mapping[str, Card]
    sheets: tuple[Sheet, ...]
    run_by: Mapping[str, str]

    def links(self) -> Iterator[RouteId]:
        """Yield the routes that lead into parts: they are references, not arrows."""
        yield from ((step, 0) for step in self.run_by.values())


def chart(flow: Flow, reader: Reader) -> Chart:
    """Return what the picture of `flow` shows, in the words of `reader`."""
    run_by = {step.runs: step.id for step in flow.steps.values() if isinstance(step, Do)}
    letters = {part: _letter(index) for index, part in enumerate(run_by)}
    cards = _Cards(flow, reader, letters, run_by).all()
    sheets = tuple(
        _sheet(flow, reader, part, letters.get(part or "", "")) for part in (None, *run_by)
    )
    return Chart(flow, cards, sheets, run_by)


def leaving(flow: Flow, step: AnyStep) -> Iterator[tuple[RouteId, Route]]:
    """Yield the routes drawn at a step's card; a `do` step has those that leave its part."""
    if isinstance(step, Return):
        return
    drawn: tuple[AnyStep, ...] = (step,)
    if isinstance(step, Do):
        parts = (each for each in flow.steps.values() if isinstance(each, Return))
        drawn = tuple(each for each in parts if each.part == step.runs)
    for at in drawn:
        yield from (((at.id, index), route) for index, route in enumerate(at.routes))


def _sheet(flow: Flow, reader: Reader, part: str | None, letter: str) -> Sheet:
    steps = tuple(step for step in flow.steps.values() if step.part == part)
    arrows = tuple(arrow for step in steps for arrow in _arrows(flow, reader, step))
    pairs = tuple((arrow.source, arrow.target) for arrow in arrows)
    return Sheet(part, letter, bands(flow, steps, pairs), arrows)


def _arrows(flow: Flow, reader: Reader, step: AnyStep) -> Iterator[Arrow]:
    routes = tuple(leaving(flow, step))
    guarded = sum(route.guard is not None for _, route in routes)
    for turn, (id_, route) in enumerate(routes, 1):
        label = route.guard.text if route.guard else reader.say("ellers") if guarded else None
        counted = turn if route.guard and guarded > 1 else None
        yield Arrow(
            id_, step.id, route.to, route.to, label, _why(flow, reader, route.guard), counted
        )


def _why(flow: Flow, reader: Reader, guard: Guard | None) -> str:
    if guard is None:
        return ""
    words = guard.text.replace("(", " ").replace(")", " ").split()
    named = (flow.conditions[word] for word in dict.fromkeys(words) if word in flow.conditions)
    because = (f"{each.id}: {reader.line(each.because)}" for each in named if each.because)
    return "\n".join((guard.text, *because))


def _letter(index: int) -> str:
    before, last = divmod(index, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


class _Cards:
    """Makes the cards of a flow."""

    def __init__(
        self, flow: Flow, reader: Reader, letters: Mapping[str, str], run_by: Mapping[str, str]
    ) -> None:
        self._flow, self._reader, self._letters, self._run_by = flow, reader, letters, run_by
        counted = (step.id for step in flow.steps.values() if not isinstance(step, Return))
        self._number = {step: number for number, step in enumerate(counted, 1)}
        self._words = looks(reader)

    def all(self) -> dict[str, Card]:
        """Return every step's card, by step."""
        return {step.id: self._card(step) for step in self._flow.steps.values()}

    def _card(self, step: AnyStep) -> Card:
        return Card(
            step.id,
            self._number.get(step.id),
            look(step),
            self._word(step),
            title(self._flow, step, self._reader),
            whole(step, self._flow, self._reader),
            step.runs if isinstance(step, Do) else None,
        )

    def _word(self, step: AnyStep) -> str:
        say = self._reader.say
        if isinstance(step, Do):
            return say("Del {letter}", letter=self._letters[step.runs])
        if isinstance(step, Return):
            return say("Tilbage til {number}", number=self._number[self._run_by[step.part or ""]])
        return self._words[look(step)]


def look(step: AnyStep) -> str:
    """Return the name of a step's shape and symbol."""
    match step:
        case Tell(level=level):
            return level
        case End(outcome=outcome):
            return f"end_{outcome}"
        case _:
            return step.kind


def looks(reader: Reader) -> dict[str, str]:
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
