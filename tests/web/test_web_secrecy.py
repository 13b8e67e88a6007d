"""Nothing that a professional typed or ticked leaves by the side: logs, addresses, titles, headers, figures."""

from __future__ import annotations

import pytest

from tests.web.visiting import ANSWERS, Caller, Client, Visitor

CANARY = "Kanariefugl"
CANARIES = {
    **ANSWERS,
    "words": f"{CANARY} i halsen",
    "who": {"child_name": f"{CANARY} Hansen", "child_cpr": None, "child_place": f"{CANARY}skolen"},
    "seen": [{"seen_what": f"{CANARY} sang", "seen_when": None}],
    "reach": {"mail": f"{CANARY}@skole.example", "phone": None, "home": f"{CANARY}vej 1"},
}
TICKED = ("bruises", "Blå mærker", "hungry", "Kommer sulten")


async def test_no_word_that_was_typed_reaches_a_log_an_address_a_title_a_header_or_a_figure(
    client: Client, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caller, visitor = await Caller.begin(client), await Visitor.begin(client)
    outside: list[str] = []
    while step := visitor.asked_step():
        if step in ("role", "age"):
            await visitor.answer(step, f"{CANARY} ugyldig")
        page = await visitor.answer(step, CANARIES[step])
        outside += [page.path, page.title, str(page.headers)]
    page = await visitor.submit()
    outside += [page.path, page.title, str(page.headers)]
    for path in ("record.pdf", "record.txt", "record.json", "record.ics"):
        response = await client.get(f"/worry/{path}", headers={"Cookie": visitor.cookie})
        outside.append(str(response.headers))
    await caller.turn(step="role", answer=CANARY)
    await client.get(f"/v1/conversations/current/why/{CANARY}", headers=caller.headers)
    await client.get(f"/{CANARY}?q={CANARY}")
    outside += [
        await (await client.get("/metrics")).text(),
        "".join(capsys.readouterr()),
        caplog.text,
    ]

    assert [where for where in outside if CANARY in where] == []
    assert [where for where in outside for tick in TICKED if tick in where] == []
    assert visitor.cookie.partition("=")[2] not in "".join(outside[:-3]) + "".join(outside[-2:])


async def test_the_list_of_the_inbox_names_nobody(visitor: Visitor) -> None:
    while step := visitor.asked_step():
        await visitor.answer(step, CANARIES[step])
    await visitor.submit()
    inbox = await visitor.go("/inbox")

    assert CANARY not in inbox.html
    assert "KH, 7 år" in inbox.words


async def test_only_templates_of_routes_are_counted(client: Client) -> None:
    await client.get("/worry/3?secret=1")
    await client.request("PROPFIND", "/coffee")
    figures = await (await client.get("/metrics")).text()

    assert 'assistant_requests_total{method="GET",route="/{flow}/{n}",status="401"} 1.0' in figures
    assert 'assistant_requests_total{method="other",route="none",status="404"} 1.0' in figures
