"""Flows built by hand: small constructors, and a reader of what an author would write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Protocol, TypedDict, TypeVar, Unpack

from assistant.dialog.phrases import format_danish
from assistant.dialog.render_context import PhraseCache, RenderContext
from assistant.flow.load import load
from assistant.flow.markup import Span
from assistant.flow.model import (
    AnyFact,
    AnyStep,
    By,
    Condition,
    Decision,
    Flow,
    Guard,
    Option,
    PlanItem,
    RecordEntry,
    Route,
    Row,
    Score,
    Text,
)
from assistant.flow.model import expression as ex

TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def text(words: str) -> Text:
    return Text(words, words)


def when(expression: ex.Expression) -> Guard:
    return Guard(expression, "")


def fact_is(fact: str, *values: str) -> ex.Atom:
    return ex.Atom(fact, "fact", ex.OneOf(frozenset(values)))


def fact_has(fact: str, *options: str) -> ex.Atom:
    return ex.Atom(fact, "fact", ex.HasAny(frozenset(options)))


def has_tag(fact: str, *tags: str) -> ex.Atom:
    return ex.Atom(fact, "fact", ex.HasTag(frozenset(tags)))


def decision_is(decision: str, *values: str) -> ex.Atom:
    return ex.Atom(decision, "decision", ex.OneOf(frozenset(values)))


def go(*ways: str | tuple[ex.Expression, str]) -> tuple[Route, ...]:
    return tuple(Route(w) if isinstance(w, str) else Route(w[1], when(w[0])) for w in ways)


def options(*names: str, **visible: ex.Expression) -> tuple[Option, ...]:
    return tuple(
        Option(
            name, text(name.capitalize()), visible=when(visible[name]) if name in visible else None
        )
        for name in names
    )


class Identified(Protocol):
    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=Identified)


class Rest(TypedDict, total=False):
    scores: Mapping[str, Score]
    conditions: Mapping[str, Condition]
    decisions: Mapping[str, Decision]
    plan: tuple[PlanItem, ...]
    record: tuple[RecordEntry, ...]


def flow(facts: tuple[AnyFact, ...], steps: tuple[AnyStep, ...], **rest: Unpack[Rest]) -> Flow:
    """Return a flow with these facts and steps; `rest` overrides its other fields."""
    plain = Flow(
        id="small",
        version=1,
        language="da",
        title=text("En lille samtale"),
        about=text("Til prøver"),
        facts={fact.id: fact for fact in facts},
        scores={},
        decisions={},
        conditions={},
        steps={step.id: step for step in steps},
        plan=(),
        record=(),
        guarantees=(),
        law={},
        sources={},
        logic="0" * 64,
    )
    return replace(plain, **rest)


def read_flow(files: Mapping[str, str]) -> Flow:
    """Return the flow `small` that is written in these files, in which nothing may be wrong."""
    loaded = load(files, "small")
    assert loaded.flow is not None, loaded.findings
    return loaded.flow


def by_id(*items: Item) -> dict[str, Item]:
    return {item.id: item for item in items}


def condition(name: str, expression: ex.Expression, because: str | None = None) -> Condition:
    return Condition(name, when(expression), text(because) if because else None)


def row(value: str, expression: ex.Expression | None = None, because: str | None = None) -> Row:
    guard = when(expression) if expression else None
    return Row(value, guard, text(because) if because else None)


def due(by: By, now: datetime) -> datetime | None:
    return now + timedelta(hours=by.amount) if by.unit == "hours" else None


def moment(language: str = "da") -> RenderContext:
    says = {"contact.team": (Span("ring 12 34", href="tel:1234"),), "law.duty": (Span("§ 133"),)}
    return RenderContext(
        NOON, language, lambda text: text.words, says, due, format_danish, PhraseCache()
    )
