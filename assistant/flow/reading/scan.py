"""The first look at a flow and its parts: which names there are, before anything is read closely."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.flow.nodes import Entry, Node, Scalar, Series, Table, find
from assistant.flow.reading.context import Context

_SECTIONS = {"facts": "fact", "scores": "score", "decisions": "decision", "conditions": "condition"}


def scan(document: Node, context: Context) -> None:
    """Take the names of a flow's or part's facts, repeats, scores, decisions and conditions."""
    for section, kind in _SECTIONS.items():
        for key, value in entries(document, section):
            context.sound_id(key)
            if context.claim(key, kind):
                _known(key.text, kind, value, context)
    for step in steps(document):
        repeat = find(step, "repeat")
        if isinstance(repeat, Scalar) and repeat.text and context.claim(repeat, "repeat"):
            context.names.repeats[repeat.text] = limits(step)
            for fact in _scalars(find(step, "each")):
                context.names.rows[fact.text] = repeat.text


def owned(document: Node, section: str, context: Context) -> Iterator[Entry]:
    """Yield the entries of a section whose names are theirs."""
    for entry in entries(document, section):
        taken = context.names.taken.get(entry.key.text)
        if taken is not None and taken.place == entry.key.place:
            yield entry


def entries(document: Node, section: str) -> tuple[Entry, ...]:
    """Return the entries of a section."""
    node = find(document, section)
    return node.entries if isinstance(node, Table) else ()


def steps(document: Node) -> tuple[Node, ...]:
    """Return the steps of a flow or part."""
    node = find(document, "steps")
    return node.items if isinstance(node, Series) else ()


def runs(document: Node) -> tuple[Scalar, ...]:
    """Return the parts that a flow or part runs, in order."""
    found = (find(step, "do") for step in steps(document))
    return tuple(node for node in found if isinstance(node, Scalar))


AT_MOST = 20


def limits(step: Node) -> tuple[int, int]:
    """Return the fewest and most rows of a repeat."""
    return _number(find(step, "at_least"), 0), _number(find(step, "at_most"), AT_MOST)


def _number(node: Node | None, default: int) -> int:
    return node.value if isinstance(node, Scalar) and type(node.value) is int else default


def _known(name: str, kind: str, value: Node, context: Context) -> None:
    """Keep what conditions may ask of a score or decision."""
    if kind == "score":
        context.names.scores[name] = _number(find(value, "cap"), 0)
    elif kind == "decision":
        rows = value.items if isinstance(value, Series) else ()
        words = [word for row in rows if isinstance(word := find(row, "is"), Scalar)]
        context.names.decisions[name] = tuple(dict.fromkeys(word.text for word in words))


def _scalars(node: Node | None) -> tuple[Scalar, ...]:
    items = node.items if isinstance(node, Series) else ()
    return tuple(item for item in items if isinstance(item, Scalar))
