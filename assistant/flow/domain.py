"""What each kind of fact can be, and what a condition may ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from assistant.flow.expression import Operator
from assistant.flow.facts import (
    UNKNOWN,
    AnyFact,
    Choice,
    Date,
    Integer,
    Multi,
    Offset,
    OpaqueKind,
    YesNo,
)
from assistant.flow.names import Names
from assistant.flow.syntax import Verb

OPAQUE = frozenset(get_args(OpaqueKind))

_VALUES: frozenset[Verb] = frozenset({"is", "is not", "is one of"})
_TAGS: frozenset[Verb] = frozenset({"has tag", "has any tag of"})
_MEMBERS: frozenset[Verb] = frozenset({"has", "has any of", "has all of", "has none", "count"})
_ANSWERED: frozenset[Verb] = frozenset({"is answered"})
_COUNT: frozenset[Verb] = frozenset({"count"})
_COMPARE: frozenset[Verb] = frozenset({"compare"})
_DAYS: frozenset[Verb] = frozenset({"days since", "days until"})

_OF_KIND: Mapping[str, frozenset[Verb]] = {
    "choice": _VALUES | _TAGS | _ANSWERED,
    "multi": _MEMBERS | _TAGS | _ANSWERED,
    "yesno": _VALUES | _ANSWERED,
    "int": _COMPARE | _ANSWERED,
    "date": _DAYS | _ANSWERED,
    "repeat": _COUNT | _ANSWERED,
    "score": _COMPARE,
    "decision": _VALUES,
}
VERBS: Mapping[str, frozenset[Verb]] = {**_OF_KIND, **dict.fromkeys(OPAQUE, _ANSWERED)}

KIND_WORDS: Mapping[str, str] = {
    "choice": "a choice of one option",
    "multi": "a choice of several options",
    "yesno": "a question with yes and no",
    "int": "a number",
    "date": "a date",
    "repeat": "a list",
    "score": "a score",
    "decision": "a decision",
    "text": "free text",
    **{
        kind: f"{'an' if kind[0] in 'ae' else 'a'} {kind}"
        for kind in sorted(OPAQUE - {"text", "cpr"})
    },
    "cpr": "a CPR number",
}

FITS: Mapping[str, str] = {
    "choice": 'ask "{name} is …", "{name} is one of […]" or "{name} has tag …"',
    "multi": 'ask "{name} has …", "{name} has any of […]", "{name} has tag …" or "count {name} > 1"',
    "yesno": 'ask "{name} is yes" or "{name} is no"',
    "int": 'compare it with a number: "{name} >= 3"',
    "date": 'ask "days since {name} > 30" or "days until {name} < 7"',
    "repeat": 'ask "count {name} >= 1"',
    "score": 'compare it with a number: "{name} >= 3"',
    "decision": 'ask "{name} is …" or "{name} is one of […]"',
    **dict.fromkeys(OPAQUE, 'ask "{name} is answered"'),
}

_LONGEST = {"d": 1, "m": 31, "y": 366}
_SHORTEST = {"d": 1, "m": 28, "y": 365}


def kind_of(name: str, names: Names) -> str | None:
    """Return what kind of thing a name is, as the flow file has it; None where that is not known."""
    fact = names.facts.get(name)
    if fact is not None:
        return fact.type
    taken = names.taken.get(name)
    if taken is None or taken.kind == "fact":
        return None
    return taken.kind


def values_of(name: str, names: Names) -> tuple[str, ...] | None:
    """Return every value that a fact's answer, or a decision, can have or hold; None where not known."""
    fact = names.facts.get(name)
    return names.decisions.get(name) if fact is None else answers_of(fact)


def answers_of(fact: AnyFact) -> tuple[str, ...]:
    """Return the words that an answer to the fact can be, or hold."""
    unknown = (UNKNOWN,) if fact.unknown else ()
    if isinstance(fact, Choice | Multi):
        return (*(option.id for option in fact.options), *unknown)
    if isinstance(fact, YesNo):
        return ("yes", "no", *unknown)
    return unknown


def tags_of(name: str, names: Names) -> frozenset[str]:
    """Return every tag that an option of the fact has."""
    fact = names.facts.get(name)
    if isinstance(fact, Choice | Multi):
        return frozenset(tag for option in fact.options for tag in option.tags)
    return frozenset()


def reach(name: str, verb: Verb, names: Names) -> tuple[int, int] | None:
    """Return the lowest and highest number that a comparison about the subject can meet."""
    fact = names.facts.get(name)
    if isinstance(fact, Integer):
        return fact.low, fact.high
    if isinstance(fact, Multi):
        return 0, len(fact.options)
    if isinstance(fact, Date):
        return _days(fact, verb)
    if name in names.scores:
        return 0, names.scores[name]
    return names.repeats.get(name)


def _days(fact: Date, verb: Verb) -> tuple[int, int]:
    low, high = _offset(fact.earliest, down=True), _offset(fact.latest, down=False)
    return (low, high) if verb == "days until" else (-high, -low)


def _offset(offset: Offset, *, down: bool) -> int:
    """Return the days of an offset, as low (or as high) as months and years can make it."""
    longest = (offset.amount < 0) is down
    return offset.amount * (_LONGEST if longest else _SHORTEST)[offset.unit]


def constant(operator: Operator, number: int, low: int, high: int) -> bool | None:
    """Return whether the comparison holds for every number from `low` to `high`; None where it depends."""
    truths = {compare(operator, value, number) for value in {low, high, *_near(number, low, high)}}
    return truths.pop() if len(truths) == 1 else None


def compare(operator: Operator, value: int, number: int) -> bool:
    """Return whether `value` compares with `number` as the operator says."""
    return {
        ">=": value >= number,
        "<=": value <= number,
        ">": value > number,
        "<": value < number,
        "=": value == number,
    }[operator]


def _near(number: int, low: int, high: int) -> set[int]:
    return {value for value in (number - 1, number, number + 1) if low <= value <= high}
