"""The record's fields as a flow fills them: path -> JSON, from the answers on the path alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from assistant.dialog import phrases
from assistant.dialog.engine import Dialog
from assistant.dialog.phrases import PhraseTranslator, format_danish
from assistant.dialog.trail import Trail
from assistant.flow.expressions.logic import selected_options
from assistant.flow.model import (
    UNKNOWN,
    AnyFact,
    FromCodes,
    FromConclusion,
    FromFacts,
    FromRepeat,
    Origin,
    RecordEntry,
    Text,
    Value,
)
from assistant.flow.model.record_fields import FIELDS, Field


def fill_record(
    dialog: Dialog, trail: Trail, words: Callable[[Text], str], ui: PhraseTranslator = format_danish
) -> dict[str, object]:
    """Return the values of the record's paths: codes, ISO 8601 dates, texts as they were shown.

    A path is absent if its question was not answered, was skipped, or got "none of these". "Don't
    know" appears in texts, and as the code `unknown` in fields that have that code.
    """
    return _fill_entries(dialog.flow.record, _RecordFiller(dialog, trail, words, ui))


def fill_path(dialog: Dialog, trail: Trail, words: Callable[[Text], str], path: str) -> object:
    """Return the value of one of the record's paths, or None if the flow or the answers give none."""
    entries = [entry for entry in dialog.flow.record if entry.path == path]
    return _fill_entries(entries, _RecordFiller(dialog, trail, words, format_danish)).get(path)


def _fill_entries(entries: Iterable[RecordEntry], filling: _RecordFiller) -> dict[str, object]:
    values = ((e.path, filling.field_value(e.origin, FIELDS[e.path])) for e in entries)
    return {path: value for path, value in values if value not in (None, "", [])}


class _RecordFiller:
    """Fills the record's fields from one conversation's answers."""

    def __init__(
        self, dialog: Dialog, trail: Trail, words: Callable[[Text], str], ui: PhraseTranslator
    ) -> None:
        self._dialog, self._trail, self._words, self._ui = dialog, trail, words, ui
        self._flow = dialog.flow

    def field_value(self, origin: Origin, field: Field) -> object:
        """Return the value of a field from its origin; None or empty if there is none.

        An id among `facts` may be that of a decision or score as well.
        """
        match origin:
            case FromFacts(facts):
                return self._join_values([self._answer_value(fact, field) for fact in facts], field)
            case FromConclusion(id=name):
                return self._conclusion_value(name, field)
            case FromCodes(fact, codes):
                found = [
                    codes[option] for option in self._selected_options(fact) if option in codes
                ]
                return self._known_codes(found, field)
            case FromRepeat(repeat, fields):
                return [
                    entry
                    for row in self._repeat_rows(repeat)
                    if (entry := self._list_entry(row, fields, field))
                ]

    def _answer_value(self, fact: str, field: Field) -> object:
        if fact not in self._flow.facts:
            return self._conclusion_value(fact, field)
        return self._fact_value(self._flow.facts[fact], self._trail.answers.get(fact), field)

    def _fact_value(self, fact: AnyFact, value: Value, field: Field) -> object:
        """Return one answer in the form of the field's kind."""
        if value is None or value == ():
            return None
        if field.kind in ("code", "codes"):
            return self._known_codes(list(value) if isinstance(value, tuple) else [value], field)
        if field.kind == "text":
            return self._answer_text(fact, value)
        if value == UNKNOWN:
            return None
        if field.kind == "yes_no":
            return value == "yes"
        return value.isoformat() if isinstance(value, date) else value

    def _answer_text(self, fact: AnyFact, value: Value) -> str:
        if value == UNKNOWN:
            return self._ui(phrases.UNKNOWN_WORDS)
        words = "; ".join(fact.wording(value, self._words, self._answer_word))
        return f"{words} {self._words(fact.unit)}" if fact.unit else words

    def _answer_word(self, word: str) -> str:
        return self._ui(phrases.answer_phrase(word))

    def _known_codes(self, found: Sequence[object], field: Field) -> object:
        """Return the codes that the field knows, once each: the first for `code`, all for `codes`."""
        known = [code for code in dict.fromkeys(found) if code in field.codes]
        if field.kind == "codes":
            return known
        return known[0] if known else None

    def _join_values(self, values: list[object], field: Field) -> object:
        """Join several facts' values: texts by line, codes in one list, else the first value."""
        given = [value for value in values if value not in (None, "", [])]
        if field.kind == "text":
            return "\n".join(str(value) for value in given)
        if field.kind == "codes":
            codes = [code for value in given if isinstance(value, list) for code in value]
            return list(dict.fromkeys(codes))
        return given[0] if given else None

    def _conclusion_value(self, name: str, field: Field) -> object:
        if name in self._flow.scores:
            total = self._dialog.logic.total_score(name, self._trail)
            return str(total) if field.kind == "text" else total
        concluded = self._dialog.logic.conclude(name, self._trail)
        return self._known_codes([concluded], field) if field.codes else concluded

    def _selected_options(self, fact: str) -> tuple[str, ...]:
        if fact in self._flow.decisions:
            return (self._dialog.logic.conclude(fact, self._trail),)
        value = self._trail.answers.get(fact)
        return (UNKNOWN,) if value == UNKNOWN else selected_options(value)

    def _repeat_rows(self, repeat: str) -> Iterator[Mapping[str, Value]]:
        value = self._trail.answers.get(repeat)
        rows = value if isinstance(value, tuple) else ()
        return (row for row in rows if isinstance(row, Mapping))

    def _list_entry(
        self, row: Mapping[str, Value], fields: Mapping[str, str], field: Field
    ) -> dict[str, object]:
        """Return a row of a repeat as an entry of the field's list."""
        facts = self._flow.facts
        filled = {
            name: self._fact_value(facts[fact], row.get(fact), field.entries[name])
            for name, fact in fields.items()
        }
        return {name: value for name, value in filled.items() if value not in (None, "", [])}
