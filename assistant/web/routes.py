"""Every address that the app answers, in one place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from assistant.web.api import openapi
from assistant.web.api.operations import OPERATIONS
from assistant.web.embed import frame, full_page
from assistant.web.looks import assets
from assistant.web.pages import answering, conversation, inbox, site

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
    _get(app, flow, conversation.start)
    app.router.add_post(flow, conversation.begin)
    _get(app, flow + "/{n:[0-9]{1,4}}", conversation.show)
    app.router.add_post(flow + "/{n:[0-9]{1,4}}", answering.post)
    app.router.add_post(flow + "/language", conversation.change_language)
    app.router.add_post(flow + "/submit", conversation.submit)
    app.router.add_post(flow + "/resume", full_page.resume)
    _get(app, flow + "/receipt", conversation.receipt)
    _get(app, flow + "/record.{form:json|pdf|txt|ics}", conversation.download)
    _get(app, flow + "/danger", conversation.danger)
    _get(app, flow + "/erase", conversation.erase_asked)
    app.router.add_post(flow + "/erase", conversation.erase)
    _get(app, flow + "/erased", conversation.erased)
    _get(app, "/embed" + flow, frame.frame)
    _get(app, "/embed" + flow + "/words.json", frame.spoken)


def add_inbox(app: web.Application) -> None:
    """Add the family team's inbox."""
    _get(app, "/inbox", inbox.listed)
    _get(app, f"/inbox/{_RECORD_ID}", inbox.opened)
    _get(app, f"/inbox/{_RECORD_ID}/record.{{form:json|pdf|txt}}", inbox.download)


def _get(app: web.Application, path: str, handle: Handle) -> None:
    app.router.add_get(path, handle)
