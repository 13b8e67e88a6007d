"""What the app does by itself while it runs: erase conversations whose time is up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import structlog
from aiohttp import web

from assistant.errors import StoreError
from assistant.web.guide.service import GUIDE
from assistant.web.watch.observe import METRICS

_EVERY = 600.0  # seconds
_LOG = structlog.get_logger("assistant.web")


async def upkeep(app: web.Application) -> AsyncIterator[None]:
    """Keep erasing what has expired, from the app's start to its end."""
    task = asyncio.create_task(_forever(app))
    task.add_done_callback(partial(_ended, app))
    yield
    task.cancel()
    await asyncio.wait([task])  # whatever came of it: the store is yet to be closed


def _ended(app: web.Application, task: asyncio.Task[None]) -> None:
    """Tell the operator where a fault of ours stopped it: from then on nothing is erased."""
    if not task.cancelled() and (fault := task.exception()) is not None:
        app[METRICS].note(_LOG.error, "upkeep ended", kind=type(fault).__name__)


async def _forever(app: web.Application) -> None:
    while True:
        await _once(app)
        await asyncio.sleep(_EVERY)


async def _once(app: web.Application) -> None:
    note = app[METRICS].note
    try:
        erased = await app[GUIDE].expire()
    except StoreError as fault:  # full or busy: it is tried again
        note(_LOG.warning, "not erased", kind=type(fault).__name__)
        return
    if erased:
        note(_LOG.info, "expired", conversations=erased)
