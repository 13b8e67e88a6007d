"""The pages before a conversation: what the guide is, and whom to call right now."""

from __future__ import annotations

from aiohttp import web

from assistant.dialog.moment import Moment
from assistant.directory.moment import moment
from assistant.flow.markup import parse, render
from assistant.store.values import Stored
from assistant.web.flows import LiveFlow
from assistant.web.handover import Standing
from assistant.web.render import Page, language_of
from assistant.web.services import SERVICES

_CALLED = ("emergency", "police", "family_team", "advice")


def start_page(request: web.Request, stored: Stored | None) -> Page:
    """Return the page that a conversation begins on, or is gone on with."""
    live = _flow(request)
    language = live.language(language_of(request))
    now = _moment(request, live, language)
    flow = live.dialog.flow
    shows = {
        **_common(live, now),
        "about": render(
            parse(now.words(flow.about)), lambda mark: now.says[f"{mark.kind}.{mark.id}"]
        ),
        "hours": int(request.app[SERVICES].settings.lifetime.total_seconds() // 3600),
        "open": stored is not None,
        "was_sent": stored is not None and stored.submission is not None,
        "emergency": _spans(now, "contact.emergency"),
    }
    return Page("start.html", language, shows)


def danger_page(request: web.Request, standing: Standing | None) -> Page:
    """Return the page with the phone numbers of this very moment."""
    live = standing.live if standing else _flow(request)
    language = standing.moment.language if standing else live.language(language_of(request))
    now = standing.moment if standing else _moment(request, live, language)
    shows = {
        **_common(live, now),
        "at": len(standing.trail.screens) if standing else None,
        "call": {name: _spans(now, f"contact.{name}") for name in _CALLED},
    }
    return Page("danger.html", language, shows)


def _common(live: LiveFlow, now: Moment) -> dict[str, object]:
    return {
        "flow": live.dialog.flow.id,
        "name": now.words(live.dialog.flow.title),
        "at": None,
        "languages": list(live.texts),
    }


def _flow(request: web.Request) -> LiveFlow:
    return request.app[SERVICES].flows.served[request.match_info["flow"]]


def _moment(request: web.Request, live: LiveFlow, language: str) -> Moment:
    services = request.app[SERVICES]
    words = live.texts[language].of
    return moment(services.directory, live.dialog.flow, services.clock(), language, words)


def _spans(now: Moment, name: str) -> list[dict[str, object]]:
    return [
        {"t": span.t, "strong": span.strong, "href": span.href or ""} for span in now.says[name]
    ]
