"""The rate limiter: limits per network and per conversation, in the memory of this process.

A limit is checked before work is done, never between an answer and its acknowledgement; a repeated
idempotency key is not limited at all.

The rule is GCRA (the generic cell rate algorithm), a leaky bucket that stores one number per caller: the
theoretical arrival time, at which the caller's bucket will be empty again. A request moves it on by one
interval (the period divided by `times`) and is refused if it would come to lie more than a period ahead. So
a caller may make `times` requests in a burst, and then one per interval.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Callable
from hashlib import blake2b

from aiohttp import web

from assistant.store.values import StoredConversation
from assistant.web.config import Rate, RateLimits
from assistant.web.http.problems import HttpProblem, ProblemError

_MAX_CALLERS = 10_000  # callers in memory before those with an empty bucket are forgotten


class RateLimiter:
    """Counts the requests of each caller, and refuses those above its limit.

    A network address is known only by a salted hash; the salt dies with the process.
    """

    def __init__(
        self, limits: RateLimits, salt: bytes, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = limits
        self._salt = salt
        self._clock = clock
        self._arrival_times: dict[str, float] = {}  # caller -> theoretical arrival time

    def count_begin(self, address: str | None) -> None:
        """Count one conversation begun from `address`."""
        network = _network_of_address(address).encode()
        caller = blake2b(network, key=self._salt, digest_size=16).hexdigest()
        self._count_request(self._limits.begin, f"begin {caller}")

    def count_turn(self, conversation: StoredConversation) -> None:
        """Count one turn of a conversation."""
        self._count_request(self._limits.turn, f"turn {conversation.id}")

    def count_submission(self, conversation: StoredConversation) -> None:
        """Count one attempt to send a conversation's notification, wherever it comes from."""
        self._count_request(self._limits.submit, f"submit {conversation.id}")

    def _count_request(self, rate: Rate, caller: str) -> None:
        now = self._clock()
        interval = rate.seconds / rate.times
        arrival = max(self._arrival_times.get(caller, now), now)
        wait = arrival - now - (rate.seconds - interval)
        if wait > 0:
            later = {"Retry-After": str(math.ceil(wait))}
            raise ProblemError(HttpProblem(429, "too_fast", "too many requests", headers=later))
        self._arrival_times[caller] = arrival + interval
        if len(self._arrival_times) > _MAX_CALLERS:
            self._arrival_times = {each: at for each, at in self._arrival_times.items() if at > now}


RATE_LIMITER = web.AppKey("rates", RateLimiter)


def _network_of_address(address: str | None) -> str:
    """Return the network of an address, /24 or /64: one caller can have many addresses."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    bits = 24 if isinstance(ip, ipaddress.IPv4Address) else 64
    return str(ipaddress.ip_network(f"{ip}/{bits}", strict=False))
