"""The stylesheet and the icon, read once: the stylesheet under its content's hash, so that it may be kept."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from aiohttp import web

_FOLDER = Path(__file__).with_name("static")
_CSS = (_FOLDER / "guide.css").read_bytes()
_ICON = (_FOLDER / "icon.svg").read_bytes()
STYLE = f"guide.{sha256(_CSS).hexdigest()[:12]}.css"
_FILES = {
    STYLE: (_CSS, "text/css", "public, max-age=31536000, immutable"),
    "guide.css": (_CSS, "text/css", "no-cache"),
    "icon.svg": (_ICON, "image/svg+xml", "public, max-age=86400"),
}


async def serve(request: web.Request) -> web.Response:
    """Give the stylesheet or the icon.

    200 the file; 404 no such file.
    """
    found = _FILES.get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    body, content_type, kept = found
    return web.Response(body=body, content_type=content_type, headers={"Cache-Control": kept})
