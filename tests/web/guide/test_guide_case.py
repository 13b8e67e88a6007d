"""A case in the guide, and the ways back and forth in it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.web.guide.talk import Talk, tick, told_with

pytestmark = pytest.mark.browser

MS = timedelta(milliseconds=1)


def test_the_receipt_has_the_reference_and_copies_that_outlive_the_conversation(
    talk: Talk, tmp_path: Path
) -> None:
    talk.go_to(None)
    talk.button("Send til").click()
    talk.wait_for_question("Underretningen er sendt")
    reference = talk.frame.locator(".reference").inner_text()
    link = talk.frame.get_by_role("link", name="Hent som data (JSON)")
    link.wait_for()
    talk.page.wait_for_function(
        "fetch('/v1/conversations/current').then(({status}) => status === 204)"
    )
    with talk.page.expect_download() as downloading:
        link.click()
    downloading.value.save_as(tmp_path / "record.json")
    record = json.loads((tmp_path / "record.json").read_text("utf-8"))

    assert downloading.value.suggested_filename == f"underretning-{reference}.json"
    assert (record["reference"], record["child"]["name"]) == (reference, "Alma Prøve")
    assert talk.page.context.cookies() == []


def send_record(talk: Talk) -> str:
    """Send the record; return its reference, once its copies are here and nothing more is asked for."""
    talk.go_to(None)
    with talk.page.expect_request_finished(lambda request: request.method == "DELETE"):
        talk.button("Send til").click()
    return talk.frame.locator(".reference").inner_text()


NO_NEW_WAY = "() => { navigator.clipboard.writeText = () => Promise.reject(new Error()) }"
NO_OLD_WAY = "() => { document.execCommand = () => false }"


@pytest.mark.parametrize("forbidden", [NO_NEW_WAY, NO_OLD_WAY])
def test_the_reference_is_copied_in_the_way_that_is_allowed(talk: Talk, forbidden: str) -> None:
    reference = send_record(talk)
    talk.frame.evaluate(forbidden)
    talk.button("Kopiér referencen").click()
    talk.status.filter(has_text="Referencen").wait_for()
    said, elsewhere = talk.status.inner_text(), talk.page.context.new_page()
    elsewhere.set_content("<textarea autofocus></textarea>")
    elsewhere.locator("textarea").press("ControlOrMeta+v")

    assert said == "Referencen er kopieret"
    assert elsewhere.locator("textarea").input_value() == reference


def test_a_reference_that_may_not_be_copied_is_marked_and_nothing_else_is_claimed(
    talk: Talk,
) -> None:
    reference = send_record(talk)
    for way in (NO_NEW_WAY, NO_OLD_WAY):
        talk.frame.evaluate(way)
    for _ in range(2):
        talk.button("Kopiér referencen").click()
        talk.status.filter(has_text="Referencen").wait_for()
    field = talk.frame.get_by_label("Reference", exact=True)
    marked = "(field) => field.value.slice(field.selectionStart, field.selectionEnd)"

    assert talk.status.inner_text() == "Referencen er markeret. Tryk Ctrl+C for at kopiere den"
    assert (field.evaluate(marked), field.is_editable()) == (reference, False)
    assert field.evaluate("(field) => field.matches(':focus')")


def test_danger_is_told_at_once_has_the_focus_and_stays_in_sight(talk: Talk) -> None:
    talk.answer("role")
    talk.answer("danger", tick("Ja"))
    pin = talk.frame.locator(".pin")
    focused = pin.evaluate("(pin) => pin.matches(':focus')")
    talk.go_to("words")
    talk.frame.locator(".scroll").evaluate("(scroller) => scroller.scrollTo(0, 0)")
    seen = pin.bounding_box()
    talk.frame.locator(".scroll").evaluate("(scroller) => scroller.scrollTo(0, 9999)")

    assert (focused, pin.get_by_role("link").get_attribute("href")) == (True, "tel:112")
    assert pin.bounding_box() == seen is not None


def test_whom_to_call_is_there_without_a_request(talk: Talk) -> None:
    talk.page.context.set_offline(True)
    talk.button("Akut fare?").click()

    assert talk.frame.locator(".acute").get_by_role("link").first.get_attribute("href") == "tel:112"


def test_whom_to_call_is_there_before_any_script(page: Page, address: str) -> None:
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{address}/embed/worry")

    assert page.locator(".acute").get_by_role("link").first.get_attribute("href") == "tel:112"


def test_the_focus_goes_to_what_is_new_and_the_transcript_is_no_live_region(talk: Talk) -> None:
    talk.go_to("signs")
    talk.answer("signs")
    told = talk.frame.locator("li.guide:focus").inner_text()
    talk.answer("since")
    asked = told_with(talk.at)
    live = talk.frame.locator("[aria-live], [role=log], [role=status], [role=alert]").count()

    assert "Du skal underrette." in told
    assert asked == [
        "Skriv det ned, én ting ad gangen. – Du kan springe over det, du ikke ved.",
        "Nr. 1",
        "Hvad så du? Nr. 1",
    ]
    assert (live, talk.status.inner_text()) == (1, "Dit svar er gemt")


def test_a_changed_answer_says_what_no_longer_counts_and_goes_on_where_one_was(talk: Talk) -> None:
    talk.answer("role", tick("Tandplejen"))
    talk.answer("danger")
    talk.answer("age")
    talk.answer("signs", tick("Blå mærker", "Kun tandplejen ser det"))
    talk.go_to("words")
    talk.frame.get_by_label("Hvad er du bekymret for?").fill("Halvt skrevet")
    talk.button("Ret: Hvor arbejder du?").click()
    talk.frame.get_by_label("Tandplejen").wait_for()
    before = talk.frame.get_by_label("Tandplejen").is_checked()
    talk.answer("role")
    dropped = talk.frame.locator("li:focus").inner_text()
    again = talk.step()
    talk.answer("signs", tick("Blå mærker"))

    assert (before, again) == (True, "signs")  # it had an option that teachers are not offered
    assert "Det her sendes ikke med" in dropped
    assert "27. februar 2026" in dropped
    assert talk.step() == "words"
    assert talk.frame.get_by_label("Hvad er du bekymret for?").input_value() == "Halvt skrevet"
    assert talk.view()["transcript"][0]["answer"] == [{"p": [{"t": "Lærer eller pædagog"}]}]


def test_a_change_can_be_taken_back(talk: Talk) -> None:
    talk.go_to("age")
    rev = talk.view()["rev"]
    talk.frame.get_by_label("Barnets alder").fill("9")
    talk.frame.get_by_role("button", name="Ret: Hvor arbejder du?").click()
    talk.button("Fortryd").click()
    talk.wait_for_question("Barnets alder")

    assert (talk.frame.get_by_label("Barnets alder").input_value(), talk.view()["rev"]) == (
        "9",
        rev,
    )


def test_back_shows_the_answer_that_was_given(talk: Talk) -> None:
    talk.go_to("signs")
    talk.button("Tilbage").click()
    talk.wait_for_question("Barnets alder")

    assert talk.frame.get_by_label("Barnets alder").input_value() == "7"


def test_the_review_leads_to_each_question_and_back(talk: Talk) -> None:
    talk.go_to(None)
    talk.wait_for_question("Gennemse og send")
    talk.button("Ret: Barnets alder").last.click()
    talk.frame.get_by_label("Barnets alder", exact=True).fill("8")
    talk.button("Gem rettelsen").click()
    talk.wait_for_question("Gennemse og send")

    assert talk.view()["review"]["receiver"]["name"] == "Familieteam Nord"
    assert "8 år" in talk.frame.locator(".now").inner_text()


def test_what_is_wrong_is_told_at_the_top_and_at_the_field_and_nothing_is_lost(talk: Talk) -> None:
    talk.go_to("age")
    rev = talk.view()["rev"]
    field = talk.frame.get_by_label("Barnets alder")
    field.fill("syv")
    talk.send()
    talk.frame.locator(".summary:focus").wait_for()
    talk.frame.locator(".summary").get_by_role("button").click()

    assert field.input_value() == "syv"
    assert field.get_attribute("aria-invalid") == "true"
    assert field.evaluate("(field) => field.matches(':focus')")
    assert talk.view()["rev"] == rev


def test_none_of_these_stands_alone(talk: Talk) -> None:
    talk.go_to("signs")
    none, bruises = talk.frame.get_by_label("Ingen af disse"), talk.frame.get_by_label("Blå mærker")
    bruises.check()
    none.check()
    alone = bruises.is_checked()
    bruises.check()

    assert (alone, none.is_checked(), bruises.is_checked()) == (False, False, True)


def test_another_language_keeps_what_is_typed(talk: Talk) -> None:
    talk.go_to("words")
    talk.frame.get_by_label("Hvad er du bekymret for?").fill("Halvt skrevet")
    talk.button("Mere").click()
    talk.button("English").click()
    talk.button("Continue").wait_for()

    assert talk.frame.locator("textarea").input_value() == "Halvt skrevet"
    assert (talk.view()["lang"], talk.frame.locator("concern-guide").get_attribute("lang")) == (
        "en",
        "en",
    )


def test_why_is_told_when_somebody_asks(talk: Talk) -> None:
    talk.go_to("since")
    why = talk.frame.locator("li details.why")
    why.locator("summary").click()

    assert "Du har markeret tegn på vold." in why.locator("div").inner_text()


def test_time_that_is_nearly_up_is_told_and_time_that_is_up_keeps_what_was_typed(
    talk: Talk,
) -> None:
    talk.go_to("words")
    talk.frame.get_by_label("Hvad er du bekymret for?").fill("Halvt skrevet")
    talk.page.clock.fast_forward(int(timedelta(hours=71, minutes=54) / MS))
    early = talk.notice.count()
    talk.page.clock.fast_forward(int(timedelta(minutes=2) / MS))
    warned = talk.notice.inner_text()
    talk.button("Gå videre").click()
    still = talk.frame.get_by_label("Hvad er du bekymret for?").input_value()
    talk.page.clock.fast_forward(int(timedelta(minutes=5) / MS))
    talk.wait_for_question("Samtalen findes ikke længere")

    assert (early, still) == (0, "Halvt skrevet")
    assert "Samtalen slettes om få minutter" in warned
    assert talk.frame.locator(".pre").inner_text() == "Halvt skrevet"


def test_a_conversation_that_was_sent_elsewhere_is_not_shown_again(talk: Talk) -> None:
    talk.go_to(None)
    sent = """(rev) => fetch("/v1/conversations/current/submission", {method: "POST", body: JSON.stringify({rev}),
      headers: {"Content-Type": "application/json", "Idempotency-Key": "elsewhere-1"}}).then(({status}) => status)"""
    status = talk.frame.evaluate(sent, talk.view()["rev"])
    talk.page.reload()
    talk.wait_for_question("Underretningen er sendt")

    assert status == 201
    assert "Alma" not in talk.frame.locator(".panel").inner_text()
    assert talk.button("Begynd en ny").is_visible()
