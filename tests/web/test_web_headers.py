"""Every route answers with the same security headers, held over the route table."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from aiohttp import web

from assistant.web.http.headers import content_security_policy
from tests.web.conftest import Serve
from tests.web.visiting import Caller, Client

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "
    "frame-ancestors 'none'"
)
FILLED = {"flow": "worry", "n": "0", "form": "json", "record": "1", "name": "guide.css"}
MAY_BE_KEPT = ("/static/guide.css",)
HOLDS_FRAME = POLICY.replace("form-action", "frame-src 'self'; form-action")
FRAME = POLICY.replace("ancestors 'none'", "ancestors 'self'")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # with `no-referrer` our own forms come with `Origin: null`
    "X-Content-Type-Options": "nosniff",
}


def policy_of(path: str) -> str:
    if path.startswith("/embed/"):
        return FRAME
    return HOLDS_FRAME if path == "/" else POLICY


def addresses(app: web.Application) -> Iterator[tuple[str, str]]:
    """Every method and path that the app has, placeholders filled."""
    for route in app.router.routes():
        if route.resource is not None:
            path = re.sub(r"\{(\w+)\}", lambda m: FILLED.get(m[1], "x"), route.resource.canonical)
            yield route.method, path


@pytest.mark.parametrize("who", ["a stranger", "a professional"])
async def test_every_route_has_the_security_headers(client: Client, who: str) -> None:
    caller = await Caller.begin(client)
    headers = caller.headers if who == "a professional" else {}
    faults = []
    for method, path in addresses(client.app):
        response = await client.request(method, path, headers=headers, allow_redirects=False)
        wrong = {name: response.headers.get(name) for name in HEADERS}
        kept = response.headers["Cache-Control"]
        public = path in MAY_BE_KEPT
        right = {**HEADERS, "Content-Security-Policy": policy_of(path)}
        if wrong != right or "geolocation=()" not in response.headers["Permissions-Policy"]:
            faults.append((method, path, wrong))
        if (kept == "no-store") == public:
            faults.append((method, path, {"Cache-Control": kept}))

    assert faults == []


async def test_what_is_not_there_has_the_security_headers_too(client: Client) -> None:
    response = await client.get("/nothing", headers={"Accept": "text/html"})

    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


async def test_over_https_browsers_are_told_to_stay_there(serve: Serve) -> None:
    client = await serve(origin="https://guide.example")
    response = await client.get("/healthz")

    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_only_the_embedded_guide_may_stand_in_a_frame_on_our_pages_and_the_named() -> None:
    hosts = ("https://intranet.example", "http://skole.example:8080")

    assert [
        content_security_policy(path, hosts) for path in ("/embed/worry", "/worry", "/inbox")
    ] == [
        POLICY.replace(
            "ancestors 'none'",
            "ancestors 'self' https://intranet.example http://skole.example:8080",
        ),
        POLICY,
        POLICY,
    ]
    assert content_security_policy("/embed/worry", ()).endswith("frame-ancestors 'self'")


def test_the_front_page_alone_holds_a_frame_and_only_of_ours() -> None:
    assert content_security_policy("/", ()) == HOLDS_FRAME


async def test_other_sites_may_load_the_launcher_and_nothing_else(client: Client) -> None:
    launcher, guide = await client.get("/launcher.js"), await client.get("/guide.js")
    shared = ("Cross-Origin-Resource-Policy", "Access-Control-Allow-Origin")

    assert [launcher.headers.get(name) for name in shared] == ["cross-origin", "*"]
    assert [guide.headers.get(name) for name in shared] == ["same-origin", None]


async def test_the_cookie_is_for_this_site_in_this_frame_until_the_browser_closes(
    client: Client,
) -> None:
    response = await client.post("/v1/conversations", json={"flow": "worry"})
    token = (await response.json())["token"]

    assert response.headers.getall("Set-Cookie") == [
        f"conversation={token}; Path=/; Secure; HttpOnly; SameSite=None; Partitioned"
    ]
