"""The web app: the only place where its pieces are put together."""

from __future__ import annotations

import logging

from aiohttp import web

from assistant.web import headers, render, routes
from assistant.web.api import GUIDE, RATES
from assistant.web.assets import ASSETS, Assets, shipped
from assistant.web.codes import Codes
from assistant.web.full_page import CODES
from assistant.web.guide import Guide
from assistant.web.metrics import Metrics
from assistant.web.observe import METRICS
from assistant.web.rates import Rates
from assistant.web.reading import MOST_BYTES
from assistant.web.services import SERVICES, Services
from assistant.web.upkeep import upkeep


def create_app(services: Services) -> web.Application:
    """Return the app on `services`, which it closes when it ends."""
    # What the framework logs of a request that it cannot parse quotes it.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    app = web.Application(middlewares=[render.answered], client_max_size=MOST_BYTES)
    metrics = Metrics()
    app[SERVICES] = services
    app[METRICS] = metrics
    app[GUIDE] = Guide(services, metrics)
    app[CODES] = Codes(services.random_bytes)
    app[ASSETS] = Assets({**shipped(), **services.settings.theme.files()})
    app[RATES] = Rates(services.settings.limits, services.random_bytes(16))
    render.set_up(app)
    routes.add_site(app)
    routes.add_api(app)
    if services.flows.served:
        routes.add_guide(app, services.flows.served)
    if services.settings.demo:
        routes.add_inbox(app)
    https = (services.settings.origin or "").startswith("https:")
    app.on_response_prepare.append(headers.guard(services.settings.embedders, https=https))
    app.on_cleanup.append(_close)
    app.cleanup_ctx.append(upkeep)
    return app


async def _close(app: web.Application) -> None:
    await app[SERVICES].close()
