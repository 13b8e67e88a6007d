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


def ask(step: str | None, **answers: Json) -> Way:
    """Come to where `step` waits, or to the end."""

    def come(case: Case) -> None:
        case.go_to(step, **answers)
        case.show()

    return come


def refuse(step: str) -> Way:
    """Come to a question that was sent with nothing that can be used in it."""

    def come(case: Case) -> None:
        ask(step)(case)
        for field in case.page.locator("form:has(.main) input[inputmode=numeric]").all():
            field.fill("99")
        case.page.locator(".main").click()

    return come


def change_answer(screen: int, **answers: Json) -> Way:
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


def send(path: str) -> Way:
    """Come to a page of somebody who has sent the notification."""

    def come(case: Case) -> None:
        case.go_to(None)
        case.submit()
        case.show(path)

    return come


def asked_to_erase(case: Case) -> None:
    case.go_to("words")
    case.show("erase")


def begin(case: Case) -> None:
    case.go_to("words")
    case.page.goto(f"{case.address}/{case.flow}")


def open_first_record(case: Case) -> None:
    """Come to the first record of the inbox."""
    case.page.goto(f"{case.address}/inbox")
    case.page.locator(".list a").first.click()


PAGES: Mapping[str, Way] = {
    "front": page("/"),
    "start": page("/worry"),
    "start-open": begin,
    "ask-choice": ask("role"),
    "ask-choice-error": refuse("role"),
    "ask-yesno": ask("danger"),
    "ask-number": ask("age", danger="yes"),
    "ask-number-error": refuse("age"),
    "ask-several": ask("signs"),
    "ask-several-error": refuse("signs"),
    "ask-date": ask("since"),
    "ask-date-error": refuse("since"),
    "ask-list": ask("seen"),
    "ask-list-error": refuse("seen"),
    "ask-form": ask("who"),
    "ask-form-error": refuse("who"),
    "ask-text": ask("words"),
    "ask-text-error": refuse("words"),
    "change-several": change_answer(3),
    "change-list": change_answer(5),
    "parked": with_parked,
    "review": ask(None, danger="yes"),
    "receipt": send("receipt"),
    "end-consult": ask(None, signs=["hungry"]),
    "erase": asked_to_erase,
    "erase-sent": send("erase"),
    "erased": page("/worry/erased"),
    "danger": page("/worry/danger"),
    "lost": page("/worry/0"),
    "not-found": page("/nowhere"),
    "privacy": page("/privacy"),
    "accessibility": page("/accessibility"),
}

INBOX: Mapping[str, Way] = {"inbox": page("/inbox"), "record": open_first_record}
