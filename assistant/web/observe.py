"""What the operator sees of each request, and the one place where a fault becomes a reply.

Neither logs nor metrics know anything of a request but its route's template: no path, no query, no
id, no words of an exception, which might quote what was typed.
"""

from __future__ import annotations

import time
import traceback
from http import HTTPStatus

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from assistant.errors import AssistantError, ConversationGoneError, StoreError
from assistant.store.errors import DiskFullError
from assistant.web import problems
from assistant.web.metrics import Metrics, method_of, route_of
from assistant.web.problems import Problem, ProblemError

METRICS = web.AppKey("metrics", Metrics)
_SLOW_S = 1.0
_LOG = structlog.get_logger("assistant.web")


@web.middleware
async def observed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count a request once it has its reply; log it when it was slow or our fault: a line for each would cost more than many a reply."""
    started = time.perf_counter()
    response = await handler(request)
    seconds = time.perf_counter() - started
    method, route, status = method_of(request), route_of(request), response.status
    metrics = request.app[METRICS]
    metrics.served(method, route, status, seconds)
    if seconds >= _SLOW_S or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        ms = round(seconds * 1000, 1)
        metrics.note(_LOG.info, "request", method=method, route=route, status=status, ms=ms)
    return response


async def problem_of(request: web.Request, handler: Handler) -> web.StreamResponse | Problem:
    """Return the reply of `handler`, or the problem that kept it from replying."""
    try:
        return await handler(request)
    except ProblemError as fault:
        return fault.problem
    except web.HTTPException as fault:
        if fault.status < HTTPStatus.BAD_REQUEST:
            raise
        return problems.from_http(fault)
    except AssistantError as fault:
        return failure(request, fault)
    except Exception as fault:  # noqa: BLE001 — the outermost frame: a bug is logged by where it is, never by what it says
        kind, note = type(fault).__name__, request.app[METRICS].note
        note(_LOG.error, "fault", route=route_of(request), kind=kind, at=_where(fault))
        return problems.OUR_FAULT


def failure(request: web.Request, fault: AssistantError) -> Problem:
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
