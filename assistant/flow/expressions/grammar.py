"""The grammar of conditions: text → syntax tree with columns, and an expression → text again.

The parser is a small Pratt parser (precedence climbing; `or` binds weaker than `and`). Its result
is purely syntactic: names are words, and `expressions.resolver` finds out what they stand for.
Nothing is ever evaluated. `unparse` is the way back, from the resolved expression.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.flow.findings.loader_codes import F10_DEEP, F10_EXPECTED, F10_LETTER, F10_MORE
from assistant.flow.findings.registry import Wording
from assistant.flow.model import expression as ex


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the offset at which it begins."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class BareName:
    """A name alone: a condition."""

    name: Word


@dataclass(frozen=True, slots=True)
class Phrase:
    """A test of one subject; `words` are options, values or tags; else it has a `number`."""

    verb: ex.Verb
    subject: Word
    words: tuple[Word, ...] = ()
    operator: ex.Operator = "="
    number: Word = Word("0", 0)


@dataclass(frozen=True, slots=True)
class Negation:
    """`not` and its operand."""

    item: Syntax


@dataclass(frozen=True, slots=True)
class BooleanOperation:
    """Two or more items, all joined by `and` or all by `or`."""

    word: Literal["and", "or"]
    items: tuple[Syntax, ...]


Syntax = BareName | Phrase | Negation | BooleanOperation


@dataclass(frozen=True, slots=True)
class ParseProblem:
    """A syntax error: the finding's wording, the offset, the length, and the fills of its sentence."""

    wording: Wording
    at: int
    length: int
    fills: dict[str, str]


# The parser of conditions: one method for each rule of the grammar.

MAX_DEPTH = 16
RESERVED = frozenset({"and", "or", "not", "is", "has", "count", "days"})

_TOKEN = re.compile(r"\s*(?:(>=|<=|[><=()\[\],])|(-?\w+))")
_BINDING: dict[str, int] = {"or": 1, "and": 2}  # binding power: the higher binds tighter
_NUMBER = re.compile(r"-?[0-9]{1,9}\Z", re.ASCII)
_OPERATORS: dict[str, ex.Operator] = {operator: operator for operator in get_args(ex.Operator)}


def parse_condition(text: str) -> Syntax | ParseProblem:
    """Return the syntax tree of a condition, or its first syntax error."""
    try:
        return _Parser(text).read_all()
    except _ParseProblemError as error:
        return error.problem


class _ParseProblemError(Exception):
    def __init__(self, wording: Wording, word: Word, **fills: str) -> None:
        super().__init__(wording.key)
        self.problem = ParseProblem(wording, word.at, max(1, len(word.text)), fills)


class _Parser:
    """Reads one condition from left to right."""

    def __init__(self, text: str) -> None:
        self._words = _tokenise(text)
        self._end = Word("", len(text.rstrip()))
        self._next = 0
        self._depth = 0

    def read_all(self) -> Syntax:
        """Return the whole condition."""
        read = self._expression(0)
        if self._next < len(self._words):
            raise _ParseProblemError(F10_MORE, self._peek(), found=self._peek().text)
        return read

    def _peek(self, ahead: int = 0) -> Word:
        place = self._next + ahead
        return self._words[place] if place < len(self._words) else self._end

    def _take(self) -> Word:
        word = self._peek()
        self._next += 1
        return word

    def _expect(self, text: str, wanted: str) -> None:
        if self._peek().text != text:
            raise _ParseProblemError(F10_EXPECTED, self._peek(), wanted=wanted)
        self._next += 1

    def _skip_if_next(self, *texts: str) -> bool:
        """Skip the words `texts` where all of them come next; return True where they did."""
        if all(self._peek(ahead).text == text for ahead, text in enumerate(texts)):
            self._next += len(texts)
            return True
        return False

    # The heart of a Pratt parser: `floor` is the binding power of the operator to the left,
    # so the loop takes only tighter operators. `a and b and c` becomes one node of three items.
    def _expression(self, floor: int) -> Syntax:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _ParseProblemError(F10_DEEP, self._peek())
        left = self._prefix()
        while (binding := _BINDING.get(self._peek().text, 0)) > floor:
            word = self._take().text
            items = [left, self._expression(binding)]
            while self._skip_if_next(word):
                items.append(self._expression(binding))
            left = BooleanOperation("and" if word == "and" else "or", tuple(items))
        self._depth -= 1
        return left

    def _prefix(self) -> Syntax:
        if self._skip_if_next("not"):
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise _ParseProblemError(F10_DEEP, self._peek())
            item = Negation(self._prefix())
            self._depth -= 1
            return item
        if self._skip_if_next("("):
            inner = self._expression(0)
            self._expect(")", "a closing bracket )")
            return inner
        return self._atom()

    def _atom(self) -> Syntax:
        if self._skip_if_next("count"):
            return self._comparison("count", self._name("a fact behind count"))
        for direction in _DAY_VERBS:
            if self._skip_if_next(*direction.split()):
                return self._comparison(direction, self._name(f"a date behind {direction}"))
        subject = self._name("a name")
        if self._skip_if_next("is"):
            return self._is(subject)
        if self._skip_if_next("has"):
            return self._has(subject)
        if self._peek().text in _OPERATORS:
            return self._comparison("compare", subject)
        return BareName(subject)

    def _is(self, subject: Word) -> Phrase:
        if self._skip_if_next("one", "of"):
            return Phrase("is one of", subject, self._list())
        if self._skip_if_next("answered"):
            return Phrase("is answered", subject)
        if self._skip_if_next("not"):
            return Phrase("is not", subject, (self._value(),))
        return Phrase("is", subject, (self._value(),))

    def _has(self, subject: Word) -> Phrase:
        for verb in _LIST_VERBS:
            if self._skip_if_next(*verb.split()[1:]):
                return Phrase(verb, subject, self._list())
        if self._skip_if_next("none"):
            return Phrase("has none", subject)
        if self._skip_if_next("tag"):
            return Phrase("has tag", subject, (self._value(),))
        return Phrase("has", subject, (self._value(),))

    def _comparison(self, verb: ex.Verb, subject: Word) -> Phrase:
        operator = _OPERATORS.get(self._peek().text)
        if operator is None:
            raise _ParseProblemError(F10_EXPECTED, self._peek(), wanted="one of >= <= > < =")
        self._next += 1
        number = self._take()
        if not _NUMBER.match(number.text):
            raise _ParseProblemError(F10_EXPECTED, number, wanted="a whole number")
        return Phrase(verb, subject, (), operator, number)

    def _list(self) -> tuple[Word, ...]:
        self._expect("[", "a list in square brackets")
        words = [self._value()]
        while self._skip_if_next(","):
            words.append(self._value())
        self._expect("]", "a closing bracket ]")
        return tuple(words)

    def _name(self, wanted: str) -> Word:
        word = self._peek()
        if word.text in RESERVED:
            raise _ParseProblemError(F10_EXPECTED, word, wanted=wanted)
        return self._value(wanted)

    def _value(self, wanted: str = "a name") -> Word:
        word = self._peek()
        if not word.text.replace("_", "a").isalnum():
            raise _ParseProblemError(F10_EXPECTED, word, wanted=wanted)
        self._next += 1
        return word


