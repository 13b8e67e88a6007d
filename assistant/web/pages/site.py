"""The pages around the guide: how it is embedded, privacy, accessibility."""

from __future__ import annotations

from aiohttp import web

from assistant.web.edge.access import own_origin
from assistant.web.pages.render import Page, language_of, page
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
    shows = {"flows": flows, "origin": own_origin(request)}
    return page(request, Page("front.html", language, shows))


async def privacy(request: web.Request) -> web.Response:
    """Say what is kept, for how long, and who sees it.

    200 always.
    """
    hours = request.app[SERVICES].settings.hours
    return page(request, Page("privacy.html", language_of(request), {"hours": hours}))


async def accessibility(request: web.Request) -> web.Response:
    """Say what the guide does for accessibility, and what has not been tested.

    200 always.
    """
    return page(request, Page("accessibility.html", language_of(request), {}))
