"""The grammar of conditions (flow-language §4), as a small Pratt parser. Nothing is ever evaluated."""

from __future__ import annotations

import re
from typing import Literal, get_args

from assistant.flow.expression import Operator
from assistant.flow.syntax import Bare, Joined, Misread, Negation, Phrase, Syntax, Verb, Word

MAX_DEPTH = 16
RESERVED = frozenset({"and", "or", "not", "is", "has", "count", "days"})

_TOKEN = re.compile(r"\s*(?:(>=|<=|[><=()\[\],])|(-?\w+))")
_BINDING: dict[str, int] = {"or": 1, "and": 2}
_NUMBER = re.compile(r"-?[0-9]{1,9}\Z", re.ASCII)
_OPERATORS: dict[str, Operator] = {operator: operator for operator in get_args(Operator)}


def parse(text: str) -> Syntax | Misread:
    """Return what the condition says, or why it cannot be read."""
    try:
        return _Parser(text).whole()
    except _MisreadError as error:
        return error.misread


class _MisreadError(Exception):
    def __init__(self, key: str, word: Word, **fills: str) -> None:
        super().__init__(key)
        self.misread = Misread(key, word.at, max(1, len(word.text)), fills)


class _Parser:
    """Reads one condition from left to right."""

    def __init__(self, text: str) -> None:
        self._words = _words(text)
        self._end = Word("", len(text.rstrip()))
        self._next = 0
        self._depth = 0

    def whole(self) -> Syntax:
        """Return the whole condition."""
        read = self._expression(0)
        if self._next < len(self._words):
            raise _MisreadError("F10/more", self._peek(), found=self._peek().text)
        return read

    def _peek(self, ahead: int = 0) -> Word:
        place = self._next + ahead
        return self._words[place] if place < len(self._words) else self._end

    def _take(self) -> Word:
        word = self._peek()
        self._next += 1
        return word

    def _skip(self, text: str, wanted: str) -> None:
        if self._peek().text != text:
            raise _MisreadError("F10/expected", self._peek(), wanted=wanted)
        self._next += 1

    def _follows(self, *texts: str) -> bool:
        """Skip the words `texts` where they all follow; say whether they did."""
        if all(self._peek(ahead).text == text for ahead, text in enumerate(texts)):
            self._next += len(texts)
            return True
        return False

    def _expression(self, floor: int) -> Syntax:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _MisreadError("F10/deep", self._peek())
        left = self._prefix()
        while (binding := _BINDING.get(self._peek().text, 0)) > floor:
            word = self._take().text
            items = [left, self._expression(binding)]
            while self._follows(word):
                items.append(self._expression(binding))
            left = Joined("and" if word == "and" else "or", tuple(items))
        self._depth -= 1
        return left

    def _prefix(self) -> Syntax:
        if self._follows("not"):
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise _MisreadError("F10/deep", self._peek())
            item = Negation(self._prefix())
            self._depth -= 1
            return item
        if self._follows("("):
            inner = self._expression(0)
            self._skip(")", "a closing bracket )")
            return inner
        return self._atom()

    def _atom(self) -> Syntax:
        if self._follows("count"):
            return self._compared("count", self._name("a fact behind count"))
        for direction in _DIRECTIONS:
            if self._follows(*direction.split()):
                return self._compared(direction, self._name(f"a date behind {direction}"))
        subject = self._name("a name")
        if self._follows("is"):
            return self._is(subject)
        if self._follows("has"):
            return self._has(subject)
        if self._peek().text in _OPERATORS:
            return self._compared("compare", subject)
        return Bare(subject)

    def _is(self, subject: Word) -> Phrase:
        if self._follows("one", "of"):
            return Phrase("is one of", subject, self._list())
        if self._follows("answered"):
            return Phrase("is answered", subject)
        if self._follows("not"):
            return Phrase("is not", subject, (self._value(),))
        return Phrase("is", subject, (self._value(),))

    def _has(self, subject: Word) -> Phrase:
        for verb in _LISTS:
            if self._follows(*verb.split()[1:]):
                return Phrase(verb, subject, self._list())
        if self._follows("none"):
            return Phrase("has none", subject)
        if self._follows("tag"):
            return Phrase("has tag", subject, (self._value(),))
        return Phrase("has", subject, (self._value(),))

    def _compared(self, verb: Verb, subject: Word) -> Phrase:
        operator = _OPERATORS.get(self._peek().text)
        if operator is None:
            raise _MisreadError("F10/expected", self._peek(), wanted="one of >= <= > < =")
        self._next += 1
        number = self._take()
        if not _NUMBER.match(number.text):
            raise _MisreadError("F10/expected", number, wanted="a whole number")
        return Phrase(verb, subject, (), operator, number)

    def _list(self) -> tuple[Word, ...]:
        self._skip("[", "a list in square brackets")
        words = [self._value()]
        while self._follows(","):
            words.append(self._value())
        self._skip("]", "a closing bracket ]")
        return tuple(words)

    def _name(self, wanted: str) -> Word:
        word = self._peek()
        if word.text in RESERVED:
            raise _MisreadError("F10/expected", word, wanted=wanted)
        return self._value(wanted)

    def _value(self, wanted: str = "a name") -> Word:
        word = self._peek()
        if not word.text.replace("_", "a").isalnum():
            raise _MisreadError("F10/expected", word, wanted=wanted)
        self._next += 1
        return word


_DIRECTIONS: tuple[Literal["days since", "days until"], ...] = ("days since", "days until")
_LISTS: tuple[Literal["has any of", "has all of", "has any tag of"], ...] = (
    "has any of",
    "has all of",
    "has any tag of",
)


def _words(text: str) -> list[Word]:
    words: list[Word] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            letter = Word(text[at:].lstrip()[:1], len(text) - len(text[at:].lstrip()))
            raise _MisreadError("F10/letter", letter, found=letter.text)
        start = match.start(match.lastindex or 0)
        words.append(Word(match.group(match.lastindex or 0), start))
        at = match.end()
    return words
