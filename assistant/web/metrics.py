"""Counts and durations for the operator: by route template and status, never by content."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import hdrs, web
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

_AT_ONCE = 256


class Metrics:
    """The figures of one app, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "assistant_requests",
            "Requests served",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "assistant_request_seconds", "Time to serve", ("route",), registry=self._registry
        )
        self._turns = Counter(
            "assistant_turns", "Turns kept", ("flow", "refused"), registry=self._registry
        )
        self._submissions = Counter(
            "assistant_submissions", "Notifications sent", ("flow",), registry=self._registry
        )
        self._unlogged = Counter(
            "assistant_log_lines_lost",
            "Log lines that could not be written",
            registry=self._registry,
        )
        # Seconds by method, route and status: counting many requests at once costs a third of counting each.
        self._served: dict[tuple[str, str, int], list[float]] = {}
        self._turned: dict[tuple[str, bool], int] = {}

    def served(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        took = self._served.setdefault((method, route, status), [])
        took.append(seconds)
        if len(took) >= _AT_ONCE:
            self._count()

    def _count(self) -> None:
        for (method, route, status), took in self._served.items():
            self._requests.labels(method, route, str(status)).inc(len(took))
            observe = self._seconds.labels(route).observe
            for seconds in took:
                observe(seconds)
        self._served.clear()
        for (flow, refused), times in self._turned.items():
            self._turns.labels(flow, "yes" if refused else "no").inc(times)
        self._turned.clear()

    def turned(self, flow: str, *, refused: bool) -> None:
        """Count one kept turn."""
        self._turned[flow, refused] = self._turned.get((flow, refused), 0) + 1

    def submitted(self, flow: str) -> None:
        """Count one notification sent."""
        self._submissions.labels(flow).inc()

    def note(self, write: Callable[..., object], event: str, **facts: object) -> None:
        """Log an event by `write`; a log that can't be written costs the line, which is counted."""
        try:
            write(event, **facts)
        except OSError:
            self._unlogged.inc()

    def text(self) -> bytes:
        """Return the figures in Prometheus' text format."""
        self._count()
        return generate_latest(self._registry)


def route_of(request: web.Request) -> str:
    """Return the template of the route that `request` matched, or `none`."""
    resource = request.match_info.route.resource
    return "none" if resource is None else resource.canonical


def method_of(request: web.Request) -> str:
    """Return the request's method; `other` for one that nobody knows."""
    return request.method if request.method in hdrs.METH_ALL else "other"
