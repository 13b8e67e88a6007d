"""Codes that open a conversation once, for a minute, in a tab that does not have its cookie.

They are kept by their hashes, in the memory of this process: a restart, or another process beside this
one, knows none of them, and whoever clicked is told to click again.
"""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from assistant.web.edge.access import token_hash

LIFETIME_S = 60
_BYTES = 32


@dataclass(frozen=True, slots=True)
class _Waiting:
    token: str = field(repr=False)
    until: float


class Codes:
    """The codes that wait to be used; a conversation has one at most."""

    def __init__(
        self, random_bytes: Callable[[int], bytes], seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._random_bytes = random_bytes
        self._seconds = seconds
        self._waiting: dict[bytes, _Waiting] = {}

    def new(self, token: str) -> str:
        """Return a code for the conversation that `token` opens; an older one of it is void."""
        now = self._seconds()
        self._waiting = {
            code: one
            for code, one in self._waiting.items()
            if now < one.until and one.token != token
        }
        code = urlsafe_b64encode(self._random_bytes(_BYTES)).rstrip(b"=").decode()
        self._waiting[token_hash(code)] = _Waiting(token, now + LIFETIME_S)
        return code

    def claim(self, code: str) -> str | None:
        """Return the token that a code stands for, once; None where it is used, void or too old."""
        one = self._waiting.pop(token_hash(code), None)
        return one.token if one is not None and self._seconds() < one.until else None


CODES = web.AppKey("codes", Codes)
