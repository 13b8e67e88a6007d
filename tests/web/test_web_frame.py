"""A conversation in a frame: kept by one cookie whatever the browser blocks, and taken along to a page of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.web.hosts import HostPage
from tests.web.worlds import CHROMIUM, PLAIN, World, answer_role, begin_in_frame, guide_in, world_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world_of(tmp_path_factory.mktemp("data")) as all_of_it:
        yield all_of_it


def test_nothing_stays_in_the_browser_but_the_cookie(world: World) -> None:
    page = world.page()
    page.goto(world.service)  # of the same origin, so that storage may be looked into
    page.locator("guide-launcher button").click()
    frame = guide_in(page)
    before = frame.evaluate("[history.length, location.href]")
    answer_role(frame)
    kept = frame.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")

    assert kept == [0, 0, ""]
    assert frame.evaluate("[history.length, location.href]") == before
    assert [cookie["name"] for cookie in page.context.cookies()] == ["conversation"]
    page.context.close()


@pytest.fixture
def no_third_party_cookies(world: World, tmp_path: Path) -> Iterator[Page]:
    """A page of a browser that blocks third-party cookies."""
    settings = tmp_path / "Default" / "Preferences"
    settings.parent.mkdir()
    settings.write_text(
        json.dumps({"profile": {"cookie_controls_mode": 1, "block_third_party_cookies": True}})
    )
    chromium = world.browser.browser_type
    context = chromium.launch_persistent_context(
        tmp_path, executable_path=CHROMIUM, args=["--no-sandbox"], locale="da-DK"
    )
    yield context.pages[0]
    context.close()


def test_third_party_cookies_may_be_blocked_and_a_reload_goes_on(
    world: World, no_third_party_cookies: Page
) -> None:
    page = no_third_party_cookies
    plain = world.host.put("/plain", HostPage(PLAIN.format(service=world.service)))
    frame = begin_in_frame(page, plain)
    answer_role(frame)
    stored = frame.evaluate(
        "(() => { try { return localStorage.length } catch (e) { return e.name } })()"
    )
    unpartitioned = frame.evaluate(
        "document.cookie = 'x=1; SameSite=None; Secure', document.cookie"
    )
    page.reload()
    again = guide_in(page)

    assert (stored, unpartitioned) == ("SecurityError", "")  # the browser does block
    assert again.get_by_role("group", name="fare").count() == 1
    cookies = [
        (one["name"], one["httpOnly"], one["secure"], one["sameSite"], one["expires"])
        for one in page.context.cookies()
    ]
    assert cookies == [("conversation", True, True, "None", -1)]


def test_the_conversation_goes_along_to_a_page_of_its_own_and_no_address_says_so(
    world: World,
) -> None:
    page = world.page()
    frame = begin_in_frame(
        page, world.host.put("/plain", HostPage(PLAIN.format(service=world.service)))
    )
    answer_role(frame)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    frame.get_by_text("Mere", exact=True).click()
    with page.context.expect_page() as new:
        frame.get_by_role("button", name="Åbn i fuld side").click()
    full = new.value
    full.get_by_role("heading", name="fare").wait_for()
    history = full.evaluate("[history.length, document.referrer, opener, window.name]")
    answered = full.get_by_text("Lærer eller pædagog").count()

    assert (full.url, answered) == (f"{world.service}/worry/1", 1)
    assert history[2:] == [None, ""]
    assert [url for url in asked if "code" in url or "?" in url] == []
    page.context.close()


def test_a_frame_that_the_host_sandboxes_as_recommended_still_opens_a_page_of_its_own(
    world: World,
) -> None:
    page = world.page()
    page.goto(world.service)
    page.locator("guide-launcher").locator("button").click()
    frame = guide_in(page)
    frame.get_by_text("Mere", exact=True).click()
    with page.context.expect_page() as new:
        frame.get_by_role("button", name="Åbn i fuld side").click()
    new.value.wait_for_url(f"{world.service}/worry/0")

    assert page.locator("guide-launcher").locator("iframe").get_attribute("sandbox") == (
        "allow-scripts allow-same-origin allow-forms allow-downloads allow-modals allow-popups "
        "allow-popups-to-escape-sandbox allow-top-navigation-to-custom-protocols"
    )
    page.context.close()


def test_the_reader_may_copy_from_a_frame_that_the_page_allows_it_and_from_no_other(
    world: World,
) -> None:
    came_to = []
    for allow in ('allow="clipboard-write"', ""):
        page, html = world.page(), PLAIN.format(service=world.service)
        html = html.replace("<iframe", f"<iframe {allow}")
        frame = begin_in_frame(page, world.host.put("/copying", HostPage(html)))
        frame.get_by_label("Lærer eller pædagog").check()  # the reader has done something there
        came_to.append(
            frame.evaluate(
                "navigator.clipboard.writeText('x').then(() => '', (error) => error.name)"
            )
        )
        page.context.close()

    assert came_to == ["", "NotAllowedError"]
