"""What was sent stays what was sent, and pages tell the truth about it; what is not sent is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import cast

import pytest

from assistant.text.formats import ZONE
from assistant.web.guide.service import GUIDE
from assistant.web.services import SERVICES
from tests.web.conftest import Clock, Serve
from tests.web.doors import Noting, through
from tests.web.test_web_flows import change_flows
from tests.web.visiting import Caller, Client, Visitor

BODY = {"rev": 0, "step": "role", "answer": "school"}


def rename_team(to: Path) -> Path:
    """Return a directory in which the family team has another name and number."""
    words = files("assistant.directory").joinpath("demo.yaml").read_text("utf-8")
    new = words.replace("Familieteam Nord", "Team Nordlys").replace("00 00 10 01", "00 00 10 77")
    to.write_text(new, "utf-8")
    return to


async def copies(visitor: Visitor) -> list[bytes]:
    """Every form of the record, and the script for the phone."""
    found = []
    for form in ("json", "pdf", "txt", "ics"):
        headers = {"Cookie": visitor.cookie}
        found.append(
            await (await visitor.client.get(f"/worry/record.{form}", headers=headers)).read()
        )
    page = await visitor.go("/worry/receipt")
    return [*found, page.html.partition('<div class="pre">')[2].partition("</div>")[0].encode()]


async def test_a_copy_is_of_the_bytes_that_were_sent_whatever_is_renamed_later(
    serve: Serve, tmp_path: Path
) -> None:
    visitor = await Visitor.begin(await serve())
    await visitor.go_to(None)
    await visitor.submit()
    before = await copies(visitor)
    await visitor.client.close()
    flows = change_flows(tmp_path / "new", '"Blå mærker"', '"Blå pletter"')
    client = await serve(flows=flows, directory=rename_team(tmp_path / "kommune.yaml"))
    after = await copies(replace(visitor, client=client))

    assert after == before
    assert "Familieteam Nord" in before[2].decode()


async def test_the_family_team_and_the_professional_have_the_same_bytes(client: Client) -> None:
    caller = await Caller.begin(client)
    await caller.go_to(None)
    reference = (await (await caller.submit()).json())["reference"]
    ours = await (await caller.get("/record.json")).read()
    listed = await client.app[SERVICES].records.list_newest(client.app[SERVICES].clock(), "anna")
    sent = next(one for one in listed if one.reference == reference)
    theirs = await client.app[SERVICES].records.open(sent.id, sent.received_at, "anna")

    assert theirs is not None
    assert ours == theirs.record


@pytest.mark.parametrize(("send", "said"), [(True, True), (False, False)])
async def test_the_erased_page_says_whether_something_was_sent(
    visitor: Visitor, *, send: bool, said: bool
) -> None:
    await visitor.go_to(None)
    if send:
        await visitor.submit()
    page = await visitor.post("/worry/erase?lang=da", {})

    assert ("Den underretning, du sendte, bliver hos familieteamet." in page.words) is said
    assert ("Der ligger ingen svar tilbage" in page.words) is not said


async def test_an_answer_that_is_not_sent_is_shown_on_questions_and_before_sending(
    serve: Serve, tmp_path: Path
) -> None:
    skips = '  - ask: age\n    go: [{if: "age > 14", to: who}, {to: signs}]'
    flows = change_flows(tmp_path / "new", "  - ask: age\n    go: signs", skips)
    visitor = await Visitor.begin(await serve(flows=flows))
    await visitor.answer("role", "school")
    await visitor.answer("danger", "yes")
    whole = await visitor.go_to("words")
    await visitor.go("/worry/2")
    question = await visitor.answer("age", 16)
    review = await visitor.go_to(None)
    heading = "Det her sendes ikke med, fordi du har ændret et svar"
    shown = [page.words.partition(heading)[2] for page in (question, review)]

    assert (heading in whole.words, question.path, review.path) == (False, "/worry/4", "/worry/6")
    assert [("Tegn Blå mærker Kommer sulten" in words) for words in shown] == [True, True]


def noting(client: Client) -> Noting:
    return cast("Noting", client.app[SERVICES].conversations)


async def test_what_is_replied_again_is_on_record_first(serve: Serve) -> None:
    client = await serve(through(Noting))
    caller = await Caller.begin(client)
    await caller.post("/turns", BODY, "the-very-key")
    read = [list(noting(client).read)]
    await caller.post("/turns", BODY, "the-very-key")
    await caller.post("/turns", BODY, "another-key")
    await caller.post("/submission", {"rev": 7})
    read.append(list(noting(client).read))
    caller.view["rev"] = 1
    caller.view = await (await caller.get()).json()
    await caller.go_to(None)
    noting(client).read.clear()
    await caller.submit()
    read.append(list(noting(client).read))
    await caller.submit()
    read.append(list(noting(client).read))

    assert read == [[], ["view", "view", "view"], [], ["receipt"]]


async def test_a_start_page_that_showed_no_conversation_erases_none(client: Client) -> None:
    visitor = await Visitor.begin(client)
    cookie = visitor.cookie
    await visitor.go_to("age")
    page = await visitor.post("/worry", {"lang": "da"})

    assert (page.path, visitor.cookie) == ("/worry/2", cookie)


async def test_answers_leave_the_memory_with_the_conversation(client: Client, clock: Clock) -> None:
    erased, expired = [await Caller.begin(client) for _ in range(2)]
    for caller in (erased, expired):
        await caller.go_to("age")
    await client.delete("/v1/conversations/current", headers=erased.headers)
    clock.turn(timedelta(hours=73))
    open_one = await Caller.begin(client)
    await open_one.go_to("age")
    await client.app[GUIDE].expire()

    folds = vars(client.app[GUIDE])["_snapshots"]
    assert len(vars(folds)["_newest"]) == 1


async def test_the_inbox_counts_to_an_earlier_day_than_the_professional_was_promised(
    client: Client, clock: Clock
) -> None:
    clock.now = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)  # half past midnight in Denmark
    caller = await Caller.begin(client)
    await caller.go_to(None)
    receipt = await (await caller.submit()).json()
    listed = await client.app[SERVICES].records.list_newest(clock.now, "anna")
    ours = next(one for one in listed if one.reference == receipt["reference"])
    record = await (await caller.get("/record.json")).json()

    assert ours.receipt_by.astimezone(ZONE).date() == date(2026, 11, 27)
    promised = {receipt["receipt_by"], record["follow_up"]["receipt_by"]}
    assert {datetime.fromisoformat(day).astimezone(ZONE).date() for day in promised} == {
        date(2026, 11, 30)
    }
