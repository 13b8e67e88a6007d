"""The complete view for clients: the dialog's view, with review, receipt and expiry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import orjson

from assistant.conversation_context import ConversationContext
from assistant.dialog.renderer import with_colon
from assistant.dialog.view import View, build_view
from assistant.flow.markup import Message, Span, paragraph_message
from assistant.record.build import editing_facts
from assistant.record.export.review import review_sections
from assistant.store.values import StoredConversation
from assistant.text.ui import Ui
from assistant.web.guide.times import format_who_and_when


def complete_view(context: ConversationContext, stored: StoredConversation) -> View:
    """Return the view of a conversation, completed with what the dialog does not know."""
    shown = build_view(
        context.dialog,
        context.conversation,
        context.render_context,
        context.refused_turn,
        context.trail,
    )
    ui = Ui(context.render_context.language)
    for item in shown["plan"] or []:
        item["when"] = format_who_and_when(item, context.now, ui)
    shown["expires_at"] = stored.expires_at
    if stored.submission is not None:
        shown["receipt"] = orjson.loads(stored.submission.receipt)
    elif context.hands_over:
        shown["review"] = _build_review(context, stored, ui)
    return shown


def _build_review(
    context: ConversationContext, stored: StoredConversation, ui: Ui
) -> dict[str, object]:
    record = context.record(stored.begun_at)
    sections = review_sections(record, ui, editing_facts(context.dialog.flow))
    asked_by, screens = context.dialog.replay.asked_by, context.trail.screens
    for row in (row for section in sections for row in section["rows"]):
        step = asked_by.get(row.get("fact", ""))
        if step in screens:
            row["step"] = step
    return {"receiver": record.header.receiver.model_dump(), "sections": sections}


# Explanations as one text: the reasons, and the answers that they are based on.

_JsonObjects = list[dict[str, object]]


def describe_explanation(explanation: Mapping[str, object], ui: Ui) -> Message:
    """Return an explanation as a message; without a reason of its own, it applies to everybody."""
    decisions, conditions = (
        cast("_JsonObjects", explanation[kind]) for kind in ("decisions", "conditions")
    )
    reasons = [cast("Message | None", one["because"]) for one in (*decisions, *conditions)]
    blocks = [part for reason in reasons for part in _as_list_items(reason or [])]
    answers = [_answer_item(one) for one in cast("_JsonObjects", explanation["answers"])]
    if answers:
        blocks += [*paragraph_message(Span(ui.say("Det bygger på disse svar:"))), *answers]
    return blocks or paragraph_message(Span(ui.say("Det gælder alle, der bruger guiden.")))


def _as_list_items(message: Message) -> Message:
    """Return the blocks of a message as list items."""
    return [{"li": spans} for block in message for spans in block.values()]


def _answer_item(answer_shown: dict[str, object]) -> dict[str, list[dict[str, object]]]:
    blocks = (block.values() for block in cast("Message", answer_shown["answer"]))
    answer = ", ".join("".join(str(span["t"]) for span in spans) for (spans,) in blocks)
    return {
        "li": [{"t": f"{with_colon(str(answer_shown['label']))} "}, {"t": answer, "strong": True}]
    }
