"""The complete view for clients: the dialog's view, with review, receipt and expiry."""

from __future__ import annotations

from datetime import datetime

import orjson
from typing_extensions import TypedDict  # pydantic describes no other before Python 3.12

from assistant.conversation_context import ConversationContext
from assistant.dialog.renderer import with_colon
from assistant.dialog.view import build_view
from assistant.dialog.view_model import (
    AnswerShown,
    ConversationShown,
    JustificationShown,
    PlanItemShown,
)
from assistant.flow.markup import Item, Message, Span, paragraph_message, spans_of
from assistant.record.build import editing_facts
from assistant.record.export.review import ReviewSection, review_sections
from assistant.store.values import StoredConversation
from assistant.text.ui import Ui
from assistant.web.guide.handover import Receipt, ReceiverShown
from assistant.web.guide.times import format_who_and_when


class PlanStepShown(PlanItemShown):
    """A next step; `when` is who takes it and by when, in words."""

    when: str


class Review(TypedDict):
    """The record as it would be sent, and to whom."""

    receiver: ReceiverShown
    sections: list[ReviewSection]


class View(ConversationShown):
    """A conversation as it is shown."""

    plan: list[PlanStepShown] | None
    review: Review | None
    receipt: Receipt | None
    expires_at: datetime


def complete_view(context: ConversationContext, stored: StoredConversation) -> View:
    """Return the view of a conversation, completed with what the dialog does not know."""
    shown = build_view(
        context.dialog,
        context.conversation,
        context.render_context,
        context.refused_turn,
        context.trail,
    )
    ui, plan = Ui(context.render_context.language), shown["plan"]
    submission = stored.submission
    to_review = submission is None and context.hands_over
    return {
        **shown,
        "plan": None if plan is None else [_plan_step(item, context, ui) for item in plan],
        "review": _build_review(context, stored, ui) if to_review else None,
        "receipt": None if submission is None else orjson.loads(submission.receipt),
        "expires_at": stored.expires_at,
    }


def _plan_step(item: PlanItemShown, context: ConversationContext, ui: Ui) -> PlanStepShown:
    return {**item, "when": format_who_and_when(item, context.now, ui)}


def _build_review(context: ConversationContext, stored: StoredConversation, ui: Ui) -> Review:
    record = context.record(stored.begun_at)
    screens = context.trail.screens  # only a step that was answered on the path can be asked again
    asking_steps = {
        fact: step for fact, step in context.dialog.replay.asked_by.items() if step in screens
    }
    receiver = record.header.receiver
    return {
        "receiver": {"name": receiver.name, "phone": receiver.phone},
        "sections": review_sections(record, ui, editing_facts(context.dialog.flow), asking_steps),
    }


# Explanations as one text: the reasons, and the answers that they are based on.


def describe_explanation(explanation: JustificationShown, ui: Ui) -> Message:
    """Return an explanation as a message; without a reason of its own, it applies to everybody."""
    reasons = [
        *(one["because"] for one in explanation["decisions"]),
        *(one["because"] for one in explanation["conditions"]),
    ]
    blocks: Message = [item for reason in reasons for item in _as_list_items(reason or [])]
    answers = [_answer_item(one) for one in explanation["answers"]]
    if answers:
        blocks += [*paragraph_message(Span(ui.say("Det bygger på disse svar:"))), *answers]
    return blocks or paragraph_message(Span(ui.say("Det gælder alle, der bruger guiden.")))


def _as_list_items(message: Message) -> list[Item]:
    """Return the blocks of a message as list items."""
    return [{"li": spans_of(block)} for block in message]


def _answer_item(answer_shown: AnswerShown) -> Item:
    lines = ("".join(span["t"] for span in spans_of(block)) for block in answer_shown["answer"])
    return {
        "li": [
            {"t": f"{with_colon(answer_shown['label'])} "},
            {"t": ", ".join(lines), "strong": True},
        ]
    }
