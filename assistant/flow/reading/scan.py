"""The first pass over a flow and its parts, which enters all names into the symbol table."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.flow.reading.context import Context
from assistant.flow.strict_yaml.nodes import Entry, Node, Scalar, Series, Table, find

_SECTIONS = {"facts": "fact", "scores": "score", "decisions": "decision", "conditions": "condition"}


def scan_names(document: Node, context: Context) -> None:
    """Enter the names of a file's facts, repeats, scores, decisions and conditions."""
    for section, kind in _SECTIONS.items():
        for key, value in section_entries(document, section):
            context.is_sound_id(key)
            if context.claim_name(key, kind):
                _note_values(key.text, kind, value, context)
    for step in step_nodes(document):
        repeat = find(step, "repeat")
        if isinstance(repeat, Scalar) and repeat.text and context.claim_name(repeat, "repeat"):
            context.names.repeats[repeat.text] = row_limits(step)
            for fact in _scalars(find(step, "each")):
                context.names.rows[fact.text] = repeat.text


def owned_entries(document: Node, section: str, context: Context) -> Iterator[Entry]:
    """Yield the entries of a section that own their name: of two with one name, the first."""
    for entry in section_entries(document, section):
        taken = context.names.symbols.get(entry.key.text)
        # the second of two things with one name was reported by the scan and is not read
        if taken is not None and taken.place == entry.key.place:
            yield entry


def section_entries(document: Node, section: str) -> tuple[Entry, ...]:
    """Return the entries of a section."""
    node = find(document, section)
    return node.entries if isinstance(node, Table) else ()


def step_nodes(document: Node) -> tuple[Node, ...]:
    """Return the steps of a flow or part."""
    node = find(document, "steps")
    return node.items if isinstance(node, Series) else ()


def parts_run_by(document: Node) -> tuple[Scalar, ...]:
    """Return the parts that a flow or part runs, in order."""
    found = (find(step, "do") for step in step_nodes(document))
    return tuple(node for node in found if isinstance(node, Scalar))


DEFAULT_AT_MOST = 20  # rows of a repeat that does not say


def row_limits(step: Node) -> tuple[int, int]:
    """Return the fewest and most rows of a repeat."""
    return _integer_or(find(step, "at_least"), 0), _integer_or(
        find(step, "at_most"), DEFAULT_AT_MOST
    )


def _integer_or(node: Node | None, default: int) -> int:
    return node.value if isinstance(node, Scalar) and type(node.value) is int else default


def _note_values(name: str, kind: str, value: Node, context: Context) -> None:
    """Enter the values that a score or decision can have."""
    if kind == "score":
        context.names.scores[name] = _integer_or(find(value, "cap"), 0)
    elif kind == "decision":
        rows = value.items if isinstance(value, Series) else ()
        words = [word for row in rows if isinstance(word := find(row, "is"), Scalar)]
        context.names.decisions[name] = tuple(dict.fromkeys(word.text for word in words))


def _scalars(node: Node | None) -> tuple[Scalar, ...]:
    items = node.items if isinstance(node, Series) else ()
    return tuple(item for item in items if isinstance(item, Scalar))
