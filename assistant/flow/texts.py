"""All texts of a flow, for translators and for proof-reading."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.flow.basics import Text
from assistant.flow.facts import AnyFact, Choice, Integer, Multi, Option
from assistant.flow.model import Flow
from assistant.flow.steps import Repeat


def texts(flow: Flow) -> tuple[Text, ...]:
    """Return every text of the flow once, in the order in which a reader meets them."""
    unique = {text.context: text for text in _all(flow) if text is not None and text.words}
    return tuple(unique.values())


def _all(flow: Flow) -> Iterator[Text | None]:
    yield from (flow.title, flow.about)
    for step in flow.steps.values():
        yield from (step.section, step.say, step.help)
        if isinstance(step, Repeat):
            yield step.label
    for fact in flow.facts.values():
        yield from _fact(fact)
    for condition in flow.conditions.values():
        yield condition.because
    for decision in flow.decisions.values():
        yield from (row.because for row in decision.rows)
    yield from (item.do for item in flow.plan)
    for law in flow.law.values():
        yield from (law.text, law.paragraph)


def _fact(fact: AnyFact) -> Iterator[Text | None]:
    yield from (fact.label, fact.help)
    if isinstance(fact, Choice | Multi):
        for option in fact.options:
            yield from _option(option)
    if isinstance(fact, Multi):
        yield fact.none
    if isinstance(fact, Integer):
        yield fact.unit


def _option(option: Option) -> Iterator[Text | None]:
    yield from (option.group, option.label, option.hint)
