"""The services that the web app is built on, as one frozen value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from assistant.directory.municipality import Directory
from assistant.store.conversations import Conversations
from assistant.store.records import RecordInbox
from assistant.web.assets.theme import Theme
from assistant.web.flows import FlowRegistry


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `times` requests in `seconds`."""

    times: int
    seconds: float = 60


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Rate limits: `begin` per /24 or /64 network (a school shares one address), the others per conversation."""

    begin: Rate = Rate(240)
    turn: Rate = Rate(120)
    submit: Rate = Rate(60)


@dataclass(frozen=True, slots=True)
class Settings:
    """The operator's settings: our address, the lifetime of a conversation, who may embed us.

    `proxies` are the addresses whose `X-Forwarded-For` we trust; `title`, if given, is the neutral title of
    every page, so that a browser's history says no more.
    """

    origin: str | None = None
    lifetime: timedelta = timedelta(hours=72)
    embedders: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    demo: bool = False
    limits: RateLimits = field(default_factory=RateLimits)
    theme: Theme = field(default_factory=Theme)
    title: str | None = None

    @property
    def hours(self) -> int:
        """The lifetime of a conversation in whole hours, as pages show it."""
        return int(self.lifetime.total_seconds() // 3600)


@dataclass(frozen=True, slots=True)
class Services:
    """All that the web app needs from outside; `probe` writes to the store and raises if it cannot."""

    flows: FlowRegistry
    directory: Directory
    conversations: Conversations
    records: RecordInbox
    languages: tuple[str, ...]
    settings: Settings
    clock: Callable[[], datetime]
    random_bytes: Callable[[int], bytes]
    probe: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]


SERVICES = web.AppKey("services", Services)
