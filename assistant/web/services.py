"""The services that the web app is built on, as one frozen value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from assistant.directory.municipality import Directory
from assistant.store.conversations import Conversations
from assistant.store.records import RecordInbox
from assistant.web.config import Settings
from assistant.web.flows import FlowRegistry


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
