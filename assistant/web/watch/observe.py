"""What the operator sees of each request, and the one place where a fault becomes a reply.

Neither logs nor metrics know anything of a request but its route's template: no path, no query, no
id, no words of an exception, which might quote what was typed.
"""

from __future__ import annotations

import traceback
from http import HTTPStatus

import structlog
from aiohttp import web

from assistant.errors import AssistantError, ConversationGoneError, StoreError
from assistant.store.errors import DiskFullError
from assistant.web.edge import problems
from assistant.web.edge.problems import Problem, ProblemError
from assistant.web.watch.metrics import Metrics, method_of, route_of

METRICS = web.AppKey("metrics", Metrics)
_SLOW_S = 1.0
_LOG = structlog.get_logger("assistant.web")


def observe(request: web.Request, response: web.StreamResponse, seconds: float) -> None:
    """Count a request once it has its reply; log it when it was slow or our fault: a line for each would cost more than many a reply."""
    method, route, status = method_of(request), route_of(request), response.status
    metrics = request.app[METRICS]
    metrics.served(method, route, status, seconds)
    if seconds >= _SLOW_S or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        ms = round(seconds * 1000, 1)
        metrics.note(_LOG.info, "request", method=method, route=route, status=status, ms=ms)


def problem_of(request: web.Request, fault: Exception) -> Problem:
    """Return the problem that `fault` is to whoever made the request; what is none goes on."""
    match fault:
        case ProblemError():
            return fault.problem
        case web.HTTPException():
            if fault.status < HTTPStatus.BAD_REQUEST:
                raise fault
            return problems.from_http(fault)
        case AssistantError():
            return _failure(request, fault)
        case _:  # a bug is logged by where it is, never by what it says
            kind, note = type(fault).__name__, request.app[METRICS].note
            note(_LOG.error, "fault", route=route_of(request), kind=kind, at=_where(fault))
            return problems.OUR_FAULT


def _failure(request: web.Request, fault: AssistantError) -> Problem:
    """Return what to tell the outside of an error of ours; the operator is told its kind."""
    if isinstance(fault, ConversationGoneError):
        return problems.NO_CONVERSATION
    note, kind = request.app[METRICS].note, type(fault).__name__
    note(_LOG.error, "not stored", route=route_of(request), kind=kind)
    if isinstance(fault, DiskFullError):
        return problems.DISK_FULL
    return problems.NOT_STORED if isinstance(fault, StoreError) else problems.OUR_FAULT


def _where(fault: BaseException) -> list[str]:
    """Return the places that a fault came through, innermost last, without a word of its message."""
    frames = traceback.extract_tb(fault.__traceback__)[-6:]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
