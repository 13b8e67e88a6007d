"""Whatever the network does, an answer is taken once, and what is typed stays until it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route

from tests.web.guide.talk import Talk

pytestmark = pytest.mark.browser

TURNS = "**/v1/conversations/current/turns"
MS = timedelta(milliseconds=1)
WORDS = "Hvad er du bekymret for?"


@dataclass
class Wire:
    """What the guide sends as turns, and how each of the first ones fares."""

    fates: list[Callable[[Route], None]]
    keys: list[str] = field(default_factory=list)

    def __call__(self, route: Route) -> None:
        self.keys.append(route.request.headers["idempotency-key"])
        fate = self.fates.pop(0) if self.fates else Route.continue_
        fate(route)


def cut_after(route: Route) -> None:
    """Let the service do it, and lose its reply."""
    route.fetch()
    route.abort()


def cut_before(route: Route) -> None:
    route.abort()


def with_a_new_key(route: Route) -> None:
    route.continue_(headers={**route.request.headers, "idempotency-key": "another-key"})


def saying(status: int, **headers: str) -> Callable[[Route], None]:
    """Return what answers with a status instead of the service."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda route: route.fulfill(status=status, headers=named, body="<h1>proxy</h1>")


def wire(talk: Talk, *fates: Callable[[Route], None]) -> Wire:
    there = Wire(list(fates))
    talk.page.route(TURNS, there)
    return there


def pass_time(page: Page, **much: int) -> None:
    page.clock.fast_forward(int(timedelta(**much) / MS))


def test_a_reply_that_is_lost_costs_nothing_and_the_answer_counts_once(talk: Talk) -> None:
    talk.go_to("age")
    rev, there = talk.view()["rev"], wire(talk, cut_after, cut_after)
    talk.answer("age")

    assert (len(there.keys), len(set(there.keys))) == (3, 1)
    assert (talk.view()["rev"], talk.step()) == (rev + 1, "signs")
    assert talk.notice.count() == 0


def test_with_another_key_for_the_same_answer_the_service_would_take_it_for_a_new_one(
    talk: Talk,
) -> None:
    """The control: it is the key that makes it count once."""
    talk.go_to("age")
    wire(talk, cut_after, with_a_new_key)
    talk.frame.get_by_label("Barnets alder").fill("7")
    talk.send()
    talk.notice.wait_for()

    assert "Samtalen er ændret et andet sted" in talk.notice.inner_text()


def test_what_is_typed_stays_in_its_field_until_it_is_taken(talk: Talk) -> None:
    talk.go_to("words")
    wire(talk, cut_before)
    field_ = talk.frame.get_by_label(WORDS)
    field_.fill("Halvt skrevet")
    talk.send()
    talk.status.filter(has_text="Vi prøver igen").wait_for()
    meanwhile = field_.input_value()
    talk.wait_for_question("Hvordan kan de nå dig?")

    assert meanwhile == "Halvt skrevet"
    assert talk.view()["transcript"][-1]["answer"] == [{"p": [{"t": "Halvt skrevet"}]}]


def test_without_a_network_the_answer_waits_and_is_sent_when_there_is_one(talk: Talk) -> None:
    talk.go_to("words")
    talk.frame.get_by_label(WORDS).fill("Halvt skrevet")
    talk.page.context.set_offline(True)
    talk.send()
    talk.status.filter(has_text="ingen forbindelse").wait_for()
    still = talk.frame.get_by_label(WORDS).input_value()
    talk.page.context.set_offline(False)
    talk.wait_for_question("Hvordan kan de nå dig?")

    assert still == "Halvt skrevet"
    assert talk.status.inner_text() == "Dit svar er gemt"


def test_after_six_tries_somebody_is_asked_and_the_key_is_still_the_same(talk: Talk) -> None:
    talk.go_to("age")
    there = wire(talk, *[cut_before] * 6)
    talk.frame.get_by_label("Barnets alder").fill("7")
    talk.send()
    for tries in range(1, 6):
        talk.page.wait_for_function("() => true")
        talk.status.filter(has_text="prøver igen").wait_for()
        while len(there.keys) == tries:
            pass_time(talk.page, seconds=1)
            talk.page.wait_for_timeout(50)
    talk.status.filter(has_text="ikke sendt endnu").wait_for()
    stopped = len(there.keys)
    pass_time(talk.page, minutes=5)
    quiet = len(there.keys)
    talk.button("Prøv igen").click()
    talk.wait_for_question("Hvilke tegn har du set?")

    assert (stopped, quiet, len(there.keys), len(set(there.keys))) == (6, 6, 7, 1)


