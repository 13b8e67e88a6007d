"""The reader of the record section: each field with its origin, checked to fit."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from assistant.flow.expressions.subjects import KIND_WORDS, kind_of, possible_values
from assistant.flow.findings import did_you_mean
from assistant.flow.findings.loader_codes import F09_ORIGIN, R01_VALUE, T05
from assistant.flow.findings.registry import error
from assistant.flow.model import (
    UNKNOWN,
    FromCodes,
    FromConclusion,
    FromFacts,
    FromRepeat,
    Origin,
    RecordEntry,
)
from assistant.flow.model.record_fields import FIELDS, Field, FieldKind
from assistant.flow.reading.context import Context
from assistant.flow.reading.keys import Keys, describe_node, read_names
from assistant.flow.strict_yaml.nodes import Entry, Node, Scalar, Series, find

# What is found here.

R06 = error("R06", "A value that does not fit the record")
R06_PATH = R06.says('the record has no field "{path}".', variant="path")
R06_FIT = R06.says('the field "{path}" takes {wanted}, and "{name}" is {found}.', variant="fit")
R06_CODE = R06.says(
    '"{code}" is not among the codes of the field "{path}".', fix="codes: {known}", variant="code"
)
R06_VALUE = R06.says(
    '"{name}" can be "{code}", which is not among the codes of the field "{path}".',
    fix="translate it: {{fact: {name}, as: {{…}}}}",
    variant="value",
)
R06_UNMAPPED = R06.says(
    'the option "{name}" of "{subject}" has no code here.',
    fix="add it, with null where it has none",
    variant="unmapped",
)

_WANTED_PHRASES: Mapping[FieldKind, str] = {
    "text": "words",
    "number": "a number",
    "date": "a date",
    "yes_no": "yes or no",
    "code": "one of its codes",
    "codes": "its codes",
    "list": "the rows of a list, written {each: …}",
}
_CODED_KINDS = ("choice", "multi", "decision")
_FITTING_KINDS: Mapping[FieldKind, Collection[str]] = {
    "number": ("int", "score"),
    "date": ("date",),
    "yes_no": ("yesno",),
    "code": ("choice", "decision"),
    "codes": _CODED_KINDS,  # a decision too: its one value becomes a list of one
    "list": (),
}


class FieldFit:
    """Checks values against one field of the record, or (`within`) against one of a list's rows."""

    def __init__(self, path: str, field: Field, context: Context, *, within: bool = False) -> None:
        self._path = path
        self._field = field
        self._context = context
        self._within = within

    def check(self, name: Scalar) -> None:
        """Report a fact or conclusion that does not fit, or has values without a code."""
        names = self._context.names
        kind = kind_of(name.text, names)
        if kind is None:
            return
        if name.text in names.rows and not self._within:
            self._context.report.at(name, T05, subject=name.text, repeat=names.rows[name.text])
        elif not self._fits(kind):
            self._report_misfit(name, kind)
        elif self._field.codes:
            self._check_values(name, possible_values(name.text, names) or ())

    def read_codes(self, fact: Scalar, entries: tuple[Entry, ...]) -> dict[str, str]:
        """Return the code of each option; report unknown options and codes, and gaps."""
        names, report = self._context.names, self._context.report
        kind = kind_of(fact.text, names)
        if kind is not None and (kind not in _TRANSLATABLE_KINDS or not self._field.codes):
            self._report_misfit(fact, kind)
            return {}
        values = possible_values(fact.text, names)
        codes: dict[str, str] = {}
        for key, value in entries:
            if values is not None and key.text not in values:
                fix = did_you_mean(key.text, values)
                report.at(key, R01_VALUE, name=key.text, subject=fact.text, fix=fix)
            elif isinstance(value, Scalar) and value.value is not None:
                codes[key.text] = value.text
                self._check_code(value)
        written = {key.text for key, _ in entries} | {UNKNOWN}
        for value_ in values or ():
            if value_ not in written:
                report.at(fact, R06_UNMAPPED, name=value_, subject=fact.text)
        return codes

    def _fits(self, kind: str) -> bool:
        if self._field.kind == "text":
            return kind not in ("repeat", "condition")
        return kind in _FITTING_KINDS[self._field.kind]

    def _report_misfit(self, name: Scalar, kind: str) -> None:
        wanted = _WANTED_PHRASES[self._field.kind]
        found = KIND_WORDS.get(kind, f"a {kind}")
        self._context.report.at(
            name, R06_FIT, path=self._path, wanted=wanted, name=name.text, found=found
        )

    def _check_values(self, name: Scalar, values: Collection[str]) -> None:
        """Report the options of a fact (or values of a decision) that are no codes of the field."""
        strange = [v for v in values if v not in self._field.codes and v != UNKNOWN]
        if strange:
            known = ", ".join(self._field.codes)
            fills = {"name": name.text, "code": strange[0], "path": self._path, "known": known}
            self._context.report.at(name, R06_VALUE, **fills)

    def _check_code(self, value: Scalar) -> None:
        if value.text not in self._field.codes:
            known = ", ".join(self._field.codes)
            fix = did_you_mean(value.text, self._field.codes)
            fills = {"code": value.text, "path": self._path, "known": known}
            self._context.report.at(value, R06_CODE, fix=fix, **fills)


