"""What a keyboard is spared in the guide: where the focus comes, figures, dates, Ctrl+Enter, the way past danger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.web.guide.conftest import NOW
from tests.web.guide.talk import FILLS, Talk, begin_alone, tick, told_with

pytestmark = pytest.mark.browser

PAST = "Videre, når du har læst det"
DOWN = "Gå ned til send-knappen"
DATE = ("Dag", "Måned", "År")


@pytest.fixture
def touched(browser: Browser) -> Iterator[Page]:
    """A page on a telephone."""
    context = browser.new_context(locale="da-DK", has_touch=True, is_mobile=True)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.clock.install(time=NOW)
    yield page
    context.close()


def focus_of(talk: Talk) -> str:
    """What has the focus, by its tag and its name or id."""
    return str(talk.at.evaluate("(at) => `${at.localName} ${at.id || at.textContent}`"))


def lines(talk: Talk) -> list[str]:
    """What has the focus says, line for line."""
    return [line for line in talk.at.inner_text().split("\n") if line]


def chosen_values(talk: Talk) -> list[str]:
    """What is chosen or ticked in the form."""
    return [one.input_value() for one in talk.frame.locator("form :checked").all()]


def date_fields(talk: Talk) -> list[str]:
    return [talk.frame.get_by_label(part, exact=True).input_value() for part in DATE]


def figure(option: Locator) -> str:
    """The figure that is seen at an option."""
    return str(option.evaluate("(box) => getComputedStyle(box.nextSibling, '::before').content"))


def test_a_question_has_the_focus_on_its_first_control_and_is_told_with_it(talk: Talk) -> None:
    told = {}
    while (step := talk.step()) is not None:
        if talk.at.evaluate("(at) => at.matches('input, textarea')"):
            told[step] = told_with(talk.at)
        talk.answer(step)

    assert told["danger"] == ["Er barnet i fare lige nu?", "Ja"]
    assert told["age"] == ["Barnets alder"]
    assert told["signs"] == [
        "Hvilke tegn har du set? – Tænk på de sidste uger.Sæt kryds ved alle, der passer",
        "Blå mærker – Som ingen kan forklare",
    ]
    assert told["who"] == [
        "Hvem er barnet? – Du kan springe over det, du ikke ved.",
        "Barnets navn",
    ]
    assert told["words"] == ["Hvad er du bekymret for? – Skriv det, du har set og hørt."]
    assert [step for step in FILLS if step not in told] == ["since"]  # it comes with something told


def test_a_question_that_is_asked_again_says_so_and_has_the_focus_on_its_answer(talk: Talk) -> None:
    talk.answer("role", tick("Tandplejen"))
    talk.button("Ret: Hvor arbejder du?").click()
    talk.frame.locator(".changing").wait_for()

    assert focus_of(talk) == "input f-role-dental"
    assert "Du retter et tidligere svar." in told_with(talk.at)[0]


def test_on_a_telephone_the_question_has_the_focus_and_no_keyboard_comes_up(
    touched: Page, address: str
) -> None:
    talk = begin_alone(touched, address)
    talk.go_to("age")

    assert focus_of(talk) == "h2 Barnets alder"


def test_danger_is_read_before_anything_and_has_a_way_past_it_once(talk: Talk) -> None:
    talk.answer("role")
    talk.answer("danger", tick("Ja"))
    read = lines(talk)
    talk.page.keyboard.press("Tab")
    link = focus_of(talk)
    talk.page.keyboard.press("Tab")
    talk.page.keyboard.press("Enter")
    there = focus_of(talk)
    talk.answer("age")

    assert read == ["Ring nu: Alarmcentralen, 112. Vent ikke.", PAST, "Hvorfor?"]
    assert (link, there) == ("a Alarmcentralen, 112", "input f-age")
    assert (talk.frame.locator(".pin").count(), talk.button(PAST).count()) == (1, 0)


def test_a_figure_chooses_while_a_choice_has_the_focus_and_sends_nothing(talk: Talk) -> None:
    talk.page.keyboard.press("2")
    second = chosen_values(talk)
    talk.page.keyboard.press("1")
    talk.page.keyboard.press("9")

    assert (second, chosen_values(talk), focus_of(talk)) == (
        ["dental"],
        ["school"],
        "input f-role-school",
    )
    assert talk.step() == "role"


def test_a_figure_ticks_and_unticks_and_stays_there(talk: Talk) -> None:
    talk.go_to("signs")
    for key in "12":
        talk.page.keyboard.press(key)
    both, at = chosen_values(talk), focus_of(talk)
    talk.page.keyboard.press("1")
    one = chosen_values(talk)
    talk.page.keyboard.press("3")

    assert (both, at, one) == (["bruises", "hungry"], "input f-signs-hungry", ["hungry"])
    assert chosen_values(talk) == ["none"]


FOLLOWED = """(fieldset) => { const field = document.createElement("div"); field.className = "field";
  field.append(Object.assign(document.createElement("input"), {id: "after"})); fieldset.after(field) }"""


@pytest.mark.parametrize(
    ("step", "at"), [("role", "input after"), ("signs", "input f-signs-bruises")]
)
def test_only_one_of_several_goes_on_to_what_follows(talk: Talk, step: str, at: str) -> None:
    talk.go_to(step)
    talk.frame.locator("form fieldset").evaluate(FOLLOWED)
    talk.page.keyboard.press("1")

    assert focus_of(talk) == at


def test_a_key_that_is_held_or_pressed_with_another_chooses_nothing(talk: Talk) -> None:
    for key in ("Control+2", "Alt+2", "Meta+2"):
        talk.page.keyboard.press(key)
    with_others = chosen_values(talk)
    talk.go_to("signs")
    for _ in range(4):  # pressed once, and repeated by the keyboard
        talk.page.keyboard.down("1")

    assert (with_others, chosen_values(talk)) == ([], ["bruises"])


def test_a_figure_in_a_field_is_written(talk: Talk) -> None:
    """The control: only a choice that has the focus takes it."""
    talk.go_to("age")
    talk.page.keyboard.press("1")

    assert talk.frame.get_by_label("Barnets alder").input_value() == "1"
    assert chosen_values(talk) == []


def test_figures_are_seen_by_who_uses_a_keyboard_only(talk: Talk) -> None:
    talk.page.keyboard.press("Tab")
    talk.page.keyboard.press("Shift+Tab")
    option = talk.frame.get_by_label("Tandplejen")
    seen = figure(option)
    option.click()

    assert (seen, figure(option)) == ('"2" / ""', "none")
    assert option.get_attribute("aria-keyshortcuts") == "2"


@pytest.mark.parametrize("written", ["27 2 2026", "27.2.2026", "27-2-2026", "27/2 2026"])
def test_a_date_is_written_in_one_go_as_its_hint_says(talk: Talk, written: str) -> None:
    talk.go_to("since")
    talk.frame.get_by_label("Dag", exact=True).focus()
    talk.page.keyboard.type(written)

    assert (date_fields(talk), focus_of(talk)) == (["27", "2", "2026"], "input f-since-year")


def test_a_date_is_pasted_in_one_go(talk: Talk) -> None:
    talk.go_to("since")
    talk.frame.get_by_label("Dag", exact=True).fill("27.2.2026")

    assert date_fields(talk) == ["27", "2", "2026"]


def test_figures_alone_never_lead_out_of_a_date_field(talk: Talk) -> None:
    """The control: it is what parts a date that goes on, never a number of figures."""
    talk.go_to("since")
    talk.frame.get_by_label("Dag", exact=True).focus()
    talk.page.keyboard.type("272")

    assert (date_fields(talk), focus_of(talk)) == (["272", "", ""], "input f-since-day")


@pytest.mark.parametrize("keys", ["Control+Enter", "Meta+Enter"])
def test_a_box_of_text_is_sent_with_a_key(talk: Talk, keys: str) -> None:
    talk.go_to("words")
    talk.page.keyboard.type("Blå mærker på armen")
    talk.page.keyboard.press(keys)
    talk.wait_for_question("Hvordan kan de nå dig?")

    assert talk.view()["transcript"][-1]["answer"] == [{"p": [{"t": "Blå mærker på armen"}]}]


def test_enter_in_a_box_of_text_is_a_new_line(talk: Talk) -> None:
    """The control: it takes Ctrl to send."""
    talk.go_to("words")
    talk.page.keyboard.type("Blå mærker")
    talk.page.keyboard.press("Enter")

    assert talk.frame.locator("textarea").input_value() == "Blå mærker\n"
    assert talk.step() == "words"


def test_the_review_has_the_way_to_its_end_with_what_is_told_before_it(talk: Talk) -> None:
    talk.go_to(None)
    told = lines(talk)
    talk.page.keyboard.press("Tab")
    talk.page.keyboard.press("Enter")
    there = focus_of(talk)
    talk.page.reload()
    talk.wait_for_question("Gennemse og send")
    ways = talk.button(DOWN).count()

    assert told == ["Guiden:", "Læs det igennem, og send.", DOWN, "Hvorfor?"]
    assert (there, ways) == ("button Send til Familieteam Nord", 1)


def test_after_a_reload_the_question_is_in_sight(talk: Talk) -> None:
    talk.go_to("words")
    talk.page.set_viewport_size({"width": 480, "height": 480})
    talk.page.reload()
    talk.wait_for_question("Hvad er du bekymret for?")
    scrolled = talk.frame.locator(".scroll").evaluate("(it) => it.scrollTop")
    seen = talk.heading.bounding_box()
    top = talk.frame.locator(".scroll").bounding_box()

    assert scrolled > 0
    assert seen is not None
    assert top is not None
    assert 0 <= seen["y"] - top["y"] < 100