@pytest.mark.parametrize("status", [429, 503, 502, 408])
def test_a_service_that_is_busy_is_asked_again_when_it_says(talk: Talk, status: int) -> None:
    talk.go_to("age")
    there = wire(talk, saying(status, retry_after="30"))
    talk.frame.get_by_label("Barnets alder").fill("7")
    talk.send()
    talk.status.filter(has_text="prøver igen").wait_for()
    pass_time(talk.page, seconds=28)
    early = len(there.keys)
    pass_time(talk.page, seconds=3)
    talk.wait_for_question("Hvilke tegn har du set?")

    assert (early, len(there.keys), len(set(there.keys))) == (1, 2, 1)


def test_a_reload_goes_on_where_one_was(talk: Talk) -> None:
    talk.go_to("since")
    talk.page.reload()
    talk.wait_for_question("Hvornår så du det første gang?")

    assert talk.frame.locator("li.you").count() == 4


def test_what_is_typed_is_there_again_after_going_back(talk: Talk) -> None:
    talk.go_to("words")
    talk.frame.get_by_label(WORDS).fill("Halvt skrevet")
    talk.button("Tilbage").click()
    talk.wait_for_question("Hvem er barnet?")
    talk.answer("who")

    assert talk.frame.get_by_label(WORDS).input_value() == "Halvt skrevet"


def test_a_second_tab_that_was_faster_is_told_and_what_was_typed_is_kept(talk: Talk) -> None:
    talk.go_to("words")
    talk.frame.get_by_label(WORDS).fill("Halvt skrevet")
    other = talk.page.context.new_page()
    other.goto(talk.page.url)
    second = Talk(other, other.main_frame)
    second.wait_for_question(WORDS)
    second.button("Ret: Barnets alder").click()
    second.answer("age", lambda place: place.get_by_label("Barnets alder", exact=True).fill("9"))
    talk.send()
    talk.notice.wait_for()

    assert "Samtalen er ændret et andet sted" in talk.notice.inner_text()
    assert talk.frame.get_by_label(WORDS).input_value() == "Halvt skrevet"
    talk.send()
    talk.wait_for_question("Hvordan kan de nå dig?")


def test_what_was_typed_for_a_question_that_is_gone_is_shown_to_be_copied(talk: Talk) -> None:
    talk.go_to("words")
    talk.frame.get_by_label(WORDS).fill("Halvt skrevet")
    other = talk.page.context.new_page()
    other.goto(talk.page.url)
    second = Talk(other, other.main_frame)
    second.wait_for_question(WORDS)
    second.button("Tilbage").click()
    second.wait_for_question("Hvem er barnet?")
    talk.send()
    talk.notice.wait_for()

    shown, step = talk.notice.locator(".pre").inner_text(), talk.step()
    talk.answer("who")

    assert (shown, step) == ("Halvt skrevet", "who")
    assert talk.frame.get_by_label(WORDS).input_value() == "Halvt skrevet"


def test_a_conversation_that_is_gone_gives_back_what_was_typed(talk: Talk) -> None:
    talk.go_to("words")
    talk.frame.get_by_label(WORDS).fill("Halvt skrevet")
    talk.page.context.clear_cookies()
    talk.send()
    talk.wait_for_question("Samtalen findes ikke længere")

    assert talk.frame.locator(".pre").inner_text() == "Halvt skrevet"
    talk.button("Begynd en ny").click()
    talk.wait_for_question("Hvor arbejder du?")


def test_a_conversation_that_was_sent_elsewhere_is_over_here_too(talk: Talk) -> None:
    talk.go_to(None)
    other = talk.page.context.new_page()
    other.goto(talk.page.url)
    second = Talk(other, other.main_frame)
    second.wait_for_question("Gennemse og send")
    other.route("**/record.*", lambda route: route.abort())  # the copies do not come, so it stays
    second.button("Send til").click()
    second.wait_for_question("Underretningen er sendt")
    talk.button("Tilbage").click()
    talk.wait_for_question("Underretningen er sendt")

    assert "Alma" not in talk.frame.locator(".panel").inner_text()


def test_copies_that_cannot_be_fetched_are_offered_from_the_service_which_keeps_them(
    talk: Talk,
) -> None:
    talk.go_to(None)
    talk.page.route("**/record.pdf", lambda route: route.abort())
    talk.button("Send til").click()
    link = talk.frame.get_by_role("link", name="Hent underretningen (PDF)")
    link.wait_for()

    assert link.get_attribute("href") == "/worry/record.pdf"
    assert talk.view()["receipt"] is not None


def test_clicks_while_it_is_being_sent_send_nothing_more(talk: Talk) -> None:
    talk.go_to("age")
    there = wire(talk, cut_before)
    talk.frame.get_by_label("Barnets alder").fill("7")
    talk.frame.locator("form .main").evaluate("(it) => [1, 2, 3].forEach(() => it.click())")
    talk.wait_for_question("Hvilke tegn har du set?")

    assert (len(there.keys), len(set(there.keys))) == (2, 1)
