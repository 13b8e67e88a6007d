"""Whether what a flow puts into a field of the record fits there."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from assistant.flow.diagnostics import meant
from assistant.flow.domain import KIND_WORDS, kind_of, values_of
from assistant.flow.facts import UNKNOWN
from assistant.flow.fields import Field, Kind
from assistant.flow.nodes import Entry, Scalar
from assistant.flow.reading.context import Context

_WANTED: Mapping[Kind, str] = {
    "text": "words",
    "number": "a number",
    "date": "a date",
    "yes_no": "yes or no",
    "code": "one of its codes",
    "codes": "its codes",
    "list": "the rows of a list, written {each: …}",
}
_CHOSEN = ("choice", "multi", "decision")
_FITTING: Mapping[Kind, Collection[str]] = {
    "number": ("int", "score"),
    "date": ("date",),
    "yes_no": ("yesno",),
    "code": ("choice", "decision"),
    "codes": _CHOSEN,
    "list": (),
}


class Fitting:
    """One field of the record; `within` a row of a list, where facts of rows belong."""

    def __init__(self, path: str, field: Field, context: Context, *, within: bool = False) -> None:
        self._path = path
        self._field = field
        self._context = context
        self._within = within

    def check(self, name: Scalar) -> None:
        """Report a fact or conclusion that does not fit, or has values that are no codes of the field."""
        names = self._context.names
        kind = kind_of(name.text, names)
        if kind is None:
            return
        if name.text in names.rows and not self._within:
            self._context.report.at(name, "T05", subject=name.text, repeat=names.rows[name.text])
        elif not self._fits(kind):
            self._unfit(name, kind)
        elif self._field.codes:
            self._coded(name, values_of(name.text, names) or ())

    def codes(self, fact: Scalar, entries: tuple[Entry, ...]) -> dict[str, str]:
        """Return option -> code; report what is no option, no code, or left out."""
        names, report = self._context.names, self._context.report
        kind = kind_of(fact.text, names)
        if kind is not None and (kind not in _TRANSLATED or not self._field.codes):
            self._unfit(fact, kind)
            return {}
        values = values_of(fact.text, names)
        codes: dict[str, str] = {}
        for key, value in entries:
            if values is not None and key.text not in values:
                fix = meant(key.text, values)
                report.at(key, "R01/value", name=key.text, subject=fact.text, fix=fix)
            elif isinstance(value, Scalar) and value.value is not None:
                codes[key.text] = value.text
                self._code(value)
        written = {key.text for key, _ in entries} | {UNKNOWN}
        for value_ in values or ():
            if value_ not in written:
                report.at(fact, "R06/unmapped", name=value_, subject=fact.text)
        return codes

    def _fits(self, kind: str) -> bool:
        if self._field.kind == "text":
            return kind not in ("repeat", "condition")
        return kind in _FITTING[self._field.kind]

    def _unfit(self, name: Scalar, kind: str) -> None:
        wanted = _WANTED[self._field.kind]
        found = KIND_WORDS.get(kind, f"a {kind}")
        self._context.report.at(
            name, "R06/fit", path=self._path, wanted=wanted, name=name.text, found=found
        )

    def _coded(self, name: Scalar, values: Collection[str]) -> None:
        """Report the options of a fact (or values of a decision) that are no codes of the field."""
        strange = [v for v in values if v not in self._field.codes and v != UNKNOWN]
        if strange:
            known = ", ".join(self._field.codes)
            fills = {"name": name.text, "code": strange[0], "path": self._path, "known": known}
            self._context.report.at(name, "R06/value", **fills)

    def _code(self, value: Scalar) -> None:
        if value.text not in self._field.codes:
            known = ", ".join(self._field.codes)
            fix = meant(value.text, self._field.codes)
            fills = {"code": value.text, "path": self._path, "known": known}
            self._context.report.at(value, "R06/code", fix=fix, **fills)


_TRANSLATED = ("choice", "multi", "yesno", "decision")
