"""The guide in the launcher of another site: what that page hears, and what it cannot do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from tests.web.guide.hosting import HEARD, HOSTING, VIOLATIONS, hosting
from tests.web.guide.talk import Talk, open_from_launcher
from tests.web.hosts import Host, HostPage, serve_host
from tests.web.visiting import ANSWERS

pytestmark = pytest.mark.browser

MS = timedelta(milliseconds=1)


def test_a_case_goes_from_the_launcher_to_the_receipt_under_strict_policies(
    page: Page, host: Host, address: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.context.add_init_script(VIOLATIONS)
    page.goto(hosting(host, address))
    page.evaluate(HEARD)
    page.locator("guide-launcher").locator("button").click()
    page.frame_locator("iframe").locator("form.ask").wait_for()
    talk = Talk(page, page.frames[1])
    talk.go_to(None)
    talk.button("Send til Familieteam Nord").click()
    talk.wait_for_question("Underretningen er sendt")
    talk.frame.get_by_role("link", name="Hent underretningen (PDF)").wait_for()
    heard = page.evaluate("heard")
    violations = [frame.evaluate("violations") for frame in page.frames]

    assert [what for what, _ in heard if what != "turn"] == ["open", "ready", "submitted"]
    assert [detail for what, detail in heard if what == "turn"] == [
        *({"step": step, "kind": kind_of(step)} for step in ANSWERS),
        {"step": "end", "kind": "end"},
    ]
    assert (violations, complaints) == ([[], []], [])


def kind_of(step: str) -> str:
    return {"seen": "repeat", "who": "form", "reach": "form"}.get(step, "ask")


def test_a_policy_that_forbids_our_script_is_told(page: Page, host: Host, address: str) -> None:
    """The control: the page says what its policy keeps out."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    headers = {"Content-Security-Policy": "default-src 'none'"}
    page.goto(host.put("/shut", HostPage(HOSTING.format(service=address), headers)))

    assert any("violates" in line for line in complaints)


def test_erasing_asks_first_and_leaves_nothing(page: Page, host: Host, address: str) -> None:
    talk = open_from_launcher(page, hosting(host, address))
    page.evaluate(HEARD)
    talk.go_to("words")
    talk.frame.get_by_label("Hvad er du bekymret for?").fill("Halvt skrevet")
    talk.button("Mere").click()
    talk.button("Slet og luk").click()
    talk.button("Nej, gå tilbage").click()
    kept = talk.frame.get_by_label("Hvad er du bekymret for?").input_value()
    talk.button("Slet og luk").click()
    talk.button("Slet og luk").last.click()
    page.locator("guide-launcher").locator("button").wait_for()
    heard = [what for what, _ in page.evaluate("heard")]
    focused = (
        page.locator("guide-launcher").locator("button").evaluate("(it) => it.matches(':focus')")
    )

    assert (kept, heard[-2:], focused) == ("Halvt skrevet", ["erased", "close"], True)
    assert (talk.view(), page.context.cookies()) == (None, [])
    assert "Alma" not in talk.frame.locator(".panel").inner_text()


def test_a_host_can_only_have_it_asked_whether_to_erase(
    page: Page, host: Host, address: str
) -> None:
    talk = open_from_launcher(page, hosting(host, address))
    page.evaluate("document.querySelector('guide-launcher').erase()")
    talk.notice.wait_for()

    assert "Vil du slette det" in talk.notice.inner_text()
    assert talk.step() == "role"


def test_escape_puts_it_away_from_inside_and_nothing_is_lost(
    page: Page, host: Host, address: str
) -> None:
    talk = open_from_launcher(page, hosting(host, address))
    launcher = page.locator("guide-launcher").locator("button")
    talk.answer("role")
    talk.frame.get_by_label("Ja", exact=True).check()
    talk.frame.get_by_label("Ja", exact=True).press("Escape")
    launcher.wait_for()
    hidden = page.locator("iframe").is_hidden()
    launcher.click()

    assert hidden
    assert talk.frame.get_by_label("Ja", exact=True).is_checked()


def test_where_the_frame_may_not_be_there_is_the_link(page: Page, address: str) -> None:
    with serve_host() as stranger:
        page.goto(hosting(stranger, address))
        page.evaluate(HEARD)
        before = page.get_by_role("link", name="Guiden").count()
        launcher = page.locator("guide-launcher").locator("button")
        launcher.click()
        page.clock.fast_forward(int(timedelta(seconds=11) / MS))
        page.get_by_role("link", name="Guiden").wait_for()
        heard = page.evaluate("heard")

        assert (before, page.locator("iframe").count(), launcher.is_visible()) == (0, 0, True)
        assert heard == [["open", {}], ["error", {"code": "blocked"}]]