_TRANSLATABLE_KINDS = ("choice", "multi", "yesno", "decision")


# The reader of the record's fields and their origins.


def read_record_entry(entry: Entry, context: Context) -> RecordEntry | None:
    """Return the origin of the value at a path; None, after reporting, where unreadable."""
    path = entry.key.text
    field = FIELDS.get(path)
    if field is None:
        context.report.at(entry.key, R06_PATH, path=path, fix=did_you_mean(path, FIELDS))
        return None
    origin = _read_origin(entry.value, path, field, context)
    return None if origin is None else RecordEntry(path, origin, entry.key.place)


def _read_origin(node: Node, path: str, field: Field, context: Context) -> Origin | None:
    owner = f'the record\'s field "{path}"'
    if find(node, "each") is not None:
        return _read_repeat(node, path, field, context)
    if find(node, "as") is not None or find(node, "fact") is not None:
        return _read_codes(node, path, field, context)
    if not isinstance(node, Scalar | Series):
        context.report.at(node, F09_ORIGIN, owner=owner, found=describe_node(node))
        return None
    names = read_names(node, owner, context)
    known = [name for name in names if _is_known(name, owner, context)]
    fitting = FieldFit(path, field, context)
    for name in known:
        fitting.check(name)
    if not known:
        return None
    if isinstance(node, Scalar) and context.names.symbols[node.text].kind in ("decision", "score"):
        return FromConclusion(node.text)
    return FromFacts(tuple(name.text for name in known))


def _is_known(name: Scalar, owner: str, context: Context) -> bool:
    taken = context.names.symbols.get(name.text)
    if taken is None:
        context.report_unknown(
            name, owner, "the fact", context.names.of_kinds(["fact", "decision", "score"])
        )
    return taken is not None


def _read_repeat(node: Node, path: str, field: Field, context: Context) -> Origin | None:
    keys = Keys(node, f'the record\'s field "{path}"', context)
    repeat = keys.name("each", needed=True)
    if repeat is None:
        return None
    if repeat.text not in context.names.repeats:
        context.report_unknown(repeat, keys.owner, "the list", list(context.names.repeats))
        return None
    if field.kind != "list":
        FieldFit(path, field, context).check(repeat)
        return None
    fields: dict[str, str] = {}
    for name in keys.names:
        if name != "each":
            column = _read_column(keys, name, repeat.text, path, field)
            if column is not None:
                fields[name] = column
    return FromRepeat(repeat.text, fields)


def _read_column(keys: Keys, name: str, repeat: str, path: str, field: Field) -> str | None:
    """Return the fact that fills one field of each row."""
    context = keys.context
    wanted = field.entries.get(name)
    if wanted is None:
        key = keys.key_at(name) or keys.node
        known = [f"{path}.{entry}" for entry in field.entries]
        context.report.at(
            key, R06_PATH, path=f"{path}.{name}", fix=did_you_mean(f"{path}.{name}", known)
        )
        return None
    fact = keys.name(name)
    if fact is None:
        return None
    rows = context.names.rows
    if rows.get(fact.text) != repeat:
        own = [row for row, its in rows.items() if its == repeat]
        context.report_unknown(fact, keys.owner, "the fact of the list", own)
        return None
    FieldFit(f"{path}.{name}", wanted, context, within=True).check(fact)
    return fact.text


def _read_codes(node: Node, path: str, field: Field, context: Context) -> Origin | None:
    keys = Keys(node, f'the record\'s field "{path}"', context)
    fact = keys.name("fact", needed=True)
    codes = keys.entries("as", needed=True)
    keys.close()
    if fact is None or not _is_known(fact, keys.owner, context):
        return None
    fitting = FieldFit(path, field, context)
    return FromCodes(fact.text, fitting.read_codes(fact, codes))
