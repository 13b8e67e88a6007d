"""The base of all kinds of fact: what every fact has, and the neutral answers of a plain one.

A kind is a subclass in a module of its own, and all that is peculiar to it stands there: nothing
else asks of which kind a fact is. The class and field names of kinds are in every logic hash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar, Literal, Protocol

from assistant.flow.model.basics import NOWHERE, Guard, Place, Text, Value
from assistant.flow.model.expression import Compare, Count, Days, Test, Verb

Sensitivity = Literal["none", "person", "special", "protected"]

UNKNOWN = "unknown"  # the answer "don't know", where a fact allows it
NONE = "none"  # the answer "none of these" to a `multi`

RefusalCode = Literal[
    "choice",
    "missing",
    "too_long",
    "not_a_text",
    "not_a_date",
    "too_early",
    "too_late",
    "not_a_number",
    "too_low",
    "too_high",
    "not_a_list",
    "too_few",
    "too_many",
    "exclusive",
    "cpr",
    "email",
    "phone",
    "not_open",
]


@dataclass(frozen=True, slots=True)
class FactRefusal:
    """The reason that a raw answer is no value of a fact; `values` are its numbers and dates."""

    code: RefusalCode
    values: Mapping[str, object] = field(default_factory=dict)


class ParseContext(Protocol):
    """The circumstances of an answer, as far as they decide what is accepted."""

    @property
    def today(self) -> date:
        """The day that the answer is given on."""
        ...

    def shown_options(self, fact: Fact) -> tuple[str, ...]:
        """Return the ids of the options that are shown now."""
        ...

    def texts_given(self, fact: str) -> tuple[str, ...]:
        """Return the texts given to the fact so far, those in the rows of repeats included."""
        ...


@dataclass(frozen=True, slots=True)
class Sampling:
    """The scope of a search for answers that stand for all: what can tell answers apart.

    `others` are the same fact in the versions compared, whose limits then count as well.
    """

    today: date
    tests: tuple[Test, ...]
    shown: tuple[Option, ...] = ()
    others: tuple[Fact, ...] = ()

    def numbers_compared(self) -> set[int]:
        """Return the numbers that an answer, or the count of its parts, is held against."""
        return {test.number for test in self.tests if isinstance(test, Compare | Count)}

    def days_compared(self) -> set[date]:
        """Return the days that an answer is held against."""
        return {
            self.today + timedelta(-test.number if test.direction == "since" else test.number)
            for test in self.tests
            if isinstance(test, Days)
        }


def stretch_numbers(low: int, high: int, cuts: Iterable[int]) -> list[int]:
    """Return a number from every stretch between low and high that something tells apart."""
    # Whatever the operator, a cut lies at the number or beside it.
    found = {low, high, *(cut + step for cut in cuts for step in (-1, 0, 1))}
    return sorted(number for number in found if low <= number <= high)


Limits = tuple[int | date | None, int | date | None]


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a `choice` or `multi`; hidden while `visible` does not hold.

    `group` is the heading that it stands under (a catalogue's domain); `catalogue` the catalogue
    that it came from, with the item's other attributes (`domain`, `urgency`, …) in `attributes`.
    """

    id: str
    label: Text
    hint: Text | None = None
    visible: Guard | None = None
    tags: frozenset[str] = frozenset()
    weight: int = 0
    source: tuple[str, ...] = ()
    group: Text | None = None
    catalogue: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The base of all kinds of fact: `Choice`, `Multi`, `YesNo`, `Integer`, `Date` and `Opaque`."""

    # The types of the kind as flow files name them, each as a finding calls it; how a condition
    # may test them, and the hint that a wrong test gets.
    types: ClassVar[Mapping[str, str]] = {}
    verbs: ClassVar[frozenset[Verb]] = frozenset({"is answered"})
    hint: ClassVar[str] = 'ask "{name} is answered"'

    # Only these say what else a kind is, so that readers need not ask for the class.
    is_opaque: ClassVar[bool] = False  # no condition can read its answer, and no output may
    is_single: ClassVar[bool] = False  # one answer out of a few words
    names_cases: ClassVar[bool] = False  # few enough answers to tell conversations apart by
    counts_from_today: ClassVar[bool] = False  # its limits move with the day
    may_be_empty: ClassVar[bool] = False  # several answers, or the empty tuple for none of them

    id: str
    label: Text | None = None
    help: Text | None = None
    optional: bool = False
    unknown: bool = False
    purpose: str | None = None
    sensitivity: Sensitivity = "none"
    place: Place = field(default=NOWHERE, compare=False)

    # A kind that has options, a text for none of them or a unit overrides these by a field. Such a
    # field needs `= field()`: the dataclass would take the property for its default.

    @property
    def options(self) -> tuple[Option, ...]:
        """The options to choose from, hidden ones included; none for a kind without options."""
        return ()

    @property
    def none(self) -> Text | None:
        """The text of "none of these", where that is an answer."""
        return None

    @property
    def unit(self) -> Text | None:
        """The text that follows a number."""
        return None

    @property
    def is_identifying(self) -> bool:
        """True where an answer identifies somebody."""
        return False

    @property
    def is_masked(self) -> bool:
        """True where only the record shows the answer whole."""
        return False

    @property
    def words(self) -> tuple[str, ...]:
        """The words that an answer can be or hold, "don't know" not among them."""
        return tuple(option.id for option in self.options)

    @property
    def answers(self) -> tuple[str, ...]:
        """The words that an answer can be or hold, "don't know" among them where it is allowed."""
        return (*self.words, UNKNOWN) if self.unknown else self.words

    @property
    def ticks(self) -> tuple[str, ...]:
        """Everything that can be ticked: the answers, and `none` after the options."""
        none = (NONE,) if self.none else ()
        return (*self.words, *none, *((UNKNOWN,) if self.unknown else ()))

    @property
    def tags(self) -> frozenset[str]:
        """Every tag that an option has."""
        return frozenset(tag for option in self.options for tag in option.tags)

    @property
    def visibility_guards(self) -> tuple[Guard, ...]:
        """The conditions that show options, in the order of the options."""
        return tuple([option.visible for option in self.options if option.visible])

    def texts(self) -> Iterator[Text]:
        """Yield every text of the fact, in the order in which a reader meets them."""
        for option in self.options:
            yield from (t for t in (option.group, option.label, option.hint) if t is not None)
        yield from (t for t in (self.none, self.unit) if t is not None)

    def parse(self, raw: object, context: ParseContext) -> Value | FactRefusal:
        """Return the value of a raw answer that is neither blank nor "don't know"."""
        raise NotImplementedError

    def to_json(self, value: Value) -> object:
        """Return a value in the form of a raw answer; a personal number is masked."""
        return value

    def wording(
        self, value: Value, line: Callable[[Text], str], word: Callable[[str], str]
    ) -> list[str]:
        """Return the parts of an answer in words: a label for each option, else one part.

        `line` gives the words of a text, `word` those of an answer without a text (`yes`); a unit is
        left out.
        """
        chosen = value if isinstance(value, tuple) else (value,)
        if self.options:
            return [line(option.label) for option in self.options if option.id in chosen]
        return [self._plain_wording(value, word)]

    def _plain_wording(self, value: Value, word: Callable[[str], str]) -> str:  # noqa: ARG002
        return str(value)

    def limits(self, today: date) -> Limits:  # noqa: ARG002 - those of days count from it
        """Return the lowest and highest answer (or the most characters) on `today`."""
        return None, None

    def accepts(self, value: Value, today: date) -> bool:  # noqa: ARG002 - days count from it
        """Return True for a value of the kind that lies within limits, whatever options show."""
        return True

    def samples(self, sampling: Sampling) -> Iterable[Value]:
        """Return an answer of every class that can be told apart, smallest first.

        Skipping, "don't know" and selections of options are left to the caller.
        """
        raise NotImplementedError

    def full_answer(self, option: str, today: date) -> Value:
        """Return an answer that is not empty; `option` is the one to take, where there are any."""
        raise NotImplementedError

    def scripted(self, value: Value) -> Value:
        """Return an answer as a script may show it: an example in place of words."""
        return value

    def describe_limits(self) -> Mapping[str, str]:
        """Return what an answer is held to besides the options, each thing by its name."""
        return {}

    def number_range(self, verb: Verb) -> tuple[int, int] | None:  # noqa: ARG002 - dates read it
        """Return the lowest and highest number that a comparison can meet; None if it meets none."""
        return None
