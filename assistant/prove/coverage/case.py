"""Conversations as scripted cases: the answers as given, and the outcome that is expected.

The document is that of flow-language §8, in strict YAML: words in double quotes, names without.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.dialog.conclusions import decisions, fill_record, plan
from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.flow.model import NONE, Text, Value
from assistant.flow.model.record_fields import FIELDS

Raw = object  # str, int, None, a list or a mapping of these

_NAME = re.compile(r"[a-z][a-z0-9_.]*\Z|[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_CODED = ("code", "codes", "yes_no")


@dataclass(frozen=True, slots=True)
class ScriptedCase:
    """One scripted case."""

    name: str
    today: date
    answers: Mapping[str, Raw]
    passes: tuple[str, ...]
    ends: str
    decides: Mapping[str, str]
    plans: tuple[str, ...]
    record: Mapping[str, Raw]

    def document(self) -> dict[str, Raw]:
        """Return the case as a document of flow-language §8, without empty parts."""
        whole: dict[str, Raw] = {
            "case": self.name,
            "today": self.today.isoformat(),
            "answers": dict(self.answers),
            "passes": list(self.passes),
            "ends": self.ends,
            "decides": dict(self.decides),
            "plans": list(self.plans),
            "record": dict(self.record),
        }
        return {
            key: value for key, value in whole.items() if value not in ([], {}) or key == "answers"
        }


def script_case(dialog: Dialog, trail: Trail, name: str) -> ScriptedCase:
    """Return a complete conversation as a case that expects its outcome, but not its wording."""
    flow = dialog.flow
    record = fill_record(dialog, trail, _plain_words)
    return ScriptedCase(
        name=name,
        today=trail.today,
        answers=scripted_answers(dialog, trail),
        passes=tuple(step for step in trail.path if flow.steps[step].level),
        ends=trail.ended or "",
        decides=decisions(dialog, trail),
        plans=tuple(item.id for item in plan(dialog, trail)),
        record={path: value for path, value in record.items() if FIELDS[path].kind in _CODED},
    )


def scripted_answers(dialog: Dialog, trail: Trail) -> dict[str, Raw]:
    """Return the answers of a conversation as a script gives them; skipped fields are left out."""
    given: dict[str, Raw] = {}
    for screen in trail.screens:
        step = dialog.flow.steps[screen]
        own = {name: scripted_answer(dialog, name, trail.answers[name]) for name in step.fields}
        answered = {name: raw for name, raw in own.items() if raw is not None}
        first = dict(list(own.items())[:1])  # one says that the others of a form are skipped
        given |= answered or (first if step.leading_field is None else own)
    return given


def scripted_answer(dialog: Dialog, name: str, value: Value) -> Raw:
    """Return an answer as a script gives it; free text is replaced by an example, never copied."""
    fact = dialog.flow.facts.get(name)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        if fact is None:
            return [_scripted_row(dialog, row) for row in value if isinstance(row, Mapping)]
        return list(value) or NONE
    scripted = value if fact is None else fact.scripted(value)
    return None if isinstance(scripted, date | tuple) else scripted


def _scripted_row(dialog: Dialog, row: Mapping[str, Value]) -> dict[str, Raw]:
    return {
        name: scripted_answer(dialog, name, value)
        for name, value in row.items()
        if value is not None
    }


def case_yaml(case: ScriptedCase) -> str:
    """Return the case as YAML, an entry of a file of scripted conversations."""
    first, *rest = _yaml_lines(case.document())
    return "\n".join([f"- {first}", *(f"  {line}" for line in rest), ""])


def _yaml_lines(mapping: Mapping[str, Raw]) -> Iterator[str]:
    for key, value in mapping.items():
        if isinstance(value, Mapping) and value:
            yield f"{key}:"
            yield from (f"  {line}" for line in _yaml_lines(value))
        elif isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
            yield f"{key}:"
            yield from _yaml_entries(value)
        else:
            yield f"{key}: {_yaml_value(value, name=key != 'case')}"


def _yaml_entries(rows: Sequence[Raw]) -> Iterator[str]:
    for row in rows:
        first, *rest = _yaml_lines(row) if isinstance(row, Mapping) and row else ["{}"]
        yield f"  - {first}"
        yield from (f"    {line}" for line in rest)


def _yaml_value(value: Raw, *, name: bool = True) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_yaml_value(each) for each in value)}]"
    if isinstance(value, Mapping):
        return "{}"
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    word = str(value)
    return (
        word
        if name and _NAME.match(word) and word not in _YAML_WORDS
        else json.dumps(word, ensure_ascii=False)
    )


_YAML_WORDS = ("true", "false", "null")


def _plain_words(text: Text) -> str:
    return text.words
