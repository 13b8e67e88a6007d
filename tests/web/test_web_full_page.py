"""The conversation goes along to a page of its own, by a code that works once, for a minute."""

from __future__ import annotations

import pytest

from assistant.web.embed.full_page import CODE_LIFETIME_S, OneTimeCodes
from tests.web.visiting import CURRENT, Caller, Client, Page, Visitor


async def code_of(caller: Caller) -> str:
    response = await caller.client.post(f"{CURRENT}/full-page", json={}, headers=caller.headers)
    assert response.status == 201
    made = await response.json()
    assert made["seconds"] == CODE_LIFETIME_S
    return str(made["code"])


async def resume(client: Client, code: str, **more: str) -> tuple[Visitor, Page]:
    visitor = Visitor(client, Page("", 0, {}, ""))
    return visitor, await visitor.post("/worry/resume", {"code": code, **more})


async def test_a_new_tab_goes_on_where_the_frame_is(caller: Caller) -> None:
    await caller.go_to("age")
    visitor, page = await resume(caller.client, await code_of(caller))

    assert (page.path, page.status, visitor.asked_step()) == ("/worry/2", 200, "age")
    assert visitor.cookie == f"conversation={caller.token}"


async def test_a_code_works_once(caller: Caller) -> None:
    code = await code_of(caller)
    first, second = [(await resume(caller.client, code))[1] for _ in range(2)]

    assert (first.status, second.status) == (200, 410)
    assert "Intet er tabt." in second.words
    assert 'href="tel:112"' in second.html


async def test_a_newer_code_makes_the_older_one_void(caller: Caller) -> None:
    old, new = await code_of(caller), await code_of(caller)

    assert [(await resume(caller.client, code))[1].status for code in (old, new)] == [410, 200]


def test_a_code_is_void_after_a_minute_and_is_kept_by_its_hash_alone() -> None:
    seconds = [0.0]
    codes = OneTimeCodes(lambda many: bytes(range(many)), lambda: seconds[0])
    in_time = codes.issue("token-1")
    seconds[0] += CODE_LIFETIME_S - 1
    kept = repr(vars(codes))
    claimed = codes.redeem(in_time)
    late = codes.issue("token-2")
    seconds[0] += CODE_LIFETIME_S

    assert (claimed, codes.redeem(late)) == ("token-1", None)
    assert in_time not in kept
    assert len(in_time) == 43  # 256 bits


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}])
async def test_nobody_else_gets_a_code(caller: Caller, headers: dict[str, str]) -> None:
    cookie = {"Cookie": f"conversation={caller.token}"} if headers else {}
    response = await caller.client.post(
        f"{CURRENT}/full-page", json={}, headers={**headers, **cookie}
    )

    assert response.status == (403 if headers else 401)


async def test_another_site_cannot_put_its_conversation_into_a_browser(caller: Caller) -> None:
    code = await code_of(caller)
    visitor = Visitor(caller.client, Page("", 0, {}, ""))
    page = await visitor.post("/worry/resume", {"code": code}, **{"Sec-Fetch-Site": "cross-site"})
    after = (await resume(caller.client, code))[1]

    assert (page.status, visitor.cookie) == (403, "")
    assert after.status == 200  # and the code is not spent by it


@pytest.mark.parametrize("code", ["", "x", "å" * 43])
async def test_what_is_no_code_opens_nothing(client: Client, code: str) -> None:
    visitor, page = await resume(client, code)

    assert (page.status, visitor.cookie) == (410, "")


async def test_a_conversation_that_is_open_in_the_browser_is_not_lost(client: Client) -> None:
    visitor, caller = await Visitor.begin(client), await Caller.begin(client)
    cookie = visitor.cookie
    await caller.go_to("age")
    asked = await visitor.post("/worry/resume", {"code": await code_of(caller)})
    kept = await visitor.go("/worry/9999")
    moved = await visitor.post("/worry/resume", Page.hidden_fields(asked, "/worry/resume"))

    assert "Du har en anden samtale i gang" in asked.words
    assert (kept.path, visitor.cookie != cookie, moved.path) == ("/worry/0", True, "/worry/2")
    gone = await client.get("/v1/conversations/current", headers={"Cookie": cookie})
    assert gone.status == 204


async def test_the_same_conversation_is_not_asked_about(caller: Caller) -> None:
    visitor, _ = await resume(caller.client, await code_of(caller))
    page = await visitor.post("/worry/resume", {"code": await code_of(caller)})

    assert page.path == "/worry/0"


async def test_an_erased_conversation_is_not_opened(caller: Caller) -> None:
    code = await code_of(caller)
    await caller.client.delete(CURRENT, headers=caller.headers)
    visitor, page = await resume(caller.client, code)

    assert (page.status, visitor.cookie) == (401, "")


async def test_after_sending_the_receipt_is_shown(caller: Caller) -> None:
    await caller.go_to(None)
    await caller.submit()
    _, page = await resume(caller.client, await code_of(caller))

    assert (page.path, page.status) == ("/worry/receipt", 200)
