"""What somebody could answer, whichever of two versions of a flow is asked: one set of variables for both.

A question is the same in both versions when its name and its type are: then a person answers both alike, as far as
each lets them. Each question has a variable for each of its answers but one, and the first that holds tells; so every
assignment is somebody's reality. Of a list of options, those that nothing in either version tells apart stand for each
other, as many of them as anything can count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.dialog.days import day
from assistant.flow.expression import Compare, Count, Days
from assistant.flow.model import (
    UNKNOWN,
    AnyFact,
    Choice,
    Date,
    Flow,
    Integer,
    Multi,
    Opaque,
    Repeat,
    YesNo,
)
from assistant.flow.values import Value
from assistant.prove.answers import SAMPLES
from assistant.prove.change.alike import Compared, alike
from assistant.prove.change.placing import led_to
from assistant.prove.diagram import FALSE, Diagrams
from assistant.prove.layout import Layout

Asked = AnyFact | Repeat
Key = tuple[str, str]  # subject and type
SELECTION: Value = ()  # stands for every selection of a list; which one, the ticks say


@dataclass(frozen=True, slots=True)
class Question:
    """One question as two versions ask it: `asked` has None where a version does not.

    `values` are its answers, one of each kind, the plainest last (of a repeat, the number of its rows). `variables`
    belong to all of `values` but the last, `ticks` to options; of each of the groups of options that are `alike`, the
    first few stand for all.
    """

    subject: str
    asked: tuple[Asked | None, Asked | None]
    values: tuple[Value, ...]
    variables: tuple[int, ...]
    ticks: Mapping[str, int]
    alike: tuple[tuple[str, ...], ...] = ()

    def is_(self, made: Diagrams, value: Value) -> int:
        """Return the diagram of the answer being `value`; false for one that it cannot be."""
        if value not in self.values:
            return FALSE
        place = self.values.index(value)
        earlier = [made.negation(made.variable(n)) for n in self.variables[:place]]
        own = [made.variable(n) for n in self.variables[place : place + 1]]
        return made.all_of([*own, *earlier])

    def value(self, held: int) -> Value:
        """Return the answer in the reality in which the variables in `held` hold."""
        named = zip(self.variables, self.values, strict=False)
        return next((value for n, value in named if held >> n & 1), self.values[-1])


@dataclass(frozen=True, slots=True)
class Reality:
    """The questions of the old version and of the new, by subject; a question of both is the same object."""

    questions: tuple[Mapping[str, Question], Mapping[str, Question]]
    ticks: int  # the variables of options, as a set

    @classmethod
    def of(cls, old: Flow, new: Flow, today: date) -> Reality:
        """Return what can be answered in two versions, in conversations begun on `today`."""
        versions = (Compared.of(old), Compared.of(new))
        asked = (_asked(old), _asked(new))
        made: dict[Key, Question] = {}
        number = 0
        for key in _merged([*asked[0]], [*asked[1]]):
            both = (asked[0].get(key), asked[1].get(key))
            made[key] = question = _question(key[0], both, versions, today, number)
            number += len(question.variables) + len(question.ticks)
        made = _placed(made, {**led_to(old), **led_to(new)})
        ticks = sum(1 << n for question in made.values() for n in question.ticks.values())
        old_ones = {key[0]: made[key] for key in asked[0]}
        return cls((old_ones, {key[0]: made[key] for key in asked[1]}), ticks)


def _placed(
    questions: Mapping[Key, Question], led: Mapping[tuple[str, str], str]
) -> dict[Key, Question]:
    """Return questions with other numbers for their variables: options stand where they lead to, if that is later."""
    places = {subject: place for place, (subject, _) in enumerate(questions)}
    found: list[tuple[int, bool, int]] = []
    for place, question in enumerate(questions.values()):
        found += [(place, False, number) for number in question.variables]
        for option, number in question.ticks.items():
            to = places.get(led.get((question.subject, option), ""), place)
            found.append((max(place, to), to > place, number))
    moved = {number: new for new, (_, _, number) in enumerate(sorted(found))}
    return {key: _numbered(question, moved) for key, question in questions.items()}


def _numbered(question: Question, numbers: Mapping[int, int]) -> Question:
    ticks = {option: numbers[number] for option, number in question.ticks.items()}
    return replace(question, variables=tuple(numbers[n] for n in question.variables), ticks=ticks)


def _asked(flow: Flow) -> dict[Key, Asked]:
    """Return what a flow asks, in the order in which it can be asked."""
    layout = Layout.of(flow)
    found: dict[Key, Asked] = {}
    for name in layout.order:
        step = flow.steps[name]
        if isinstance(step, Repeat):
            found[step.id, step.kind] = step
        else:
            found |= {(fact, flow.facts[fact].type): flow.facts[fact] for fact in layout.asks[name]}
    return found


def _merged(old: Sequence[Key], new: Sequence[Key]) -> list[Key]:
    """Return the keys of both in an order that keeps the new one's, and close to the old one's."""
    merged = list(new)
    for place, key in enumerate(old):
        if key not in new:
            before = [merged.index(each) for each in old[:place]]
            merged.insert(max(before, default=-1) + 1, key)
    return merged


def _question(
    subject: str,
    asked: tuple[Asked | None, Asked | None],
    versions: tuple[Compared, Compared],
    today: date,
    number: int,
) -> Question:
    """Return a question whose variables begin at `number`."""
    found = [each for each in asked if each is not None]
    values = tuple(reversed(_values(found, subject, versions, today)))
    variables = tuple(range(number, number + len(values) - 1))
    ids = dict.fromkeys(o.id for each in found if isinstance(each, Multi) for o in each.options)
    groups = alike(subject, tuple(ids), versions)
    most = max(version.most(subject) for version in versions)
    standing = {option for group in groups for option in group[:most]}
    first = number + len(variables)
    ticks = {o: first + n for n, o in enumerate(o for o in ids if o in standing)}
    return Question(subject, asked, values, variables, ticks, groups)


def _values(
    asked: Sequence[Asked], subject: str, versions: Iterable[Compared], today: date
) -> list[Value]:
    """Return one answer of every kind that some version takes or tells apart, the plainest first."""
    tests = [atom.test for version in versions for atom in version.atoms.get(subject, ())]
    numbers = {test.number for test in tests if isinstance(test, Compare | Count)}
    days = {
        today + timedelta(-test.number if test.direction == "since" else test.number)
        for test in tests
        if isinstance(test, Days)
    }
    skipped: list[Value] = [None] if any(getattr(each, "optional", False) for each in asked) else []
    unknown: list[Value] = (
        [UNKNOWN] if any(getattr(each, "unknown", False) for each in asked) else []
    )
    told = dict.fromkeys(v for each in asked for v in _plain(each, asked, numbers, days, today))
    return [*skipped, *told, *unknown]


def _plain(
    each: Asked, asked: Sequence[Asked], numbers: set[int], days: set[date], today: date
) -> Iterator[Value]:
    match each:
        case Choice(options=options):
            yield from (option.id for option in options)
        case Multi():
            yield SELECTION
        case YesNo():
            yield from ("no", "yes")
        case Opaque(kind=kind, limit=limit):
            yield SAMPLES[kind][:limit]
        case Integer() | Repeat():
            yield from _numbers([_limits(one) for one in asked], numbers)
        case Date():
            spans = [_span(one, today) for one in asked if isinstance(one, Date)]
            yield from _days(spans, days)


def _limits(asked: Asked) -> tuple[int, int]:
    match asked:
        case Integer(low=low, high=high) | Repeat(at_least=low, at_most=high):
            return low, high
        case _:
            return 0, 0


def _numbers(limits: Sequence[tuple[int, int]], compared: set[int]) -> list[int]:
    """Return a number of every stretch that limits and comparisons tell apart."""
    cuts = {
        n + step for n in {*compared, *(n for span in limits for n in span)} for step in (-1, 0, 1)
    }
    low, high = min(low for low, _ in limits), max(high for _, high in limits)
    return sorted(n for n in cuts if low <= n <= high)


def _span(asked: Date, today: date) -> tuple[date, date]:
    return day(asked.earliest, today), day(asked.latest, today)


def _days(spans: Sequence[tuple[date, date]], compared: set[date]) -> list[date]:
    """Return a day of every stretch that limits and comparisons tell apart, latest first."""
    edges = {*compared, *(edge for span in spans for edge in span)}
    cuts = {edge + timedelta(step) for edge in edges for step in (-1, 0, 1)}
    first, last = min(first for first, _ in spans), max(last for _, last in spans)
    return sorted((each for each in cuts if first <= each <= last), reverse=True)
