"""The static files: scripts, stylesheets and pictures, bundled, minified and compressed once.

Each is served under its plain name, which browsers may cache for minutes, and under a name with the hash of
its content, which they may cache for a year.
"""

from __future__ import annotations

import gzip
import posixpath
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256, sha384
from pathlib import Path, PurePosixPath

import rcssmin
import rjsmin
from aiohttp import ETag, hdrs, web

_STATIC_FOLDER = Path(__file__).parents[1] / "static"
_CONTENT_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
CACHE_FOR_A_YEAR = "public, max-age=31536000, immutable"
CACHE_BRIEFLY = "public, max-age=300"
LAUNCHER_PATH = "/launcher.js"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served; its `address` contains the hash of its content."""

    address: str
    body: bytes
    gzipped: bytes
    content_type: str

    @classmethod
    def of(cls, name: str, body: bytes) -> Asset:
        """Return the asset with this plain name and content."""
        at = PurePosixPath(name)
        digest = sha256(body).hexdigest()[:12]
        address = str(at.with_name(f"{at.stem}.{digest}{at.suffix}"))
        return cls(address, body, gzip.compress(body, 9, mtime=0), _CONTENT_TYPES[at.suffix])

    @property
    def integrity(self) -> str:
        """The hash by which a page may pin the file (Subresource Integrity)."""
        return f"sha384-{b64encode(sha384(self.body).digest()).decode()}"

    @property
    def etag(self) -> ETag:
        """The ETag by which a browser asks for a newer file."""
        return ETag(self.address.rsplit(".", 2)[1])


class Assets:
    """All assets, by their plain addresses and by their hashed ones."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._named = {name: Asset.of(name, body) for name, body in files.items()}
        self._hashed = {asset.address: asset for asset in self._named.values()}

    def by_name(self, name: str) -> Asset:
        """Return the asset at a plain address such as `/guide.js`."""
        return self._named[name]

    def find(self, address: str) -> tuple[Asset, str] | None:
        """Return the asset at an address, and its Cache-Control."""
        if (asset := self._hashed.get(address)) is not None:
            return asset, CACHE_FOR_A_YEAR
        if (asset := self._named.get(address)) is not None:
            return asset, CACHE_BRIEFLY
        return None


ASSETS = web.AppKey("assets", Assets)


@cache
def shipped_files() -> Mapping[str, bytes]:
    """Return the files of this package by address: scripts at the root, the rest under /static/."""
    return dict(_read_shipped_files())


def _read_shipped_files() -> Iterator[tuple[str, bytes]]:
    scripts: dict[str, str] = {}
    hashed: dict[str, str] = {}
    for file in sorted(_STATIC_FOLDER.rglob("*")):
        name = f"/{file.relative_to(_STATIC_FOLDER).as_posix()}"
        if file.suffix == ".js":
            scripts[name] = file.read_text("utf-8")
        elif file.suffix in _CONTENT_TYPES:
            address, body = f"/static{name}", _read_minified(file)
            hashed[f'".{address}"'] = f'".{Asset.of(address, body).address}"'
            yield address, body
    for name in scripts:
        if name.count("/") == 1:
            yield name, _insert_hashes(bundle_script(name, scripts), hashed).encode()


def _read_minified(file: Path) -> bytes:
    if file.suffix == ".css":
        return minify_stylesheet(file.read_text("utf-8")).encode()
    return file.read_bytes()


def _insert_hashes(script: str, hashed: Mapping[str, str]) -> str:
    """Return the script with the addresses that it loads replaced by hashed ones."""
    for plain, by_hash in hashed.items():
        script = script.replace(plain, by_hash)
    return script


def is_launcher(path: str) -> bool:
    """Return True if `path` is the launcher, plain or hashed: the one file other sites may load."""
    return path.startswith("/launcher.") and path.endswith(".js")


async def serve_asset(request: web.Request) -> web.Response:
    """Serve a script, a stylesheet or a picture, compressed if the browser accepts it.

    200 the file; 304 the browser has it already; 404 no such file.
    """
    found = request.app[ASSETS].find(request.path)
    if found is None:
        raise web.HTTPNotFound
    asset, cache_control = found
    headers = {hdrs.CACHE_CONTROL: cache_control, hdrs.VARY: hdrs.ACCEPT_ENCODING}
    if any(one.value == asset.etag.value for one in request.if_none_match or ()):
        response = web.Response(status=304, headers=headers)
    else:
        body = asset.body
        if "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, ""):
            body = asset.gzipped
            headers[hdrs.CONTENT_ENCODING] = "gzip"
        charset = None if asset.content_type.startswith("image/") else "utf-8"
        response = web.Response(
            body=body, content_type=asset.content_type, charset=charset, headers=headers
        )
    response.etag = asset.etag
    return response


# A minimal bundler: each script with the modules that it imports before it, comments and space removed.
#
# Nothing is renamed or rewritten otherwise. So there is no build step, one request instead of one per
# module, and modules of two versions never meet. It supports what our scripts need: imports of names from
# our own files, on one line each; no top-level name twice; no template literal inside another.

_IMPORT = re.compile(r'^import (?:\{[^}]*\} from )?"(\.{1,2}/[\w./-]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|const|function|let)\b)", re.MULTILINE)
_UNSUPPORTED = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_TOP_LEVEL_NAME = re.compile(r"^(?:async )?(?:class|const|function\*?|let) (\w+)", re.MULTILINE)
_NESTED_TEMPLATE = re.compile(
    r"`[^`]*\$\{[^`}]*`"
)  # rjsmin would strip spaces inside the inner literal


def bundle_script(name: str, files: Mapping[str, str]) -> str:
    """Return the script called `name`, bundled with all that it imports.

    Raises:
        ValueError: a module imports itself, imports or exports in a way that is not supported, shares a
            top-level name with another, or nests template literals.
    """
    bundle = "".join(
        _strip_module_syntax(part, files[part]) for part in _order_modules(name, files, ())
    )
    names = _TOP_LEVEL_NAME.findall(bundle)
    if twice := sorted({one for one in names if names.count(one) > 1}):
        raise ValueError(f"{name}: two parts have {', '.join(twice)}")
    minified: str = rjsmin.jsmin(bundle)
    return minified


def minify_stylesheet(sheet: str) -> str:
    """Return a stylesheet without comments and superfluous space."""
    minified: str = rcssmin.cssmin(sheet)
    return minified


def _order_modules(
    name: str, files: Mapping[str, str], importers: tuple[str, ...]
) -> dict[str, None]:
    """Return the modules to bundle, dependencies first (an ordered set)."""
    if name in importers:
        raise ValueError(f"{name} imports itself, by way of {importers[-1]}")
    parts: dict[str, None] = {}
    for used in _imported_modules(name, files[name]):
        parts |= _order_modules(used, files, (*importers, name))
    return parts | {name: None}


def _imported_modules(name: str, script: str) -> Iterator[str]:
    for at in _IMPORT.findall(script):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(name), at))


def _strip_module_syntax(name: str, script: str) -> str:
    bare = _EXPORT.sub("", _IMPORT.sub("", script))
    if left := _UNSUPPORTED.search(bare):
        raise ValueError(f"{name}: {left[0]} cannot be joined")
    if nested := _NESTED_TEMPLATE.search(bare):
        raise ValueError(f"{name}: {nested[0]} cannot be joined")
    return bare
