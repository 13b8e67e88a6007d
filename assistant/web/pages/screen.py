"""A conversation's screens as pages: question, change, review, end and receipt."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from aiohttp import web

from assistant.dialog.shape import EntryShown, ErrorShown, QuestionShown
from assistant.dialog.view import View, question
from assistant.dialog.voice import leading
from assistant.dialog.why import why, why_json
from assistant.store.values import Stored
from assistant.text.ui import Ui
from assistant.web.guide.handover import Standing
from assistant.web.guide.times import when
from assistant.web.guide.views import finished
from assistant.web.pages.calls import calls
from assistant.web.pages.notices import Notice
from assistant.web.pages.render import Page
from assistant.web.services import SERVICES

LAST = 9999  # a screen beyond every conversation: the page of wherever it stands


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed on a screen that could not be taken: shown again, with a reason and a status."""

    answer: object
    notice: Notice | None
    status: int = 200
    key: str | None = None
    more_rows: int = 0


def new_key(request: web.Request) -> str:
    """Return a fresh idempotency key for a form."""
    return urlsafe_b64encode(request.app[SERVICES].random_bytes(18)).decode()


def screen(
    request: web.Request, standing: Standing, stored: Stored, n: int, kept: Kept | None = None
) -> Page:
    """Return the page of the `n`th screen: a change where it is answered, else what waits."""
    view = finished(standing, stored)
    changing = n < len(standing.trail.screens)
    common = _common(request, standing, view, n)
    if not changing and view["question"] is None:
        template = "review.html" if view["review"] else "end.html"
        return Page(template, standing.moment.language, {**common, **_ending(standing, view)})
    step = standing.trail.screens[n] if changing else str(standing.trail.waiting)
    asked = (
        question(standing.dialog, standing.conversation, step, standing.moment, standing.refused)
        if changing
        else cast("QuestionShown", view["question"])
    )
    shows = {**common, **_asking(standing, view["errors"], asked, kept), "changing": changing}
    if kept is not None:  # only what was just typed: this reply is not on record as a reading
        shows |= {"earlier": [], "parked": [], "key": kept.key or shows["key"]}
    return Page("question.html", standing.moment.language, shows, kept.status if kept else 200)


def receipt(request: web.Request, standing: Standing, stored: Stored, script: str) -> Page:
    """Return the page that says that the record has been sent; `script` is for a call about it."""
    view = finished(standing, stored)
    common = _common(request, standing, view, len(standing.trail.screens))
    shows = {**common, **_ending(standing, view), "script": script, "sent": True}
    return Page("receipt.html", standing.moment.language, shows)


def erase(request: web.Request, standing: Standing, stored: Stored) -> Page:
    """Return the page that asks before everything is erased."""
    common = _common(request, standing, finished(standing, stored), len(standing.trail.screens))
    shows = {**common, "earlier": [], "sent": stored.submission is not None}
    return Page("erase.html", standing.moment.language, shows)


def _common(request: web.Request, standing: Standing, view: View, n: int) -> dict[str, object]:
    return {
        "flow": view["flow"],
        "name": view["title"],
        "at": n,
        "screen": n,
        "last": len(standing.trail.screens),
        "view": view,
        "key": new_key(request),
        "languages": list(standing.live.texts),
        "earlier": [_entry(standing, entry) for entry in view["transcript"]],
        "pinned": [
            {**message, "why": _why(standing, message["step"])} for message in view["pinned"]
        ],
        "told": [
            {**message, "why": _why(standing, message["step"])}
            for message in view["messages"]
            if message not in view["pinned"]  # those stand above already
        ],
        "parked": view["parked"],
        "sent": False,
        "notice": None,
        "errors": [],
    }


