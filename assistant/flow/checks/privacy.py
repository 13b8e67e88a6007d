"""Personal data: said what for, asked only where somebody is given it, never invited into free text."""

from __future__ import annotations

import re

from assistant.flow.basics import Text
from assistant.flow.checks.answered import in_order
from assistant.flow.facts import AnyFact, Opaque
from assistant.flow.outcomes import FromCodes, FromFacts, FromRepeat, Origin
from assistant.flow.reading.context import Context
from assistant.flow.reading.draft import Draft
from assistant.flow.steps import Ask, End, Form, Repeat

_CPR = re.compile(r"\bcpr\b|personnummer", re.IGNORECASE)


def check_privacy(draft: Draft, context: Context) -> None:
    """Report personal data without a purpose and texts that ask for a CPR number."""
    _purposes(draft, context)
    for step in draft.steps.values():
        if isinstance(step, Ask) and step.fact in draft.facts:
            _invited(draft.facts[step.fact], context, step.say)
    for fact in draft.facts.values():
        _invited(fact, context)


def check_handed_over(draft: Draft, context: Context) -> None:
    """Report steps that ask for personal data on ways of which none ends in a notification."""
    handing: set[str] = set()
    for step in reversed(in_order(draft.steps)):
        notifies = isinstance(step, End) and step.outcome == "notify"
        if notifies or any(route.to in handing for route in step.routes):
            handing.add(step.id)
        elif isinstance(step, Ask | Form | Repeat):
            names = [name for name in _asked(step) if name in draft.facts]
            for name in names:
                if personal(draft.facts[name]):
                    context.report.spot(step.place, len(step.id), "S04", name=name)


def personal(fact: AnyFact) -> bool:
    """Return whether an answer to the fact says who somebody is, or is marked as sensitive."""
    return fact.sensitivity != "none" or (isinstance(fact, Opaque) and fact.kind != "text")


def _asked(step: Ask | Form | Repeat) -> tuple[str, ...]:
    if isinstance(step, Ask):
        return (step.fact,)
    return step.facts if isinstance(step, Form) else step.each


def _purposes(draft: Draft, context: Context) -> None:
    """Report what is personal, goes into the record, and does not say what for."""
    reported = set()
    for entry in draft.record.values():
        for name in _sources(entry.origin):
            fact = draft.facts.get(name)
            if fact is None or name in reported or fact.purpose or not personal(fact):
                continue
            reported.add(name)
            context.report.spot(fact.place, len(name), "S03", name=name)


def _sources(origin: Origin) -> tuple[str, ...]:
    if isinstance(origin, FromFacts):
        return origin.facts
    if isinstance(origin, FromCodes):
        return (origin.fact,)
    return tuple(origin.fields.values()) if isinstance(origin, FromRepeat) else ()


def _invited(fact: AnyFact, context: Context, *said: Text | None) -> None:
    """Report words that ask for a CPR number where the answer is not treated as one."""
    if isinstance(fact, Opaque) and fact.kind == "cpr":
        return
    for text in (fact.label, fact.help, *said):
        match = None if text is None else _CPR.search(text.words)
        if match is not None and text is not None:
            place = context.within(text, match.start())
            context.report.spot(place, len(match.group()), "S02/words", name=fact.id)
