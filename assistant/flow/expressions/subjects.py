"""The subjects of conditions: the names they may use, and the tests that fit each kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from assistant.flow.expressions.grammar import Verb
from assistant.flow.model.basics import Place
from assistant.flow.model.expression import Operator, SubjectKind
from assistant.flow.model.facts import (
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

SymbolKind = SubjectKind | str


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name in use: the kind of thing that has it, and its place."""

    kind: SymbolKind
    place: Place


@dataclass(slots=True)
class SymbolTable:
    """Every name that an expression may use, with what the resolver needs to know of it.

    A name in `symbols` that is in none of the other mappings belongs to something that could not be
    read; tests of it are accepted unchecked, so that one mistake gives one finding.
    """

    symbols: dict[str, Symbol] = field(default_factory=dict)
    facts: dict[str, AnyFact] = field(default_factory=dict)
    repeats: dict[str, tuple[int, int]] = field(default_factory=dict)
    scores: dict[str, int] = field(default_factory=dict)
    decisions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)

    def of_kinds(self, kinds: Iterable[SymbolKind]) -> list[str]:
        """Return the names of these kinds, in the order of the files."""
        wanted = set(kinds)
        return [name for name, taken in self.symbols.items() if taken.kind in wanted]


# The domain of each kind of subject: the values it can have, the verbs that may test it.

OPAQUE = frozenset(get_args(OpaqueKind))

_VALUES: frozenset[Verb] = frozenset({"is", "is not", "is one of"})
_TAGS: frozenset[Verb] = frozenset({"has tag", "has any tag of"})
_MEMBERS: frozenset[Verb] = frozenset({"has", "has any of", "has all of", "has none", "count"})
_ANSWERED: frozenset[Verb] = frozenset({"is answered"})
_COUNT: frozenset[Verb] = frozenset({"count"})
_COMPARE: frozenset[Verb] = frozenset({"compare"})
_DAYS: frozenset[Verb] = frozenset({"days since", "days until"})

_VERBS_OF_KIND: Mapping[str, frozenset[Verb]] = {
    "choice": _VALUES | _TAGS | _ANSWERED,
    "multi": _MEMBERS | _TAGS | _ANSWERED,
    "yesno": _VALUES | _ANSWERED,
    "int": _COMPARE | _ANSWERED,
    "date": _DAYS | _ANSWERED,
    "repeat": _COUNT | _ANSWERED,
    "score": _COMPARE,
    "decision": _VALUES,
}
VERBS: Mapping[str, frozenset[Verb]] = {**_VERBS_OF_KIND, **dict.fromkeys(OPAQUE, _ANSWERED)}

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

TEST_HINTS: Mapping[str, str] = {
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

# Days in a month or year, at most and at least: offsets are compared without knowing today.
_LONGEST = {"d": 1, "m": 31, "y": 366}
_SHORTEST = {"d": 1, "m": 28, "y": 365}


def kind_of(name: str, names: SymbolTable) -> str | None:
    """Return the kind of thing that has a name, as flow files call it; None where not known."""
    fact = names.facts.get(name)
    if fact is not None:
        return fact.type
    taken = names.symbols.get(name)
    if taken is None or taken.kind == "fact":
        return None
    return taken.kind


def possible_values(name: str, names: SymbolTable) -> tuple[str, ...] | None:
    """Return the values that an answer or a decision can have or hold; None where not known."""
    fact = names.facts.get(name)
    return names.decisions.get(name) if fact is None else possible_answers(fact)


def possible_answers(fact: AnyFact) -> tuple[str, ...]:
    """Return the words that an answer to the fact can be, or hold."""
    unknown = (UNKNOWN,) if fact.unknown else ()
    if isinstance(fact, Choice | Multi):
        return (*(option.id for option in fact.options), *unknown)
    if isinstance(fact, YesNo):
        return ("yes", "no", *unknown)
    return unknown


def tags_of(name: str, names: SymbolTable) -> frozenset[str]:
    """Return every tag that an option of the fact has."""
    fact = names.facts.get(name)
    if isinstance(fact, Choice | Multi):
        return frozenset(tag for option in fact.options for tag in option.tags)
    return frozenset()


def number_range(name: str, verb: Verb, names: SymbolTable) -> tuple[int, int] | None:
    """Return the lowest and highest number that a comparison about the subject can meet."""
    fact = names.facts.get(name)
    if isinstance(fact, Integer):
        return fact.low, fact.high
    if isinstance(fact, Multi):
        return 0, len(fact.options)
    if isinstance(fact, Date):
        return _day_range(fact, verb)
    if name in names.scores:
        return 0, names.scores[name]
    return names.repeats.get(name)


def _day_range(fact: Date, verb: Verb) -> tuple[int, int]:
    low, high = _offset_in_days(fact.earliest, down=True), _offset_in_days(fact.latest, down=False)
    return (low, high) if verb == "days until" else (-high, -low)


def _offset_in_days(offset: Offset, *, down: bool) -> int:
    """Return the days of an offset, as low (or as high) as months and years can make it."""
    longest = (offset.amount < 0) is down
    return offset.amount * (_LONGEST if longest else _SHORTEST)[offset.unit]


def constant_comparison(operator: Operator, number: int, low: int, high: int) -> bool | None:
    """Return the truth of a comparison for all numbers from `low` to `high`; None where it varies.

    The ends and the neighbours of `number` are enough: between them a comparison can't change.
    """
    truths = {
        compare(operator, value, number) for value in {low, high, *_neighbours(number, low, high)}
    }
    return truths.pop() if len(truths) == 1 else None


def compare(operator: Operator, value: int, number: int) -> bool:
    """Return the truth of `value` operator `number`."""
    return {
        ">=": value >= number,
        "<=": value <= number,
        ">": value > number,
        "<": value < number,
        "=": value == number,
    }[operator]


def _neighbours(number: int, low: int, high: int) -> set[int]:
    return {value for value in (number - 1, number, number + 1) if low <= value <= high}
