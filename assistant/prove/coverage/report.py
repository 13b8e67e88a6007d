"""Coverage as the JSON document of `assistant cover`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from assistant.flow.model import Flow
from assistant.prove.coverage.coverage import Coverage
from assistant.prove.coverage.items import KINDS, Item, Kind, kind_of
from assistant.prove.coverage.words import Words


class ItemJson(TypedDict):
    """An item: what it is called, what never happens, and where it stands."""

    kind: Kind
    name: str
    text: str
    file: str
    line: int
    column: int


def as_json(flow: Flow, covered: Coverage) -> dict[str, object]:
    """Return one flow's coverage; a kind that was not asked for is absent."""
    words = Words(flow)
    tallies: dict[str, object] = {
        kind: {
            "covered": tally.covered,
            "total": tally.total,
            "holes": [*listed(words, tally.holes)],
        }
        for kind in KINDS
        if (tally := covered.tallies.get(kind))
    }
    return {
        "flow": flow.id,
        **tallies,
        "unreachable": [*listed(words, covered.unreachable)],
        "not_decided": [*listed(words, covered.undecided)],
    }


def listed(words: Words, items: Iterable[Item]) -> Iterable[ItemJson]:
    """Yield items for JSON."""
    for item in items:
        said = words.of(item)
        place = said.place
        yield {
            "kind": kind_of(item),
            "name": said.name,
            "text": said.words,
            "file": place.file,
            "line": place.line,
            "column": place.column,
        }
