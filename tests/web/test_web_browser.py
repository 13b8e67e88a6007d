"""A whole case in a real browser with JavaScript off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from assistant.web.config import Settings
from tests.web.conftest import FLOWS
from tests.web.served import serve

pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"


def go_through(page: Page) -> Iterator[str]:
    """Answer from the first question to the review; give the addresses on the way."""
    fills: tuple[Callable[[], None], ...] = (
        lambda: page.get_by_label("Lærer eller pædagog").check(),
        lambda: page.get_by_label("Ja", exact=True).check(),
        lambda: page.get_by_label("Barnets alder").fill("7"),
        lambda: page.get_by_label("Blå mærker").check(),
        lambda: fill_date(page, "27", "2", "2026"),
        lambda: fill_rows(page, "Et blåt mærke", "Turde ikke gå hjem"),
        lambda: page.get_by_label("Barnets navn").fill("Alma Prøve"),
        lambda: page.get_by_label("Hvad er du bekymret for?").fill("Hun er bange."),
        lambda: page.get_by_label("Din e-mail").fill("laerer@skole.example"),
    )
    for fill in fills:
        yield page.url
        fill()
        page.get_by_role("button", name="Fortsæt").click()
    yield page.url


def fill_date(page: Page, *numbers: str) -> None:
    for part, number in zip(("Dag", "Måned", "År"), numbers, strict=True):
        page.get_by_label(part, exact=True).fill(number)


def fill_rows(page: Page, *rows: str) -> None:
    for n, words in enumerate(rows):
        if n > 0:
            page.get_by_role("button", name="Tilføj en til").click()
        page.get_by_label("Hvad så du?").nth(n).fill(words)


def test_a_browser_without_javascript_goes_from_the_front_page_to_the_receipt(
    tmp_path: Path,
) -> None:
    config = Settings(data=tmp_path / "data", demo=True, flows=FLOWS)
    with serve(config) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(java_script_enabled=False, locale="da-DK")
        page, complaints = context.new_page(), list[str]()
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(address)
        page.get_by_role("link", name="Bekymret for et barn").first.click()
        page.get_by_role("button", name="Begynd").click()
        page.get_by_role("button", name="Fortsæt").click()
        focused = page.locator("#errors:focus").count()
        paths = list(go_through(page))
        page.go_back()
        back = page.get_by_label("Din e-mail").input_value()
        page.go_forward()
        page.get_by_role("button", name="Send til").click()
        heading = page.get_by_role("heading", level=1).inner_text()
        danger = page.get_by_role("link", name="112").first.get_attribute("href")
        cookies = [(cookie["name"], cookie["httpOnly"]) for cookie in context.cookies()]
        browser.close()

    assert focused == 1  # the errors have the focus without a script
    assert paths == [f"{address}/worry/0#errors"] + [f"{address}/worry/{n}" for n in range(1, 10)]
    assert (back, heading, danger) == (
        "laerer@skole.example",
        "Underretningen er sendt",
        "tel:112",
    )
    assert (cookies, complaints) == ([("conversation", True)], [])


def test_no_page_scrolls_sideways_on_a_narrow_screen(tmp_path: Path) -> None:
    config = Settings(data=tmp_path / "data", demo=True, flows=FLOWS)
    wide: list[str] = []
    with serve(config) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(
            locale="da-DK", viewport={"width": 320, "height": 640}
        ).new_page()

        def measure() -> None:
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(page.url)

        page.goto(f"{address}/worry")
        measure()
        page.get_by_role("button", name="Begynd").click()
        for _ in go_through(page):
            measure()
        page.get_by_role("button", name="Send til").click()
        measure()
        for path in ("/", "/worry/danger", "/worry/erase", "/privacy", "/accessibility", "/inbox"):
            page.goto(address + path)
            measure()
        page.locator(".list a").first.click()
        measure()
        browser.close()

    assert wide == []
