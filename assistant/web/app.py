"""The web app: the only place where its pieces are put together."""

from __future__ import annotations

import logging

from aiohttp import web

from assistant.web import routes
from assistant.web.edge import headers
from assistant.web.edge.rates import RATES, Rates
from assistant.web.edge.reading import MOST_BYTES
from assistant.web.embed.codes import CODES, Codes
from assistant.web.guide.service import GUIDE, Guide
from assistant.web.looks.assets import ASSETS, Assets, shipped
from assistant.web.pages import render
from assistant.web.services import SERVICES, Services
from assistant.web.upkeep import upkeep
from assistant.web.watch.logbook import lines_lost
from assistant.web.watch.metrics import Metrics
from assistant.web.watch.observe import METRICS


def create_app(services: Services) -> web.Application:
    """Return the app on `services`, which it closes when it ends."""
    # What the framework logs of a request that it cannot parse quotes it.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    app = web.Application(
        middlewares=[render.answered],
        client_max_size=MOST_BYTES,
        # A compressed body is refused by us, as every other refusal is told.
        handler_args={"auto_decompress": False},
    )
    metrics = Metrics(lines_lost)
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
