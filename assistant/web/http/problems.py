"""Problems as clients see them (RFC 9457): one exception, and problem+json for the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson
from aiohttp import web


@dataclass(frozen=True, slots=True)
class HttpProblem:
    """The reason why a request is not served: `code` is stable, `title` is for developers.

    Never contains anything that was typed.
    """

    status: int
    code: str
    title: str
    errors: tuple[Mapping[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


class ProblemError(Exception):
    """Raised when a request cannot be served."""

    def __init__(self, problem: HttpProblem) -> None:
        super().__init__(problem.code)
        self.problem = problem


_CODE_OF_STATUS = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    413: "too_large",
    415: "not_json",
    417: "bad_request",
}
_TITLE_OF_CODE = {"too_large": "the body must be at most 64 KiB"}


def problem_from_http(fault: web.HTTPException) -> HttpProblem:
    """Return the framework's own error as a problem, without its text, which may quote the request."""
    kept = {name: fault.headers[name] for name in ("Allow",) if name in fault.headers}
    code = _CODE_OF_STATUS.get(fault.status, "error")
    title = _TITLE_OF_CODE.get(code, code.replace("_", " "))
    return HttpProblem(fault.status, code, title, headers=kept)


def problem_response(problem: HttpProblem) -> web.Response:
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


NO_CONVERSATION = HttpProblem(
    401,
    "no_conversation",
    "no conversation with this token; it may have expired or been erased",
    headers={"WWW-Authenticate": "Bearer"},
)
CROSS_SITE = HttpProblem(403, "cross_site", "this request must come from our own pages")
NOT_OFFERED = HttpProblem(
    400, "not_offered", "no such flow, or it is not available in that language"
)
TOO_SLOW = HttpProblem(
    408, "too_slow", "the request body timed out", headers={"Connection": "close"}
)
CUT_OFF = HttpProblem(400, "cut_off", "the request body was cut short")
ENCODED = HttpProblem(415, "encoded", "the body must not be compressed; omit Content-Encoding")
STALE = HttpProblem(409, "stale", "the conversation has moved on to a newer revision")
CODE_USED = HttpProblem(410, "code_used", "the code has been used, or is more than a minute old")
ENDED = HttpProblem(410, "ended", "the notification has been sent; the conversation is over")
KEY_REUSED = HttpProblem(
    422, "key_reused", "this Idempotency-Key was already used with another body"
)
NOT_STORED = HttpProblem(
    503, "not_stored", "could not be saved; try again", headers={"Retry-After": "5"}
)
DISK_FULL = HttpProblem(
    507,
    "disk_full",
    "could not be saved: the disk is full",
    headers={"Retry-After": "30"},
)
OUR_FAULT = HttpProblem(
    500, "our_fault", "internal error; you may retry with the same Idempotency-Key"
)
