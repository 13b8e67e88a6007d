"""Everything that the web app is built on, as one frozen value, and the keys it is kept under."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from assistant.directory.model import Directory
from assistant.store.conversations import Conversations
from assistant.store.records import Records
from assistant.web.flows import Flows
from assistant.web.looks.theme import Theme


@dataclass(frozen=True, slots=True)
class Rate:
    """So many times in so many seconds."""

    times: int
    seconds: float = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """How often; `begin` is per neighbourhood, and a whole school may share one address, the rest per conversation."""

    begin: Rate = Rate(240)
    turn: Rate = Rate(120)
    submit: Rate = Rate(60)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decides: where we are reached, how long a conversation lives, who may embed us.

    `proxies` are the addresses whose word we take for where a request comes from; `title` is what every page
    is called, where a browser's history is to say no more.
    """

    origin: str | None = None
    lifetime: timedelta = timedelta(hours=72)
    embedders: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    demo: bool = False
    limits: Limits = field(default_factory=Limits)
    theme: Theme = field(default_factory=Theme)
    title: str | None = None

    @property
    def hours(self) -> int:
        """How long a conversation lives, in whole hours, as pages say it."""
        return int(self.lifetime.total_seconds() // 3600)


@dataclass(frozen=True, slots=True)
class Services:
    """What the web app needs from outside; `probe` writes to the store and fails when it can't."""

    flows: Flows
    directory: Directory
    conversations: Conversations
    records: Records
    languages: tuple[str, ...]
    settings: Settings
    clock: Callable[[], datetime]
    random_bytes: Callable[[int], bytes]
    probe: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]


SERVICES = web.AppKey("services", Services)
