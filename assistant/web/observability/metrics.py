"""Metrics and logging of requests: by route template and status, never by content."""

from __future__ import annotations

import traceback
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from itertools import accumulate

import structlog
from aiohttp import hdrs, web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from assistant.errors import AssistantError, ConversationGoneError, StoreError
from assistant.store.values import DiskFullError
from assistant.web.http import problems
from assistant.web.http.problems import HttpProblem, ProblemError

_BUCKET_BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
_BUCKET_LABELS = (*map(str, _BUCKET_BOUNDS_S), "+Inf")


class _Histogram:
    """A histogram of durations: a count per bucket, the last one for all beyond the highest bound.

    Counted by hand: prometheus_client's own histogram takes a lock for each observation, and a request
    has no time for that.
    """

    def __init__(self) -> None:
        self.counts = [0] * len(_BUCKET_LABELS)
        self.total = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(_BUCKET_BOUNDS_S, seconds)] += 1
        self.total += seconds

    @property
    def buckets(self) -> list[tuple[str, float]]:
        return list(zip(_BUCKET_LABELS, accumulate(map(float, self.counts)), strict=True))


class Metrics(Collector):
    """The metrics of one app, in a registry of its own.

    Counted in plain dicts and turned into metric families only when scraped, to keep requests fast.
    `count_lost_lines` returns how many lines the log has lost after it took them.
    """

    def __init__(self, count_lost_lines: Callable[[], int] = lambda: 0) -> None:
        self._registry = CollectorRegistry()
        self._count_lost_lines = count_lost_lines
        self._requests: Counter[tuple[str, ...]] = Counter()
        self._durations: dict[str, _Histogram] = {}
        self._turns: Counter[tuple[str, ...]] = Counter()
        self._submissions: Counter[tuple[str, ...]] = Counter()
        self._unlogged = 0
        self._registry.register(self)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests[method, route, str(status)] += 1
        took = self._durations.get(route)
        if took is None:
            took = self._durations[route] = _Histogram()
        took.add(seconds)

    def count_turn(self, flow: str, *, refused: bool) -> None:
        """Count one stored turn."""
        self._turns[flow, "yes" if refused else "no"] += 1

    def count_submission(self, flow: str) -> None:
        """Count one notification sent."""
        self._submissions[flow,] += 1

    def log_event(self, write: Callable[..., object], event: str, **facts: object) -> None:
        """Log an event by `write`; if the log cannot be written, the line is lost and counted."""
        try:
            write(event, **facts)
        except OSError:
            self._unlogged += 1

    def render_text(self) -> bytes:
        """Return the metrics in Prometheus' text format."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """Yield the current metrics; the registry calls this on each scrape."""
        yield _counter_family(
            "assistant_requests", "Requests served", ("method", "route", "status"), self._requests
        )
        seconds = HistogramMetricFamily(
            "assistant_request_seconds", "Time to serve", labels=["route"]
        )
        for route, took in self._durations.items():
            seconds.add_metric([route], took.buckets, took.total)
        yield seconds
        yield _counter_family("assistant_turns", "Turns saved", ("flow", "refused"), self._turns)
        yield _counter_family(
            "assistant_submissions", "Notifications sent", ("flow",), self._submissions
        )
        lost: Mapping[tuple[str, ...], int] = {(): self._unlogged + self._count_lost_lines()}
        yield _counter_family(
            "assistant_log_lines_lost", "Log lines that could not be written", (), lost
        )


def _counter_family(
    name: str, what: str, labels: tuple[str, ...], times: Mapping[tuple[str, ...], int]
) -> Metric:
    """Return a counter by the values of its labels."""
    family = CounterMetricFamily(name, what, labels=labels)
    for values, number in times.items():
        family.add_metric(values, number)
    return family


def route_template(request: web.Request) -> str:
    """Return the template of the route that `request` matched, or `none`."""
    resource = request.match_info.route.resource
    return "none" if resource is None else resource.canonical


def known_method(request: web.Request) -> str:
    """Return the request's method; `other` for an unknown one, so that labels stay bounded."""
    return request.method if request.method in hdrs.METH_ALL else "other"


# Observing requests, and the one place where an exception becomes a problem.
#
# Of a request, logs and metrics contain nothing but its route's template: no path, no query, no id, and no
# message of an exception, which might quote what was typed.

METRICS = web.AppKey("metrics", Metrics)
_SLOW_S = 1.0
_LOG = structlog.get_logger("assistant.web")


def observe_request(request: web.Request, response: web.StreamResponse, seconds: float) -> None:
    """Count a request that has its reply; log it if it was slow or our fault.

    Logging every request would cost more than many a reply.
    """
    method, route, status = known_method(request), route_template(request), response.status
    metrics = request.app[METRICS]
    metrics.count_request(method, route, status, seconds)
    if seconds >= _SLOW_S or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        ms = round(seconds * 1000, 1)
        metrics.log_event(_LOG.info, "request", method=method, route=route, status=status, ms=ms)


def problem_of_fault(request: web.Request, fault: Exception) -> HttpProblem:
    """Return the problem to report to the client for `fault`; log it if it is ours.

    A redirect, which aiohttp raises as well, is not a problem and is raised again.
    """
    match fault:
        case ProblemError():
            return fault.problem
        case web.HTTPException():
            if fault.status < HTTPStatus.BAD_REQUEST:
                raise fault
            return problems.problem_from_http(fault)
        case AssistantError():
            return _report_error(request, fault)
        case _:  # a bug is logged by its place, never by its message
            kind, log_event = type(fault).__name__, request.app[METRICS].log_event
            log_event(
                _LOG.error,
                "fault",
                route=route_template(request),
                kind=kind,
                at=_traceback_places(fault),
            )
            return problems.OUR_FAULT


def _report_error(request: web.Request, fault: AssistantError) -> HttpProblem:
    """Return the problem to report for one of our own errors; log its kind for the operator."""
    if isinstance(fault, ConversationGoneError):
        return problems.NO_CONVERSATION
    log_event, kind = request.app[METRICS].log_event, type(fault).__name__
    log_event(_LOG.error, "not stored", route=route_template(request), kind=kind)
    if isinstance(fault, DiskFullError):
        return problems.DISK_FULL
    return problems.NOT_STORED if isinstance(fault, StoreError) else problems.OUR_FAULT


def _traceback_places(fault: BaseException) -> list[str]:
    """Return the last frames of a traceback, innermost last, without the message."""
    frames = traceback.extract_tb(fault.__traceback__)[-6:]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
