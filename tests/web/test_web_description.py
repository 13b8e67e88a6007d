"""`/openapi.json` says what the API does; schemathesis looks for where it does not."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import cast

import pytest
from aiohttp import ClientSession, web
from jsonschema import Draft202012Validator, FormatChecker

from assistant.web.api.openapi import OPERATIONS
from assistant.web.config import Rate, RateLimits, Settings
from tests.web.conftest import FLOWS
from tests.web.served import serve
from tests.web.visiting import At, Caller, Client
from tools import api_types

ANY = Rate(1_000_000)
CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "404", "409", "410", "422", "429"]
"""  # a well-formed turn may come too late, or with a key that was used


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the app without limits."""
    data = tmp_path_factory.mktemp("data")
    with serve(
        Settings(data=data, demo=True, flows=FLOWS, limits=RateLimits(ANY, ANY, ANY))
    ) as where:
        yield where


async def headers_of(address: str, state: str) -> list[str]:
    """The arguments that let schemathesis speak as somebody in that state of a conversation."""
    if state == "a stranger":
        return []
    async with ClientSession() as session:
        caller = await Caller.begin(cast("Client", At(session, address)))
        if state == "a notifier":
            await caller.go_to(None)
            await caller.submit()
    return ["--header", f"Authorization: Bearer {caller.token}", "--exclude-method", "DELETE"]


@pytest.mark.disk
@pytest.mark.parametrize("state", ["a stranger", "a professional", "a notifier"])
def test_the_api_does_what_it_says_whatever_is_sent(
    address: str, state: str, tmp_path: Path
) -> None:
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG)
    tool = str(Path(sys.executable).with_name("schemathesis"))
    bounds = ["--phases", "coverage,fuzzing", "--max-examples", "10", "--seed", "1"]
    who = asyncio.run(headers_of(address, state))
    run = subprocess.run(
        [tool, "--config-file", str(config), "run", f"{address}/openapi.json", *bounds, *who],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout


async def test_every_operation_is_described_and_every_description_is_routed(
    client: Client,
) -> None:
    described = await (await client.get("/openapi.json")).json()
    named = {(method, path) for path, methods in described["paths"].items() for method in methods}
    app = client.app
    assert isinstance(app, web.Application)
    routed = {
        (route.method.lower(), route.resource.canonical)
        for route in app.router.routes()
        if route.resource and route.resource.canonical.startswith("/v1/") and route.method != "HEAD"
    }

    assert routed <= named == {(operation.method, operation.path) for operation in OPERATIONS}


FORMATS = FormatChecker(())


@FORMATS.checks("date-time", raises=ValueError)
def is_instant(text: object) -> bool:
    return datetime.fromisoformat(str(text)).tzinfo is not None


def expect(described: Mapping[str, object], name: str) -> Draft202012Validator:
    """Return a validator of the reply that `/openapi.json` describes by that name."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    return Draft202012Validator(schema, format_checker=FORMATS)


async def test_every_view_on_the_way_is_as_described(caller: Caller, client: Client) -> None:
    described = await (await client.get("/openapi.json")).json()
    view, delivered = expect(described, "View"), expect(described, "Delivered")
    for step in ("danger", "signs", "since", "who", None):
        await caller.go_to(step)
        view.validate(caller.view)
    await caller.submit()
    response = await caller.get("/receipt")
    shown, receipt = await (await caller.get()).json(), await response.json()
    view.validate(shown)
    delivered.validate(receipt)

    assert response.status == HTTPStatus.OK
    assert shown["receipt"]["reference"] == receipt["reference"]


async def test_a_view_that_is_not_as_described_is_noticed(caller: Caller, client: Client) -> None:
    view = expect(await (await client.get("/openapi.json")).json(), "View")
    await caller.go_to("signs")
    fewer = {name: part for name, part in caller.view.items() if name != "plan"}
    question = {**caller.view["question"], "extra": None}

    assert view.is_valid(caller.view)
    assert not view.is_valid(fewer)
    assert not view.is_valid({**caller.view, "expires_at": "2026-03-01T12:00:00"})
    assert not view.is_valid({**caller.view, "question": question})


def test_the_types_of_the_scripts_are_those_of_the_description() -> None:
    text = api_types.FILE.read_text(encoding="utf-8")

    assert text == api_types.write_types(text), "run `python -m tools.api_types`"


def test_a_type_that_is_not_as_described_is_written_anew() -> None:
    text = api_types.FILE.read_text(encoding="utf-8")

    assert api_types.write_types(text.replace("rev: number;", "rev: string;")) == text
