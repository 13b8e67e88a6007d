"""Counts and durations for the operator: by route template and status, never by content."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate

from aiohttp import hdrs, web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
_UP_TO = (*map(str, _BOUNDS), "+Inf")


class _Durations:
    """How many requests took how long: a count for each bound, and one for what is beyond the last."""

    def __init__(self) -> None:
        self.counts = [0] * len(_UP_TO)
        self.total = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(_BOUNDS, seconds)] += 1
        self.total += seconds

    @property
    def buckets(self) -> list[tuple[str, float]]:
        return list(zip(_UP_TO, accumulate(map(float, self.counts)), strict=True))


class Metrics(Collector):
    """The figures of one app, in a registry of its own; counted here, as a request has no time for more.

    `lines_lost` says how many lines the log has lost after it took them.
    """

    def __init__(self, lines_lost: Callable[[], int] = lambda: 0) -> None:
        self._registry = CollectorRegistry()
        self._lines_lost = lines_lost
        self._requests: Counter[tuple[str, ...]] = Counter()
        self._durations: dict[str, _Durations] = {}
        self._turns: Counter[tuple[str, ...]] = Counter()
        self._submissions: Counter[tuple[str, ...]] = Counter()
        self._unlogged = 0
        self._registry.register(self)

    def served(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests[method, route, str(status)] += 1
        took = self._durations.get(route)
        if took is None:
            took = self._durations[route] = _Durations()
        took.add(seconds)

    def turned(self, flow: str, *, refused: bool) -> None:
        """Count one kept turn."""
        self._turns[flow, "yes" if refused else "no"] += 1

    def submitted(self, flow: str) -> None:
        """Count one notification sent."""
        self._submissions[flow,] += 1

    def note(self, write: Callable[..., object], event: str, **facts: object) -> None:
        """Log an event by `write`; a log that can't be written costs the line, which is counted."""
        try:
            write(event, **facts)
        except OSError:
            self._unlogged += 1

    def text(self) -> bytes:
        """Return the figures in Prometheus' text format."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """Yield the figures of now, as the registry asks for them."""
        yield _counted(
            "assistant_requests", "Requests served", ("method", "route", "status"), self._requests
        )
        seconds = HistogramMetricFamily(
            "assistant_request_seconds", "Time to serve", labels=["route"]
        )
        for route, took in self._durations.items():
            seconds.add_metric([route], took.buckets, took.total)
        yield seconds
        yield _counted("assistant_turns", "Turns kept", ("flow", "refused"), self._turns)
        yield _counted("assistant_submissions", "Notifications sent", ("flow",), self._submissions)
        lost: Mapping[tuple[str, ...], int] = {(): self._unlogged + self._lines_lost()}
        yield _counted("assistant_log_lines_lost", "Log lines that could not be written", (), lost)


def _counted(
    name: str, what: str, labels: tuple[str, ...], times: Mapping[tuple[str, ...], int]
) -> Metric:
    """Return a figure that only grows, by the values of its labels."""
    counted = CounterMetricFamily(name, what, labels=labels)
    for values, number in times.items():
        counted.add_metric(values, number)
    return counted


def route_of(request: web.Request) -> str:
    """Return the template of the route that `request` matched, or `none`."""
    resource = request.match_info.route.resource
    return "none" if resource is None else resource.canonical


def method_of(request: web.Request) -> str:
    """Return the request's method; `other` for one that nobody knows."""
    return request.method if request.method in hdrs.METH_ALL else "other"
