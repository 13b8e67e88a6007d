"""The guide as pages: forward, back, changing, other languages, leaving."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.web.conftest import Clock
from tests.web.visiting import ANSWERS, Visitor


async def test_an_earlier_screen_offers_its_answer_for_a_change(visitor: Visitor) -> None:
    await visitor.go_to("words")
    pages = [await visitor.go(f"/worry/{n}") for n in range(7)]

    assert [page.checked_values() for page in pages[:2]] == [["school"], ["no"]]
    assert pages[2].value("f-age") == "7"
    assert pages[3].checked_values() == ["bruises", "hungry"]
    assert [pages[4].value(f"f-since-{part}") for part in ("day", "month", "year")] == [
        "27",
        "2",
        "2026",
    ]
    assert pages[5].value("f-1-seen_what") == "Turde ikke gå hjem"
    assert pages[6].value("f-child_name") == "Alma Prøve"


async def test_a_change_goes_back_to_where_one_was(visitor: Visitor) -> None:
    await visitor.go_to("words")
    await visitor.go("/worry/2")
    page = await visitor.answer("age", 9)
    changed = await visitor.go("/worry/2")

    assert (page.path, changed.value("f-age")) == ("/worry/7", "9")


async def test_a_wrong_change_is_told_on_its_own_screen(visitor: Visitor) -> None:
    await visitor.go_to("words")
    await visitor.go("/worry/2")
    wrong = await visitor.answer("age", 44)
    elsewhere = await visitor.go("/worry/7")

    assert (wrong.path, wrong.value("f-age")) == ("/worry/2#errors", "44")
    assert wrong.title.startswith("Fejl:")
    assert '<a href="#f-age">Tallet er for højt.' in wrong.html
    assert "Tallet er for højt" not in elsewhere.words


async def test_a_screen_that_is_not_reached_leads_to_the_one_that_is(visitor: Visitor) -> None:
    await visitor.go_to("age")

    assert (await visitor.go("/worry/9")).path == "/worry/2"


async def test_an_error_is_told_at_the_top_and_at_the_field(visitor: Visitor) -> None:
    page = await visitor.fill([])

    assert page.path == "/worry/0#errors"
    assert re.search(r'id="errors" tabindex="-1".*?href="#f-role"', page.html, re.S)
    assert 'aria-describedby="f-role-error"' in page.html
    assert 'id="f-role-error"' in page.html


async def test_a_date_that_is_none_stands_in_its_fields_again(visitor: Visitor) -> None:
    await visitor.go_to("since")
    page = await visitor.fill([("f-since-day", "31"), ("f-since-month", "februar")])

    assert "Skriv en dato, der findes" in page.words
    assert [page.value(f"f-since-{part}") for part in ("day", "month", "year")] == [
        "31",
        "februar",
        "",
    ]


async def test_dont_know_is_an_answer(visitor: Visitor) -> None:
    await visitor.go_to("since")
    await visitor.fill([("f-since-unknown", "unknown")])
    page = await visitor.go("/worry/4")

    assert page.checked_values() == ["unknown"]


async def test_none_of_these_cannot_stand_with_a_sign(visitor: Visitor) -> None:
    await visitor.go_to("signs")
    page = await visitor.fill([("f-signs", "bruises"), ("f-signs", "none")])

    assert page.checked_values() == ["bruises", "none"]
    assert "kan ikke vælges sammen med andre" in page.words


async def test_another_row_keeps_what_was_typed_and_goes_nowhere(visitor: Visitor) -> None:
    await visitor.go_to("seen")
    two = await visitor.fill([("f-0-seen_what", "Først <b>"), ("f-0-seen_when-day", "3")], do="add")
    three = await visitor.fill([("f-0-seen_what", "Først <b>"), ("f-1-seen_what", "Så")], do="add")
    dropped = await visitor.fill(
        [("f-0-seen_what", "Først"), ("drop-0", "yes"), ("f-1-seen_what", "Så")]
    )
    kept = await visitor.go("/worry/5")

    assert (two.path, two.value("f-0-seen_what"), two.value("f-0-seen_when-day")) == (
        "/worry/5",
        "Først <b>",
        "3",
    )
    assert (three.value("f-1-seen_what"), three.hidden_fields("/worry/5")["rows"]) == ("Så", "4")
    assert dropped.path == "/worry/6"
    assert (kept.value("f-0-seen_what"), kept.value("f-1-seen_what")) == ("Så", "")


async def test_an_error_in_a_row_points_at_its_field(visitor: Visitor) -> None:
    await visitor.go_to("seen")
    page = await visitor.fill([("f-0-seen_when-day", "3")])

    assert 'href="#f-0-seen_what">Hvad så du? Svar her' in page.html
    assert page.value("f-0-seen_when-day") == "3"


async def test_danger_stays_on_top_until_it_is_over(visitor: Visitor) -> None:
    await visitor.go_to("danger")
    await visitor.answer("danger", "yes")
    pages = [await visitor.go_to(step) for step in ("signs", "words", None)]
    banners = ['class="danger"' in page.html.partition("<main")[0] for page in pages]
    receipt = await visitor.submit()

    assert banners == [True, True, True]
    assert 'class="danger"' in receipt.html.partition("<main")[0]


async def test_every_page_leads_to_help_now(visitor: Visitor) -> None:
    paths = ["/worry", "/worry/0", "/worry/erase", "/worry/danger", "/worry/erased"]
    pages = [await visitor.go(path) for path in paths]

    assert [
        path for path, page in zip(paths, pages, strict=True) if "/worry/danger" not in page.html
    ] == []
    assert 'href="tel:112"' in pages[3].html


async def test_why_is_told_beside_what_it_explains(visitor: Visitor) -> None:
    page = await visitor.go_to("since")

    assert "Hvorfor? Du har markeret tegn på vold. Det bygger på disse svar:" in page.words


async def test_a_form_sent_twice_goes_on_once(visitor: Visitor) -> None:
    fields = [*visitor.page.hidden_fields("/worry/0").items(), ("f-role", "school"), ("do", "go")]
    first = await visitor.post("/worry/0", fields)
    second = await visitor.post("/worry/0", fields)

    assert (first.path, second.path) == ("/worry/1", "/worry/1")


async def test_an_old_page_is_not_taken_but_its_words_are_kept(visitor: Visitor) -> None:
    await visitor.go_to("words")
    old = visitor.page.hidden_fields("/worry/7")
    await visitor.post(
        "/worry/language", {"rev": old["rev"], "key": "key-number-1", "lang": "da", "screen": "7"}
    )
    page = await visitor.post("/worry/7", [*old.items(), ("f-words", "Mine ord her")])

    assert (page.status, page.value("f-words")) == (409, "Mine ord her")
    assert page.hidden_fields("/worry/7")["rev"] != old["rev"]
    assert page.hidden_fields("/worry/7")["key"] != old["key"]
    assert "Samtalen er ændret et andet sted" in page.words


async def test_an_expired_conversation_gives_the_words_back(visitor: Visitor, clock: Clock) -> None:
    await visitor.go_to("words")
    clock.turn(timedelta(hours=73))
    page = await visitor.fill([("f-words", "Mine ord her")])

    assert page.status == 401
    assert "Samtalen findes ikke længere" in page.words
    assert "Mine ord her" in page.words


async def test_erasing_is_asked_for_first_and_leaves_nothing(visitor: Visitor) -> None:
    asked = await visitor.go("/worry/erase")
    cookie = visitor.cookie
    erased = await visitor.post("/worry/erase", {})
    visitor.cookie, without = cookie, visitor.cookie
    page = await visitor.go("/worry/0")

    assert "Vil du slette det, du har svaret?" in asked.words
    assert (erased.path, without, page.status) == ("/worry/erased?lang=da", "", 401)


async def test_the_front_page_offers_to_go_on_or_begin_again(visitor: Visitor) -> None:
    await visitor.go_to("age")
    cookie = visitor.cookie
    front = await visitor.go("/worry")
    again = await visitor.post("/worry", front.hidden_fields("/worry"))
    anew = visitor.cookie
    visitor.cookie = cookie
    old = await visitor.go("/worry/2")

    assert "Fortsæt, hvor du slap" in front.words
    assert (again.path, old.status, anew != cookie) == ("/worry/0", 401, True)


async def test_after_sending_the_guide_shows_the_receipt(visitor: Visitor) -> None:
    await visitor.go_to(None)
    await visitor.submit()
    paths = [(await visitor.go(f"/worry/{n}")).path for n in (0, 9)]
    calendar = await visitor.go("/worry/record.ics")

    assert paths == ["/worry/receipt", "/worry/receipt"]
    assert calendar.html.startswith("BEGIN:VCALENDAR")


async def test_before_sending_there_is_no_receipt(visitor: Visitor) -> None:
    await visitor.go_to("age")

    assert (await visitor.go("/worry/receipt")).path == "/worry/2"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_no_other_site_posts_our_forms(visitor: Visitor, site: str) -> None:
    fields = [*visitor.page.hidden_fields("/worry/0").items(), ("f-role", "school")]
    statuses = [
        (await visitor.post(path, fields, **{"Sec-Fetch-Site": site})).status
        for path in ("/worry", "/worry/0", "/worry/language", "/worry/submit", "/worry/erase")
    ]

    assert statuses == [403] * 5


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"rev": "x"},
        {"rev": "0", "key": "!"},
        {"rev": "0", "key": "key-number-1", "step": "nothing"},
        {"rev": "99999999999", "key": "key-number-1", "step": "role"},
    ],
)
async def test_a_form_that_somebody_made_is_refused(
    visitor: Visitor, fields: dict[str, str]
) -> None:
    page = await visitor.post("/worry/0", fields)

    assert page.status in (400, 409)


async def test_a_page_has_one_heading_a_language_and_a_label_for_each_field(
    visitor: Visitor,
) -> None:
    faults = []
    while step := visitor.asked_step():
        html = visitor.page.html
        ids = set(re.findall(r'<(?:input|textarea)[^>]*? id="([^"]+)"', html))
        labels = set(re.findall(r'<label[^>]*? for="([^"]+)"', html))
        named = len(re.findall(r"<h1", html)) == 1 and '<html lang="da" dir="ltr">' in html
        unlabelled = {one for one in ids - labels if not one.startswith("errors")}
        faults += [(step, unlabelled)] if unlabelled or not named else []
        assert len(ids) == len(re.findall(r'<(?:input|textarea)[^>]*? id="', html))
        await visitor.answer(step, ANSWERS[step])

    assert faults == []


async def test_no_page_has_style_or_script_of_its_own(visitor: Visitor) -> None:
    await visitor.go_to(None)
    pages = [visitor.page, await visitor.submit()]
    pages += [
        await visitor.go(path) for path in ("/", "/worry", "/privacy", "/accessibility", "/inbox")
    ]

    assert [
        page.path
        for page in pages
        if re.search(r'<script(?! type="module" src="/)|<style| style=| on\w+=', page.html)
    ] == []


async def test_what_is_typed_is_never_markup(visitor: Visitor) -> None:
    evil = '"><img src=x onerror=alert(1)></textarea><script>alert(1)</script>{{ 7 * 7 }}'
    while step := visitor.asked_step():
        answers = {"words": evil, "who": {"child_name": evil[:60], "child_place": evil}}
        await visitor.answer(step, answers.get(step, ANSWERS[step]))
    pages = [visitor.page, await visitor.go("/worry/7"), await visitor.go("/worry/6")]
    await visitor.go("/worry/99")
    await visitor.submit()
    inbox = await visitor.go("/inbox")
    found = re.findall(r'href="(/inbox/\d+)', inbox.html)
    pages += [visitor.page, *[await visitor.go(path) for path in found]]

    assert [page.path for page in pages if "<img" in page.html or "<script" in page.html] == []
    assert "{{ 7 * 7 }}" in pages[0].words
