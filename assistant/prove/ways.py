"""From an aim at the end back to what must be known on entering each step to come there, and what it costs.

An aim says which answers, at each end, are meant. Going backward, a fork that does not matter for the aim falls
away by itself: where all routes lead to the same set, their guards are not in it. So proving one guarantee looks at
no more of a flow than that guarantee needs. What conversations never come to (see `reach`) may be taken either way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.prove.diagram import FALSE, mask
from assistant.prove.judging import Amounts
from assistant.prove.reach import Reach
from assistant.prove.space import Space

Cost = tuple[int, int]  # question screens and steps still to come
HERE: Cost = (0, 0)
Sets = dict[Cost, int]  # cost -> what must be known for it; empty where there is no way
MANY = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """What whole conversations may cost; what can't keep to it is left out. Only what has a limit is counted.

    Without an upper limit, numbers of screens that are enough are not told apart.
    """

    fewest_screens: int = 0
    most_screens: int = MANY
    most_steps: int = MANY

    @property
    def count_screens(self) -> bool:
        """Whether question screens are counted."""
        return self.fewest_screens > 0 or self.most_screens < MANY

    @property
    def count_steps(self) -> bool:
        """Whether steps are counted."""
        return self.most_steps < MANY


UNLIMITED = Limits()


@dataclass(frozen=True, slots=True)
class Screen:
    """A step entered with some sums, in one of the parts in which the same options show."""

    step: str
    sums: Amounts
    part: int


@dataclass(slots=True)
class Ways:
    """The ways to `aims` that keep to `limits`; `aims`: step, mostly an end -> what is meant on entering it."""

    reach: Reach
    aims: Mapping[str, int]
    limits: Limits = UNLIMITED
    entered: dict[tuple[str, Amounts], Sets] = field(default_factory=dict)
    _answered: dict[tuple[Screen, int, Amounts], Sets] = field(default_factory=dict)
    _left: dict[tuple[str, Amounts], Sets] = field(default_factory=dict)

    @classmethod
    def to(cls, reach: Reach, aims: Mapping[str, int], limits: Limits | None = None) -> Ways:
        """Return the ways to `aims`, from every step that conversations reach."""
        ways = cls(reach, aims, limits or UNLIMITED)
        for step in reversed(reach.space.layout.order):
            same = ways._whatever_is_answered(step)
            for sums in reach.entered.get(step, ()):
                ways.entered[step, sums] = ways._entering(step, sums) if same is None else same
        return ways

    @property
    def space(self) -> Space:
        """The flow laid out."""
        return self.reach.space

    @property
    def costs(self) -> tuple[Cost, ...]:
        """What conversations that come to the aim cost, least first; nothing where none does."""
        start, holds = self.space.flow.start, self.space.diagrams.holds
        sets = self.entered[start, ()]
        return tuple(sorted(c for c, held in sets.items() if holds(held, self.space.passed(start))))

    def price(self, step: str) -> Cost:
        """Return what passing a step adds to the cost."""
        layout, limits = self.space.layout, self.limits
        screens = layout.screens(step) if limits.count_screens else 0
        return screens, layout.listed(step) if limits.count_steps else 0

    def answering(self, screen: Screen, asked: int, sums: Amounts) -> Sets:
        """Return what must be known before the question number `asked` of a screen, `sums` being the scores."""
        if asked == len(self.space.layout.asks[screen.step]):
            return self._leaving(screen.step, sums)
        key = (screen, asked, sums)
        known = self._answered.get(key)
        if known is None:
            known = self._answered[key] = self._before(screen, asked, sums)
        return known

    def _whatever_is_answered(self, step: str) -> Sets | None:
        """Return the sets for a step whose answers and routes make no difference; None for others. Most make none."""
        turns = self.reach.turns(step)
        if step in self.aims or step in self.reach.stuck or not turns:
            return None
        first, *others = map(self.entered.__getitem__, turns)
        for sets in others:
            if sets != first:
                return None
        changed, support = self.reach.changed(step), self.space.diagrams.support
        for held in first.values():
            if support(held) & changed:
                return None
        return self._priced(step, first)

    def _entering(self, step: str, sums: Amounts) -> Sets:
        parts = self.reach.parts[step, sums]
        result = self.answering(Screen(step, sums, 0), 0, sums)
        for number, (when, _) in enumerate(parts[1:], 1):
            here = self.answering(Screen(step, sums, number), 0, sums)
            result = self._choice(when, here, result)
        if step in self.aims:
            there = self.space.diagrams.either(result.get(HERE, FALSE), self.aim(step, sums))
            result = {**result, HERE: there}
        return self._priced(step, {cost: held for cost, held in result.items() if held})

    def aim(self, step: str, sums: Amounts) -> int:
        """Return what is meant on entering a step with these sums; false where nothing is."""
        space = self.space
        settled = space.behind[step] | space.passed(step)
        return space.scored(space.known(self.aims.get(step, FALSE), settled), sums)

    def _priced(self, step: str, sets: Sets) -> Sets:
        if self.limits == UNLIMITED:
            return sets
        screens, steps = self.price(step)
        priced: Sets = {}
        for cost, held in sets.items():
            count, length = cost[0] + screens, cost[1] + steps
            if (capped := self._kept(step, count, length)) is not None:
                priced[capped] = self.space.diagrams.either(priced.get(capped, FALSE), held)
        return priced

    def _kept(self, step: str, screens: int, steps: int) -> Cost | None:
        """Return the cost from a step on, as far as it matters; None where no conversation through it keeps to the limits."""
        limits, way = self.limits, self.reach.approach[step]
        if steps > limits.most_steps - way.fewest_steps:
            return None
        if not limits.count_screens:
            return 0, steps
        enough = limits.fewest_screens - way.fewest_screens
        least = limits.fewest_screens - way.most_screens
        if not least <= screens <= limits.most_screens - way.fewest_screens:
            return None
        return min(screens, enough) if limits.most_screens == MANY else screens, steps

    def _before(self, screen: Screen, asked: int, sums: Amounts) -> Sets:
        """Return what must be known before a question for some answer to it to lead on."""
        space, made = self.space, self.space.diagrams
        subject = space.layout.asks[screen.step][asked]
        shown = self.reach.parts[screen.step, screen.sums][screen.part][1]
        own = mask(space.asks(subject))
        result: Sets = {}
        for amounts, answers in space.relation(screen.step, subject, shown).items():
            after = self.answering(screen, asked + 1, space.judging.summed(sums, amounts))
            for cost, held in after.items():
                read = own & made.support(held)
                seen = made.both(made.without(answers, own & ~read), held) if read else held
                result[cost] = made.either(result.get(cost, FALSE), made.without(seen, read))
        return result

    def _leaving(self, step: str, sums: Amounts) -> Sets:
        """Return what must be known once a step is answered: the routes that are ever taken tell."""
        known = self._left.get((step, sums))
        if known is None:
            routes = self.space.flow.steps[step].routes
            taken = [n for n in range(len(routes)) if (step, n, sums) in self.reach.taken]
            last = taken.pop() if taken else None
            known = {} if last is None else self._moving(step, routes[last].to, sums)
            for number in reversed(taken):
                test = self.space.scored(self.space.routes[step][number], sums)
                known = self._choice(test, self._moving(step, routes[number].to, sums), known)
            self._left[step, sums] = known
        return known

    def _moving(self, step: str, target: str, sums: Amounts) -> Sets:
        """Return what must be known on leaving `step` for `target`: what was left aside by then is false."""
        space, sets = self.space, self.entered[target, sums]
        if not sets:
            return sets
        false, true = space.moved(step, target)
        moved = {c: space.diagrams.restricted(held, false, true) for c, held in sets.items()}
        return {cost: held for cost, held in moved.items() if held}

    def _choice(self, test: int, then: Sets, other: Sets) -> Sets:
        if then == other:
            return then
        choice = self.space.diagrams.choice
        costs = {**then, **other}
        return {c: choice(test, then.get(c, FALSE), other.get(c, FALSE)) for c in costs}
