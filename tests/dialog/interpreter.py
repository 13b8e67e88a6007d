"""The flow language read aloud: a plain interpreter of a loaded flow, slow and obvious.

It shares no evaluation with the engine: it walks the expression tree anew for every question, and follows
flow-language sections 3 to 7 sentence by sentence. Property tests hold the engine to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.flow.model import (
    UNKNOWN,
    AnyStep,
    Ask,
    End,
    Flow,
    Form,
    Guard,
    Option,
    Repeat,
    Return,
    Value,
)
from assistant.flow.model import expression as ex


@dataclass
class Walk:
    """Where the answers lead."""

    path: list[str] = field(default_factory=list)
    routes: list[tuple[str, int]] = field(default_factory=list)
    answers: dict[str, Value] = field(default_factory=dict)
    screens: list[str] = field(default_factory=list)
    waiting: str | None = None
    ended: str | None = None
    parked: set[str] = field(default_factory=set)


class Interpreter:
    """Follows a flow with the answers `given`."""

    def __init__(self, flow: Flow, given: Mapping[str, Value], today: date) -> None:
        self.flow, self.given, self.today = flow, given, today
        self.answers: dict[str, Value] = {}

    def walk(self) -> Walk:
        """Enter step after step until a question has no fitting answer, or an end is reached."""
        walk, name = Walk(answers=self.answers), self.flow.start
        asked: list[str] = []
        while walk.waiting is None and walk.ended is None:
            step = self.flow.steps[name]
            if not isinstance(step, Return):
                walk.path.append(name)
            asked = self.asks(step)
            if isinstance(step, End):
                walk.ended = name
            elif asked and not all(f in self.given and self.fits(f, self.given[f]) for f in asked):
                walk.waiting = name
            else:
                if asked:
                    walk.screens.append(name)
                    self.answers.update({fact: self.given[fact] for fact in asked})
                index = self.way(step)
                walk.routes.append((name, index))
                name = step.routes[index].to
        walk.parked = set(self.given) - set(self.answers) - set(asked)
        return walk

    def asks(self, step: AnyStep) -> list[str]:
        """Return what a step asks."""
        if isinstance(step, Ask):
            return [step.fact]
        if isinstance(step, Form):
            return list(step.facts)
        return [step.id] if isinstance(step, Repeat) else []

    def way(self, step: AnyStep) -> int:
        """Return the first route that holds."""
        for index, route in enumerate(step.routes):
            if self.holds(route.guard):
                return index
        raise AssertionError(f"no way on from {step.id}")

    def fits(self, fact: str, value: Value) -> bool:
        """Return whether everything that is selected is shown, in every row of a list too."""
        rows = (
            [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
        )
        if rows:
            return all(self.fits(each, one) for row in rows for each, one in row.items())
        shown = {o.id for o in self.options(fact) if self.holds(o.visible)}
        return all(option in shown for option in self.selected_options(fact, value))

    def options(self, fact: str) -> tuple[Option, ...]:
        """Return all options of a fact."""
        return getattr(self.flow.facts.get(fact), "options", ())

    def selected_options(self, fact: str, value: Value) -> list[str]:
        """Return the options that a value selects."""
        if not self.options(fact) or value is None or value == UNKNOWN:
            return []
        return list(value) if isinstance(value, tuple) else [str(value)]  # type: ignore[arg-type]  # ids

    def holds(self, guard: Guard | None) -> bool:
        """Return whether a guard holds; none always does."""
        return guard is None or self.says(guard.expression)

    def says(self, said: ex.Expression) -> bool:
        """Return whether an expression holds."""
        if isinstance(said, ex.And):
            return all(self.says(item) for item in said.items)
        if isinstance(said, ex.Or):
            return any(self.says(item) for item in said.items)
        if isinstance(said, ex.Not):
            return not self.says(said.item)
        if isinstance(said, ex.Named):
            return self.holds(self.flow.conditions[said.condition].guard)
        return self.atom(said)

    def atom(self, atom: ex.Atom) -> bool:
        """Return whether an atom holds: never while its subject is unanswered or skipped."""
        value = self.subject(atom)
        if value is None:
            return False
        if value == UNKNOWN:
            return self.unknown(atom.test)
        return self.test(atom, value)

    def unknown(self, test: ex.Test) -> bool:
        """Return what "don't know" satisfies."""
        if isinstance(test, ex.OneOf):
            return UNKNOWN in test.values
        if isinstance(test, ex.IsNot):
            return test.value != UNKNOWN
        return isinstance(test, ex.Answered)

    def test(self, atom: ex.Atom, value: Value) -> bool:
        """Return whether the test holds of a value."""
        match atom.test:
            case ex.OneOf(values):
                return isinstance(value, str) and value in values
            case ex.IsNot(other):
                return value != other
            case ex.Answered():
                return True
            case ex.Count(operator, number) | ex.Compare(operator, number):
                return self.compare(self.number(value), operator, number)
            case ex.Days(direction, operator, number):
                days = self.number(value) * (1 if direction == "since" else -1)
                return self.compare(days, operator, number)
        return self.selection(atom, self.selected_options(atom.subject, value))

    def number(self, value: Value) -> int:
        """Return the number in a value: itself, how many there are, or the days gone since a date."""
        if isinstance(value, date):
            return (self.today - value).days
        return len(value) if isinstance(value, tuple) else int(str(value))

    def selection(self, atom: ex.Atom, chosen: list[str]) -> bool:
        """Return whether a test of what is selected holds."""
        match atom.test:
            case ex.HasAny(wanted):
                return any(option in chosen for option in wanted)
            case ex.HasAll(wanted):
                return all(option in chosen for option in wanted)
            case ex.HasTag(tags):
                carried = {t for o in self.options(atom.subject) if o.id in chosen for t in o.tags}
                return any(tag in carried for tag in tags)
            case _:
                return chosen == []

    def compare(self, left: int, operator: str, right: int) -> bool:
        """Return whether the comparison holds."""
        return {
            ">=": left >= right,
            "<=": left <= right,
            ">": left > right,
            "<": left < right,
            "=": left == right,
        }[operator]

    def subject(self, atom: ex.Atom) -> Value:
        """Return what an atom reads."""
        if atom.kind == "score":
            return self.score(atom.subject)
        if atom.kind == "decision":
            return self.decision(atom.subject)
        return self.answers.get(atom.subject)

    def score(self, name: str) -> int:
        """Return the sum of the selected options' weights, at most the cap."""
        total = 0
        score = self.flow.scores[name]
        for fact in score.facts:
            chosen = self.selected_options(fact, self.answers.get(fact))
            total += sum(option.weight for option in self.options(fact) if option.id in chosen)
        return total if total < score.cap else score.cap

    def decision(self, name: str) -> str:
        """Return the value of the first row that holds."""
        return next(row.value for row in self.flow.decisions[name].rows if self.holds(row.guard))

    def plan(self) -> list[str]:
        """Return the plan items that hold."""
        return [item.id for item in self.flow.plan if self.holds(item.guard)]
