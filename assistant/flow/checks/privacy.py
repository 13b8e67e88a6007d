"""Personal data: every fact has a purpose and a receiver, and no free text invites a CPR number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.flow.checks.dataflow import topological_order
from assistant.flow.findings.loader_codes import S02_WORDS
from assistant.flow.findings.registry import warning
from assistant.flow.model import AnyFact, AnyStep, Text
from assistant.flow.reading.context import Context
from assistant.flow.reading.draft import Draft

# What is found here.

S03 = warning("S03", "Personal data without a purpose").says(
    '"{name}" is personal, and does not say why it is collected.', fix='add "purpose"'
)
S04 = warning("S04", "Personal data that nobody is given").says(
    '"{name}" is personal, and no end behind this step hands it over.',
    fix="ask it only where the conversation ends with notify",
)
S04_SOME = S04.code.says(
    '"{name}" says who somebody is, and the conversation may still end in "{end}", which hands nothing over.',
    fix="ask it only where every way on ends with notify",
    variant="some",
)

_CPR = re.compile(r"\bcpr|\bperson(?:nummer|numre|nr\b)", re.IGNORECASE)


def check_privacy(draft: Draft, context: Context) -> None:
    """Report personal data without a purpose and questions that ask for a CPR number."""
    _check_purposes(draft, context)
    for step in draft.steps.values():
        if step.is_question:
            facts = [draft.facts[name] for name in step.asked_facts if name in draft.facts]
            if not any(fact.is_masked for fact in facts):
                _report_invitation(step.id, (step.say, step.help, step.label), context)
    for fact in draft.facts.values():
        if not fact.is_masked:
            _report_invitation(fact.id, _fact_texts(fact), context)


def check_handed_over(draft: Draft, context: Context) -> None:
    """Report personal data that is asked on ways that hand nothing over.

    Backwards over the acyclic graph: `handing` are the steps from which a notification can be
    reached, `keeping` those from which another end can, with that end.
    """
    handing: set[str] = set()
    keeping: dict[str, str] = {}
    for step in reversed(
        topological_order(draft.steps)
    ):  # all steps that it leads to come before it
        if step.is_end:
            if step.outcome == "notify":
                handing.add(step.id)
            else:
                keeping[step.id] = step.id
        else:
            handing.update(step.id for route in step.routes if route.to in handing)
            kept = next((keeping[r.to] for r in step.routes if r.to in keeping), None)
            if kept is not None:
                keeping[step.id] = kept
        if step.is_question and step.id in keeping:
            _report_not_handed_over(
                step, keeping[step.id], draft, context, handed=step.id in handing
            )


def _report_not_handed_over(
    step: AnyStep, end: str, draft: Draft, context: Context, *, handed: bool
) -> None:
    """Report personal data of a step behind which it may, or must, not be handed over."""
    for name in step.asked_facts:
        fact = draft.facts.get(name)
        if fact is None:
            continue
        if not handed and is_personal(fact):
            context.report.at_place(step.place, len(step.id), S04, name=name)
        elif handed and fact.is_identifying:
            context.report.at_place(step.place, len(step.id), S04_SOME, name=name, end=end)


def is_personal(fact: AnyFact) -> bool:
    """Return True where an answer to the fact identifies somebody, or is marked as sensitive."""
    return fact.sensitivity != "none" or fact.is_identifying


def _check_purposes(draft: Draft, context: Context) -> None:
    """Report personal facts without a purpose."""
    for fact in draft.facts.values():
        if is_personal(fact) and not fact.purpose:
            context.report.at_place(fact.place, len(fact.id), S03, name=fact.id)


def _fact_texts(fact: AnyFact) -> Iterator[Text | None]:
    yield from (fact.label, fact.help)
    for option in fact.options:
        yield from (option.label, option.hint)


def _report_invitation(name: str, texts: Iterable[Text | None], context: Context) -> None:
    """Report texts that ask for a CPR number where the answer is not masked as one."""
    for text in texts:
        match = None if text is None else _CPR.search(text.words)
        if match is not None and text is not None:
            place = context.place_in_text(text, match.start())
            context.report.at_place(place, len(match.group()), S02_WORDS, name=name)
