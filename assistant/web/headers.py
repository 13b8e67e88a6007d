"""The security headers that every response carries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web

_OFF = (
    "accelerometer", "autoplay", "camera", "clipboard-read", "display-capture",
    "encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection",
    "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get",
    "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
_POLICY_NAME = "Content-Security-Policy"
_FIXED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _OFF),
    # With `no-referrer` browsers send `Origin: null` with our own forms, and older ones say nothing else.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "
    "frame-ancestors {ancestors}"
)


def content_policy(path: str, embedders: tuple[str, ...]) -> str:
    """Return the content security policy of `path`; only /embed pages may stand in a frame."""
    framed = path.startswith("/embed/") and embedders
    return _POLICY.format(ancestors=" ".join(embedders) if framed else "'none'")


def guard(
    embedders: tuple[str, ...], *, https: bool
) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Return the signal that puts the headers on a response about to leave."""
    always = dict(_FIXED)
    if https:
        always["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    alone = always | {_POLICY_NAME: content_policy("/", embedders)}
    framed = always | {_POLICY_NAME: content_policy("/embed/", embedders)}

    async def put(request: web.Request, response: web.StreamResponse) -> None:
        headers = response.headers
        headers.pop(hdrs.SERVER, None)  # the framework names its version
        headers.update(framed if request.path.startswith("/embed/") else alone)
        if hdrs.CACHE_CONTROL not in headers:
            headers[hdrs.CACHE_CONTROL] = "no-store"

    return put
