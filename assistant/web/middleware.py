"""The middleware around every handler: it replies to whatever goes wrong, and counts every request."""

from __future__ import annotations

import time

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from assistant.web.http import problems
from assistant.web.http.problems import HttpProblem
from assistant.web.observability.metrics import observe_request, problem_of_fault
from assistant.web.pages.render import problem_page

_MACHINE_PATHS = ("/v1/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/static/")


@web.middleware
async def answer_every_request(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Reply to every request, also when something goes wrong, and count it.

    A single middleware for all that surrounds a handler: each one more would cost a turn as much as its
    encryption.
    """
    started = time.perf_counter()
    try:
        response = await handler(request)
    except Exception as fault:  # noqa: BLE001 - the outermost frame: whatever it was becomes a reply
        response = _problem_response(request, problem_of_fault(request, fault))
    observe_request(request, response, time.perf_counter() - started)
    return response


def _problem_response(request: web.Request, problem: HttpProblem) -> web.Response:
    """Return a problem as problem+json to programs, as a page to people."""
    if request.path.startswith(_MACHINE_PATHS) or "text/html" not in request.headers.get(
        hdrs.ACCEPT, ""
    ):
        return problems.problem_response(problem)
    return problem_page(request, problem, [])
