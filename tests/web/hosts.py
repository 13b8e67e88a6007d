"""A host page: somebody else's web server on another site, for pages that embed the guide."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class HostPage:
    """A page of the host's, and the headers that it comes with."""

    html: str
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Host:
    """Where the host is, and its pages by path; more may be put there while it serves."""

    address: str
    pages: dict[str, HostPage] = field(default_factory=dict)

    def put(self, path: str, page: HostPage) -> str:
        """Put a page there and return its address."""
        self.pages[path] = page
        return self.address + path


@contextmanager
def serve_host(name: str = "127.0.0.1") -> Iterator[Host]:
    """Serve pages from `127.0.0.1`, which to a browser is another site than `localhost`."""
    pages: dict[str, HostPage] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = pages.get(self.path.partition("?")[0])
            self.send_response(404 if found is None else 200)
            for header, value in (found.headers if found else {}).items():
                self.send_header(header, value)
            self.send_header("Content-Type", found.content_type if found else "text/plain")
            self.end_headers()
            self.wfile.write(found.html.encode() if found else b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield Host(f"http://{name}:{server.server_address[1]}", pages)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(60)
