"""Whom to call is told whatever the store does, by the clock of now, also beside what went wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from assistant.web.config import Rate, RateLimits
from assistant.web.services import SERVICES, Services
from tests.web.conftest import Clock, Serve
from tests.web.doors import Away, through
from tests.web.visiting import Caller, Client, Page, Visitor

EVENING = timedelta(hours=9)
ALL = {"find", "read_audited", "begin", "append", "erase", "submit"}


def away(client: Client) -> Away:
    return cast("Away", client.app[SERVICES].conversations)


def calls(page: Page) -> set[str]:
    return set(re.findall(r'href="tel:([^"]+)"', page.html))


async def test_danger_and_start_are_shown_while_the_store_is_away(serve: Serve) -> None:
    client = await serve(through(Away))
    visitor = await Visitor.begin(client)
    away(client).closed = ALL
    danger, start = await visitor.go("/worry/danger"), await visitor.go("/worry")

    assert (danger.status, start.status) == (200, 200)
    assert {"112", "114", "+4500001002"} <= calls(danger)
    assert 'href="/worry/9999"' in danger.html


async def test_words_are_given_back_while_the_store_cannot_even_be_read(serve: Serve) -> None:
    client = await serve(through(Away))
    visitor = await Visitor.begin(client)
    await visitor.go_to("words")
    away(client).closed = ALL
    page = await visitor.fill([("f-words", "Mine ord her")])

    assert (page.status, "Mine ord her" in page.words) == (503, True)
    assert "Det er ikke gemt endnu" in page.words


async def test_an_old_conversation_that_cannot_be_erased_does_not_stop_a_new_one(
    serve: Serve,
) -> None:
    client = await serve(through(Away))
    visitor = await Visitor.begin(client)
    start, cookie = await visitor.go("/worry"), visitor.cookie
    away(client).closed = {"erase"}
    page = await visitor.post("/worry", start.hidden_fields("/worry"))

    assert (page.path, page.status, visitor.cookie != cookie) == ("/worry/0", 200, True)


async def test_an_old_conversation_is_still_there_when_a_new_one_could_not_be_begun(
    serve: Serve,
) -> None:
    client = await serve(through(Away))
    visitor = await Visitor.begin(client)
    await visitor.go_to("age")
    start = await visitor.go("/worry")
    away(client).closed = {"begin"}
    page = await visitor.post("/worry", start.hidden_fields("/worry"))
    away(client).closed = set()
    after = await visitor.go("/worry/9999")

    assert (page.status, after.path, visitor.asked_step()) == (503, "/worry/2", "age")


async def test_after_sending_the_phones_are_those_of_now_and_the_deadlines_those_of_then(
    visitor: Visitor, clock: Clock
) -> None:
    await visitor.go_to("danger")
    await visitor.answer("danger", "yes")
    await visitor.go_to(None)
    by_day = await visitor.submit()
    clock.turn(EVENING)
    by_night = await visitor.go("/worry/receipt")
    danger = await visitor.go("/worry/danger")

    assert "Familieteam Nord, 00 00 10 01" in by_day.words
    assert "Døgnvagten, 00 00 10 08" in by_night.words
    assert "+4500001001" not in calls(by_night) | calls(danger)
    assert by_day.html.partition("Vurderes senest")[2][:99] in by_night.html


async def test_the_view_after_sending_has_the_phones_of_now(caller: Caller, clock: Clock) -> None:
    await caller.go_to("danger")
    await caller.answer("danger", "yes")
    await caller.go_to(None)
    await caller.submit()
    by_day = await (await caller.get()).json()
    clock.turn(EVENING)
    by_night = await (await caller.get()).json()

    def first(view: dict[str, list[dict[str, object]]]) -> str:
        return str(view["plan"][0]["text"])

    assert ("00 00 10 01" in first(by_day), "00 00 10 08" in first(by_night)) == (True, True)
    assert [one["due"] for one in by_night["plan"]] == [one["due"] for one in by_day["plan"]]


def strict(services: Services) -> Services:
    limits = RateLimits(begin=Rate(1), turn=Rate(1), submit=Rate(1))
    return replace(services, settings=replace(services.settings, limits=limits))


async def test_every_error_page_says_whom_to_call_and_leads_to_help(serve: Serve) -> None:
    client = await serve(lambda services: through(Away)(strict(services)))
    visitor = await Visitor.begin(client)
    fast = await visitor.post("/worry", {"lang": "da", "over": "0"})
    pages = [await Visitor(client, fast).post("/worry", {"lang": "da"})]
    pages.append(await Visitor(client, fast).go("/worry/0"))
    away(client).closed = ALL
    pages.append(await visitor.go("/worry/0"))

    assert [page.status for page in pages] == [429, 401, 503]
    assert [page.status for page in pages if not {"112", "+4500001002"} <= calls(page)] == []
    assert [page.status for page in pages if "/worry/danger" not in page.html] == []


async def test_who_answers_after_sending_is_led_to_the_receipt(visitor: Visitor) -> None:
    fields = visitor.page.hidden_fields("/worry/0")
    await visitor.go_to(None)
    await visitor.submit()
    page = await visitor.post("/worry/0", {**fields, "f-role": "school"})

    assert (page.status, 'href="/worry/receipt"' in page.html) == (410, True)
    assert {"112", "+4500001002"} <= calls(page)
    assert "/worry/danger" in page.html


@pytest.mark.parametrize("status", [403, 400])
async def test_no_error_page_promises_what_it_does_not_know(visitor: Visitor, status: int) -> None:
    asked = {403: ({}, {"Sec-Fetch-Site": "cross-site"}), 400: ({"rev": "x"}, {})}[status]
    page = await visitor.post("/worry/submit", asked[0], **asked[1])

    assert page.status == status
    assert "Dine tidligere svar er gemt" not in page.words
    assert "hos os" not in page.words
    assert "Derfor er der ikke gjort noget." in page.words
