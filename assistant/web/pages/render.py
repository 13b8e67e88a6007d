"""Pages: a template in a language, and the page that says what went wrong."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from assistant.dialog.voice import leading
from assistant.text.formats import direction, own_name
from assistant.text.ui import Ui
from assistant.web.edge import problems
from assistant.web.edge.problems import Problem
from assistant.web.looks.assets import ASSETS
from assistant.web.pages.calls import calls, moment_of
from assistant.web.pages.filters import grouped, paragraphs, shown_day, shown_moment
from assistant.web.pages.forms import date_parts
from assistant.web.pages.notices import notice
from assistant.web.services import SERVICES
from assistant.web.watch.observe import observe, problem_of

_TEMPLATES = Path(__file__).parents[1] / "templates"
_DATA = ("/v1/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/static/")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page is made of: a template and what it shows, in a language of the interface.

    It offers the languages of the interface, unless it shows others.
    """

    template: str
    language: str
    shows: Mapping[str, object]
    status: int = 200


def set_up(app: web.Application) -> None:
    """Give `app` its templates: escaped by default, and a name that nobody gave is an error."""
    env = aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["own_name"] = own_name
    env.filters |= {
        "leading": leading,
        "paragraphs": paragraphs,
        "grouped": grouped,
        "date_parts": date_parts,
        "moment": shown_moment,
        "day": shown_day,
    }


def page(request: web.Request, made_of: Page) -> web.Response:
    """Return a page."""
    services, assets = request.app[SERVICES], request.app[ASSETS]
    chosen = services.settings
    ui = Ui(made_of.language)
    shows = {
        "_": ui.say,
        "lang": ui.language,
        "dir": direction(ui.language),
        "asset": lambda name: assets.of(name).address,
        "integrity": lambda name: assets.of(name).integrity,
        "logo": assets.of(chosen.theme.logo.address).address if chosen.theme.logo else None,
        "neutral_title": chosen.title,
        "demo": chosen.demo,
        "municipality": services.directory.name,
        "languages": services.languages,
        **made_of.shows,
    }
    return aiohttp_jinja2.render_template(made_of.template, request, shows, status=made_of.status)


def language_of(request: web.Request) -> str:
    """Return the language that a visitor wants: by `?lang=`, else as the browser asks, else Danish."""
    spoken = request.app[SERVICES].languages
    asked = request.query.get("lang", "")
    accepted = request.headers.get(hdrs.ACCEPT_LANGUAGE, "")
    wishes = (asked, *(wish.strip()[:2].lower() for wish in accepted.split(",")[:10]))
    return next((wish for wish in wishes if wish in spoken), spoken[0])


@web.middleware
async def answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Reply to every request, also where something went wrong, and count it.

    One for all that is around a handler: each further one would cost a turn as much as its encryption.
    """
    started = time.perf_counter()
    try:
        response = await handler(request)
    except Exception as fault:  # noqa: BLE001 - the outermost frame: whatever it was becomes a reply
        response = _told(request, problem_of(request, fault))
    observe(request, response, time.perf_counter() - started)
    return response


def _told(request: web.Request, problem: Problem) -> web.Response:
    """Return what went wrong: JSON to machines, a page to people."""
    if request.path.startswith(_DATA) or "text/html" not in request.headers.get(hdrs.ACCEPT, ""):
        return problems.as_json(problem)
    return lost(request, problem, [])


def lost(request: web.Request, problem: Problem, said: list[str]) -> web.Response:
    """Return the page that says what went wrong, with the texts that were typed, if any."""
    language = language_of(request)
    shows = {
        **_around(request, language),
        "notice": notice(problem.code, Ui(language)),
        "said": said,
        "ended": problem is problems.ENDED,
    }
    response = page(request, Page("problem.html", language, shows, problem.status))
    response.headers.update(problem.headers)
    return response


def _around(request: web.Request, language: str) -> Mapping[str, object]:
    """Return what stands around a problem: the guide it came up in, and whom to call whatever went wrong."""
    served = request.app[SERVICES].flows.served
    flow = request.match_info.get("flow")
    live = served.get(flow or "", next(iter(served.values()), None))
    if live is None:
        return {"flow": None, "call": None}
    now = moment_of(request, live, live.language(language))
    name = now.words(live.dialog.flow.title)
    shown = flow if flow in served else None
    return {"flow": shown, "name": name, "at": None, "call": calls(now)}


def go(path: str) -> web.Response:
    """Return a redirect to a page of ours, which is then fetched."""
    return web.Response(status=303, headers={"Location": path})
