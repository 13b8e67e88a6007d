"""Every state that the guide in a page can be in, and how to come to it: the same cases, with JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playwright.sync_api import Frame, FrameLocator, Locator, Page

from tests.web.look.case import Case
from tests.web.visiting import Json

Guide = Page | Frame | FrameLocator
Come = Callable[[Case, Callable[[Case], Frame]], Frame]


def inline(case: Case) -> Frame:
    """Open the guide in a window of its own."""
    case.page.goto(f"{case.address}/embed/{case.flow}")
    case.page.locator(".panel .now > *").first.wait_for()
    return case.page.main_frame


def open_in_frame(case: Case) -> Frame:
    """Open the guide from the launcher of another page, in a frame."""
    case.page.goto(f"{case.address}/")
    case.page.locator("guide-launcher button").click()
    case.page.frame_locator("iframe").locator(".panel .now > *").first.wait_for()
    return case.page.frames[1]


Open = Callable[[Case], Frame]
Way = Callable[[Case, Open], Frame]


def ask(step: str | None, **answers: Json) -> Way:
    """Come to where `step` waits, or to the end."""

    def come(case: Case, opened: Open) -> Frame:
        case.go_to(step, **answers)
        return opened(case)

    return come


def then(way: Way, *clicks: Callable[[Frame], Locator], until: str) -> Way:
    """Come somewhere, click one thing after the other, and wait until something is there."""

    def come(case: Case, opened: Open) -> Frame:
        frame = way(case, opened)
        for click in clicks:
            click(frame).click()
        frame.locator(until).first.wait_for()
        return frame

    return come


def find_button(name: str, *, nth: int = 0) -> Callable[[Frame], Locator]:
    """Return what finds a button by its name."""
    return lambda frame: frame.get_by_role("button", name=name).nth(nth)


def fresh(case: Case, opened: Open) -> Frame:
    """Come to the guide with nothing begun."""
    return opened(case)


def refuse(step: str) -> Way:
    """Come to a question that was sent with nothing that can be used in it."""

    def come(case: Case, opened: Open) -> Frame:
        frame = ask(step)(case, opened)
        for field in frame.locator("form input[inputmode=numeric]").all():
            field.fill("99")
        frame.locator("form .main").click()
        frame.locator(".summary h2").wait_for()
        return frame

    return come


def with_parked(case: Case, opened: Open) -> Frame:
    """Come to the end after a change that put answers off the path."""
    case.go_to("words", role="dental", signs=["bruises", "secret"])
    frame = opened(case)
    find_button("Ret:")(frame).click()
    frame.get_by_label("Lærer eller pædagog").check()
    find_button("Gem rettelsen")(frame).click()
    frame.locator(".block").first.wait_for()
    return frame


def in_danger(case: Case, opened: Open) -> Frame:
    """Come to danger that was told right now."""
    frame = ask("danger")(case, opened)
    frame.get_by_label("Ja", exact=True).check()
    frame.locator("form .main").click()
    frame.locator(".pin button").wait_for()
    return frame


def not_copied(case: Case, opened: Open) -> Frame:
    """Come to a receipt whose reference could not be copied."""
    frame = TALKS["receipt"](case, opened)
    frame.evaluate(
        "() => { navigator.clipboard.writeText = Promise.reject; document.execCommand = () => false }"
    )
    find_button("Kopiér")(frame).click()
    frame.locator("input.reference").wait_for()
    return frame


def offline(case: Case, opened: Open) -> Frame:
    """Come to an answer that could not be sent."""
    frame = ask("age")(case, opened)
    case.page.route("**/turns", lambda route: route.abort())
    frame.get_by_label("Barnets alder").fill("7")
    frame.locator("form .main").click()
    frame.get_by_role("status").filter(has_text=".").wait_for()
    return frame


REVIEW = ask(None, danger="yes")
MORE = find_button("Mere")

TALKS: Mapping[str, Way] = {
    "fresh": fresh,
    "ask-choice": ask("role"),
    "ask-choice-error": refuse("role"),
    "ask-yesno": ask("danger"),
    "ask-number": ask("age", danger="yes"),
    "danger": in_danger,
    "ask-number-error": refuse("age"),
    "ask-several": ask("signs"),
    "ask-date": ask("since"),
    "ask-date-error": refuse("since"),
    "ask-list": ask("seen"),
    "ask-list-more": then(ask("seen"), find_button("Tilføj en til"), until="#f-1-seen_what"),
    "ask-list-error": refuse("seen"),
    "ask-form": ask("who"),
    "ask-form-error": refuse("who"),
    "ask-text": ask("words"),
    "ask-text-error": refuse("words"),
    "change": then(ask("words"), find_button("Ret:", nth=3), until=".changing"),
    "parked": with_parked,
    "why": then(
        ask("since"), lambda frame: frame.locator("details.why summary").first, until=".why li"
    ),
    "acute": then(ask("age"), find_button("Akut fare?"), until=".panel .acute a"),
    "more": then(ask("age", danger="yes"), MORE, until=".panel .more a"),
    "erase": then(ask("age"), MORE, find_button("Slet og luk"), until=".summary .grave"),
    "erased": then(
        ask("age"),
        MORE,
        find_button("Slet og luk"),
        find_button("Slet og luk", nth=1),
        until="h2:text('slettet')",
    ),
    "offline": offline,
    "review": REVIEW,
    "receipt": then(REVIEW, find_button("Send til"), until=".files a"),
    "receipt-not-copied": not_copied,
    "end-consult": ask(None, signs=["hungry"]),
}
