"""Every state that the pages can be in, by the name of its golden files, and how to come to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.web.look.case import Case
from tests.web.visiting import Json

Way = Callable[[Case], None]


def page(path: str) -> Way:
    """Come to a page that needs no conversation."""

    def come(case: Case) -> None:
        case.page.goto(case.address + path)

    return come


def asked(step: str | None, **answers: Json) -> Way:
    """Come to where `step` waits, or to the end."""

    def come(case: Case) -> None:
        case.go_to(step, **answers)
        case.show()

    return come


def refused(step: str) -> Way:
    """Come to a question that was sent with nothing that can be used in it."""

    def come(case: Case) -> None:
        asked(step)(case)
        for field in case.page.locator("form:has(.main) input[inputmode=numeric]").all():
            field.fill("99")
        case.page.locator(".main").click()

    return come


def changed(screen: int, **answers: Json) -> Way:
    """Come to an answered question that is to be changed."""

    def come(case: Case) -> None:
        case.go_to("words", **answers)
        case.show(str(screen))

    return come


def with_parked(case: Case) -> None:
    """Come to the end after a change that put answers off the path."""
    case.go_to("words", role="dental", signs=["bruises", "secret"])
    case.turn(change="role", answer="school")
    case.show()


def sent(path: str) -> Way:
    """Come to a page of somebody who has sent the notification."""

    def come(case: Case) -> None:
        case.go_to(None)
        case.submit()
        case.show(path)

    return come


def asked_to_erase(case: Case) -> None:
    case.go_to("words")
    case.show("erase")


def begun(case: Case) -> None:
    case.go_to("words")
    case.page.goto(f"{case.address}/{case.flow}")


def opened(case: Case) -> None:
    """Come to the first record of the inbox."""
    case.page.goto(f"{case.address}/inbox")
    case.page.locator(".list a").first.click()


PAGES: Mapping[str, Way] = {
    "front": page("/"),
    "start": page("/worry"),
    "start-open": begun,
    "ask-choice": asked("role"),
    "ask-choice-error": refused("role"),
    "ask-yesno": asked("danger"),
    "ask-number": asked("age", danger="yes"),
    "ask-number-error": refused("age"),
    "ask-several": asked("signs"),
    "ask-several-error": refused("signs"),
    "ask-date": asked("since"),
    "ask-date-error": refused("since"),
    "ask-list": asked("seen"),
    "ask-list-error": refused("seen"),
    "ask-form": asked("who"),
    "ask-form-error": refused("who"),
    "ask-text": asked("words"),
    "ask-text-error": refused("words"),
    "change-several": changed(3),
    "change-list": changed(5),
    "parked": with_parked,
    "review": asked(None, danger="yes"),
    "receipt": sent("receipt"),
    "end-consult": asked(None, signs=["hungry"]),
    "erase": asked_to_erase,
    "erase-sent": sent("erase"),
    "erased": page("/worry/erased"),
    "danger": page("/worry/danger"),
    "lost": page("/worry/0"),
    "not-found": page("/nowhere"),
    "privacy": page("/privacy"),
    "accessibility": page("/accessibility"),
}

INBOX: Mapping[str, Way] = {"inbox": page("/inbox"), "record": opened}
