"""The pages before a conversation: what the guide is, and whom to call right now."""

from __future__ import annotations

from aiohttp import web

from assistant.dialog.moment import Moment
from assistant.store.values import Stored
from assistant.web.edge import access
from assistant.web.flows import LiveFlow
from assistant.web.pages import screen
from assistant.web.pages.calls import ADVICE, WHEN, about, calls, flow_of, moment_of, spans
from assistant.web.pages.render import Page, language_of
from assistant.web.services import SERVICES


def start_page(request: web.Request, stored: Stored | None) -> Page:
    """Return the page that a conversation begins on, or is gone on with."""
    live = flow_of(request)
    language = live.language(language_of(request))
    now = moment_of(request, live, language)
    shows = {
        **_common(live, now),
        "about": about(live, now),
        "hours": request.app[SERVICES].settings.hours,
        "open": stored is not None,
        "was_sent": stored is not None and stored.submission is not None,
        "over": stored.id if stored is not None and stored.submission is None else None,
        "emergency": spans(now, "contact.emergency"),
    }
    return Page("start.html", language, shows)


def danger_page(request: web.Request) -> Page:
    """Return the page with the phone numbers of this very moment; reads no conversation."""
    live = flow_of(request)
    language = live.language(language_of(request))
    now = moment_of(request, live, language)
    back = screen.LAST if access.COOKIE in request.cookies else None
    shows = {"at": back, "call": calls(now), "when": WHEN, "advice": ADVICE}
    return Page("danger.html", language, {**_common(live, now), **shows})


def _common(live: LiveFlow, now: Moment) -> dict[str, object]:
    return {
        "flow": live.dialog.flow.id,
        "name": now.words(live.dialog.flow.title),
        "at": None,
        "languages": list(live.texts),
    }
