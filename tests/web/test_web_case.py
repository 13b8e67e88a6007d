"""A whole case, by the API and on the pages."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

from assistant.record.export import EXPORT_FORMATS
from tests.web.conftest import Serve
from tests.web.visiting import ANSWERS, Caller, Client, Visitor

STEPS = list(ANSWERS)


async def test_a_case_goes_from_the_first_question_to_the_receipt_over_the_api(
    caller: Caller,
) -> None:
    asked = []
    while question := caller.view["question"]:
        asked.append(question["step"])
        await caller.answer(question["step"], ANSWERS[question["step"]])
    review = caller.view["review"]
    response = await caller.submit()

    assert (asked, review["receiver"]["name"], response.status, await response.json()) == (
        STEPS,
        "Familieteam Nord",
        201,
        {
            "reference": (await (await caller.get("/receipt")).json())["reference"],
            "submitted_at": "2026-03-02T09:30:00+00:00",
            "receiver": {"name": "Familieteam Nord", "phone": "00 00 10 01"},
            "assess_by": "2026-03-03T09:30:00+00:00",
            "receipt_by": "2026-03-10T22:59:00+00:00",
        },
    )


async def test_a_case_goes_from_the_first_question_to_the_receipt_on_the_pages(
    visitor: Visitor,
) -> None:
    paths = []
    while step := visitor.asked_step():
        paths.append(visitor.page.path)
        await visitor.answer(step, ANSWERS[step])
    review = visitor.page
    receipt = await visitor.submit()

    assert paths == [f"/worry/{n}" for n in range(len(STEPS))]
    assert review.path == f"/worry/{len(STEPS)}"
    assert "Familieteam Nord" in review.words
    assert (receipt.path, receipt.status, receipt.title) == (
        "/worry/receipt",
        200,
        "Underretningen er sendt – Bekymret for et barn",
    )


async def test_api_and_pages_hand_over_the_same_record(caller: Caller, visitor: Visitor) -> None:
    await caller.go_to(None)
    await caller.submit()
    await visitor.go_to(None)
    await visitor.submit()
    by_api = await (await caller.get("/record.json")).json()
    by_page = json.loads((await visitor.go("/worry/record.json")).html)

    assert by_page == {**by_api, "reference": by_page["reference"]}
    assert by_api["child"]["name"] == "Alma Prøve"


async def test_the_review_shows_every_word_that_the_text_has(visitor: Visitor) -> None:
    review = await visitor.go_to(None)
    shown = review.words
    text = (await visitor.go("/worry/record.txt")).html
    lines = [line.strip(" -:") for line in text.splitlines() if set(line) - {"=", " "}]
    missing = [line for line in lines if line not in shown and "kl. " not in line]

    assert [line for line in missing if not line.startswith("Lavet med guiden")] == []


async def test_each_form_of_the_record_is_a_download_that_names_nobody(caller: Caller) -> None:
    await caller.go_to(None)
    reference = (await (await caller.submit()).json())["reference"]
    names = []
    for ending in EXPORT_FORMATS:
        response = await caller.get(f"/record.{ending}")
        names.append(response.headers["Content-Disposition"])

    assert names == [
        f'attachment; filename="underretning-{reference}.{ending}"' for ending in EXPORT_FORMATS
    ]


async def test_every_format_is_offered_by_the_api_the_pages_and_the_inbox(
    client: Client, caller: Caller, visitor: Visitor
) -> None:
    """And nowhere is there a format that the description of the API does not name."""
    await visitor.go_to(None)
    await visitor.submit()
    receipt, inbox = await visitor.go("/worry/receipt"), await visitor.go("/inbox")
    opened = re.findall(r"/inbox/[0-9]+", inbox.html)[0]
    page = await visitor.go(opened)
    described = (await (await client.get("/openapi.json")).json())["paths"]
    files = [await client.get(f"{opened}/record.{ending}") for ending in EXPORT_FORMATS]
    await caller.go_to(None)
    drafts = [await caller.get(f"/record.{ending}") for ending in EXPORT_FORMATS]

    offered = [re.findall(r"/record[.](\w+)", text) for text in (receipt.html, page.html)]
    assert offered == [["pdf", "txt", "json", "ics"]] * 2
    assert [path.rpartition(".")[2] for path in described if "/record." in path] == offered[0]
    types = ["application/pdf", "text/plain", "application/json", "text/calendar"]
    assert [response.content_type for response in files] == types
    assert [response.content_type for response in drafts] == types
    assert (await drafts[-1].read()).startswith(b"BEGIN:VCALENDAR")


async def test_the_receipt_is_the_same_however_often_it_is_sent(caller: Caller) -> None:
    await caller.go_to(None)
    first, second = await caller.submit(), await caller.submit()

    assert (first.status, second.status) == (201, 201)
    assert await first.read() == await second.read()


async def test_a_conversation_that_hands_nothing_over_ends_without_a_review(
    caller: Caller,
) -> None:
    await caller.go_to("signs")
    await caller.answer("signs", "none")
    view = await caller.go_to(None)
    sent = await caller.submit()
    record = await caller.get("/record.json")

    assert (view["review"], [item["id"] for item in view["plan"]]) == (None, ["tell_leader"])
    assert (sent.status, record.status) == (409, 404)


async def test_the_family_team_sees_what_was_sent(client: Client, caller: Caller) -> None:
    await caller.go_to(None)
    reference = (await (await caller.submit()).json())["reference"]
    visitor = await Visitor.begin(client)
    inbox = await visitor.go("/inbox")
    link = inbox.html.partition(reference)[0].rpartition('href="')[2].partition("?")[0]
    record = await visitor.go(link)

    assert "AP, 7 år" in inbox.words
    assert "Alma" not in inbox.html.partition(reference)[0].rpartition("<tr")[2]
    assert "Et blåt mærke på armen" in record.words
    assert record.title == f"Underretning {reference} – Eksempelby Kommune"


async def test_the_inbox_lists_the_urgent_first_then_the_overdue_then_by_deadline(
    client: Client,
) -> None:
    visitor = await Visitor.begin(client)
    inbox = await visitor.go("/inbox")
    rows = [row.partition("</tr>")[0] for row in inbox.html.split("<tr class=")[1:]]
    order = [next(who for who in ("AE", "OPH", "SØ", "NT") if who in row) for row in rows]

    assert order == ["AE", "OPH", "SØ", "NT"]


async def test_without_a_demonstration_there_is_no_inbox(serve: Serve) -> None:
    demo = files("assistant.directory").joinpath("demo.yaml")
    client = await serve(demo=False, directory=Path(str(demo)))
    response = await client.get("/inbox")

    assert response.status == 404
