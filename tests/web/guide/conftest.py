"""One service and one browser for all that talk with the guide; each test has a browser context of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.flow.load import load_valid_flow
from assistant.flow.model import texts
from assistant.text import files
from assistant.web.config import Rate, RateLimits, Settings
from tests.web.conftest import FLOWS
from tests.web.guide.talk import Talk, begin_alone
from tests.web.hosts import Host, serve_host
from tests.web.served import serve
from tools.browser import find_chromium

OFTEN = Rate(100_000)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """Another site, which may frame the guide."""
    with serve_host() as another:
        yield another


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An English of the little flow in which every text begins with a mark."""
    english, where = Catalog("en", domain="worry"), tmp_path_factory.mktemp("locales")
    for text in texts(load_valid_flow(FLOWS / "worry")):
        english.add(text.words, f"EN {text.words}", context=text.context)
    files.write_catalog(english, files.po_path(where, "en", "worry"))
    return where


@pytest.fixture(scope="module")
def address(host: Host, locales: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The guide with the little flow, on a Monday morning that does not pass."""
    config = Settings(
        data=tmp_path_factory.mktemp("guide"),
        demo=True,
        flows=FLOWS,
        locales=locales,
        limits=RateLimits(OFTEN, OFTEN, OFTEN),
        embed_origins=(host.address,),
    )
    with serve(config, lambda: NOW) as where:
        yield where


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    """A browser that is closed before the service is, so that no connection outlives that."""
    assert address
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that has been nowhere, where it is that Monday morning too."""
    context = browser.new_context(locale="da-DK", timezone_id="Europe/Copenhagen")
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.clock.install(time=NOW)
    yield page
    context.close()


@pytest.fixture
def talk(page: Page, address: str) -> Talk:
    """A conversation that has just begun."""
    return begin_alone(page, address)
