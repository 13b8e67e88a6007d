"""A host page that does all it can: styles, a strict policy, statistics that record every event they can get.

To look at it: `.venv/bin/python -m tests.web.hostile`, and open what it prints.
"""

from __future__ import annotations

import signal
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

from assistant.web.config import Settings
from tests.web.hosts import Host, HostPage, serve_host
from tests.web.served import serve

_HERE = Path(__file__).parent
_PARTS = {"hostile.css": "text/css", "analytics.js": "text/javascript"}
_POLICY = (
    "default-src 'none'; script-src 'self' {service}; style-src 'self'; frame-src {service}; connect-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def put_hostile(host: Host, service: str, flow: str) -> str:
    """Put the page and what it loads on the host, and return its address."""
    for name, kind in _PARTS.items():
        host.put(f"/{name}", HostPage((_HERE / name).read_text("utf-8"), {}, kind))
    page = Template((_HERE / "hostile.html").read_text("utf-8"))
    headers = {"Content-Security-Policy": _POLICY.format(service=service)}
    html = page.substitute(service=service, flow=flow)
    return host.put("/hostile", HostPage(html, headers))


def main() -> None:
    """Serve the practice guide and the page, on two sites, until Ctrl-C."""
    with TemporaryDirectory() as folder, serve_host() as host:
        config = Settings(data=Path(folder), demo=True, embed_origins=(host.address,))
        with serve(config) as service:
            print(put_hostile(host, service, "concern"), flush=True)  # noqa: T201
            signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    main()
