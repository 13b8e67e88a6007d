"""Personal data: said what for, asked only where somebody is given it, never invited into free text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.flow.basics import Text
from assistant.flow.checks.answered import in_order
from assistant.flow.facts import AnyFact, Choice, Multi, Opaque
from assistant.flow.reading.context import Context
from assistant.flow.reading.draft import Draft
from assistant.flow.steps import Ask, End, Form, Repeat

_CPR = re.compile(r"\bcpr|\bperson(?:nummer|numre|nr\b)", re.IGNORECASE)


def check_privacy(draft: Draft, context: Context) -> None:
    """Report personal data without a purpose and questions that ask for a CPR number."""
    _purposes(draft, context)
    for step in draft.steps.values():
        if isinstance(step, Ask | Form | Repeat):
            facts = [draft.facts[name] for name in _asked(step) if name in draft.facts]
            label = step.label if isinstance(step, Repeat) else None
            if not any(_masked(fact) for fact in facts):
                _invited(step.id, (step.say, step.help, label), context)
    for fact in draft.facts.values():
        if not _masked(fact):
            _invited(fact.id, _words(fact), context)


def check_handed_over(draft: Draft, context: Context) -> None:
    """Report questions about who somebody is, and other personal data, that an end keeps and hands to nobody."""
    handing: set[str] = set()
    keeping: dict[str, str] = {}
    for step in reversed(in_order(draft.steps)):
        if isinstance(step, End):
            if step.outcome == "notify":
                handing.add(step.id)
            else:
                keeping[step.id] = step.id
        else:
            handing.update(step.id for route in step.routes if route.to in handing)
            kept = next((keeping[r.to] for r in step.routes if r.to in keeping), None)
            if kept is not None:
                keeping[step.id] = kept
        if isinstance(step, Ask | Form | Repeat) and step.id in keeping:
            _kept(step, keeping[step.id], draft, context, handed=step.id in handing)


def _kept(
    step: Ask | Form | Repeat, end: str, draft: Draft, context: Context, *, handed: bool
) -> None:
    """Report what a step asks although the conversation may (or must) end without handing it over."""
    for name in _asked(step):
        fact = draft.facts.get(name)
        if fact is None:
            continue
        if not handed and personal(fact):
            context.report.spot(step.place, len(step.id), "S04", name=name)
        elif handed and _identifying(fact):
            context.report.spot(step.place, len(step.id), "S04/some", name=name, end=end)


def personal(fact: AnyFact) -> bool:
    """Return whether an answer to the fact says who somebody is, or is marked as sensitive."""
    return fact.sensitivity != "none" or _identifying(fact)


def _identifying(fact: AnyFact) -> bool:
    return isinstance(fact, Opaque) and fact.kind != "text"


def _masked(fact: AnyFact) -> bool:
    return isinstance(fact, Opaque) and fact.kind == "cpr"


def _asked(step: Ask | Form | Repeat) -> tuple[str, ...]:
    if isinstance(step, Ask):
        return (step.fact,)
    return step.facts if isinstance(step, Form) else step.each


def _purposes(draft: Draft, context: Context) -> None:
    """Report what is personal and does not say what for: every answer goes into the record."""
    for fact in draft.facts.values():
        if personal(fact) and not fact.purpose:
            context.report.spot(fact.place, len(fact.id), "S03", name=fact.id)


def _words(fact: AnyFact) -> Iterator[Text | None]:
    yield from (fact.label, fact.help)
    if isinstance(fact, Choice | Multi):
        for option in fact.options:
            yield from (option.label, option.hint)


def _invited(name: str, texts: Iterable[Text | None], context: Context) -> None:
    """Report words that ask for a CPR number where the answer is not treated as one."""
    for text in texts:
        match = None if text is None else _CPR.search(text.words)
        if match is not None and text is not None:
            place = context.within(text, match.start())
            context.report.spot(place, len(match.group()), "S02/words", name=name)
