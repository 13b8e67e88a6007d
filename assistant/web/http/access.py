"""Access to a conversation: its token, as bearer or in our cookie, and the defence against CSRF.

The cookie is third-party on a page that embeds us (`SameSite=None; Partitioned`), so the browser does not
keep other sites from sending it. Every unsafe request that relies on it must therefore prove by
`Sec-Fetch-Site` or `Origin` that it comes from a page of ours.
"""

from __future__ import annotations

import re
from hashlib import sha256

from aiohttp import hdrs, web

from assistant.web.http.problems import CROSS_SITE, NO_CONVERSATION, ProblemError
from assistant.web.services import SERVICES

COOKIE_NAME = "conversation"
# Written out by hand: http.cookies does not know Partitioned in every Python that we support.
_COOKIE_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=None; Partitioned"
_TOKEN_PATTERN = re.compile(r"[A-Za-z0-9_-]{20,128}")
_BEARER_PATTERN = re.compile(rf"Bearer ({_TOKEN_PATTERN.pattern})")
_API_PREFIX = "/v1/"  # programs have the token itself, so a cookie here is a browser's
_SAFE_METHODS = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})


def hash_token(token: str) -> bytes:
    """Return the hash under which the store knows a token."""
    return sha256(token.encode()).digest()


def read_token(request: web.Request) -> str | None:
    """Return the token that `request` carries, or None.

    In an unsafe request the cookie counts only if one of our own pages sent it.
    """
    if (header := request.headers.get(hdrs.AUTHORIZATION)) is not None:
        bearer = _BEARER_PATTERN.fullmatch(header)
        if bearer is None:
            raise ProblemError(NO_CONVERSATION)
        return bearer[1]
    token = request.cookies.get(COOKIE_NAME)
    if token is None or not _TOKEN_PATTERN.fullmatch(token):
        return None
    require_same_origin(request, strict=request.path.startswith(_API_PREFIX))
    return token


def require_token(request: web.Request) -> str:
    """Return the token that `request` carries; refuse a request without one with 401."""
    token = read_token(request)
    if token is None:
        raise ProblemError(NO_CONVERSATION)
    return token


def require_same_origin(request: web.Request, *, strict: bool = False) -> None:
    """Refuse an unsafe request that a browser sent from another site.

    Browsers name the origin of a request in Sec-Fetch-Site, older ones in Origin. A request with neither
    does not come from a page in a browser; it is refused only if `strict`.
    """
    if request.method in _SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get(hdrs.ORIGIN)
    if site is not None:
        allowed = site == "same-origin"
    else:
        allowed = not strict if origin is None else origin == own_origin(request)
    if not allowed:
        raise ProblemError(CROSS_SITE)


def client_address(request: web.Request) -> str | None:
    """Return the client's address: the peer, or whom our own proxies say that they forward for.

    Each proxy appends its own peer on the right of X-Forwarded-For, so the client is the rightmost address
    that is not one of our proxies; anything further left may be forged.
    """
    proxies = request.app[SERVICES].settings.trusted_proxies
    peer = request.remote
    if peer not in proxies:
        return peer
    forwarded_for = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    return next(
        (one for each in reversed(forwarded_for) if (one := each.strip()) not in proxies), peer
    )


def own_origin(request: web.Request) -> str:
    """Return our own origin as browsers see it: from the settings, else from the request."""
    return request.app[SERVICES].settings.origin or f"{request.scheme}://{request.host}"


def set_token_cookie(response: web.StreamResponse, token: str) -> None:
    """Set the conversation's cookie: partitioned by the embedding site, until the browser closes."""
    response.headers.add(hdrs.SET_COOKIE, f"{COOKIE_NAME}={token}; {_COOKIE_ATTRIBUTES}")


def delete_token_cookie(response: web.StreamResponse) -> None:
    """Delete the conversation's cookie; the attributes must be those it was set with."""
    response.headers.add(hdrs.SET_COOKIE, f"{COOKIE_NAME}=; Max-Age=0; {_COOKIE_ATTRIBUTES}")
