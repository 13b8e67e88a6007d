"""The security headers that every response carries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

_OFF = (
    "accelerometer", "autoplay", "camera", "clipboard-read", "display-capture",
    "encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection",
    "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get",
    "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
_FIXED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _OFF),
    "Referrer-Policy": "no-referrer",
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

    async def put(request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(_FIXED)
        response.headers["Content-Security-Policy"] = content_policy(request.path, embedders)
        response.headers.setdefault("Cache-Control", "no-store")
        if https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    return put