def _asking(
    standing: Standing, refused: list[ErrorShown], asked: QuestionShown, kept: Kept | None
) -> dict[str, object]:
    """Return what a question's page shows; `kept` goes before what the conversation knows."""
    shown = _with_answer(asked, kept.answer) if kept else asked
    errors = [] if kept else _errors_on(standing, refused, asked)
    rows = cast("list[object]", shown["fields"][0]["value"] or []) if _repeats(shown) else []
    skippable = all(field["optional"] for field in shown["fields"])
    return {
        "question": shown,
        "fields": shown["fields"],
        "heading": shown["heading"],
        "skippable": skippable,
        "rows": rows + [{}] * _empty_rows(shown, len(rows), kept),
        "errors": [_pointing(asked, error) for error in errors],
        "wrong": {error["fact"]: error["text"] for error in errors},
        "question_why": _why(standing, asked["step"]),
        "notice": kept.notice if kept else None,
        "call": calls(standing.moment) if kept and kept.notice else None,
    }


def _ending(standing: Standing, view: View) -> dict[str, object]:
    """Return what the pages after the last question show."""
    ui = Ui(standing.moment.language)
    planned = [
        {**item, "when": when(item, standing.now, ui), "why": _why(standing, item["id"])}
        for item in view["plan"] or []
    ]
    asked_by, screens = standing.dialog.replay.asked_by, standing.trail.screens
    screen_of = {fact: screens.index(step) for fact, step in asked_by.items() if step in screens}
    return {"plan": planned, "screen_of": screen_of}


def _entry(standing: Standing, entry: EntryShown) -> dict[str, object]:
    screens = standing.trail.screens
    at = screens.index(entry["step"]) if entry["step"] in screens else None
    return {
        **entry,
        "screen": at if entry["can_change"] else None,
        "why": _why(standing, entry["step"]),
    }


def _why(standing: Standing, about: str) -> Mapping[str, object] | None:
    """Return why something came about, if there is anything to say."""
    explanation = why(standing.dialog, standing.trail, about)
    if explanation is None or not (explanation.conditions or explanation.facts):
        return None
    return why_json(explanation, standing.dialog, standing.trail, standing.moment)


def _errors_on(
    standing: Standing, errors: list[ErrorShown], asked: QuestionShown
) -> list[ErrorShown]:
    """Return the errors of a question; one that belongs to no answered question stands where one waits."""
    replay, screens = standing.dialog.replay, standing.trail.screens

    def place(error: ErrorShown) -> str | None:
        root = error["fact"].partition(".")[0]
        step = root if root in screens else replay.asked_by.get(root)
        return step if step in screens else standing.trail.waiting

    return [error for error in errors if place(error) == asked["step"]]


def _pointing(asked: QuestionShown, error: ErrorShown) -> dict[str, str]:
    """Return an error with the control that it is about, and its field's name where there are several."""
    root, *inner = error["fact"].split(".")
    fields = {field["fact"]: field["label"] for field in asked["fields"]}
    if _repeats(asked):
        fields |= {field["fact"]: field["label"] for field in asked["fields"][0]["each"]}
    fact = inner[-1] if inner else root
    label = f"{leading(fields[fact])} " if fact in fields and len(fields) > 1 else ""
    anchor = "-".join(["f", *inner]) if inner else f"f-{root}" if root in fields else ""
    return {"anchor": anchor, "text": f"{label}{error['text']}"}


def _with_answer(asked: QuestionShown, answer: object) -> QuestionShown:
    values = answer if isinstance(answer, dict) else {}
    fields = [
        {**field, "value": answer if len(asked["fields"]) == 1 else values.get(field["fact"])}
        for field in asked["fields"]
    ]
    return cast("QuestionShown", {**asked, "fields": fields})


def _repeats(asked: QuestionShown) -> bool:
    return asked["kind"] == "repeat"


def _empty_rows(asked: QuestionShown, filled: int, kept: Kept | None) -> int:
    """Return how many empty rows a list shows: one to go on with, and as many as it needs at least."""
    if not _repeats(asked):
        return 0
    field = asked["fields"][0]
    fewest, most = cast("int", field["min"]), cast("int", field["max"])
    wanted = max(filled + 1 + (kept.more_rows if kept else 0), fewest)
    return max(0, min(wanted, most) - filled)
