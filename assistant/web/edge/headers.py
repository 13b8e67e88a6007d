"""The security headers that every response carries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import hdrs, web
from multidict import CIMultiDict

from assistant.web.looks.assets import is_launcher

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
    "{frames}form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "
    "frame-ancestors {ancestors}"
)
_FRAME = "/embed/"
_HOST = "/"


def content_policy(path: str, embedders: tuple[str, ...]) -> str:
    """Return the content security policy of `path`.

    Only /embed pages may stand in a frame, on our own pages and on those of `embedders`; of our own
    pages only the front page, which shows how it is done, holds one.
    """
    ancestors = " ".join(("'self'", *embedders)) if path.startswith(_FRAME) else "'none'"
    frames = "frame-src 'self'; " if path == _HOST else ""
    return _POLICY.format(frames=frames, ancestors=ancestors)


def headers_of(path: str, embedders: tuple[str, ...], *, https: bool) -> Mapping[str, str]:
    """Return the headers of what is at `path`; other sites may load the launcher, and nothing else."""
    headers = {**_FIXED, _POLICY_NAME: content_policy(path, embedders)}
    if https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if is_launcher(path):
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = "*"
    return headers


def guard(
    embedders: tuple[str, ...], *, https: bool
) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Return the signal that puts the headers on a response about to leave."""
    pages = CIMultiDict(headers_of("/page", embedders, https=https))
    frames = CIMultiDict(headers_of(_FRAME, embedders, https=https))

    def of(path: str) -> Mapping[str, str]:
        if path.startswith(_FRAME):
            return frames
        if path == _HOST or is_launcher(path):
            return headers_of(path, embedders, https=https)
        return pages

    async def put(request: web.Request, response: web.StreamResponse) -> None:
        headers = response.headers
        headers.pop(hdrs.SERVER, None)  # the framework names its version
        headers.update(of(request.path))
        if hdrs.CACHE_CONTROL not in headers:
            headers[hdrs.CACHE_CONTROL] = "no-store"

    return put
