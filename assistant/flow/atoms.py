"""What an atom's test says about one value."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date

from assistant.flow.expression import (
    Answered,
    Compare,
    Count,
    Days,
    HasAll,
    HasAny,
    HasNone,
    HasTag,
    IsNot,
    OneOf,
    Operator,
    Test,
)
from assistant.flow.facts import UNKNOWN, Option
from assistant.flow.values import Value

Judge = Callable[[Value, date], bool]  # an answered value and today

_OPERATORS: Mapping[Operator, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}


def judge(test: Test, options: tuple[Option, ...]) -> Judge:
    """Return the closure that says whether `test` holds of a value that is answered."""
    match test:
        case OneOf() | IsNot() | Answered():
            return _word(test)
        case HasAny() | HasAll() | HasTag() | HasNone():
            return _selection(test, options)
        case Count() | Compare() | Days():
            return _number(test)


def selected(value: Value) -> tuple[str, ...]:
    """Return the ids of the options that a value selects: one, several or none."""
    if isinstance(value, str):
        return () if value == UNKNOWN else (value,)
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        return value  # options or rows, never both
    return ()


def _word(test: OneOf | IsNot | Answered) -> Judge:
    match test:
        case OneOf(values):
            return lambda value, _: isinstance(value, str) and value in values
        case IsNot(other):
            return lambda value, _: value != other
        case Answered():
            return lambda _value, _today: True


def _selection(test: HasAny | HasAll | HasTag | HasNone, options: tuple[Option, ...]) -> Judge:
    match test:
        case HasAny(wanted):
            return lambda value, _: not wanted.isdisjoint(selected(value))
        case HasAll(wanted):
            return lambda value, _: wanted.issubset(selected(value))
        case HasTag(tags):
            tagged = frozenset(option.id for option in options if not tags.isdisjoint(option.tags))
            return lambda value, _: not tagged.isdisjoint(selected(value))
        case HasNone():
            return lambda value, _: value == ()


def _number(test: Count | Compare | Days) -> Judge:
    compare = _OPERATORS[test.operator]
    number = test.number
    if isinstance(test, Count):
        return lambda value, _: isinstance(value, tuple) and compare(len(value), number)
    if isinstance(test, Compare):
        return lambda value, _: isinstance(value, int) and compare(value, number)
    sign = 1 if test.direction == "since" else -1
    return lambda value, today: (
        isinstance(value, date) and compare(sign * (today - value).days, number)
    )
