"""Texts: marks that can be read, and placeholders that can be filled wherever the text is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.flow.basics import Text
from assistant.flow.checks.answered import Answered
from assistant.flow.checks.reads import NOTHING, implied
from assistant.flow.diagnostics import meant
from assistant.flow.markup import Block, MarkupError, Placeholder, Span, parse, placeholders
from assistant.flow.reading.context import Context
from assistant.flow.reading.draft import Draft
from assistant.flow.says import CONTACTS, DEADLINES
from assistant.flow.steps import AnyStep, Ask, End, Form, Repeat
from assistant.flow.texts import texts

Marks = Mapping[str, tuple[Placeholder, ...]]  # a text's context -> what answers fill in it

_MARKED = re.compile(r"[*\[\]{}\\]|^- ?", re.MULTILINE)
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+")
_CPR = re.compile(r"(?<![0-9])[0-3][0-9][01][0-9]{3}-?[0-9]{4}(?![0-9])")


def check_texts(draft: Draft, context: Context) -> Marks:
    """Report marks that cannot be read and placeholders that nothing fills.

    Returns the placeholders that can be filled from an answer or a conclusion, by the text's context.
    """
    found: dict[str, tuple[Placeholder, ...]] = {}
    for text in texts(draft.flow(hashed=False)):
        _numbers(text, context)
        if not _MARKED.search(text.words):
            continue
        try:
            blocks = parse(text.words)
        except MarkupError as error:
            place = context.within(text, error.offset)
            context.report.spot(place, 1, _misread(error.problem), problem=error.problem)
            continue
        marks = placeholders(blocks)
        _links(blocks, text, context)
        found[text.context] = tuple(mark for mark in marks if _filled(mark, text, draft, context))
    return found


def _misread(problem: str) -> str:
    """Return the finding for marks that cannot be read."""
    if problem.startswith("a link "):
        return "L05"
    return "F12/link" if "link" in problem else "F12"


def _links(blocks: tuple[Block, ...], text: Text, context: Context) -> None:
    """Report links to a host that cannot exist: a name without a dot, such as a machine of one's own."""
    for part in (part for block in blocks for part in block.parts):
        address = part.href or "" if isinstance(part, Span) else ""
        host = re.split(r"[/?#:]", address.removeprefix("https://"))[0]
        if address.startswith("https://") and not _HOST.fullmatch(host):
            place = context.within(text, max(0, text.words.find(address)))
            context.report.spot(place, len(address), "L05/host", host=host)


def mentioned(marks: Marks) -> frozenset[str]:
    """Return the names that texts mention."""
    return frozenset(mark.id for found in marks.values() for mark in found)


def _numbers(text: Text, context: Context) -> None:
    match = _CPR.search(text.words)
    if match is not None:
        place = context.within(text, match.start())
        context.report.spot(place, len(match.group()), "S02/number")


def _filled(mark: Placeholder, text: Text, draft: Draft, context: Context) -> bool:
    """Report a placeholder that nothing fills; return whether an answer or conclusion fills it."""
    known = _known(mark, draft, context)
    if mark.id in known:
        return mark.kind == "fact"
    if mark.kind != "fact" or mark.id not in context.names.taken or mark.id in context.names.rows:
        shown = mark.id if mark.kind == "fact" else f"{mark.kind}.{mark.id}"
        prefix = shown.removesuffix(mark.id)
        near = meant(shown, [prefix + name for name in known])
        token = "{" + shown + "}"
        place = context.within(text, max(0, text.words.find(token)))
        context.report.spot(place, len(token), "R03", name=shown, fix=near)
    return False


def _known(mark: Placeholder, draft: Draft, context: Context) -> list[str]:
    if mark.kind == "law":
        return list(draft.law)
    if mark.kind == "contact":
        return [*CONTACTS]
    if mark.kind == "deadline":
        return [*DEADLINES]
    rows = context.names.rows
    return [name for name in context.names.of(["fact", "decision"]) if name not in rows]


def check_answered(draft: Draft, marks: Marks, before: Answered, context: Context) -> None:
    """Report placeholders, and needs of parts, whose facts may be unanswered where they are read."""
    for step in draft.steps.values():
        if step.id in before:
            for text in _shown_at(step, draft):
                _surely(text, marks, before[step.id] | set(draft.decisions), context)
    ends = [before[s.id] for s in draft.steps.values() if isinstance(s, End) and s.id in before]
    at_end = ends[0].intersection(*ends) if ends else NOTHING
    for item in draft.plan.values():
        held = implied(item.guard.expression, draft) if item.guard else NOTHING
        _surely(item.do, marks, at_end | held | set(draft.decisions), context)


def _shown_at(step: AnyStep, draft: Draft) -> list[Text]:
    """Return the texts that are shown where a step waits."""
    shown = [step.section, step.say, step.help]
    names = step.each if isinstance(step, Repeat) else step.facts if isinstance(step, Form) else ()
    for name in (step.fact,) if isinstance(step, Ask) else names:
        fact = draft.facts.get(name)
        if fact is not None:
            shown += [fact.label, fact.help]
    return [text for text in shown if text is not None]


def _surely(text: Text, marks: Marks, answered: frozenset[str], context: Context) -> None:
    for mark in marks.get(text.context, ()):
        if mark.id not in answered:
            token = "{" + mark.id + "}"
            place = context.within(text, max(0, text.words.find(token)))
            context.report.spot(place, len(token), "R07/placeholder", name=mark.id)
