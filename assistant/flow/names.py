"""What the conditions of a flow may name: facts, repeats, scores, decisions and conditions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.flow.basics import Place
from assistant.flow.expression import SubjectKind
from assistant.flow.facts import AnyFact

NameKind = SubjectKind | str


@dataclass(frozen=True, slots=True)
class Name:
    """A name that is taken: by what kind of thing, and where."""

    kind: NameKind
    place: Place


@dataclass(slots=True)
class Names:
    """Every name that an expression may use, and what can be said about it.

    A name in `taken` that is in none of the other mappings belongs to something that could not be read;
    what names it is believed, so that one mistake gives one finding.
    """

    taken: dict[str, Name] = field(default_factory=dict)
    facts: dict[str, AnyFact] = field(default_factory=dict)
    repeats: dict[str, tuple[int, int]] = field(default_factory=dict)
    scores: dict[str, int] = field(default_factory=dict)
    decisions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)

    def of(self, kinds: Iterable[NameKind]) -> list[str]:
        """Return the names of these kinds, in the order of the files."""
        wanted = set(kinds)
        return [name for name, taken in self.taken.items() if taken.kind in wanted]
