"""The resolver: syntax tree → expression, by name resolution and a type check of every test.

Each phrase's subject is looked up in the symbol table, and its verb, words and number are checked
against the kind of subject. All mistakes of a condition are reported, not only the first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from assistant.flow.expressions import subjects
from assistant.flow.expressions.grammar import (
    BareName,
    BooleanOperation,
    Negation,
    Phrase,
    Syntax,
    Word,
)
from assistant.flow.findings import did_you_mean, loader_codes
from assistant.flow.findings.registry import Wording, error
from assistant.flow.model import expression as ex

# What is found here.

T02 = error("T02", "A number that the fact can never reach").says(
    '"{what}" goes from {low} to {high}, so {number} is out of its reach.'
)
T03 = error("T03", "A condition that reads free text").says(
    '"{subject}" is {kind}; a condition can only ask whether it "is answered".'
)

_SUBJECT_KINDS: dict[str, ex.SubjectKind] = {
    "fact": "fact",
    "repeat": "repeat",
    "score": "score",
    "decision": "decision",
}

_NUMBER_VERBS = frozenset({"count", "compare", "days since", "days until"})


class WordReporter(Protocol):
    """Adds a finding about the words at an offset of the condition."""

    def __call__(
        self, word: Word, wording: Wording, /, *, fix: str | None = None, **fills: str | int
    ) -> None:
        """Add the finding `wording` at `word`."""


def resolve_condition(
    syntax: Syntax, names: subjects.SymbolTable, complain: WordReporter
) -> ex.Expression | None:
    """Return the meaning of a condition; None, after reporting, where it has none."""
    if isinstance(syntax, BooleanOperation):
        # all items first, so that every one's mistakes are reported
        items = [resolve_condition(item, names, complain) for item in syntax.items]
        known = tuple(item for item in items if item is not None)
        if len(known) < len(items):
            return None
        return ex.And(known) if syntax.word == "and" else ex.Or(known)
    if isinstance(syntax, Negation):
        item = resolve_condition(syntax.item, names, complain)
        return None if item is None else ex.Not(item)
    if isinstance(syntax, BareName):
        return _resolve_name(syntax.name, names, complain)
    return _AtomResolver(syntax, names, complain).resolve()


def _resolve_name(
    name: Word, names: subjects.SymbolTable, complain: WordReporter
) -> ex.Expression | None:
    taken = names.symbols.get(name.text)
    if taken is None:
        _report_unknown(name, "the condition", names.of_kinds(["condition"]), complain)
        return None
    if taken.kind != "condition":
        kind = subjects.kind_of(name.text, names)
        fix = subjects.TEST_HINTS[kind].format(name=name.text) if kind else None
        complain(
            name,
            loader_codes.T01_BARE,
            subject=name.text,
            kind=subjects.KIND_WORDS[kind or "text"],
            fix=fix,
        )
        return None
    return ex.Named(name.text)


def _report_unknown(name: Word, kind: str, known: Iterable[str], complain: WordReporter) -> None:
    fix = did_you_mean(name.text, known)
    complain(name, loader_codes.R01, owner="the condition", kind=kind, name=name.text, fix=fix)


class _AtomResolver:
    """Resolves one phrase to an atom."""

    def __init__(self, phrase: Phrase, names: subjects.SymbolTable, complain: WordReporter) -> None:
        self._phrase = phrase
        self._names = names
        self._complain = complain
        self._subject = phrase.subject
        self._sound = True

    def resolve(self) -> ex.Expression | None:
        """Return the atom, or None where it means nothing."""
        name = self._subject.text
        taken = self._names.symbols.get(name)
        if taken is None:
            _report_unknown(
                self._subject, "the fact", self._names.of_kinds(_SUBJECT_KINDS), self._complain
            )
            return None
        if name in self._names.rows:
            self._complain_about(self._subject, loader_codes.T05, repeat=self._names.rows[name])
        elif taken.kind == "condition":
            self._complain_about(self._subject, loader_codes.T01_CONDITION)
        else:
            self._check_fit(name)
        if not self._sound or taken.kind not in _SUBJECT_KINDS:
            return None
        return ex.Atom(name, _SUBJECT_KINDS[taken.kind], _build_test(self._phrase))

    def _complain_about(
        self, word: Word, wording: Wording, /, *, fix: str | None = None, **fills: str | int
    ) -> None:
        self._sound = False
        self._complain(word, wording, subject=self._subject.text, fix=fix, **fills)

    def _check_fit(self, name: str) -> None:
        """Report a test that does not fit the subject's kind or values."""
        kind = subjects.kind_of(name, self._names)
        if kind is None:
            return
        verb = self._phrase.verb
        if verb not in subjects.VERBS[kind]:
            shown = "a comparison" if verb == "compare" else verb
            wording, fix = (
                T03 if kind in subjects.OPAQUE else loader_codes.T01,
                subjects.TEST_HINTS[kind].format(name=name),
            )
            self._complain_about(
                self._subject, wording, test=shown, kind=subjects.KIND_WORDS[kind], fix=fix
            )
        elif verb in {"has tag", "has any tag of"}:
            self._check_words(loader_codes.R01_TAG, subjects.tags_of(name, self._names))
        elif self._phrase.words:
            wording = loader_codes.R01_OPTION if verb.startswith("has") else loader_codes.R01_VALUE
            self._check_words(wording, subjects.possible_values(name, self._names))
        elif verb in _NUMBER_VERBS:
            self._check_number(subjects.number_range(name, verb, self._names))

    def _check_words(self, wording: Wording, known: Collection[str] | None) -> None:
        if known is None:
            return
        for word in self._phrase.words:
            if word.text not in known:
                self._complain_about(
                    word, wording, name=word.text, fix=did_you_mean(word.text, known)
                )

    def _check_number(self, limits: tuple[int, int] | None) -> None:
        if limits is None:
            return
        low, high = limits
        number = int(self._phrase.number.text)
        if not low <= number <= high:
            verb = "" if self._phrase.verb == "compare" else f"{self._phrase.verb} "
            what = verb + self._subject.text
            self._complain_about(
                self._phrase.number, T02, what=what, low=low, high=high, number=number
            )
        elif low < high:
            always = subjects.constant_comparison(self._phrase.operator, number, low, high)
            if always is not None:
                self._complain_about(
                    self._phrase.number,
                    loader_codes.T04_ALWAYS if always else loader_codes.T04_NEVER,
                )


def _build_test(phrase: Phrase) -> ex.Test:
    """Return the test of a phrase that was found sound."""
    words = frozenset(word.text for word in phrase.words)
    if phrase.verb in {"is", "is one of"}:
        return ex.OneOf(words)
    if phrase.verb in {"has", "has any of"}:
        return ex.HasAny(words)
    if phrase.verb in {"has tag", "has any tag of"}:
        return ex.HasTag(words)
    if phrase.verb in _NUMBER_VERBS:
        return _build_number_test(phrase)
    if phrase.verb == "has all of":
        return ex.HasAll(words)
    return _build_plain_test(phrase)


def _build_plain_test(phrase: Phrase) -> ex.Test:
    if phrase.verb == "is not":
        return ex.IsNot(phrase.words[0].text)
    return ex.HasNone() if phrase.verb == "has none" else ex.Answered()


def _build_number_test(phrase: Phrase) -> ex.Test:
    number = int(phrase.number.text)
    if phrase.verb == "count":
        return ex.Count(phrase.operator, number)
    if phrase.verb == "compare":
        return ex.Compare(phrase.operator, number)
    return ex.Days("since" if phrase.verb == "days since" else "until", phrase.operator, number)
