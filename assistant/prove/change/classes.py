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
    """Everybody for whom the same aspects differ: `held` is one of them, as the variables that hold."""

    differs: tuple[Aspect, ...]
    held: int
    example: Example


def grouped(comparison: Comparison) -> tuple[Group, ...]:
    """Return classes of conversations that change, until every aspect that differs has been shown.

    Each is a shortest one that shows an aspect which none before it does; shorter ones come first. More mixtures of
    the same changes may be met.
    """
    shown: set[Aspect] = set()
    found: list[Group] = []
    for aspect, who in comparison.differs.items():
        if aspect not in shown:
            held = _shortest(comparison, who)
            own = tuple(a for a, each in comparison.differs.items() if comparison.holds(each, held))
            shown.update(own)
            found.append(Group(own, held, example(comparison, held)))
    return tuple(sorted(found, key=lambda group: len(group.example.new.screens)))


def members(comparison: Comparison, held: int) -> int:
    """Return everybody for whom the same aspects differ as for one of them."""
    made, alike = comparison.old.made, comparison.either
    for who in dict.fromkeys(comparison.differs.values()):
        alike = made.both(alike, who) if made.holds(who, held) else made.except_(alike, who)
    return alike


def _shortest(comparison: Comparison, who: int) -> int:
    """Return one of `who`: a shortest conversation in the new version, or in the old where none of them ends."""
    made, ended = comparison.old.made, comparison.new.complete()
    with made.scratch():
        ends = made.both(who, ended) != FALSE
        return shortest(comparison.new if ends else comparison.old, who)
