"""Page models of the guide: question, change, review, end and receipt; start and danger pages."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from aiohttp import web

from assistant.conversation_context import ConversationContext
from assistant.dialog.conclusions import explain, explanation_to_json
from assistant.dialog.render_context import RenderContext
from assistant.dialog.renderer import with_colon
from assistant.dialog.view import build_open_question
from assistant.dialog.view_model import EntryShown, ErrorShown, QuestionShown
from assistant.store.values import StoredConversation
from assistant.text.ui import Ui
from assistant.web.flows import LiveFlow
from assistant.web.guide.times import format_plan_deadline
from assistant.web.guide.views import View, complete_view
from assistant.web.http import access
from assistant.web.pages.contacts import (
    CONTACT_SITUATIONS,
    EMERGENCY_ADVICE,
    contact_spans,
    current_render_context,
    introduction,
    list_contacts,
    requested_flow,
)
from assistant.web.pages.notices import Notice
from assistant.web.pages.render import PageModel, preferred_language
from assistant.web.services import SERVICES

LAST_SCREEN = 9999  # beyond the last screen of any conversation: redirects to the current one


@dataclass(frozen=True, slots=True)
class RejectedForm:
    """A form that could not be taken, to be shown again with what was typed, a reason and a status."""

    answer: object
    notice: Notice | None
    status: int = 200
    key: str | None = None
    more_rows: int = 0


def new_form_key(request: web.Request) -> str:
    """Return a fresh idempotency key for a form."""
    return urlsafe_b64encode(request.app[SERVICES].random_bytes(18)).decode()


def screen_page(
    request: web.Request,
    context: ConversationContext,
    stored: StoredConversation,
    n: int,
    rejected: RejectedForm | None = None,
) -> PageModel:
    """Return the page of the `n`th screen: a change if it is answered, else the waiting question or the end."""
    view = complete_view(context, stored)
    changing = n < len(context.trail.screens)
    common = _common_variables(request, context, view, n)
    if not changing and view["question"] is None:
        template = "review.html" if view["review"] else "end.html"
        return PageModel(
            template, context.render_context.language, {**common, **_end_variables(context, view)}
        )
    step = context.trail.screens[n] if changing else str(context.trail.waiting)
    asked = (
        build_open_question(
            context.dialog, context.conversation, step, context.render_context, context.refused_turn
        )
        if changing
        else cast("QuestionShown", view["question"])
    )
    shows = {
        **common,
        **_question_variables(context, view["errors"], asked, rejected),
        "changing": changing,
    }
    if rejected is not None:  # nothing but what was just typed: this reply is not audited as a read
        shows |= {"earlier": [], "parked": [], "key": rejected.key or shows["key"]}
    return PageModel(
        "question.html",
        context.render_context.language,
        shows,
        rejected.status if rejected else 200,
    )


def receipt_page(
    request: web.Request, context: ConversationContext, stored: StoredConversation, script: str
) -> PageModel:
    """Return the receipt page; `script` is what to say in a phone call about it."""
    view = complete_view(context, stored)
    common = _common_variables(request, context, view, len(context.trail.screens))
    shows = {**common, **_end_variables(context, view), "script": script, "sent": True}
    return PageModel("receipt.html", context.render_context.language, shows)


def erase_page(
    request: web.Request, context: ConversationContext, stored: StoredConversation
) -> PageModel:
    """Return the page that asks for confirmation before everything is erased."""
    common = _common_variables(
        request, context, complete_view(context, stored), len(context.trail.screens)
    )
    shows = {**common, "earlier": [], "sent": stored.submission is not None}
    return PageModel("erase.html", context.render_context.language, shows)


def _common_variables(
    request: web.Request, context: ConversationContext, view: View, n: int
) -> dict[str, object]:
    return {
        "flow": view["flow"],
        "name": view["title"],
        "at": n,
        "screen": n,
        "last": len(context.trail.screens),
        "view": view,
        "key": new_form_key(request),
        "languages": list(context.languages),
        "earlier": [_transcript_entry(context, entry) for entry in view["transcript"]],
        "pinned": [
            {**message, "why": _explanation_of(context, message["step"])}
            for message in view["pinned"]
        ],
        "told": [
            {**message, "why": _explanation_of(context, message["step"])}
            for message in view["messages"]
            if message not in view["pinned"]  # shown above already
        ],
        "parked": view["parked"],
        "sent": False,
        "notice": None,
        "errors": [],
    }


def _question_variables(
    context: ConversationContext,
    refusals: list[ErrorShown],
    asked: QuestionShown,
    rejected: RejectedForm | None,
) -> dict[str, object]:
    """Return the variables of a question's page; what was `rejected` overrides the stored answer."""
    shown = _with_answer(asked, rejected.answer) if rejected else asked
    errors = [] if rejected else _errors_of_question(context, refusals, asked)
    rows = cast("list[object]", shown["fields"][0]["value"] or []) if _is_repeat(shown) else []
    skippable = all(field["optional"] for field in shown["fields"])
    return {
        "question": shown,
        "fields": shown["fields"],
        "heading": shown["heading"],
        "skippable": skippable,
        "rows": rows + [{}] * _count_empty_rows(shown, len(rows), rejected),
        "errors": [_link_to_control(asked, error) for error in errors],
        "wrong": {error["fact"]: error["text"] for error in errors},
        "question_why": _explanation_of(context, asked["step"]),
        "notice": rejected.notice if rejected else None,
        "call": list_contacts(context.render_context) if rejected and rejected.notice else None,
    }


