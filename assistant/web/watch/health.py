"""What machines ask of the service: alive, ready, figures."""

from __future__ import annotations

from aiohttp import web

from assistant.errors import StoreError
from assistant.web.edge.problems import NOT_STORED, ProblemError
from assistant.web.services import SERVICES
from assistant.web.watch.observe import METRICS


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
