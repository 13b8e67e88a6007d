"""Stand-ins for the store's door: one that is away, and one that tells what was put on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from assistant.errors import StoreError
from assistant.store.conversations import Conversations
from assistant.store.values import StoredConversation
from assistant.web.services import Services


@dataclass
class Away:
    """Conversations on a store that those in `closed` find closed."""

    kept: Conversations
    closed: set[str] = field(default_factory=set)

    def __getattr__(self, name: str) -> object:
        if name in self.closed:
            raise StoreError("away")
        return getattr(self.kept, name)


@dataclass
class Noting:
    """Conversations that tell what of them was noted as read."""

    kept: Conversations
    read: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> object:
        return getattr(self.kept, name)

    async def read_audited(
        self, stored: StoredConversation, at: datetime, what: str
    ) -> StoredConversation:
        self.read.append(what)
        return await self.kept.read_audited(stored, at, what)


def through(door: Callable[[Conversations], object]) -> Callable[[Services], Services]:
    """Return what puts `door` before the conversations."""

    def change(services: Services) -> Services:
        return replace(services, conversations=cast("Conversations", door(services.conversations)))

    return change
