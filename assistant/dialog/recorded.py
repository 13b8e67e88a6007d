"""What a flow gives the record: path -> plain JSON, from the answers on the path alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from assistant.dialog import phrases
from assistant.dialog.dialog import Dialog
from assistant.dialog.phrases import Say, danish
from assistant.dialog.trail import Trail
from assistant.flow.atoms import selected
from assistant.flow.fields import FIELDS, Field
from assistant.flow.model import (
    UNKNOWN,
    AnyFact,
    Choice,
    FromCodes,
    FromConclusion,
    FromFacts,
    FromRepeat,
    Integer,
    Multi,
    Origin,
    Text,
    YesNo,
)
from assistant.flow.values import Value


def recorded(
    dialog: Dialog, trail: Trail, words: Callable[[Text], str], ui: Say = danish
) -> dict[str, object]:
    """Return the record's paths that the flow fills: codes as codes, dates ISO, texts as they were shown.

    What was not answered, skipped or "none of these" is absent; "don't know" stands in texts only, and as
    the code `unknown` where the field has one.
    """
    filling = _Filling(dialog, trail, words, ui)
    entries = ((e.path, filling.value(e.origin, FIELDS[e.path])) for e in dialog.flow.record)
    return {path: value for path, value in entries if value not in (None, "", [])}


class _Filling:
    """Fills fields from one conversation's answers."""

    def __init__(self, dialog: Dialog, trail: Trail, words: Callable[[Text], str], ui: Say) -> None:
        self._dialog, self._trail, self._words, self._ui = dialog, trail, words, ui
        self._flow = dialog.flow

    def value(self, origin: Origin, field: Field) -> object:
        """Return what an origin gives a field; None or empty when it has nothing. A fact may be a decision."""
        match origin:
            case FromFacts(facts):
                return self._joined([self._answer(fact, field) for fact in facts], field)
            case FromConclusion(id=name):
                return self._conclusion(name, field)
            case FromCodes(fact, codes):
                found = [codes[option] for option in self._picked(fact) if option in codes]
                return self._coded(found, field)
            case FromRepeat(repeat, fields):
                return [
                    entry
                    for row in self._rows(repeat)
                    if (entry := self._entry(row, fields, field))
                ]

    def _answer(self, fact: str, field: Field) -> object:
        if fact not in self._flow.facts:
            return self._conclusion(fact, field)
        return self._fact(self._flow.facts[fact], self._trail.answers.get(fact), field)

    def _fact(self, fact: AnyFact, value: Value, field: Field) -> object:
        """Return one answer as the field takes it."""
        if value is None or value == ():
            return None
        if field.kind in ("code", "codes"):
            return self._coded(list(value) if isinstance(value, tuple) else [value], field)
        if field.kind == "text":
            return self._text(fact, value)
        if value == UNKNOWN:
            return None
        if field.kind == "yes_no":
            return value == "yes"
        return value.isoformat() if isinstance(value, date) else value

    def _text(self, fact: AnyFact, value: Value) -> str:
        if value == UNKNOWN:
            return self._ui(phrases.UNKNOWN_WORDS)
        if isinstance(fact, Choice | Multi):
            chosen = selected(value)
            return "; ".join(self._words(o.label) for o in fact.options if o.id in chosen)
        if isinstance(fact, YesNo):
            return self._ui(phrases.YES if value == "yes" else phrases.NO)
        if isinstance(fact, Integer) and fact.unit:
            return f"{value} {self._words(fact.unit)}"
        return value.isoformat() if isinstance(value, date) else str(value)

    def _coded(self, found: Sequence[object], field: Field) -> object:
        """Return codes without repeats, those that the field knows: one for `code`, all for `codes`."""
        known = [code for code in dict.fromkeys(found) if code in field.codes]
        if field.kind == "codes":
            return known
        return known[0] if known else None

    def _joined(self, values: list[object], field: Field) -> object:
        """Return several facts' values as one: texts on lines, codes together, else the first there is."""
        given = [value for value in values if value not in (None, "", [])]
        if field.kind == "text":
            return "\n".join(str(value) for value in given)
        if field.kind == "codes":
            codes = [code for value in given if isinstance(value, list) for code in value]
            return list(dict.fromkeys(codes))
        return given[0] if given else None

    def _conclusion(self, name: str, field: Field) -> object:
        if name in self._flow.scores:
            total = self._dialog.logic.total(name, self._trail)
            return str(total) if field.kind == "text" else total
        concluded = self._dialog.logic.conclude(name, self._trail)
        return self._coded([concluded], field) if field.codes else concluded

    def _picked(self, fact: str) -> tuple[str, ...]:
        if fact in self._flow.decisions:
            return (self._dialog.logic.conclude(fact, self._trail),)
        value = self._trail.answers.get(fact)
        return (UNKNOWN,) if value == UNKNOWN else selected(value)

    def _rows(self, repeat: str) -> Iterator[Mapping[str, Value]]:
        value = self._trail.answers.get(repeat)
        rows = value if isinstance(value, tuple) else ()
        return (row for row in rows if isinstance(row, Mapping))

    def _entry(
        self, row: Mapping[str, Value], fields: Mapping[str, str], field: Field
    ) -> dict[str, object]:
        """Return a row as an entry of the field's list."""
        facts = self._flow.facts
        filled = {
            name: self._fact(facts[fact], row.get(fact), field.entries[name])
            for name, fact in fields.items()
        }
        return {name: value for name, value in filled.items() if value not in (None, "", [])}
