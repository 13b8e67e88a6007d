"""The subjects of conditions: the names they may use, and the tests that fit each kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assistant.flow.model import Place
from assistant.flow.model.expression import Operator, SubjectKind, Verb
from assistant.flow.model.kinds import KINDS, AnyFact

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

OPAQUE = frozenset(name for kind in KINDS if kind.is_opaque for name in kind.types)

VERBS: Mapping[str, frozenset[Verb]] = {
    **{name: kind.verbs for kind in KINDS for name in kind.types},
    "repeat": frozenset({"count", "is answered"}),
    "score": frozenset({"compare"}),
    "decision": frozenset({"is", "is not", "is one of"}),
}

KIND_WORDS: Mapping[str, str] = {
    **{name: words for kind in KINDS for name, words in kind.types.items()},
    "repeat": "a list",
    "score": "a score",
    "decision": "a decision",
}

TEST_HINTS: Mapping[str, str] = {
    **{name: kind.hint for kind in KINDS for name in kind.types},
    "repeat": 'ask "count {name} >= 1"',
    "score": 'compare it with a number: "{name} >= 3"',
    "decision": 'ask "{name} is …" or "{name} is one of […]"',
}


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
    return names.decisions.get(name) if fact is None else fact.answers


def tags_of(name: str, names: SymbolTable) -> frozenset[str]:
    """Return every tag that an option of the fact has."""
    fact = names.facts.get(name)
    return fact.tags if fact else frozenset()


def number_range(name: str, verb: Verb, names: SymbolTable) -> tuple[int, int] | None:
    """Return the lowest and highest number that a comparison about the subject can meet."""
    fact = names.facts.get(name)
    if fact is not None and (limits := fact.number_range(verb)) is not None:
        return limits
    if name in names.scores:
        return 0, names.scores[name]
    return names.repeats.get(name)


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
