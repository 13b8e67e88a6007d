"""A turn happens once, durably, at the revision that was seen, or not at all."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.web.config import Rate, RateLimits
from assistant.web.services import Services
from tests.web.conftest import Clock, Serve
from tests.web.visiting import ANSWERS, CURRENT, Caller, Client


async def test_the_same_key_and_body_get_the_same_bytes_whatever_came_after(
    caller: Caller, clock: Clock
) -> None:
    body = {"rev": 0, "step": "role", "answer": "school"}
    first = await (await caller.post("/turns", body, "the-very-key")).read()
    caller.view["rev"] = 1
    clock.turn(timedelta(hours=9))
    await caller.answer("danger", "yes")
    await caller.go_to(None)
    again = await (await caller.post("/turns", body, "the-very-key")).read()
    await caller.submit()
    after_sending = await (await caller.post("/turns", body, "the-very-key")).read()

    assert (again, after_sending) == (first, first)


async def test_a_refused_answer_is_repeated_byte_for_byte_too(caller: Caller) -> None:
    body = {"rev": 0, "step": "role", "answer": "plumber"}
    first = await caller.post("/turns", body, "the-very-key")
    await caller.answer("role", "school")
    again = await caller.post("/turns", body, "the-very-key")

    assert (first.status, again.status) == (200, 200)
    assert await again.read() == await first.read()


async def test_a_restarted_service_repeats_a_reply_byte_for_byte(
    serve: Serve, tmp_path: Path
) -> None:
    before = await Caller.begin(await serve(data=tmp_path / "kept"))
    body = {"rev": 0, "step": "role", "answer": "school"}
    first = await (await before.post("/turns", body, "the-very-key")).read()
    await before.client.close()
    after = replace(before, client=await serve(data=tmp_path / "kept"))
    again = await (await after.post("/turns", body, "the-very-key")).read()

    assert again == first


async def test_fifty_duplicates_at_once_have_one_effect_and_one_reply(caller: Caller) -> None:
    body = {"rev": 0, "step": "role", "answer": "school"}
    responses = await asyncio.gather(
        *(caller.post("/turns", body, "the-very-key") for _ in range(50))
    )
    replies = {(response.status, await response.read()) for response in responses}
    view = await (await caller.get()).json()

    assert [status for status, _ in replies] == [200]
    assert (view["rev"], len(view["transcript"])) == (1, 1)


async def test_of_two_different_answers_at_once_one_counts_and_the_other_is_told(
    caller: Caller,
) -> None:
    responses = await asyncio.gather(
        *(
            caller.post("/turns", {"rev": 0, "step": "role", "answer": role}, f"key-of-{role}")
            for role in ("school", "dental")
        )
    )

    assert sorted(response.status for response in responses) == [200, 409]


async def test_a_key_used_for_another_body_is_refused(caller: Caller) -> None:
    await caller.post("/turns", {"rev": 0, "step": "role", "answer": "school"}, "the-very-key")
    other = await caller.post(
        "/turns", {"rev": 0, "step": "role", "answer": "dental"}, "the-very-key"
    )

    assert (other.status, (await other.json())["code"]) == (422, "key_reused")


async def test_a_stale_revision_gets_the_view_of_now(caller: Caller) -> None:
    now = await caller.answer("role", "school")
    stale = await caller.post("/turns", {"rev": 0, "step": "role", "answer": "dental"})

    assert (stale.status, await stale.json()) == (409, now)


async def test_after_sending_every_turn_is_told_that_it_is_over(caller: Caller) -> None:
    await caller.go_to(None)
    await caller.submit()
    late = await caller.post("/turns", {"rev": caller.view["rev"], "back": True})

    assert (late.status, (await late.json())["code"]) == (410, "ended")


async def test_nothing_is_sent_at_a_revision_that_has_moved_on(caller: Caller) -> None:
    seen = await caller.go_to(None)
    now = await caller.turn(change="age", answer=9)
    stale = await caller.post("/submission", {"rev": seen["rev"]})

    assert (stale.status, (await stale.json())["rev"]) == (409, now["rev"])


async def test_fifty_submissions_at_once_send_one_record(caller: Caller) -> None:
    await caller.go_to(None)
    responses = await asyncio.gather(*(caller.submit() for _ in range(50)))
    receipts = {await response.read() for response in responses}
    inbox = await (await caller.client.get("/inbox", headers={"Accept": "text/html"})).text()

    assert {response.status for response in responses} == {201}
    assert (len(receipts), inbox.count("AP, 7 år")) == (1, 1)


async def test_a_changed_answer_keeps_the_others_and_asks_only_what_depends_on_it(
    caller: Caller,
) -> None:
    await caller.go_to(None)
    view = await caller.turn(change="signs", answer=["hungry"])

    assert (view["question"], view["review"]) == (None, None)  # without violence: no notification
    assert [entry["step"] for entry in view["transcript"] if entry["answer"]] == list(ANSWERS)


async def test_back_offers_the_latest_answer_again(caller: Caller) -> None:
    await caller.go_to("signs")
    view = await caller.turn(back=True)

    assert (view["question"]["step"], view["question"]["fields"][0]["value"]) == ("age", 7)


async def test_the_language_changes_in_the_middle_or_is_refused(caller: Caller) -> None:
    await caller.answer("role", "school")
    spoken = await caller.turn(lang="da")
    refused = await caller.post("/turns", {"rev": spoken["rev"], "lang": "tlh"})

    assert (spoken["lang"], spoken["rev"], refused.status) == ("da", 2, 400)


async def test_an_answered_question_can_be_had_again_for_a_change(caller: Caller) -> None:
    await caller.go_to("signs")
    found = await (await caller.get("/questions/age")).json()
    waiting = await caller.get("/questions/signs")

    assert (found["fields"][0]["label"], found["fields"][0]["value"]) == ("Barnets alder", 7)
    assert waiting.status == 404


async def test_why_names_the_conditions_and_the_answers(caller: Caller) -> None:
    await caller.go_to("since")
    found = await caller.get("/why/duty")
    nothing = await caller.get("/why/call_now")

    assert await found.json() == {
        "id": "duty",
        "kind": "step",
        "conditions": [
            {"id": "violence", "because": [{"p": [{"t": "Du har markeret tegn på vold."}]}]}
        ],
        "decisions": [],
        "answers": [
            {
                "fact": "signs",
                "label": "Tegn",
                "answer": [{"li": [{"t": "Blå mærker"}]}, {"li": [{"t": "Kommer sulten"}]}],
            }
        ],
        "text": [
            {"li": [{"t": "Du har markeret tegn på vold."}]},
            {"p": [{"t": "Det bygger på disse svar:"}]},
            {"li": [{"t": "Tegn: "}, {"t": "Blå mærker, Kommer sulten", "strong": True}]},
        ],
    }
    assert nothing.status == 404


async def test_an_expired_conversation_is_gone(caller: Caller, clock: Clock) -> None:
    clock.turn(timedelta(hours=73))
    current = await caller.get()
    turn = await caller.post("/turns", {"rev": 0, "step": "role", "answer": "school"})

    assert (current.status, turn.status) == (204, 401)


async def test_an_erased_conversation_is_gone(caller: Caller) -> None:
    erased = await caller.client.delete(CURRENT, headers=caller.headers)
    again = await caller.client.delete(CURRENT, headers=caller.headers)

    assert (erased.status, again.status, (await caller.get()).status) == (204, 401, 204)
    assert "Max-Age=0" in erased.headers["Set-Cookie"]


def strict(services: Services) -> Services:
    limits = RateLimits(begin=Rate(2), turn=Rate(2), submit=Rate(1))
    return replace(services, settings=replace(services.settings, limits=limits))


async def test_a_limit_says_when_to_come_back_and_never_eats_an_acknowledged_answer(
    serve: Serve,
) -> None:
    client = await serve(strict)
    caller = await Caller.begin(client)
    body = {"rev": 0, "step": "role", "answer": "school"}
    first = await caller.post("/turns", body, "the-very-key")
    await caller.post("/turns", {"rev": 1, "step": "danger", "answer": "no"})
    refused = await caller.post("/turns", {"rev": 2, "step": "age", "answer": 7})
    again = await caller.post("/turns", body, "the-very-key")

    assert (refused.status, 1 <= int(refused.headers["Retry-After"]) <= 60) == (429, True)
    assert (again.status, await again.read()) == (200, await first.read())


async def test_conversations_are_begun_only_so_often_from_one_address(serve: Serve) -> None:
    client = await serve(strict)
    statuses = [
        (await client.post("/v1/conversations", json={"flow": "worry"})).status for _ in range(3)
    ]

    assert statuses == [201, 201, 429]


@pytest.mark.parametrize("path", ["/turns", "/submission"])
async def test_an_unsafe_request_by_cookie_must_come_from_our_own_pages(
    client: Client, caller: Caller, path: str
) -> None:
    def ask_with(**headers: str) -> dict[str, str]:
        cookie = {"Cookie": f"conversation={caller.token}", "Idempotency-Key": "key-number-1"}
        return {**cookie, **{name.replace("_", "-"): value for name, value in headers.items()}}

    own = str(client.make_url("")).rstrip("/")
    senders = {
        "a page of ours": ask_with(Sec_Fetch_Site="same-origin"),
        "an older browser on a page of ours": ask_with(Origin=own),
        "another site": ask_with(Sec_Fetch_Site="cross-site"),
        "a neighbour": ask_with(Sec_Fetch_Site="same-site", Origin=own),
        "an older browser elsewhere": ask_with(Origin="https://evil.example"),
        "somebody who does not say": ask_with(),
    }
    allowed = {
        who: (await client.post(CURRENT + path, json={"rev": 5}, headers=headers)).status != 403
        for who, headers in senders.items()
    }

    assert [who for who, may in allowed.items() if may] == [
        "a page of ours",
        "an older browser on a page of ours",
    ]
