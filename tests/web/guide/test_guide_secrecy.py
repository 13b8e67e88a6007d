"""On a shared computer: nothing that is typed is left in the browser, and nothing is told to the page around."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Frame, Page

from tests.web.guide.hosting import HEARD, hosting
from tests.web.guide.talk import Talk, tick
from tests.web.hosts import Host
from tests.web.visiting import ANSWERS

pytestmark = pytest.mark.browser

CANARIES = (
    "Alma",
    "Nordskolen",
    "blåt mærke",
    "bange for",
    "laerer@",
    "bruises",
    "hungry",
    "school",
)
LEFT = """async () => {
  const held = async (look) => { try { return JSON.stringify(await look()) } catch (fault) { return fault.name } };
  return [location.href, document.title, document.referrer, window.name, JSON.stringify(history.state), document.cookie,
    await held(() => ({...localStorage})), await held(() => ({...sessionStorage})),
    await held(() => indexedDB.databases()), await held(() => caches.keys())];
}"""


def find_traces(frame: Frame) -> list[str]:
    found: list[str] = frame.evaluate(LEFT)
    return found


def leaks(found: object) -> list[str]:
    text = json.dumps(found, ensure_ascii=False)
    return [canary for canary in CANARIES if canary in text]


def test_nothing_of_a_case_is_left_in_the_browser_or_told_to_the_page_around(
    page: Page, host: Host, address: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(hosting(host, address))
    page.evaluate(HEARD)
    page.locator("guide-launcher").locator("button").click()
    page.frame_locator("iframe").locator("form.ask").wait_for()
    talk = Talk(page, page.frames[1])
    talk.go_to(None)
    during = [find_traces(frame) for frame in page.frames]
    before = page.evaluate("history.length")
    talk.button("Send til").click()
    talk.frame.get_by_role("link", name="Hent underretningen (PDF)").wait_for()
    reference = talk.frame.locator(".reference").inner_text()
    talk.frame.wait_for_function(
        "() => fetch('/v1/conversations/current').then(({status}) => status === 204)"
    )
    after = [find_traces(frame) for frame in page.frames]
    heard = page.evaluate("heard")

    assert len(heard) > len(ANSWERS)  # it does hear something
    assert leaks([during, after, heard, asked]) == []
    assert reference not in json.dumps([during, after, heard, asked])
    assert (page.context.cookies(), page.evaluate("history.length")) == ([], before)


def test_the_canaries_are_seen_where_they_are(talk: Talk) -> None:
    """The control: they are what the case says."""
    talk.go_to("words")

    assert leaks(talk.view()) != []
    assert leaks(talk.frame.locator(".panel").inner_text()) != []


def test_after_sending_neither_back_nor_reload_shows_the_record(talk: Talk) -> None:
    talk.go_to(None)
    talk.button("Send til").click()
    talk.frame.get_by_role("link", name="Hent underretningen (PDF)").wait_for()
    talk.frame.wait_for_function(
        "() => fetch('/v1/conversations/current').then(({status}) => status === 204)"
    )
    talk.page.reload()
    talk.wait_for_question("Sådan foregår det")
    shown = [talk.frame.locator(".panel").inner_text()]
    talk.page.goto("about:blank")
    talk.page.go_back()
    talk.wait_for_question("Sådan foregår det")
    shown.append(talk.frame.locator(".panel").inner_text())

    assert leaks(shown) == []


def test_no_field_is_filled_in_or_spelt_by_the_browser(talk: Talk) -> None:
    open_: list[str] = []
    asked = 0
    while (step := talk.step()) is not None:
        fields = talk.frame.locator("form input:not([type=checkbox], [type=radio]), form textarea")
        asked += fields.count()
        open_ += [
            f"{step}: {field.get_attribute('id')}"
            for field in fields.all()
            if field.get_attribute("autocomplete") != "off"
            or field.get_attribute("spellcheck") not in (None, "false")
            or field.get_attribute("name")
        ]
        talk.answer(step, tick("Ja") if step == "danger" else None)

    assert (open_, asked > 10) == ([], True)
