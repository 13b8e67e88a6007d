"""Every address that the app answers, in one place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from assistant.web import answering, assets, embed, full_page, inbox, openapi, pages, site
from assistant.web.operations import OPERATIONS

_SCRIPT = r"{name:[a-z_-]+(?:\.[0-9a-f]{12})?\.(?:js|css)}"
_RECORD_ID = r"{record:[0-9]{1,18}}"
Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_site(app: web.Application) -> None:
    """Add the pages around the guide, and the scripts and stylesheets of all."""
    _get(app, "/", site.front)
    _get(app, "/privacy", site.privacy)
    _get(app, "/accessibility", site.accessibility)
    _get(app, f"/{_SCRIPT}", assets.serve)
    _get(app, "/static/{name}", assets.serve)


def add_api(app: web.Application) -> None:
    """Add the API, its description, and what machines ask of the service."""
    for operation in OPERATIONS:
        if operation.method == "get":
            _get(app, operation.path, operation.handle)
        else:
            app.router.add_route(operation.method.upper(), operation.path, operation.handle)
    _get(app, "/openapi.json", openapi.serve)


def add_guide(app: web.Application, flows: Iterable[str]) -> None:
    """Add the guide's pages for each flow."""
    flow = f"/{{flow:{'|'.join(flows)}}}"
    _get(app, flow, pages.start)
    app.router.add_post(flow, pages.begin)
    _get(app, flow + "/{n:[0-9]{1,4}}", pages.show)
    app.router.add_post(flow + "/{n:[0-9]{1,4}}", answering.post)
    app.router.add_post(flow + "/language", pages.change_language)
    app.router.add_post(flow + "/submit", pages.submit)
    app.router.add_post(flow + "/resume", full_page.resume)
    _get(app, flow + "/receipt", pages.receipt)
    _get(app, flow + "/record.{form:json|pdf|txt|ics}", pages.download)
    _get(app, flow + "/danger", pages.danger)
    _get(app, flow + "/erase", pages.erase_asked)
    app.router.add_post(flow + "/erase", pages.erase)
    _get(app, flow + "/erased", pages.erased)
    _get(app, "/embed" + flow, embed.frame)
    _get(app, "/embed" + flow + "/words.json", embed.spoken)


def add_inbox(app: web.Application) -> None:
    """Add the family team's inbox."""
    _get(app, "/inbox", inbox.listed)
    _get(app, f"/inbox/{_RECORD_ID}", inbox.opened)
    _get(app, f"/inbox/{_RECORD_ID}/record.{{form:json|pdf|txt}}", inbox.download)


def _get(app: web.Application, path: str, handle: Handle) -> None:
    app.router.add_get(path, handle)
