"""The same screens by two renderers: a case in the guide and on the pages without JavaScript gives the same record."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.web.guide.talk import FILLS, Place, Talk
from tests.web.visiting import ANSWERS, Json

pytestmark = pytest.mark.browser

ASIDE = re.compile(r"\(?(Fjern )?[Nn]r\. \d\)?|\(kan springes over\)")


def save_record(page: Page, place: Place, to: Path) -> Json:
    """The record as the page gives it."""
    link = place.get_by_role("link", name="Hent som data (JSON)")
    with page.expect_download() as downloading:
        link.click()
    downloading.value.save_as(to)
    return json.loads(to.read_text("utf-8"))


def on_the_pages(browser: Browser, address: str, to: Path) -> tuple[list[list[str]], Json]:
    """Walk the case without JavaScript; return what each screen asked, and the record."""
    context = browser.new_context(locale="da-DK", java_script_enabled=False)
    page, screens = context.new_page(), []
    page.goto(f"{address}/worry")
    page.get_by_role("button", name="Begynd").click()
    for fill in FILLS.values():
        fill(page)  # before it is read: a list shows an empty row more for each that is filled
        screens.append(words_of(page))
        page.get_by_role("button", name="Fortsæt").click()
    page.get_by_role("button", name="Send til").click()
    record = save_record(page, page, to)
    context.close()
    return screens, record


def in_the_guide(talk: Talk, to: Path) -> tuple[list[list[str]], Json]:
    """Walk the case in the guide; return what each screen asked, and the record."""
    screens = []
    for step, fill in FILLS.items():
        assert talk.step() == step
        fill(talk.frame)
        screens.append(words_of(talk.frame))
        talk.answer(step, lambda _: None)
    talk.button("Send til").click()
    return screens, save_record(talk.page, talk.frame, to)


def words_of(place: Place) -> list[str]:
    """What a screen's question says: its headings, its labels, the names of its groups.

    But not which row of a list it is in, nor what may be skipped, which both say in places of their own.
    """
    form = place.locator("form:has(.main)")
    said = form.locator("h1, h2, label, legend, .group-heading, .label").all_inner_texts()
    plain = (" ".join(ASIDE.sub("", words).split()) for words in said)
    return sorted({words for words in plain if words})


def test_both_ask_the_same_and_hand_over_the_same_record(
    talk: Talk, browser: Browser, address: str, tmp_path: Path
) -> None:
    asked, by_guide = in_the_guide(talk, tmp_path / "guide.json")
    shown, by_pages = on_the_pages(browser, address, tmp_path / "pages.json")

    assert by_guide == {**by_pages, "reference": by_guide["reference"]}
    assert (by_guide["child"]["name"], len(by_guide["observations"])) == ("Alma Prøve", 2)
    assert [one["fact"] for one in by_guide["answers"]] != []
    assert dict(zip(FILLS, asked, strict=True)) == dict(zip(FILLS, shown, strict=True))


def test_the_case_has_every_kind_of_question(talk: Talk) -> None:
    kinds, types = set(), set()
    while (question := talk.view()["question"]) is not None:
        kinds.add(question["kind"])
        types |= {
            one["type"] for field in question["fields"] for one in [field, *field.get("each", [])]
        }
        talk.answer(question["step"])

    assert kinds == {"ask", "form", "repeat"}
    assert types == {
        "choice", "yesno", "int", "multi", "date", "repeat", "text", "name", "cpr", "email", "phone", "address",
    }  # fmt: skip
    assert list(FILLS) == list(ANSWERS)
