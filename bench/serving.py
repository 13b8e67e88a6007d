"""The servers that are measured, each a process of its own: `python -m bench.serving echo|guide DATA FLOWS`.

The guide is the shipped app on the embedded store with everything on, but for the limits per caller, which
would stop the measuring. The echo is aiohttp with one route: JSON in, the same JSON out.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest.mock import patch

import orjson
from aiohttp import web

from assistant.store.group import Group, UnitResult, Work
from assistant.web.app import create_app, tune_gc
from assistant.web.compose import open_services
from assistant.web.config import Rate, RateLimits, Settings
from assistant.web.observability import logbook

MANY = Rate(1_000_000_000)


@dataclass(slots=True)
class CommitCounter:
    """How many groups the store has committed, and how much work was in them."""

    groups: int = 0
    works: int = 0


COMMITS = CommitCounter()
_COMMIT = Group.commit


def commit_counted(group: Group, works: Sequence[Work]) -> list[UnitResult]:
    """Commit as ever, and count it."""
    COMMITS.groups += 1
    COMMITS.works += len(works)
    return _COMMIT(group, works)


async def echo(request: web.Request) -> web.Response:
    """Return the JSON that came."""
    body = orjson.loads(await request.read())
    return web.Response(body=orjson.dumps(body), content_type="application/json")


async def commits(_: web.Request) -> web.Response:
    """Return how many groups were committed so far."""
    return web.json_response(asdict(COMMITS))


def echo_app() -> web.Application:
    """Return the baseline."""
    app = web.Application()
    app.router.add_post("/echo", echo)
    return app


async def guide_app(data: Path, flows: Path) -> web.Application:
    """Return the guide, serving `flows` from the store in `data`."""
    config = Settings(
        data=data, flows=flows, demo=True, limits=RateLimits(begin=MANY, turn=MANY, submit=MANY)
    )
    app = create_app(await open_services(config))
    app.router.add_post("/commits", commits)
    tune_gc()
    return app


async def serve(app: web.Application) -> None:
    """Serve on a free port, print it, and go on until the process is told to stop."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


async def main(words: list[str]) -> None:
    """Serve what `words` name."""
    logbook.start_logbook()
    kind, *rest = words
    with patch.object(Group, "commit", commit_counted):
        await serve(echo_app() if kind == "echo" else await guide_app(Path(rest[0]), Path(rest[1])))


if __name__ == "__main__":
    try:
        asyncio.run(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(0)
