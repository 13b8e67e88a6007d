"""The record: which of its fields are filled, and from what."""

from __future__ import annotations

from assistant.flow.diagnostics import meant
from assistant.flow.fields import FIELDS, Field
from assistant.flow.nodes import Entry, Node, Scalar, Series, find
from assistant.flow.outcomes import (
    FromCodes,
    FromConclusion,
    FromFacts,
    FromRepeat,
    Origin,
    RecordEntry,
)
from assistant.flow.reading.context import Context
from assistant.flow.reading.fitting import Fitting
from assistant.flow.reading.keys import Keys, found, names_in


def read_record_entry(entry: Entry, context: Context) -> RecordEntry | None:
    """Return where the value at a path of the record comes from."""
    path = entry.key.text
    field = FIELDS.get(path)
    if field is None:
        context.report.at(entry.key, "R06/path", path=path, fix=meant(path, FIELDS))
        return None
    origin = _origin(entry.value, path, field, context)
    return None if origin is None else RecordEntry(path, origin, entry.key.place)


def _origin(node: Node, path: str, field: Field, context: Context) -> Origin | None:
    owner = f'the record\'s field "{path}"'
    if find(node, "each") is not None:
        return _repeat(node, path, field, context)
    if find(node, "as") is not None or find(node, "fact") is not None:
        return _codes(node, path, field, context)
    if not isinstance(node, Scalar | Series):
        context.report.at(node, "F09/origin", owner=owner, found=found(node))
        return None
    names = names_in(node, owner, context)
    known = [name for name in names if _known(name, owner, context)]
    fitting = Fitting(path, field, context)
    for name in known:
        fitting.check(name)
    if not known:
        return None
    if isinstance(node, Scalar) and context.names.taken[node.text].kind in ("decision", "score"):
        return FromConclusion(node.text)
    return FromFacts(tuple(name.text for name in known))


def _known(name: Scalar, owner: str, context: Context) -> bool:
    taken = context.names.taken.get(name.text)
    if taken is None:
        context.unknown(name, owner, "the fact", context.names.of(["fact", "decision", "score"]))
    return taken is not None


def _repeat(node: Node, path: str, field: Field, context: Context) -> Origin | None:
    keys = Keys(node, f'the record\'s field "{path}"', context)
    repeat = keys.name("each", needed=True)
    if repeat is None:
        return None
    if repeat.text not in context.names.repeats:
        context.unknown(repeat, keys.owner, "the list", list(context.names.repeats))
        return None
    if field.kind != "list":
        Fitting(path, field, context).check(repeat)
        return None
    fields: dict[str, str] = {}
    for name in keys.names:
        if name != "each":
            column = _column(keys, name, repeat.text, path, field)
            if column is not None:
                fields[name] = column
    return FromRepeat(repeat.text, fields)


def _column(keys: Keys, name: str, repeat: str, path: str, field: Field) -> str | None:
    """Return the fact that fills one field of each row."""
    context = keys.context
    wanted = field.entries.get(name)
    if wanted is None:
        key = keys.key_at(name) or keys.node
        known = [f"{path}.{entry}" for entry in field.entries]
        context.report.at(
            key, "R06/path", path=f"{path}.{name}", fix=meant(f"{path}.{name}", known)
        )
        return None
    fact = keys.name(name)
    if fact is None:
        return None
    rows = context.names.rows
    if rows.get(fact.text) != repeat:
        own = [row for row, its in rows.items() if its == repeat]
        context.unknown(fact, keys.owner, "the fact of the list", own)
        return None
    Fitting(f"{path}.{name}", wanted, context, within=True).check(fact)
    return fact.text


def _codes(node: Node, path: str, field: Field, context: Context) -> Origin | None:
    keys = Keys(node, f'the record\'s field "{path}"', context)
    fact = keys.name("fact", needed=True)
    codes = keys.entries("as", needed=True)
    keys.close()
    if fact is None or not _known(fact, keys.owner, context):
        return None
    fitting = Fitting(path, field, context)
    return FromCodes(fact.text, fitting.codes(fact, codes))
