"""The whole app on a real port, from a thread of its own: for tools that are no coroutines."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime

from aiohttp import web

from assistant.web.app import create_app
from assistant.web.compose import open_services, system_clock
from assistant.web.config import Settings


@contextmanager
def serve(config: Settings, clock: Callable[[], datetime] = system_clock) -> Iterator[str]:
    """Serve what `config` describes and say where, by the name that browsers trust without https."""
    found: Future[str] = Future()
    loop, done = asyncio.new_event_loop(), asyncio.Event()

    async def serving() -> None:
        runner = web.AppRunner(create_app(await open_services(config, clock)), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        found.set_result(f"http://localhost:{runner.addresses[0][1]}")
        await done.wait()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(serving(),))
    thread.start()
    try:
        yield found.result(60)
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(60)
        loop.close()
