"""All conversations of a flow in one pass forward: for each step, the set of all that can be known on entering it.

Steps are taken in an order in which all that lead to a step come before it. What no route and no option ahead reads
any more is forgotten, so different pasts become one. Sums of scores are kept beside the sets: they are small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from assistant.prove.answers import Shown
from assistant.prove.diagram import FALSE, TRUE
from assistant.prove.judging import Amounts
from assistant.prove.space import Part, Space

Spread = dict[Amounts, int]  # sums of scores -> what can be known


@dataclass(frozen=True, slots=True)
class Approach:
    """How much lies on the ways to a step, itself left out; no way has fewer, or more."""

    fewest_screens: int
    most_screens: int
    fewest_steps: int


@dataclass(slots=True)
class Reach:
    """What conversations can come to.

    `entered`: step -> what can be known on entering it; `answered`: the same once its questions are answered;
    `parts`: step and sums -> the parts in which the same options show; `taken`: routes, by step, number and sums; `approach`: how much lies
    on the ways to each step; `stuck`: questions to which some have no answer.
    """

    space: Space
    entered: dict[str, Spread] = field(default_factory=dict)
    answered: dict[str, Spread] = field(default_factory=dict)
    parts: dict[tuple[str, Amounts], tuple[Part, ...]] = field(default_factory=dict)
    taken: set[tuple[str, int, Amounts]] = field(default_factory=set)
    approach: dict[str, Approach] = field(default_factory=dict)
    stuck: set[str] = field(default_factory=set)
    _turns: dict[str, dict[tuple[str, Amounts], None]] = field(default_factory=dict)
    _changed: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, space: Space) -> Reach:
        """Return what conversations of a flow can come to, exactly."""
        reach = cls(space)
        reach._sweep(_reads(space, _judged))
        return reach

    @classmethod
    def at_most(cls, space: Space) -> Reach:
        """Return what they can come to, or some more: forks are taken either way unless options hang on them.

        That is enough to prove from (see `ways`), and a third of the work.
        """
        reach = cls(space)
        reach._sweep(_reads(space, _shown))
        return reach

    def turns(self, step: str) -> Iterable[tuple[str, Amounts]]:
        """Return where conversations go from a step: each target with the sums that they come with."""
        return self._turns.get(step, ())

    def changed(self, step: str) -> int:
        """Return the variables that answering a step, or going on from it, gives a value."""
        known = self._changed.get(step)
        if known is None:
            known = self.space.settles[step]
            for target, _ in self.turns(step):
                false, true = self.space.moved(step, target)
                known |= false | true
            self._changed[step] = known
        return known

    def _sweep(self, reads: Mapping[str, int]) -> None:
        space = self.space
        self.entered[space.flow.start] = {(): TRUE}
        self.approach[space.flow.start] = Approach(0, 0, 0)
        for step in space.layout.order:
            for sums, known in self.entered.get(step, {}).items():
                self.parts[step, sums] = space.parts(step, sums, known)
            here = self.answered[step] = self._answered(step, reads[step])
            for sums, known in here.items():
                self._onward(step, sums, known, reads)
            for target, _ in self.turns(step):
                self._counted(step, target)

    def _counted(self, step: str, target: str) -> None:
        layout, here = self.space.layout, self.approach[step]
        screens, listed = layout.screens(step), layout.listed(step)
        way = Approach(
            here.fewest_screens + screens, here.most_screens + screens, here.fewest_steps + listed
        )
        before = self.approach.get(target, way)
        self.approach[target] = Approach(
            min(way.fewest_screens, before.fewest_screens),
            max(way.most_screens, before.most_screens),
            min(way.fewest_steps, before.fewest_steps),
        )

    def _answered(self, step: str, read: int) -> Spread:
        made, found = self.space.diagrams, Spread()
        for sums, known in self.entered.get(step, {}).items():
            for when, shown in self.parts[step, sums]:
                here: Spread = {sums: made.both(known, when)}
                for subject in self.space.layout.asks[step]:
                    here = self._asked(step, subject, shown, here, read)
                if not here:
                    self.stuck.add(step)
                for after, held in here.items():
                    found[after] = made.either(found.get(after, FALSE), held)
        return found

    def _asked(self, step: str, subject: str, shown: Shown, spread: Spread, read: int) -> Spread:
        made, found = self.space.diagrams, Spread()
        unread = ~read
        for amounts, answers in self.space.relation(step, subject, shown).items():
            seen = made.without(answers, unread)
            for sums, known in spread.items():
                after = self.space.judging.summed(sums, amounts)
                found[after] = made.either(found.get(after, FALSE), made.both(known, seen))
        return found

    def _onward(self, step: str, sums: Amounts, known: int, reads: Mapping[str, int]) -> None:
        space, made = self.space, self.space.diagrams
        routes = space.flow.steps[step].routes
        for number, (route, guard) in enumerate(zip(routes, space.routes[step], strict=True)):
            test = space.scored(guard, sums)
            here = made.both(known, test)
            if here == FALSE:
                continue
            known = made.except_(known, test)
            self.taken.add((step, number, sums))
            self._turns.setdefault(step, {})[route.to, sums] = None
            kept = self._moved(step, route.to, here, reads[route.to])
            entered = self.entered.setdefault(route.to, {})
            entered[sums] = made.either(entered.get(sums, FALSE), kept)

    def _moved(self, step: str, target: str, known: int, read: int) -> int:
        """Return what is known on entering `target`: what was left aside is false, what is unread forgotten."""
        made = self.space.diagrams
        false, true = self.space.moved(step, target)
        moved = made.assigned((false | true) & read, true)
        return made.both(made.without(known, ~read), moved)


def _reads(space: Space, judged: Callable[[Space, str], Iterator[int]]) -> Mapping[str, int]:
    """Return for each step the variables that what is `judged` at it, or at a step that it can lead to, reads."""
    found = dict.fromkeys(space.layout.order, 0)
    for step in reversed(space.layout.order):
        for diagram in {*judged(space, step)}:
            found[step] |= space.diagrams.support(diagram)
        for route in space.flow.steps[step].routes:
            found[step] |= found[route.to]
    return found


def _judged(space: Space, step: str) -> Iterator[int]:
    yield from space.routes[step]
    yield from _shown(space, step)


def _shown(space: Space, step: str) -> Iterator[int]:
    for options in space.shows[step].values():
        yield from (shown for _, shown in options)
