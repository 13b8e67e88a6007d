"""How often: limits per neighbourhood and per conversation, in memory of this process.

A limit is asked before work is done, never between an answer and its acknowledgement; a repeated
key is answered without asking. The rule is GCRA: a caller has `times` at once, and one more each time
that a share of the period has passed.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Callable
from hashlib import blake2b

from aiohttp import web

from assistant.store.values import Stored
from assistant.web.edge.problems import Problem, ProblemError
from assistant.web.services import Limits, Rate

_MOST_KNOWN = 10_000  # callers remembered before those who have been quiet are forgotten


class Rates:
    """Counts what each caller does.

    Where one is on the net is known only by a salted hash that dies with the process.
    """

    def __init__(
        self, limits: Limits, salt: bytes, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = limits
        self._salt = salt
        self._seconds = seconds
        self._even_at: dict[str, float] = {}  # when a caller will have used up nothing again

    def begin(self, address: str | None) -> None:
        """Count one conversation begun from `address`."""
        network = _network(address).encode()
        caller = blake2b(network, key=self._salt, digest_size=16).hexdigest()
        self._spend(self._limits.begin, f"begin {caller}")

    def turn(self, conversation: Stored) -> None:
        """Count one turn of a conversation."""
        self._spend(self._limits.turn, f"turn {conversation.id}")

    def submit(self, conversation: Stored) -> None:
        """Count one attempt to send a conversation's notification, wherever it comes from."""
        self._spend(self._limits.submit, f"submit {conversation.id}")

    def _spend(self, rate: Rate, caller: str) -> None:
        now = self._seconds()
        step = rate.seconds / rate.times
        even_at = max(self._even_at.get(caller, now), now)
        wait = even_at - now - (rate.seconds - step)
        if wait > 0:
            later = {"Retry-After": str(math.ceil(wait))}
            raise ProblemError(Problem(429, "too_fast", "too many requests", headers=later))
        self._even_at[caller] = even_at + step
        if len(self._even_at) > _MOST_KNOWN:
            self._even_at = {each: at for each, at in self._even_at.items() if at > now}


RATES = web.AppKey("rates", Rates)


def _network(address: str | None) -> str:
    """Return the neighbourhood of an address: a /24 or /64, as one caller can have many addresses."""
    try:
        of = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    bits = 24 if isinstance(of, ipaddress.IPv4Address) else 64
    return str(ipaddress.ip_network(f"{of}/{bits}", strict=False))
