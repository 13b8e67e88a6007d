"""Random flows and answers for property tests: every kind of fact, step and guard, and no circles.

Everything comes from a seed, so that a failing example is small to write down.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Literal, get_args

from hypothesis import strategies as st

from assistant.flow.model import (
    UNKNOWN,
    AnyFact,
    AnyStep,
    Ask,
    By,
    Choice,
    Condition,
    Date,
    Decide,
    Decision,
    Do,
    End,
    Flow,
    Form,
    FromCodes,
    FromConclusion,
    FromFacts,
    FromRepeat,
    Integer,
    Multi,
    Offset,
    Opaque,
    OpaqueKind,
    Option,
    PlanItem,
    RecordEntry,
    Repeat,
    Return,
    Route,
    Row,
    Score,
    Tell,
    YesNo,
)
from assistant.flow.model import expression as ex
from tests.examples.builders import by_id, flow, text, when

TAGS = ("red", "blue")
OPERATORS: tuple[ex.Operator, ...] = get_args(ex.Operator)
KINDS: tuple[OpaqueKind, ...] = ("text", "name", "cpr", "phone")
DIRECTIONS: tuple[Literal["since", "until"], ...] = ("since", "until")
SECTIONS = tuple(text(words) for words in ("Et", "To", "Tre"))


def flows() -> st.SearchStrategy[Flow]:
    """Return random flows; the smaller the number of screens, the smaller the example."""
    return st.builds(random_flow, st.integers(0, 2**32), st.integers(1, 9))


def random_flow(seed: int, screens: int) -> Flow:
    """Return the flow of a seed, with so many question steps."""
    return _Author(Random(seed)).flow(screens)


class _Author:
    """Writes one random flow. Guards read anything; options hide by what was asked before them."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._facts: dict[str, AnyFact] = {}
        self._asked: list[str] = []  # facts that guards may read
        self._repeats: list[str] = []
        self._scores: list[str] = []
        self._conditions: list[str] = []
        self._decisions: dict[str, tuple[str, ...]] = {}

    def flow(self, screens: int) -> Flow:
        """Write the questions first, then what reads them, then the ways between the steps."""
        steps = [step for n in range(screens) for step in (*self._silent(n), self._screen(n))]
        ends = tuple(End(id=f"end{n}", outcome="notify", say=text("Slut")) for n in range(2))
        scores = self._some_scores()
        conditions = [self._condition() for _ in range(2)]
        decisions = [self._decision(n) for n in range(2)]
        conditions += [self._condition() for _ in range(2)]
        return flow(
            tuple(self._facts.values()),
            self._join_steps((*steps, *ends)),
            scores=by_id(*scores),
            conditions=by_id(*conditions),
            decisions=by_id(*decisions),
            plan=tuple(self._plan(n) for n in range(3)),
            record=tuple(self._record()),
        )

    def _maybe(self, share: float) -> bool:
        return self._rng.random() < share

    def _silent(self, n: int) -> list[AnyStep]:
        """Return steps without a question to stand ahead of screen `n`."""
        kinds: list[AnyStep] = [
            Tell(id=f"tell{n}", level="danger", pin=self._maybe(0.5), say=text("Husk **det**")),
            Decide(id=f"fork{n}"),
            Do(id=f"do{n}", runs="part"),
            Return(id=f"part{n}.done"),
        ]
        return self._rng.sample(kinds, self._rng.choice((0, 0, 1, 2)))

    def _screen(self, n: int) -> AnyStep:
        kind = self._rng.choice(("ask", "ask", "ask", "form", "repeat"))
        if kind == "ask":
            fact = self._fact(f"f{n}")
            self._asked.append(fact.id)
            return Ask(id=f"ask{n}", fact=fact.id)
        names = tuple(self._fact(f"f{n}{letter}").id for letter in "ab"[: self._rng.randint(1, 2)])
        if kind == "form":
            self._asked += names  # after both: fields of one form don't hide each other's options
            return Form(id=f"form{n}", facts=names)
        self._repeats.append(f"list{n}")
        least = self._rng.randint(0, 1)
        return Repeat(id=f"list{n}", each=names, at_least=least, at_most=2, label=text("Liste"))

    def _fact(self, name: str) -> AnyFact:
        made = replace(
            self._bare_fact(name),
            optional=self._maybe(0.3),
            unknown=self._maybe(0.3),
            label=text(name),
        )
        self._facts[name] = made
        return made

    def _bare_fact(self, name: str) -> AnyFact:
        match self._rng.randrange(7):
            case 0:
                return YesNo(id=name)
            case 1:
                return Integer(id=name, low=0, high=4)
            case 2:
                return Date(id=name, earliest=Offset(-4, "d"), latest=Offset(2, "d"))
            case 3:
                kind = self._rng.choice(KINDS)
                return Opaque(id=name, kind=kind, limit=40)
            case 4 | 5:
                none = text("Ingen") if self._maybe(0.7) else None
                return Multi(id=name, options=self._options(), none=none)
            case _:
                return Choice(id=name, options=self._options())

    def _options(self) -> tuple[Option, ...]:
        return tuple(
            Option(
                letter,
                text(letter.upper()),
                visible=when(self._atom()) if number and self._asked and self._maybe(0.3) else None,
                tags=frozenset(tag for tag in TAGS if self._maybe(0.4)),
                weight=self._rng.randint(0, 3),
                catalogue="signs" if self._maybe(0.5) else None,
            )
            for number, letter in enumerate("abcd"[: self._rng.randint(2, 4)])
        )

    def expression(self, depth: int = 2) -> ex.Expression:
        """Return an expression over everything that is there so far."""
        kind = self._rng.randrange(7) if depth else 6
        if kind == 0:
            return ex.Not(self.expression(depth - 1))
        if kind in (1, 2):
            items = tuple(self.expression(depth - 1) for _ in range(self._rng.randint(2, 3)))
            return ex.And(items) if kind == 1 else ex.Or(items)
        if kind == 3 and self._conditions:
            return ex.Named(self._rng.choice(self._conditions))
        return self._atom()

    def _atom(self) -> ex.Expression:
        subjects = [*self._asked, *self._repeats, *self._scores, *self._decisions]
        if not subjects:
            return ex.Not(ex.Atom("nobody", "fact", ex.Answered()))
        subject = self._rng.choice(subjects)
        if subject in self._scores:
            return ex.Atom(subject, "score", ex.Compare(*self._random_comparison()))
        if subject in self._repeats:
            return ex.Atom(
                subject, "repeat", self._either(ex.Count(*self._random_comparison()), ex.Answered())
            )
        if subject in self._decisions:
            return ex.Atom(subject, "decision", self._word(self._decisions[subject]))
        return ex.Atom(subject, "fact", self._test(self._facts[subject]))

    def _test(self, fact: AnyFact) -> ex.Test:
        answered = ex.Answered()
        match fact:
            case Choice(options=options):
                ids = tuple(option.id for option in options)
                return self._either(self._word((*ids, UNKNOWN)), self._random_tag_test(), answered)
            case Multi(options=options):
                return self._either(
                    self._selection(options), self._random_tag_test(), self._word((UNKNOWN,))
                )
            case YesNo():
                return self._either(self._word(("yes", "no", UNKNOWN)), answered)
            case Integer():
                return self._either(ex.Compare(*self._random_comparison()), answered)
            case Date():
                direction = self._rng.choice(DIRECTIONS)
                return self._either(ex.Days(direction, *self._random_comparison()), answered)
            case _:
                return answered

    def _either(self, *tests: ex.Test) -> ex.Test:
        return self._rng.choice(tests)

    def _random_comparison(self) -> tuple[ex.Operator, int]:
        return self._rng.choice(OPERATORS), self._rng.randint(0, 3)

    def _word(self, values: tuple[str, ...]) -> ex.Test:
        some = frozenset(self._rng.sample(values, self._rng.randint(1, len(values))))
        return self._either(ex.OneOf(some), ex.IsNot(self._rng.choice(values)))

    def _random_tag_test(self) -> ex.Test:
        return ex.HasTag(frozenset(self._rng.sample(TAGS, self._rng.randint(1, 2))))

    def _selection(self, options: tuple[Option, ...]) -> ex.Test:
        some = frozenset(self._rng.sample([o.id for o in options], self._rng.randint(1, 2)))
        count = ex.Count(*self._random_comparison())
        return self._either(ex.HasAny(some), ex.HasAll(some), ex.HasNone(), count, ex.Answered())

    def _some_scores(self) -> list[Score]:
        weighed = [f for f in self._asked if isinstance(self._facts[f], Choice | Multi)]
        if not weighed:
            return []
        facts = self._rng.sample(weighed, self._rng.randint(1, len(weighed)))
        self._scores.append("points")
        return [Score("points", tuple(facts), self._rng.randint(1, 6))]

    def _condition(self) -> Condition:
        name = f"c{len(self._conditions)}"
        made = Condition(name, when(self.expression()), text(f"Fordi {name}"))
        self._conditions.append(name)
        return made

    def _decision(self, n: int) -> Decision:
        rows = [
            Row(self._rng.choice("xyz"), when(self.expression()), text("Derfor"))
            for _ in range(self._rng.randint(0, 2))
        ]
        made = Decision(f"d{n}", (*rows, Row("z", None, None)))
        self._decisions[made.id] = made.values
        return made

    def _plan(self, n: int) -> PlanItem:
        guard = when(self.expression()) if self._maybe(0.7) else None
        return PlanItem(f"plan{n}", text("Gør det"), guard, "you", By("hours", 24))

    def _record(self) -> list[RecordEntry]:
        entries = [RecordEntry("why_now", FromConclusion("d0"))]
        paths = ("functioning", "assessment", "child.name", "network", "strengths")
        entries += [
            RecordEntry(p, FromFacts((f,))) for p, f in zip(paths, self._asked, strict=False)
        ]
        chosen = [f for f in self._asked if isinstance(self._facts[f], Choice | Multi)]
        if chosen:
            codes = {"a": "abuse_by_others", "b": "other", UNKNOWN: "other"}
            entries.append(RecordEntry("reasons", FromCodes(chosen[-1], codes)))
        for name in self._repeats[:1]:
            entries.append(RecordEntry("measures", FromRepeat(name, {"what": f"f{name[4:]}a"})))
        return entries

    def _join_steps(self, steps: tuple[AnyStep, ...]) -> tuple[AnyStep, ...]:
        """Return the steps with routes: always to later ones, the last of them unguarded."""
        names = [step.id for step in steps]
        joined: list[AnyStep] = []
        for number, step in enumerate(steps):
            section = self._rng.choice((None, *SECTIONS))
            if isinstance(step, End):
                joined.append(replace(step, section=section))
                continue
            later = names[number + 1 : number + 4]
            guarded = [
                Route(self._rng.choice(later), when(self.expression()))
                for _ in range(self._rng.choice((0, 0, 1, 1, 2)))
            ]
            routes = (*guarded, Route(later[0] if self._maybe(0.8) else self._rng.choice(later)))
            joined.append(replace(step, routes=routes, section=section))
        return tuple(joined)
