"""Scripts, styles and pictures, read and packed once: each under its name and under its content's hash.

A name may be kept for minutes, a hash for a year.
"""

from __future__ import annotations

import gzip
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256, sha384
from pathlib import Path, PurePosixPath

from aiohttp import ETag, hdrs, web

from assistant.web.looks.scripts import bare_sheet, joined

_FOLDER = Path(__file__).parents[1] / "static"
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
FOR_EVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=300"
LAUNCHER = "/launcher.js"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served; its `address` has the hash of its content."""

    address: str
    body: bytes
    packed: bytes
    content_type: str

    @classmethod
    def of(cls, name: str, body: bytes) -> Asset:
        """Return the file that is at `name`."""
        at = PurePosixPath(name)
        digest = sha256(body).hexdigest()[:12]
        address = str(at.with_name(f"{at.stem}.{digest}{at.suffix}"))
        return cls(address, body, gzip.compress(body, 9, mtime=0), _TYPES[at.suffix])

    @property
    def integrity(self) -> str:
        """What a page may pin the file by (Subresource Integrity)."""
        return f"sha384-{b64encode(sha384(self.body).digest()).decode()}"

    @property
    def tag(self) -> ETag:
        """What a browser that has the file names it by."""
        return ETag(self.address.rsplit(".", 2)[1])


class Assets:
    """All files, by their plain addresses and by those with a hash."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._named = {name: Asset.of(name, body) for name, body in files.items()}
        self._hashed = {asset.address: asset for asset in self._named.values()}

    def of(self, name: str) -> Asset:
        """Return the file of a plain address, `/guide.js`."""
        return self._named[name]

    def found(self, address: str) -> tuple[Asset, str] | None:
        """Return the file at an address, and for how long it may be kept."""
        if (asset := self._hashed.get(address)) is not None:
            return asset, FOR_EVER
        if (asset := self._named.get(address)) is not None:
            return asset, A_WHILE
        return None


ASSETS = web.AppKey("assets", Assets)


@cache
def shipped() -> Mapping[str, bytes]:
    """Return the files of this package by address: scripts at the root, the rest under /static/."""
    return dict(_shipped())


def _shipped() -> Iterator[tuple[str, bytes]]:
    scripts: dict[str, str] = {}
    hashed: dict[str, str] = {}
    for file in sorted(_FOLDER.rglob("*")):
        name = f"/{file.relative_to(_FOLDER).as_posix()}"
        if file.suffix == ".js":
            scripts[name] = file.read_text("utf-8")
        elif file.suffix in _TYPES:
            address, body = f"/static{name}", _bare(file)
            hashed[f'".{address}"'] = f'".{Asset.of(address, body).address}"'
            yield address, body
    for name in scripts:
        if name.count("/") == 1:
            yield name, _naming(joined(name, scripts), hashed).encode()


def _bare(file: Path) -> bytes:
    if file.suffix == ".css":
        return bare_sheet(file.read_text("utf-8")).encode()
    return file.read_bytes()


def _naming(script: str, hashed: Mapping[str, str]) -> str:
    """Return a script that names what it loads by its hash."""
    for plain, by_hash in hashed.items():
        script = script.replace(plain, by_hash)
    return script


def is_launcher(path: str) -> bool:
    """Return whether other sites may load what is at `path`: the launcher, under any of its names."""
    return path.startswith("/launcher.") and path.endswith(".js")


async def serve(request: web.Request) -> web.Response:
    """Give a script, a stylesheet or a picture, packed where the browser takes it so.

    200 the file; 304 as the browser has it; 404 no such file.
    """
    found = request.app[ASSETS].found(request.path)
    if found is None:
        raise web.HTTPNotFound
    asset, kept = found
    headers = {hdrs.CACHE_CONTROL: kept, hdrs.VARY: hdrs.ACCEPT_ENCODING}
    if any(one.value == asset.tag.value for one in request.if_none_match or ()):
        response = web.Response(status=304, headers=headers)
    else:
        body = asset.body
        if "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, ""):
            body = asset.packed
            headers[hdrs.CONTENT_ENCODING] = "gzip"
        charset = None if asset.content_type.startswith("image/") else "utf-8"
        response = web.Response(
            body=body, content_type=asset.content_type, charset=charset, headers=headers
        )
    response.etag = asset.tag
    return response
