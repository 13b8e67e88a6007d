"""Long random flows: every question has many options, and every fork reads answers given some steps back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from assistant.flow.model import (
    AnyStep,
    Ask,
    Condition,
    End,
    Flow,
    Guarantee,
    Multi,
    Never,
    Option,
    Route,
    Tell,
)
from assistant.flow.model import expression as ex
from tests.examples.builders import by_id, fact_has, flow, text, when

TOLD = 5  # every fifth step tells something, to those whom the fork ahead of it sends there


def long_flow(steps: int, options: int, back: int, seed: int = 1) -> Flow:
    """Return a flow of so many steps and options a question; its forks read up to `back` questions back.

    It has a guarantee for each message: only those who are meant hear it. Some may be broken: forks skip steps.
    """
    return _Author(Random(seed), steps, options, back).flow()


@dataclass
class _Author:
    rng: Random
    steps: int
    options: int
    back: int
    facts: list[Multi] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    guarantees: list[Guarantee] = field(default_factory=list)

    def flow(self) -> Flow:
        """Write step after step."""
        made = [self._step(number) for number in range(self.steps)]
        end = End(id=f"s{self.steps}", outcome="notify")
        whole = flow(tuple(self.facts), (*made, end), conditions=by_id(*self.conditions))
        return replace(whole, guarantees=tuple(self.guarantees))

    def _step(self, number: int) -> AnyStep:
        name, following = f"s{number}", f"s{number + 1}"
        if number % TOLD == TOLD - 1:
            routes = (Route(following),)
            return Tell(id=name, level="duty", pin=False, say=text("Husk"), routes=routes)
        self.facts.append(self._fact(number))
        return Ask(id=name, fact=f"f{number}", routes=self._routes(number, following))

    def _routes(self, number: int, following: str) -> tuple[Route, ...]:
        after = f"s{min(number + 2, self.steps)}"
        if number % TOLD == TOLD - 2:
            told = Condition(f"c{number}", when(self._guard()), None)
            self.conditions.append(told)
            others = when(ex.Not(ex.Named(told.id)))
            self.guarantees.append(Guarantee(f"g{number}", others, Never(following)))
            return Route(following, when(ex.Named(told.id))), Route(after)
        if self.rng.random() < 0.3:
            return Route(after, when(self._guard())), Route(following)
        return (Route(following),)

    def _fact(self, number: int) -> Multi:
        tags = ("now", "today", "watch")
        options = tuple(
            Option(f"o{n}", text(f"Tegn {n}"), tags=frozenset({self.rng.choice(tags)}))
            for n in range(self.options)
        )
        return Multi(id=f"f{number}", options=options, none=text("Ingen"))

    def _guard(self) -> ex.Expression:
        """Return an expression over the newest fact and some before it."""
        before = self.facts[-self.back :]
        facts = [self.facts[-1], *self.rng.sample(before, min(2, len(before)))]
        newest, *others = (self._choose_some(fact) for fact in facts)
        return ex.And((newest, ex.Or(tuple(others))))

    def _choose_some(self, fact: Multi) -> ex.Expression:
        some = self.rng.sample([option.id for option in fact.options], 2)
        tagged = ex.Atom(fact.id, "fact", ex.HasTag(frozenset({"now"})))
        return ex.Or((fact_has(fact.id, *some), tagged))
