"""The web app: its pieces put together, its routes, and its upkeep while it runs."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from functools import partial

import structlog
from aiohttp import web

from assistant.errors import StoreError
from assistant.record.export import EXPORT_FORMATS
from assistant.web.api import openapi
from assistant.web.api.openapi import OPERATIONS
from assistant.web.assets import static_files
from assistant.web.assets.static_files import ASSETS, Assets, shipped_files
from assistant.web.embed import frame, full_page
from assistant.web.embed.full_page import ONE_TIME_CODES, OneTimeCodes
from assistant.web.guide.service import GUIDE, Guide
from assistant.web.http import headers
from assistant.web.http.parsing import MAX_BODY_BYTES
from assistant.web.http.rate_limiter import RATE_LIMITER, RateLimiter
from assistant.web.middleware import answer_every_request
from assistant.web.observability.logbook import count_lost_lines
from assistant.web.observability.metrics import METRICS, Metrics
from assistant.web.pages import guide, inbox, render
from assistant.web.services import SERVICES, Services


def create_app(services: Services) -> web.Application:
    """Return the app on `services`; it closes them when it ends."""
    # What aiohttp logs of a request that it cannot parse quotes that request.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    app = web.Application(
        middlewares=[answer_every_request],
        client_max_size=MAX_BODY_BYTES,
        # A compressed body is refused by our own parser, so that its refusal reads like all others.
        handler_args={"auto_decompress": False},
    )
    metrics = Metrics(count_lost_lines)
    app[SERVICES] = services
    app[METRICS] = metrics
    app[GUIDE] = Guide(services, metrics)
    app[ONE_TIME_CODES] = OneTimeCodes(services.random_bytes)
    app[ASSETS] = Assets({**shipped_files(), **services.settings.theme.files()})
    app[RATE_LIMITER] = RateLimiter(services.settings.limits, services.random_bytes(16))
    render.set_up_templates(app)
    add_site_routes(app)
    add_api_routes(app)
    if services.flows.served:
        add_guide_routes(app, services.flows.served)
    if services.settings.demo:
        add_inbox_routes(app)
    https = (services.settings.origin or "").startswith("https:")
    app.on_response_prepare.append(
        headers.security_headers_signal(services.settings.embed_origins, https=https)
    )
    app.on_cleanup.append(_close_services)
    app.cleanup_ctx.append(run_upkeep)
    return app


async def _close_services(app: web.Application) -> None:
    await app[SERVICES].close()


# Routes: every address that the app answers, in one place.

_ASSET_PATTERN = r"{name:[a-z_-]+(?:\.[0-9a-f]{12})?\.(?:js|css)}"
_RECORD_ID_PATTERN = r"{record:[0-9]{1,18}}"
_RECORD_FILE_PATTERN = f"record.{{ending:{'|'.join(EXPORT_FORMATS)}}}"
RouteHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_site_routes(app: web.Application) -> None:
    """Add the pages around the guide, and the scripts and stylesheets of all."""
    _add_get_route(app, "/", guide.show_front_page)
    _add_get_route(app, "/privacy", guide.show_privacy)
    _add_get_route(app, "/accessibility", guide.show_accessibility)
    _add_get_route(app, f"/{_ASSET_PATTERN}", static_files.serve_asset)
    _add_get_route(app, "/static/{name}", static_files.serve_asset)


def add_api_routes(app: web.Application) -> None:
    """Add the API, its OpenAPI description, and the endpoints for health checks and metrics."""
    for operation in OPERATIONS:
        if operation.method == "get":
            _add_get_route(app, operation.path, operation.handler)
        else:
            app.router.add_route(operation.method.upper(), operation.path, operation.handler)
    _add_get_route(app, "/openapi.json", openapi.serve_description)


def add_guide_routes(app: web.Application, flows: Iterable[str]) -> None:
    """Add the guide's pages for each flow."""
    flow = f"/{{flow:{'|'.join(flows)}}}"
    _add_get_route(app, flow, guide.show_start)
    app.router.add_post(flow, guide.begin_conversation)
    _add_get_route(app, flow + "/{n:[0-9]{1,4}}", guide.show_screen)
    app.router.add_post(flow + "/{n:[0-9]{1,4}}", guide.post_answer)
    app.router.add_post(flow + "/language", guide.change_language)
    app.router.add_post(flow + "/submit", guide.submit_record)
    app.router.add_post(flow + "/resume", full_page.resume_conversation)
    _add_get_route(app, flow + "/receipt", guide.show_receipt)
    _add_get_route(app, f"{flow}/{_RECORD_FILE_PATTERN}", guide.download_record)
    _add_get_route(app, flow + "/danger", guide.show_danger)
    _add_get_route(app, flow + "/erase", guide.confirm_erasing)
    app.router.add_post(flow + "/erase", guide.erase_conversation)
    _add_get_route(app, flow + "/erased", guide.show_erased)
    _add_get_route(app, "/embed" + flow, frame.show_frame)
    _add_get_route(app, "/embed" + flow + "/words.json", frame.serve_frame_payload)


def add_inbox_routes(app: web.Application) -> None:
    """Add the family team's inbox."""
    _add_get_route(app, "/inbox", inbox.list_records)
    _add_get_route(app, f"/inbox/{_RECORD_ID_PATTERN}", inbox.show_record)
    _add_get_route(
        app, f"/inbox/{_RECORD_ID_PATTERN}/{_RECORD_FILE_PATTERN}", inbox.download_record
    )


def _add_get_route(app: web.Application, path: str, handler: RouteHandler) -> None:
    app.router.add_get(path, handler)


# Upkeep: the background task that erases expired conversations while the app runs.

_EXPIRY_INTERVAL_S = 600.0  # seconds
_LOG = structlog.get_logger("assistant.web")


async def run_upkeep(app: web.Application) -> AsyncIterator[None]:
    """Erase expired conversations again and again, from the app's start to its end.

    An aiohttp cleanup context: what stands before `yield` runs at the start, the rest at the end.
    """
    task = asyncio.create_task(_expire_repeatedly(app))
    task.add_done_callback(partial(_report_failure_of_upkeep, app))
    yield
    task.cancel()
    await asyncio.wait([task])  # however it ended: the store may be closed only after it


def _report_failure_of_upkeep(app: web.Application, task: asyncio.Task[None]) -> None:
    """Log that a bug of ours has stopped the upkeep: from then on nothing is erased."""
    if not task.cancelled() and (fault := task.exception()) is not None:
        app[METRICS].log_event(_LOG.error, "upkeep ended", kind=type(fault).__name__)


async def _expire_repeatedly(app: web.Application) -> None:
    while True:
        await _expire_once(app)
        await asyncio.sleep(_EXPIRY_INTERVAL_S)


async def _expire_once(app: web.Application) -> None:
    note = app[METRICS].log_event
    try:
        erased = await app[GUIDE].expire()
    except StoreError as fault:  # full or busy: the next round tries again
        note(_LOG.warning, "not erased", kind=type(fault).__name__)
        return
    if erased:
        note(_LOG.info, "expired", conversations=erased)


# Garbage collection, tuned for a process whose flows, texts and modules stay for its whole life.

_GC_THRESHOLD = (
    20_000  # allocations between two collections; a turn makes some hundreds, and no cycles
)


def tune_gc() -> None:
    """Exempt all that is loaded by now from garbage collection, and collect less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GC_THRESHOLD, 20, 20)
