"""What the app does by itself while it runs: erase conversations whose time is up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

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
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


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
