"""Who is asking: a conversation's token, by bearer or by our own cookie, and from our own pages."""

from __future__ import annotations

import re
from hashlib import sha256

from aiohttp import hdrs, web

from assistant.web.edge.problems import CROSS_SITE, NO_CONVERSATION, ProblemError
from assistant.web.services import SERVICES

COOKIE = "conversation"
# Written out, as http.cookies lacks the last one.
_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=None; Partitioned"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,128}")
_BEARER = re.compile(rf"Bearer ({_TOKEN.pattern})")
_API = "/v1/"  # where programs have no use for the cookie: they have the token itself
_SAFE = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})


def token_hash(token: str) -> bytes:
    """Return what the store knows a token by."""
    return sha256(token.encode()).digest()


def token_of(request: web.Request) -> str | None:
    """Return the token that `request` carries; an unsafe one by cookie only from our own pages."""
    if (header := request.headers.get(hdrs.AUTHORIZATION)) is not None:
        bearer = _BEARER.fullmatch(header)
        if bearer is None:
            raise ProblemError(NO_CONVERSATION)
        return bearer[1]
    token = request.cookies.get(COOKIE)
    if token is None or not _TOKEN.fullmatch(token):
        return None
    require_own_page(request, said=request.path.startswith(_API))
    return token


def required_token(request: web.Request) -> str:
    """Return the token that `request` carries, or refuse it with 401."""
    token = token_of(request)
    if token is None:
        raise ProblemError(NO_CONVERSATION)
    return token


def require_own_page(request: web.Request, *, said: bool = False) -> None:
    """Refuse an unsafe request that a browser sent from another site.

    Browsers say where a request comes from in Sec-Fetch-Site; older ones in Origin. What says
    neither is not a page in a browser, and is refused where it must be `said`.
    """
    if request.method in _SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get(hdrs.ORIGIN)
    if site is not None:
        allowed = site == "same-origin"
    else:
        allowed = not said if origin is None else origin == own_origin(request)
    if not allowed:
        raise ProblemError(CROSS_SITE)


def address_of(request: web.Request) -> str | None:
    """Return where a request comes from: who connected, or whom proxies of ours say that they speak for.

    Each proxy adds on the right whom it was asked by, so the first one from there that is none of ours is it;
    what stands further left is anybody's word.
    """
    proxies = request.app[SERVICES].settings.proxies
    asked_by = request.remote
    if asked_by not in proxies:
        return asked_by
    named = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    return next((one for each in reversed(named) if (one := each.strip()) not in proxies), asked_by)


def own_origin(request: web.Request) -> str:
    """Return our own origin as browsers name it: from the settings, else from the request."""
    return request.app[SERVICES].settings.origin or f"{request.scheme}://{request.host}"


def remember(response: web.StreamResponse, token: str) -> None:
    """Put the conversation's cookie on `response`: for this site in this frame, until the browser closes."""
    response.headers.add(hdrs.SET_COOKIE, f"{COOKIE}={token}; {_ATTRIBUTES}")


def forget(response: web.StreamResponse) -> None:
    """Take exactly the conversation's cookie away."""
    response.headers.add(hdrs.SET_COOKIE, f"{COOKIE}=; Max-Age=0; {_ATTRIBUTES}")
