from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from assistant.store.values import StoredConversation
from assistant.web.config import Rate, RateLimits
from assistant.web.http.problems import ProblemError
from assistant.web.http.rate_limiter import RateLimiter

LIMITS = RateLimits(begin=Rate(3, seconds=60), submit=Rate(1, seconds=60))


@dataclass
class Seconds:
    """A clock that a test turns."""

    now: float = 1000

    def __call__(self) -> float:
        return self.now


def stored_conversation(conversation: int) -> StoredConversation:
    day = datetime(2026, 3, 2, tzinfo=UTC)
    return StoredConversation(conversation, 1, "worry", 1, "logic", "da", day.date(), day, day)


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def rates(seconds: Seconds) -> RateLimiter:
    return RateLimiter(LIMITS, b"salt", seconds)


def wait(rates: RateLimiter, address: str | None) -> str | None:
    """How long a caller is told to wait before the next conversation; None where it may begin."""
    try:
        rates.count_begin(address)
    except ProblemError as refused:
        return refused.problem.headers["Retry-After"]
    return None


def test_a_caller_has_all_its_times_at_once_and_then_one_more_by_and_by(
    rates: RateLimiter, seconds: Seconds
) -> None:
    at_once = [wait(rates, "192.0.2.7") for _ in range(4)]
    seconds.now += 20
    later = [wait(rates, "192.0.2.7") for _ in range(2)]

    assert (at_once, later) == ([None, None, None, "20"], [None, "20"])


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("192.0.2.200", False),
        ("192.0.3.7", True),
        ("2001:db8::1", True),
        ("", True),
        (None, True),
        ("no address", True),
    ],
)
def test_neighbours_share_a_limit(
    rates: RateLimiter, address: str | None, *, allowed: bool
) -> None:
    for _ in range(3):
        rates.count_begin("192.0.2.7")

    assert (wait(rates, address) is None) is allowed


def test_each_thing_has_a_limit_of_its_own(rates: RateLimiter) -> None:
    for _ in range(3):
        rates.count_begin("192.0.2.7")
    rates.count_submission(stored_conversation(1))
    rates.count_submission(stored_conversation(2))

    with pytest.raises(ProblemError, match="too_fast"):
        rates.count_submission(stored_conversation(1))


def test_the_quiet_are_forgotten(rates: RateLimiter, seconds: Seconds) -> None:
    for n in range(60_000):
        seconds.now += 1
        rates.count_begin(f"10.{n // 256}.{n % 256}.1")

    assert len(vars(rates)["_arrival_times"]) < 50_001
