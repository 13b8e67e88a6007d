"""Classes of conversations that change alike, each with a shortest example that the engine plays in both versions."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.prove.change.compare import Comparison
from assistant.prove.change.example import Example, example
from assistant.prove.change.outcome import Aspect
from assistant.prove.change.shortest import shortest
from assistant.prove.diagram import FALSE


@dataclass(frozen=True, slots=True)
class Group:
    """Everybody for whom the same aspects differ (`who`, as a diagram), with an example."""

    who: int
    differs: tuple[Aspect, ...]
    example: Example


@dataclass(frozen=True, slots=True)
class Groups:
    """Enough classes of conversations to show every change once; `others` is who meets another mixture of them."""

    groups: tuple[Group, ...]
    others: int


def grouped(comparison: Comparison) -> Groups:
    """Return classes of conversations that change, the shortest first, until every aspect has been shown."""
    made, differs = comparison.old.made, comparison.differs
    left, unseen, found = made.any_of(differs.values()), set(differs), list[Group]()
    while unseen:
        held = _shortest(comparison, made.both(left, made.any_of(differs[a] for a in unseen)))
        alike = left
        for who in dict.fromkeys(differs.values()):
            alike = made.both(alike, who) if made.holds(who, held) else made.except_(alike, who)
        own = tuple(aspect for aspect, who in differs.items() if made.holds(who, held))
        found.append(Group(alike, own, example(comparison, held)))
        left, unseen = made.except_(left, alike), unseen - {*own}
    return Groups(tuple(found), left)


def _shortest(comparison: Comparison, who: int) -> int:
    """Return one of `who`: a shortest conversation in the new version, or in the old where none of them ends."""
    ends = comparison.old.made.both(who, comparison.new.complete) != FALSE
    return shortest(comparison.new if ends else comparison.old, who)
