"""The security headers that every response carries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import hdrs, web
from multidict import CIMultiDict

from assistant.web.assets.static_files import is_launcher

_DISABLED_FEATURES = (
    "accelerometer", "autoplay", "camera", "clipboard-read", "display-capture",
    "encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection",
    "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get",
    "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
_POLICY_HEADER = "Content-Security-Policy"
_FIXED_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _DISABLED_FEATURES),
    # Not `no-referrer`: it makes browsers send `Origin: null` with our own forms, and from older ones
    # nothing else tells us that a form is our own.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_POLICY_TEMPLATE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "{frames}form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "
    "frame-ancestors {ancestors}"
)
_FRAME_PREFIX = "/embed/"
_FRONT_PAGE = "/"


def content_security_policy(path: str, embed_origins: tuple[str, ...]) -> str:
    """Return the content security policy of `path`.

    Only /embed pages may be framed, by our own pages and those of `embed_origins`; of our own pages only the
    front page, which demonstrates embedding, contains a frame.
    """
    ancestors = " ".join(("'self'", *embed_origins)) if path.startswith(_FRAME_PREFIX) else "'none'"
    frames = "frame-src 'self'; " if path == _FRONT_PAGE else ""
    return _POLICY_TEMPLATE.format(frames=frames, ancestors=ancestors)


def build_headers(path: str, embed_origins: tuple[str, ...], *, https: bool) -> Mapping[str, str]:
    """Return the headers for `path`; other sites may load the launcher and nothing else."""
    headers = {**_FIXED_HEADERS, _POLICY_HEADER: content_security_policy(path, embed_origins)}
    if https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if is_launcher(path):
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = "*"
    return headers


def security_headers_signal(
    embed_origins: tuple[str, ...], *, https: bool
) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Return the aiohttp signal that puts the headers on a response before it is sent."""
    # Built once: the policy depends on the path only by its kind.
    pages = CIMultiDict(build_headers("/page", embed_origins, https=https))
    frames = CIMultiDict(build_headers(_FRAME_PREFIX, embed_origins, https=https))

    def headers_for(path: str) -> Mapping[str, str]:
        if path.startswith(_FRAME_PREFIX):
            return frames
        if path == _FRONT_PAGE or is_launcher(path):
            return build_headers(path, embed_origins, https=https)
        return pages

    async def put_headers(request: web.Request, response: web.StreamResponse) -> None:
        headers = response.headers
        headers.pop(hdrs.SERVER, None)  # the framework names its version
        headers.update(headers_for(request.path))
        if hdrs.CACHE_CONTROL not in headers:
            headers[hdrs.CACHE_CONTROL] = "no-store"

    return put_headers
