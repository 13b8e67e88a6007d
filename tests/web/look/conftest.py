"""One server and one browser for everything that is looked at; each test has a context of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from assistant.text.roots import flows_root
from assistant.web.config import Rate, RateLimits, Settings
from tests.web.conftest import FLOWS
from tests.web.look.case import Case
from tests.web.look.trials import DESK
from tests.web.served import serve
from tools.browser import find_chromium

OFTEN = Rate(100_000)
MONDAY_MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def standing_still() -> datetime:
    """Return the same moment always, so that pages are the same in every run."""
    return MONDAY_MORNING


def config(data: Path, flows: Path) -> Settings:
    return Settings(data=data, demo=True, flows=flows, limits=RateLimits(OFTEN, OFTEN, OFTEN))


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The guide with the little flow that only tests use: every kind of question in eleven screens."""
    with serve(config(tmp_path_factory.mktemp("little"), FLOWS), standing_still) as where:
        yield where


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The guide with the flow that is shipped."""
    with serve(config(tmp_path_factory.mktemp("shipped"), flows_root()), standing_still) as where:
        yield where


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser, closed before other tests need the thread's event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="da-DK", timezone_id="Europe/Copenhagen", viewport=DESK)
    context.set_default_timeout(20_000)
    context.clock.set_fixed_time(MONDAY_MORNING)  # the guide warns when its time is nearly up
    yield context
    context.close()


@pytest.fixture
def case(context: BrowserContext, address: str) -> Case:
    """Somebody at a browser, with the little flow."""
    return Case(context.new_page(), address, "worry")
