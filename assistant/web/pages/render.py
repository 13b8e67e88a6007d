"""Rendering of pages from templates, among them the page about a problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import hdrs, web

from assistant.dialog.renderer import with_colon
from assistant.dialog.view_model import OptionShown
from assistant.flow.markup import Message, SpanShown, spans_of
from assistant.record.export import EXPORT_FORMATS
from assistant.text import formats
from assistant.text.formats import direction, own_name
from assistant.text.ui import Ui
from assistant.web.assets.static_files import ASSETS
from assistant.web.http import problems
from assistant.web.http.problems import HttpProblem
from assistant.web.pages.contacts import current_render_context, list_contacts
from assistant.web.pages.forms import split_date
from assistant.web.pages.notices import build_notice
from assistant.web.services import SERVICES

_TEMPLATE_FOLDER = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class PageModel:
    """The model of a page: a template, its variables, and a language of the interface.

    The page offers the languages of the interface, unless its variables name others.
    """

    template: str
    language: str
    variables: Mapping[str, object]
    status: int = 200


def set_up_templates(app: web.Application) -> None:
    """Set up the templates of `app`: escaping is on, and an undefined variable is an error."""
    env = aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(_TEMPLATE_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["own_name"] = own_name
    env.globals["export_formats"] = tuple(EXPORT_FORMATS.values())
    env.filters |= {
        "leading": with_colon,
        "paragraphs": split_paragraphs,
        "grouped": group_options,
        "date_parts": split_date,
        "moment": format_moment,
        "day": format_day,
    }


def render_page(request: web.Request, model: PageModel) -> web.Response:
    """Return the response with the rendered page."""
    services, assets = request.app[SERVICES], request.app[ASSETS]
    settings = services.settings
    ui = Ui(model.language)
    variables = {
        "_": ui.say,
        "lang": ui.language,
        "dir": direction(ui.language),
        "asset": lambda name: assets.by_name(name).address,
        "integrity": lambda name: assets.by_name(name).integrity,
        "logo": assets.by_name(settings.theme.logo.address).address
        if settings.theme.logo
        else None,
        "neutral_title": settings.title,
        "demo": settings.demo,
        "municipality": services.directory.name,
        "languages": services.languages,
        **model.variables,
    }
    return aiohttp_jinja2.render_template(model.template, request, variables, status=model.status)


def preferred_language(request: web.Request) -> str:
    """Return the visitor's language: by `?lang=`, else the browser's preference, else Danish."""
    offered = request.app[SERVICES].languages
    asked = request.query.get("lang", "")
    accepted = request.headers.get(hdrs.ACCEPT_LANGUAGE, "")
    wishes = (asked, *(wish.strip()[:2].lower() for wish in accepted.split(",")[:10]))
    return next((wish for wish in wishes if wish in offered), offered[0])


def problem_page(request: web.Request, problem: HttpProblem, typed: list[str]) -> web.Response:
    """Return the page about a problem, with the texts that were typed, so that none is lost."""
    language = preferred_language(request)
    variables = {
        **_problem_variables(request, language),
        "notice": build_notice(problem.code, Ui(language)),
        "said": typed,
        "ended": problem is problems.ENDED,
    }
    response = render_page(request, PageModel("problem.html", language, variables, problem.status))
    response.headers.update(problem.headers)
    return response


def _problem_variables(request: web.Request, language: str) -> Mapping[str, object]:
    """Return the page variables of the guide in which a problem arose, and of the contacts to call.

    The contacts are shown whatever went wrong.
    """
    served = request.app[SERVICES].flows.served
    flow = request.match_info.get("flow")
    live = served.get(flow or "", next(iter(served.values()), None))
    if live is None:
        return {"flow": None, "call": None}
    context = current_render_context(request, live, live.choose_language(language))
    name = context.words(live.dialog.flow.title)
    shown = flow if flow in served else None
    return {"flow": shown, "name": name, "at": None, "call": list_contacts(context)}


def redirect(path: str) -> web.Response:
    """Return a redirect (303) to one of our own pages, which the browser fetches with GET."""
    return web.Response(status=303, headers={"Location": path})


# Template filters: messages as paragraphs and lists, options by heading, times in words.

SpanList = list[SpanShown]


def split_paragraphs(message: Message) -> Iterator[tuple[str, SpanList | list[SpanList]]]:
    """Yield a message's blocks as ("p", spans), and each run of items as ("ul", [spans, …])."""
    for is_item, run in groupby(message, key=lambda block: "li" in block):
        if is_item:
            yield "ul", [spans_of(block) for block in run]
        else:
            for block in run:
                yield "p", spans_of(block)


def group_options(options: Sequence[OptionShown]) -> list[Mapping[str, object]]:
    """Return options under their headings, each heading once, in the order of their first options."""
    groups: dict[str | None, list[OptionShown]] = {}
    for option in options:
        groups.setdefault(option["group"], []).append(option)
    return [{"heading": heading, "options": under} for heading, under in groups.items()]


def format_moment(at: str | datetime, language: str) -> str:
    """Return an instant (ISO text or aware datetime) in the style of the language."""
    return formats.day_and_time(_parse_instant(at), language)


def format_day(at: str | datetime, language: str) -> str:
    """Return the Danish day of an instant in the style of the language."""
    return formats.day(_parse_instant(at).astimezone(formats.ZONE), language)


def _parse_instant(at: str | datetime) -> datetime:
    return datetime.fromisoformat(at) if isinstance(at, str) else at
