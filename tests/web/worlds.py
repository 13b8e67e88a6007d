"""Two sites in one browser: the service, and the host pages that embed it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Frame, Page, sync_playwright

from assistant.web.assets.theme import Colour, Theme
from assistant.web.config import Settings
from tests.web.conftest import FLOWS
from tests.web.hosts import Host, serve_host
from tests.web.served import serve

CHROMIUM = "/usr/bin/chromium"
PLAIN = """<!doctype html><html lang="da"><title>Intranet</title><h1>Intranet</h1>
<iframe src="{service}/embed/worry" title="Guiden" width="480" height="700"></iframe>"""
PRIMARY = Colour(138, 21, 56)


@dataclass(frozen=True, slots=True)
class World:
    """A service that one host may embed, another host that may not, and a browser."""

    service: str
    host: Host
    stranger: Host
    browser: Browser

    def page(self) -> Page:
        """Return a page of a browser that has been nowhere."""
        return self.browser.new_context(locale="da-DK").new_page()


@contextmanager
def world_of(data: Path) -> Iterator[World]:
    """Run all of it on a store in `data`."""
    with serve_host() as host, serve_host() as stranger:
        config = Settings(
            data=data, demo=True, flows=FLOWS, embed_origins=(host.address,), theme=Theme(PRIMARY)
        )
        with serve(config) as service, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            yield World(service, host, stranger, browser)
            browser.close()


def guide_in(page: Page) -> Frame:
    """Return the frame with the guide, once it asks something."""
    page.frame_locator("iframe").get_by_role("button", name="Fortsæt").wait_for()
    return next(frame for frame in page.frames if "/embed/" in frame.url)


def open_launcher(page: Page, at: str) -> Frame:
    page.goto(at)
    page.locator("guide-launcher").locator("button").click()
    return guide_in(page)


def begin_in_frame(page: Page, at: str) -> Frame:
    """Open a plain frame's page and begin in it."""
    page.goto(at)
    page.frame_locator("iframe").get_by_role("button", name="Begynd").click()
    return guide_in(page)


def answer_role(frame: Frame) -> None:
    """Answer the first question, and wait for the second."""
    frame.get_by_label("Lærer eller pædagog").check()
    frame.get_by_role("button", name="Fortsæt").click()
    frame.get_by_role("group", name="fare").wait_for()
