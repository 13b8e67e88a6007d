from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from assistant.web.app import create_app
from assistant.web.compose import open_services
from assistant.web.config import Settings
from assistant.web.services import Services
from tests.web.visiting import Caller, Client, Visitor

FLOWS = Path(__file__).parent / "flows"
MONDAY_MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that a test turns."""

    now: datetime = MONDAY_MORNING

    def __call__(self) -> datetime:
        return self.now

    def turn(self, by: timedelta) -> None:
        self.now += by


Serve = Callable[..., Awaitable[Client]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def serve(tmp_path: Path, clock: Clock) -> AsyncIterator[Serve]:
    """Serve the app on a store of its own; `change` may replace some of its services first."""
    clients: list[Client] = []

    async def serving(
        change: Callable[[Services], Services] = lambda services: services, **config: object
    ) -> Client:
        base: dict[str, Any] = {"data": tmp_path / "data", "demo": True, "flows": FLOWS}
        services = await open_services(Settings(**base | config))
        app = create_app(change(replace(services, clock=clock)))
        client: Client = TestClient(TestServer(app))
        await client.start_server()
        clients.append(client)
        return client

    yield serving
    for client in clients:
        await client.close()


@pytest.fixture
async def client(serve: Serve) -> Client:
    return await serve()


@pytest.fixture
async def caller(client: Client) -> Caller:
    """Somebody who has begun a conversation over the API."""
    return await Caller.begin(client)


@pytest.fixture
async def visitor(client: Client) -> Visitor:
    """Somebody who has begun a conversation on the pages."""
    return await Visitor.begin(client)
