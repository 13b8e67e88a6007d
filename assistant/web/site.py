"""The pages around the guide, and what machines ask of it: alive, ready, figures."""

from __future__ import annotations

from aiohttp import web

from assistant.errors import StoreError
from assistant.web.access import own_origin
from assistant.web.observe import METRICS
from assistant.web.problems import NOT_STORED, ProblemError
from assistant.web.render import Page, language_of, page
from assistant.web.services import SERVICES


async def front(request: web.Request) -> web.Response:
    """Show a page as an intranet could have it: a link to each guide, a launcher, how to embed it.

    200 always.
    """
    language = language_of(request)
    flows = {
        flow_id: live.texts[live.language(language)].of(live.dialog.flow.title)
        for flow_id, live in request.app[SERVICES].flows.served.items()
    }
    shows = {"flows": flows, "origin": own_origin(request), **_tongues(request)}
    return page(request, Page("front.html", language, shows))


async def privacy(request: web.Request) -> web.Response:
    """Say what is kept, for how long, and who sees it.

    200 always.
    """
    hours = request.app[SERVICES].settings.hours
    shows = {"hours": hours, **_tongues(request)}
    return page(request, Page("privacy.html", language_of(request), shows))


async def accessibility(request: web.Request) -> web.Response:
    """Say what the guide does for accessibility, and what has not been tested.

    200 always.
    """
    return page(request, Page("accessibility.html", language_of(request), _tongues(request)))


async def healthz(_: web.Request) -> web.Response:
    """Say that the process is alive.

    200 always.
    """
    return web.json_response({"alive": True})


async def readyz(request: web.Request) -> web.Response:
    """Say whether an answer could be kept right now: the store is asked to write.

    200 it could; 503 it could not.
    """
    try:
        await request.app[SERVICES].probe()
    except StoreError:
        raise ProblemError(NOT_STORED) from None
    return web.json_response({"ready": True})


async def metrics(request: web.Request) -> web.Response:
    """Give the figures in Prometheus' text format.

    200 always.
    """
    return web.Response(
        body=request.app[METRICS].text(), content_type="text/plain", charset="utf-8"
    )


def _tongues(request: web.Request) -> dict[str, object]:
    return {"languages": request.app[SERVICES].languages}
