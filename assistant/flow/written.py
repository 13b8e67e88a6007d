"""A condition as an author would write it, made from what it means."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.flow.expression import (
    And,
    Answered,
    Atom,
    Compare,
    Count,
    Days,
    Expression,
    HasAll,
    HasAny,
    HasNone,
    HasTag,
    IsNot,
    Named,
    Not,
    OneOf,
    Or,
)


def written(expression: Expression) -> str:
    """Return the condition in the words of the flow language; reading it gives `expression` again."""
    match expression:
        case Named(name):
            return name
        case Atom():
            return _atom(expression)
        case Not(item):
            return f"not {_within(item)}"
        case And(items):
            return " and ".join(_within(item) for item in items)
        case Or(items):
            return " or ".join(
                written(item) if isinstance(item, And) else _within(item) for item in items
            )


def _within(item: Expression) -> str:
    return f"({written(item)})" if isinstance(item, And | Or) else written(item)


def _atom(atom: Atom) -> str:
    subject, test = atom.subject, atom.test
    match test:
        case Count(operator, number):
            return f"count {subject} {operator} {number}"
        case Days(direction, operator, number):
            return f"days {direction} {subject} {operator} {number}"
        case Compare(operator, number):
            return f"{subject} {operator} {number}"
        case _:
            return f"{subject} {_words(test)}"


def _words(test: OneOf | IsNot | HasAny | HasAll | HasTag | HasNone | Answered) -> str:
    match test:
        case OneOf(words):
            return _few("is", "is one of", words)
        case HasAny(words):
            return _few("has", "has any of", words)
        case HasTag(words):
            return _few("has tag", "has any tag of", words)
        case HasAll(words):
            return f"has all of [{', '.join(sorted(words))}]"
        case IsNot(word):
            return f"is not {word}"
        case HasNone() | Answered():
            return "has none" if isinstance(test, HasNone) else "is answered"


def _few(one: str, several: str, words: Iterable[str]) -> str:
    """Return the short form for one word, the list for several."""
    ordered = sorted(words)
    return f"{one} {ordered[0]}" if len(ordered) == 1 else f"{several} [{', '.join(ordered)}]"
