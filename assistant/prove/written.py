"""A conversation that was found, as `assistant run` takes it and as an author reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from assistant.dialog import phrases
from assistant.dialog.asks import fields
from assistant.dialog.trail import Trail
from assistant.flow.atoms import selected
from assistant.flow.model import NONE, UNKNOWN, AnyFact, Choice, Flow, Multi, YesNo
from assistant.flow.values import Value

Written = str | int | list[str] | list[dict[str, "Written"]] | None


def written(flow: Flow, trail: Trail) -> dict[str, Written]:
    """Return the answers of a conversation, in order, as an answer file has them."""
    return {name: _raw(flow, flow.facts.get(name), value) for name, value in trail.answers.items()}


def spoken(flow: Flow, trail: Trail) -> Iterator[tuple[str, str]]:
    """Yield question and answer, in the author's words, of everything that was not skipped."""
    for step in trail.screens:
        for name in fields(flow.steps[step]):
            value = trail.answers[name]
            if value is not None:
                yield _question(flow, step, name), _words(flow, flow.facts.get(name), value)


def _raw(flow: Flow, fact: AnyFact | None, value: Value) -> Written:
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, tuple):
        return value
    if isinstance(fact, Multi):
        return [option for option in value if isinstance(option, str)] or NONE
    rows = (row for row in value if isinstance(row, Mapping))
    return [{name: _raw(flow, flow.facts[name], v) for name, v in row.items()} for row in rows]


def _question(flow: Flow, step: str, name: str) -> str:
    fact = flow.facts.get(name)
    said = (fact.label if fact else None) or flow.steps[step].say
    lines = said.words.strip().splitlines() if said else [name]
    return lines[-1].replace("**", "")


def _words(flow: Flow, fact: AnyFact | None, value: Value) -> str:
    if value == UNKNOWN and fact is not None and fact.unknown:
        return phrases.UNKNOWN_WORDS
    if isinstance(fact, YesNo):
        return phrases.YES if value == "yes" else phrases.NO
    if isinstance(fact, Choice | Multi):
        chosen = selected(value)
        labels = [option.label.words for option in fact.options if option.id in chosen]
        none = fact.none.words if isinstance(fact, Multi) and fact.none else ""
        return "; ".join(labels) or none
    if fact is None and isinstance(value, tuple):
        return _rows(flow, value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _rows(flow: Flow, rows: tuple[object, ...]) -> str:
    told = []
    for row in rows:
        given = row.items() if isinstance(row, Mapping) else ()
        told.append(", ".join(_words(flow, flow.facts[n], v) for n, v in given if v is not None))
    return "; ".join(told) or phrases.EMPTY_LIST
