"""The answer to a question in one version: which realities give which answer, and what a test says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.dialog.days import day
from assistant.flow.atoms import judge
from assistant.flow.domain import compare
from assistant.flow.expression import (
    Answered,
    Count,
    HasAll,
    HasAny,
    HasNone,
    HasTag,
    IsNot,
    Operator,
    Test,
)
from assistant.flow.model import (
    UNKNOWN,
    Choice,
    Date,
    Integer,
    Multi,
    Opaque,
    Option,
    Repeat,
    YesNo,
)
from assistant.flow.values import Value
from assistant.prove.change.reality import SELECTION, Asked, Question
from assistant.prove.diagram import FALSE, TRUE, Diagrams


@dataclass(frozen=True, slots=True)
class Given:
    """Who gives which answer: `values` by answer, `selected` by those of a list of options, `ticked` by option.

    `answers` is who can answer at all; the others stay at the question. Nothing here says that it is asked.
    """

    values: Mapping[Value, int]
    selected: int
    ticked: Mapping[str, int]
    answers: int


def given(
    made: Diagrams, question: Question, asked: Asked, shown: Mapping[str, int], today: date
) -> Given:
    """Return the answers to a question in a version that shows each option to those in `shown`."""
    takes = {value for value in question.values if _takes(asked, value, today)}
    values = {value: question.is_(made, value) for value in question.values if value in takes}
    if isinstance(asked, Multi):
        return _of_selection(made, question, asked, shown, values)
    values = {v: made.both(held, shown.get(str(v), TRUE)) for v, held in values.items()}
    ticked = {v: held for v, held in values.items() if isinstance(v, str) and v in shown}
    return Given(values, FALSE, ticked, made.any_of(values.values()))


def _of_selection(
    made: Diagrams,
    question: Question,
    asked: Multi,
    shown: Mapping[str, int],
    values: dict[Value, int],
) -> Given:
    """Return the answers to a list: what a version does not show is left out; nothing left is "none of these"."""
    ticked = {
        option: made.both(made.variable(number), shown[option])
        for option, number in question.ticks.items()
        if option in shown
    }
    some, selecting = made.any_of(ticked.values()), values.pop(SELECTION)
    selected = selecting if asked.none else made.both(selecting, some)
    if asked.optional:
        left = made.except_(selecting, selected)
        values[None] = made.either(values.get(None, FALSE), left)
    return Given(values, selected, ticked, made.any_of([selected, *values.values()]))


def truth(
    made: Diagrams, answer: Given, test: Test, options: tuple[Option, ...], today: date
) -> int:
    """Return who makes a test true; `options` tell what carries a tag. Who skips the question never does."""
    judged = judge(test, options)
    plain = made.any_of(
        held
        for value, held in answer.values.items()
        if value is not None and judged(_meant(value, test), today)
    )
    if answer.selected == FALSE:
        return plain
    return made.either(plain, made.both(answer.selected, _of_ticks(made, answer, test, options)))


def _meant(value: Value, test: Test) -> Value:
    """Return a value as the engine keeps it: the rows of a repeat are told by their number."""
    counted = isinstance(value, int) and isinstance(test, Count)
    return tuple({} for _ in range(value)) if counted and isinstance(value, int) else value


def _of_ticks(made: Diagrams, answer: Given, test: Test, options: tuple[Option, ...]) -> int:
    """Return who makes a test of a selection true, among those who give one."""
    match test:
        case HasAny(wanted):
            found = made.any_of(_among(answer, wanted))
        case HasTag(tags):
            tagged = (option.id for option in options if not tags.isdisjoint(option.tags))
            found = made.any_of(_among(answer, tagged))
        case HasAll(wanted):
            found = made.all_of(answer.ticked.get(option, FALSE) for option in sorted(wanted))
        case HasNone():
            found = made.negation(made.any_of(answer.ticked.values()))
        case Count(operator, number):
            found = _counted(made, answer.ticked.values(), operator, number)
        case _:
            found = TRUE if isinstance(test, IsNot | Answered) else FALSE
    return found


def _among(answer: Given, wanted: Iterable[str]) -> list[int]:
    return [answer.ticked[option] for option in sorted(wanted) if option in answer.ticked]


def _counted(made: Diagrams, ticked: Iterable[int], operator: Operator, number: int) -> int:
    counts = summed(made, ((held, 1) for held in ticked), number + 1)
    return made.any_of(held for count, held in counts.items() if compare(operator, count, number))


def summed(made: Diagrams, amounts: Iterable[tuple[int, int]], cap: int) -> dict[int, int]:
    """Return for each total who comes to it; `amounts` say who adds how much, no total exceeds `cap`."""
    totals = {0: TRUE}
    for held, amount in reversed([*amounts]):
        after = {total: made.except_(who, held) for total, who in totals.items()}
        for total, who in totals.items():
            more = min(total + amount, cap)
            after[more] = made.either(after.get(more, FALSE), made.both(who, held))
        totals = {total: who for total, who in after.items() if who != FALSE}
    return totals


def _takes(asked: Asked, value: Value, today: date) -> bool:
    """Return whether a version takes an answer, whatever it shows."""
    if not isinstance(asked, Repeat) and (value is None or value == UNKNOWN):
        return asked.optional if value is None else asked.unknown
    match asked:
        case Choice(options=options):
            taken = any(option.id == value for option in options)
        case Integer(low=low, high=high) | Repeat(at_least=low, at_most=high):
            taken = isinstance(value, int) and low <= value <= high
        case Date(earliest=earliest, latest=latest):
            taken = isinstance(value, date) and day(earliest, today) <= value <= day(latest, today)
        case Multi() | YesNo() | Opaque():
            taken = True
    return taken