_DAY_VERBS: tuple[Literal["days since", "days until"], ...] = ("days since", "days until")
_LIST_VERBS: tuple[Literal["has any of", "has all of", "has any tag of"], ...] = (
    "has any of",
    "has all of",
    "has any tag of",
)


def _tokenise(text: str) -> list[Word]:
    words: list[Word] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            letter = Word(text[at:].lstrip()[:1], len(text) - len(text[at:].lstrip()))
            raise _ParseProblemError(F10_LETTER, letter, found=letter.text)
        start = match.start(match.lastindex or 0)
        words.append(Word(match.group(match.lastindex or 0), start))
        at = match.end()
    return words


# The printer of conditions: an expression as an author would write it.


def unparse(expression: ex.Expression) -> str:
    """Return the condition in the flow language; reading it gives `expression` again."""
    match expression:
        case ex.Named(name):
            return name
        case ex.Atom():
            return _unparse_atom(expression)
        case ex.Not(item):
            return f"not {_unparse_operand(item)}"
        case ex.And(items):
            return " and ".join(_unparse_operand(item) for item in items)
        case ex.Or(items):
            return " or ".join(
                # `and` binds tighter, so within `or` it needs no brackets
                unparse(item) if isinstance(item, ex.And) else _unparse_operand(item)
                for item in items
            )


def _unparse_operand(item: ex.Expression) -> str:
    return f"({unparse(item)})" if isinstance(item, ex.And | ex.Or) else unparse(item)


def _unparse_atom(atom: ex.Atom) -> str:
    subject, test = atom.subject, atom.test
    match test:
        case ex.Count(operator, number):
            return f"count {subject} {operator} {number}"
        case ex.Days(direction, operator, number):
            return f"days {direction} {subject} {operator} {number}"
        case ex.Compare(operator, number):
            return f"{subject} {operator} {number}"
        case _:
            return f"{subject} {_unparse_test(test)}"


def _unparse_test(
    test: ex.OneOf | ex.IsNot | ex.HasAny | ex.HasAll | ex.HasTag | ex.HasNone | ex.Answered,
) -> str:
    match test:
        case ex.OneOf(words):
            return _one_or_list("is", "is one of", words)
        case ex.HasAny(words):
            return _one_or_list("has", "has any of", words)
        case ex.HasTag(words):
            return _one_or_list("has tag", "has any tag of", words)
        case ex.HasAll(words):
            return f"has all of [{', '.join(sorted(words))}]"
        case ex.IsNot(word):
            return f"is not {word}"
        case ex.HasNone() | ex.Answered():
            return "has none" if isinstance(test, ex.HasNone) else "is answered"


def _one_or_list(one: str, several: str, words: Iterable[str]) -> str:
    """Return the short form for one word, the list for several."""
    ordered = sorted(words)
    return f"{one} {ordered[0]}" if len(ordered) == 1 else f"{several} [{', '.join(ordered)}]"
