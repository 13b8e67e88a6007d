"""What a condition means: each atom's subject is looked up, and the test is held against its kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from assistant.flow import expression as ex
from assistant.flow.diagnostics import meant
from assistant.flow.domain import (
    FITS,
    KIND_WORDS,
    OPAQUE,
    VERBS,
    constant,
    kind_of,
    reach,
    tags_of,
    values_of,
)
from assistant.flow.names import Names
from assistant.flow.syntax import Bare, Joined, Negation, Phrase, Syntax, Word

_SUBJECTS: dict[str, ex.SubjectKind] = {
    "fact": "fact",
    "repeat": "repeat",
    "score": "score",
    "decision": "decision",
}

_NUMBERED = frozenset({"count", "compare", "days since", "days until"})


class Complaint(Protocol):
    """Adds a finding about the words at an offset of the condition."""

    def __call__(
        self, word: Word, key: str, /, *, fix: str | None = None, **fills: str | int
    ) -> None:
        """Add the finding `key` at `word`."""


def understand(syntax: Syntax, names: Names, complain: Complaint) -> ex.Expression | None:
    """Return what the condition means; None, after complaining, where it means nothing."""
    if isinstance(syntax, Joined):
        items = [understand(item, names, complain) for item in syntax.items]
        known = tuple(item for item in items if item is not None)
        if len(known) < len(items):
            return None
        return ex.And(known) if syntax.word == "and" else ex.Or(known)
    if isinstance(syntax, Negation):
        item = understand(syntax.item, names, complain)
        return None if item is None else ex.Not(item)
    if isinstance(syntax, Bare):
        return _named(syntax.name, names, complain)
    return _Atom(syntax, names, complain).meaning()


def _named(name: Word, names: Names, complain: Complaint) -> ex.Expression | None:
    taken = names.taken.get(name.text)
    if taken is None:
        _unknown(name, "the condition", names.of(["condition"]), complain)
        return None
    if taken.kind != "condition":
        kind = kind_of(name.text, names)
        fix = FITS[kind].format(name=name.text) if kind else None
        complain(name, "T01/bare", subject=name.text, kind=KIND_WORDS[kind or "text"], fix=fix)
        return None
    return ex.Named(name.text)


def _unknown(name: Word, kind: str, known: Iterable[str], complain: Complaint) -> None:
    fix = meant(name.text, known)
    complain(name, "R01", owner="the condition", kind=kind, name=name.text, fix=fix)


class _Atom:
    """One phrase on its way to an atom."""

    def __init__(self, phrase: Phrase, names: Names, complain: Complaint) -> None:
        self._phrase = phrase
        self._names = names
        self._complain = complain
        self._subject = phrase.subject
        self._sound = True

    def meaning(self) -> ex.Expression | None:
        """Return the atom, or None where it means nothing."""
        name = self._subject.text
        taken = self._names.taken.get(name)
        if taken is None:
            _unknown(self._subject, "the fact", self._names.of(_SUBJECTS), self._complain)
            return None
        if name in self._names.rows:
            self._say(self._subject, "T05", repeat=self._names.rows[name])
        elif taken.kind == "condition":
            self._say(self._subject, "T01/condition")
        else:
            self._fit(name)
        if not self._sound or taken.kind not in _SUBJECTS:
            return None
        return ex.Atom(name, _SUBJECTS[taken.kind], _test(self._phrase))

    def _say(self, word: Word, key: str, /, *, fix: str | None = None, **fills: str | int) -> None:
        self._sound = False
        self._complain(word, key, subject=self._subject.text, fix=fix, **fills)

    def _fit(self, name: str) -> None:
        """Complain where the test does not fit the subject's kind or values."""
        kind = kind_of(name, self._names)
        if kind is None:
            return
        verb = self._phrase.verb
        if verb not in VERBS[kind]:
            shown = "a comparison" if verb == "compare" else verb
            key, fix = "T03" if kind in OPAQUE else "T01", FITS[kind].format(name=name)
            self._say(self._subject, key, test=shown, kind=KIND_WORDS[kind], fix=fix)
        elif verb in {"has tag", "has any tag of"}:
            self._words("R01/tag", tags_of(name, self._names))
        elif self._phrase.words:
            key = "R01/option" if verb.startswith("has") else "R01/value"
            self._words(key, values_of(name, self._names))
        elif verb in _NUMBERED:
            self._number(reach(name, verb, self._names))

    def _words(self, key: str, known: Collection[str] | None) -> None:
        if known is None:
            return
        for word in self._phrase.words:
            if word.text not in known:
                self._say(word, key, name=word.text, fix=meant(word.text, known))

    def _number(self, limits: tuple[int, int] | None) -> None:
        if limits is None:
            return
        low, high = limits
        number = int(self._phrase.number.text)
        if not low <= number <= high:
            verb = "" if self._phrase.verb == "compare" else f"{self._phrase.verb} "
            what = verb + self._subject.text
            self._say(self._phrase.number, "T02", what=what, low=low, high=high, number=number)
        elif low < high:
            always = constant(self._phrase.operator, number, low, high)
            if always is not None:
                self._say(self._phrase.number, "T04/always" if always else "T04/never")


def _test(phrase: Phrase) -> ex.Test:
    """Return the test of a phrase that was found sound."""
    words = frozenset(word.text for word in phrase.words)
    if phrase.verb in {"is", "is one of"}:
        return ex.OneOf(words)
    if phrase.verb in {"has", "has any of"}:
        return ex.HasAny(words)
    if phrase.verb in {"has tag", "has any tag of"}:
        return ex.HasTag(words)
    if phrase.verb in _NUMBERED:
        return _numbered(phrase)
    if phrase.verb == "has all of":
        return ex.HasAll(words)
    return _simple(phrase)


def _simple(phrase: Phrase) -> ex.Test:
    if phrase.verb == "is not":
        return ex.IsNot(phrase.words[0].text)
    return ex.HasNone() if phrase.verb == "has none" else ex.Answered()


def _numbered(phrase: Phrase) -> ex.Test:
    number = int(phrase.number.text)
    if phrase.verb == "count":
        return ex.Count(phrase.operator, number)
    if phrase.verb == "compare":
        return ex.Compare(phrase.operator, number)
    return ex.Days("since" if phrase.verb == "days since" else "until", phrase.operator, number)