def _end_variables(context: ConversationContext, view: View) -> dict[str, object]:
    """Return the variables of the pages after the last question."""
    ui = Ui(context.render_context.language)
    planned = [
        {
            **item,
            "when": format_plan_deadline(item, context.now, ui),
            "why": _explanation_of(context, item["id"]),
        }
        for item in view["plan"] or []
    ]
    asked_by, screens = context.dialog.replay.asked_by, context.trail.screens
    screen_of = {fact: screens.index(step) for fact, step in asked_by.items() if step in screens}
    return {"plan": planned, "screen_of": screen_of}


def _transcript_entry(context: ConversationContext, entry: EntryShown) -> dict[str, object]:
    screens = context.trail.screens
    at = screens.index(entry["step"]) if entry["step"] in screens else None
    return {
        **entry,
        "screen": at if entry["can_change"] else None,
        "why": _explanation_of(context, entry["step"]),
    }


def _explanation_of(context: ConversationContext, about: str) -> Mapping[str, object] | None:
    """Return the explanation of a step or plan item; None if it has neither reason nor answer."""
    explanation = explain(context.dialog, context.trail, about)
    if explanation is None or not (explanation.conditions or explanation.facts):
        return None
    return explanation_to_json(explanation, context.dialog, context.trail, context.render_context)


def _errors_of_question(
    context: ConversationContext, errors: list[ErrorShown], asked: QuestionShown
) -> list[ErrorShown]:
    """Return the errors of a question; one without an answered question belongs to the waiting one."""
    replay, screens = context.dialog.replay, context.trail.screens

    def place(error: ErrorShown) -> str | None:
        root = error["fact"].partition(".")[0]
        step = root if root in screens else replay.asked_by.get(root)
        return step if step in screens else context.trail.waiting

    return [error for error in errors if place(error) == asked["step"]]


def _link_to_control(asked: QuestionShown, error: ErrorShown) -> dict[str, str]:
    """Return an error with the anchor of its control, and its field's label if there are several."""
    root, *inner = error["fact"].split(".")
    fields = {field["fact"]: field["label"] for field in asked["fields"]}
    if _is_repeat(asked):
        fields |= {field["fact"]: field["label"] for field in asked["fields"][0]["each"]}
    fact = inner[-1] if inner else root
    label = f"{with_colon(fields[fact])} " if fact in fields and len(fields) > 1 else ""
    anchor = "-".join(["f", *inner]) if inner else f"f-{root}" if root in fields else ""
    return {"anchor": anchor, "text": f"{label}{error['text']}"}


def _with_answer(asked: QuestionShown, answer: object) -> QuestionShown:
    values = answer if isinstance(answer, dict) else {}
    fields = [
        {**field, "value": answer if len(asked["fields"]) == 1 else values.get(field["fact"])}
        for field in asked["fields"]
    ]
    return cast("QuestionShown", {**asked, "fields": fields})


def _is_repeat(asked: QuestionShown) -> bool:
    return asked["kind"] == "repeat"


def _count_empty_rows(asked: QuestionShown, filled: int, rejected: RejectedForm | None) -> int:
    """Return the number of empty rows that a list shows: one more, and at least its minimum."""
    if not _is_repeat(asked):
        return 0
    field = asked["fields"][0]
    fewest, most = cast("int", field["min"]), cast("int", field["max"])
    wanted = max(filled + 1 + (rejected.more_rows if rejected else 0), fewest)
    return max(0, min(wanted, most) - filled)


# The pages without a conversation: the start page, and the contacts in danger.


def start_page(request: web.Request, stored: StoredConversation | None) -> PageModel:
    """Return the page on which a conversation is begun or continued."""
    live = requested_flow(request)
    language = live.choose_language(preferred_language(request))
    context = current_render_context(request, live, language)
    shows = {
        **_start_variables(live, context),
        "about": introduction(live, context),
        "hours": request.app[SERVICES].settings.ttl_hours,
        "open": stored is not None,
        "was_sent": stored is not None and stored.submission is not None,
        "over": stored.id if stored is not None and stored.submission is None else None,
        "emergency": contact_spans(context, "contact.emergency"),
    }
    return PageModel("start.html", language, shows)


def danger_page(request: web.Request) -> PageModel:
    """Return the page with the phone numbers of this moment; reads no conversation."""
    live = requested_flow(request)
    language = live.choose_language(preferred_language(request))
    context = current_render_context(request, live, language)
    back = LAST_SCREEN if access.COOKIE_NAME in request.cookies else None
    shows = {
        "at": back,
        "call": list_contacts(context),
        "when": CONTACT_SITUATIONS,
        "advice": EMERGENCY_ADVICE,
    }
    return PageModel("danger.html", language, {**_start_variables(live, context), **shows})


def _start_variables(live: LiveFlow, context: RenderContext) -> dict[str, object]:
    return {
        "flow": live.dialog.flow.id,
        "name": context.words(live.dialog.flow.title),
        "at": None,
        "languages": list(live.texts),
    }
