"""The shipped flow, with its long lists and many words: every screen of a typical case, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import BrowserContext

from tests.web.look.case import Case
from tests.web.look.engines import axe
from tests.web.look.talks import inline
from tests.web.look.trials import phone
from tests.web.look.typical import typical
from tests.web.visiting import Json

pytestmark = pytest.mark.browser


def answer_fields(question: Json, answers: Mapping[str, Json]) -> Json:
    """Return the answer to a question, of what is answered to its fields."""
    facts = [field["fact"] for field in question["fields"]]
    if len(facts) == 1:
        return answers.get(facts[0])
    return {fact: answers.get(fact) for fact in facts}


def screens(case: Case, lang: str) -> Iterator[str]:
    """Begin, and go on from question to question to the review."""
    answers = typical()
    case.begin(lang)
    while question := case.view["question"]:
        yield question["step"]
        case.turn(step=question["step"], answer=answer_fields(question, answers))
    yield "review"


@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_screen_of_a_typical_case_is_accessible(
    context: BrowserContext, shipped: str, lang: str
) -> None:
    case = Case(context.new_page(), shipped, "concern")
    found: dict[str, list[str]] = {}
    for screen in screens(case, lang):
        place = inline(case)
        in_the_guide = [*axe(place, "color-contrast"), *phone(case.page, place)]
        case.show()
        found[screen] = [*in_the_guide, *axe(case.page.main_frame), *phone(case.page, place)]

    assert len(found) == 12
    assert {screen: lines for screen, lines in found.items() if lines} == {}
