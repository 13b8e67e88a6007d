"""A whole case with the keyboard alone, on the pages and in the guide; how many keys a typical case takes."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from tests.web.look.case import Case
from tests.web.look.keys import Keys
from tests.web.look.talks import inline, open_in_frame
from tests.web.look.typical import go_through, open_by_key, send, typical
from tests.web.visiting import ANSWERS, CURRENT, Json

pytestmark = pytest.mark.browser

WHOLE = {**ANSWERS, **ANSWERS["who"], **ANSWERS["reach"], "danger": "yes"}
MOST_QUESTIONS, MOST_KEYS = 11, 40  # what it is now; docs/goals.md says what we aim at


def test_the_guide_goes_from_the_launcher_to_the_receipt_by_keyboard_alone(case: Case) -> None:
    page = case.page
    page.goto(f"{case.address}/")
    host = Keys(page, page.main_frame)
    label = page.locator("guide-launcher button").inner_text()
    host.go_to(lambda at: (at["tag"], at["words"]) == ("button", label))
    host.press("Enter")
    page.frame_locator("iframe").locator("form").wait_for()
    keys = Keys(page, page.frames[1])
    turns = go_through(keys, WHOLE)
    send(keys)
    sent = keys.at["words"]
    keys.press("Escape")
    page.wait_for_function("() => !document.querySelector('guide-launcher').open")

    assert (turns, sent, host.at["words"]) == (9, "Underretningen er sendt", label)


def test_the_pages_go_from_start_to_receipt_by_keyboard_alone(case: Case) -> None:
    page = case.page
    page.goto(f"{case.address}/worry")
    keys = Keys(page, page.main_frame)
    keys.use("Begynd")
    page.wait_for_url("**/worry/0")
    for n in range(1, 10):
        keys.answer(open_question(case)["fields"], WHOLE)
        page.wait_for_url(f"**/worry/{n}")
    keys.use("Gå ned til send-knappen")
    keys.use("Send til")
    page.wait_for_url("**/worry/receipt")

    assert page.locator("h1").inner_text() == "Underretningen er sendt"


def open_question(case: Case) -> Json:
    """Return what waits in the conversation that the browser has the cookie of."""
    cookies = case.page.context.cookies()
    token = next(one["value"] for one in cookies if one["name"] == "conversation")
    headers = {"Authorization": f"Bearer {token}"}
    view = case.page.request.get(f"{case.address}{CURRENT}", headers=headers).json()
    return view["question"]


def test_tab_leads_out_of_the_guide_on_both_sides(case: Case) -> None:
    case.go_to("signs")
    open_in_frame(case)
    out = {key: leaves(case, key) for key in ("Tab", "Shift+Tab")}

    assert out == {"Tab": True, "Shift+Tab": True}


def leaves(case: Case, key: str) -> bool:
    """Return whether a key leads from the frame back to the page around it."""
    case.page.frames[1].locator("form .main").focus()
    for _ in range(60):
        case.page.keyboard.press(key)
        if not case.page.evaluate("() => document.activeElement?.matches('guide-launcher')"):
            return True
    return False


def test_a_typical_case_takes_few_keys(context: BrowserContext, shipped: str) -> None:
    keys = open_by_key(Case(context.new_page(), shipped, "concern"))
    turns = go_through(keys, typical())
    send(keys)

    assert turns <= MOST_QUESTIONS
    assert keys.pressed <= MOST_KEYS


def asked_whether_safe(context: BrowserContext, shipped: str) -> Case:
    """Come to a form in which a box of text follows one of several."""
    case, answers = Case(context.new_page(), shipped, "concern"), typical()
    case.begin()
    while (step := case.view["question"]["step"]) != "safety":
        facts = [one["fact"] for one in case.view["question"]["fields"]]
        given = {fact: answers.get(fact) for fact in facts}
        case.turn(step=step, answer=given if len(facts) > 1 else given[facts[0]])
    return case


def test_in_a_form_a_figure_chooses_and_goes_on_and_is_written_nowhere(
    context: BrowserContext, shipped: str
) -> None:
    case = asked_whether_safe(context, shipped)
    place = inline(case)
    hint = place.get_by_text("Et tal på tastaturet vælger og går videre.").is_visible()
    place.locator("#f-safe_now-no").focus()
    case.page.keyboard.press("1")
    at = Keys(case.page, place).at

    assert hint
    assert place.locator("form :checked").evaluate_all("(all) => all.map(({id}) => id)") == [
        "f-safe_now-yes"
    ]
    assert (at["called"][1], at["value"]) == ("f-where_now", "")


def test_a_figure_typed_where_that_leads_is_written(context: BrowserContext, shipped: str) -> None:
    """The control: the second figure is no choice any more."""
    case = asked_whether_safe(context, shipped)
    keys = Keys(case.page, inline(case))
    keys.place.locator("#f-safe_now-no").focus()
    for key in "11":
        keys.press(key)

    assert (keys.at["called"][1], keys.at["value"]) == ("f-where_now", "1")
