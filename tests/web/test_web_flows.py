"""Open conversations finish on the logic they began with; new wording counts at once."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.errors import DirectoryError, FlowError
from assistant.web.compose import open_services
from assistant.web.config import Settings
from assistant.web.services import SERVICES
from tests.web.conftest import FLOWS, Clock, Serve
from tests.web.visiting import Caller, Visitor


def change_flows(folder: Path, old: str, new: str) -> Path:
    """Return a copy of the flows in which the flow says `new` for `old`."""
    copy = Path(shutil.copytree(FLOWS, folder))
    flow = copy / "worry" / "flow.yaml"
    words = flow.read_text("utf-8")
    assert old in words
    flow.write_text(words.replace(old, new), "utf-8")
    return copy


async def restart(serve: Serve, caller: Caller, flows: Path) -> Caller:
    await caller.client.close()
    after = replace(caller, client=await serve(flows=flows))
    after.view = await (await after.get()).json()
    return after


async def test_a_conversation_finishes_on_the_logic_it_began_with(
    serve: Serve, tmp_path: Path
) -> None:
    caller = await Caller.begin(await serve())
    await caller.go_to("age")
    flows = change_flows(tmp_path / "new", "int: [0, 17]", "int: [0, 5]")
    after = await restart(serve, caller, flows)
    old = await after.answer("age", 9)
    new = await Caller.begin(after.client)
    await new.go_to("age")
    refused = await new.answer("age", 9)

    assert (old["question"]["step"], old["errors"]) == ("signs", [])
    assert [error["code"] for error in refused["errors"]] == ["too_high"]


async def test_new_wording_counts_at_once(serve: Serve, tmp_path: Path) -> None:
    caller = await Caller.begin(await serve())
    await caller.go_to("age")
    flows = change_flows(tmp_path / "new", '"Barnets alder"', '"Hvor gammelt er barnet?"')
    after = await restart(serve, caller, flows)

    assert after.view["question"]["text"] == [{"p": [{"t": "Hvor gammelt er barnet?"}]}]


async def test_a_flow_with_an_error_is_not_served(tmp_path: Path) -> None:
    flows = change_flows(tmp_path / "new", "go: danger\n", "go: dangr\n")

    with pytest.raises(FlowError, match=r"flow\.yaml:\d+:\d+"):
        await open_services(Settings(data=tmp_path / "data", demo=True, flows=flows))


async def test_a_flow_with_a_guarantee_that_is_not_proved_is_not_served(tmp_path: Path) -> None:
    promise = "guarantees:\n  - {name: all_hear_of_danger, passes: call_now}\nsteps:\n"
    flows = change_flows(tmp_path / "new", "steps:\n", promise)

    with pytest.raises(FlowError, match=r"worry: not proved: all_hear_of_danger"):
        await open_services(Settings(data=tmp_path / "data", demo=True, flows=flows))


async def test_without_a_demonstration_a_municipality_must_be_named(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match="--demo"):
        await open_services(Settings(data=tmp_path / "data", flows=FLOWS))


async def test_a_stranger_finds_the_service_alive_and_ready(serve: Serve) -> None:
    client = await serve()
    alive = await (await client.get("/healthz")).json()
    ready = await (await client.get("/readyz")).json()
    flows = await (await client.get("/v1/flows")).json()

    assert (alive, ready) == ({"alive": True}, {"ready": True})
    assert flows == {
        "flows": [
            {
                "flow": "worry",
                "version": 1,
                "languages": ["da"],
                "titles": {"da": "Bekymret for et barn"},
            }
        ]
    }


async def test_the_demonstration_says_so_on_every_page(serve: Serve) -> None:
    visitor = await Visitor.begin(await serve())
    paths = ["/", "/worry", "/worry/0", "/inbox", "/privacy", "/accessibility", "/nothing"]
    pages = [await visitor.go(path) for path in paths]

    assert [page.path for page in pages if "Øvelsesdata" not in page.words] == []


async def test_what_has_expired_is_erased_without_anybody_asking(
    serve: Serve, clock: Clock
) -> None:
    caller = await Caller.begin(await serve())
    await caller.client.close()
    clock.turn(timedelta(hours=73))
    client = await serve()
    await asyncio.sleep(0.5)
    left = await client.app[SERVICES].conversations.expire(clock())

    assert left == 0
