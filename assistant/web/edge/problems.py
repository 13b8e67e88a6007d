"""Errors as the outside sees them: one exception, problem+json for the API, a page for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson
from aiohttp import web


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request is not served: `code` is stable, `title` is for developers.

    Never holds anything that was typed.
    """

    status: int
    code: str
    title: str
    errors: tuple[Mapping[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


class ProblemError(Exception):
    """Raised where a request turns out not to be one that can be served."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    413: "too_large",
    415: "not_json",
    417: "bad_request",
}
_TITLES = {"too_large": "the body must be at most 64 KiB"}


def from_http(fault: web.HTTPException) -> Problem:
    """Return the framework's own error as ours; its text, which may quote the request, is dropped."""
    kept = {name: fault.headers[name] for name in ("Allow",) if name in fault.headers}
    code = _CODES.get(fault.status, "error")
    title = _TITLES.get(code, code.replace("_", " "))
    return Problem(fault.status, code, title, headers=kept)


def as_json(problem: Problem) -> web.Response:
    """Return `problem` as `application/problem+json`."""
    body = {
        "type": f"urn:assistant:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "code": problem.code,
    }
    if problem.errors:
        body["errors"] = list(problem.errors)
    return web.Response(
        status=problem.status,
        body=orjson.dumps(body),
        content_type="application/problem+json",
        headers=problem.headers,
    )


NO_CONVERSATION = Problem(
    401,
    "no_conversation",
    "no conversation with this token; it may have expired or been erased",
    headers={"WWW-Authenticate": "Bearer"},
)
CROSS_SITE = Problem(403, "cross_site", "this request must come from our own pages")
NOT_OFFERED = Problem(400, "not_offered", "no such flow, or not in that language")
TOO_SLOW = Problem(
    408, "too_slow", "the body did not come in time", headers={"Connection": "close"}
)
CUT_OFF = Problem(400, "cut_off", "the body ended before it was complete")
ENCODED = Problem(415, "encoded", "the body must not be compressed: leave out Content-Encoding")
STALE = Problem(409, "stale", "the revision moved on")
CODE_USED = Problem(410, "code_used", "the code was used, or is older than a minute")
ENDED = Problem(410, "ended", "the notification has been sent; the conversation is over")
KEY_REUSED = Problem(422, "key_reused", "this Idempotency-Key was used for another body")
NOT_STORED = Problem(
    503, "not_stored", "the answer could not be kept; try again", headers={"Retry-After": "5"}
)
DISK_FULL = Problem(
    507,
    "disk_full",
    "the answer could not be kept: the disk is full",
    headers={"Retry-After": "30"},
)
OUR_FAULT = Problem(500, "our_fault", "a fault of ours; it may be asked again with the same key")
