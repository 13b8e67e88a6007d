"""Bodies that cannot be read: where and what is wrong, and whose fault it is."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientResponse, StreamReader, web
from aiohttp.base_protocol import BaseProtocol
from aiohttp.test_utils import make_mocked_request

from assistant.web.api.endpoints import BEGIN_BODY
from assistant.web.http.parsing import parse_json
from assistant.web.http.problems import CUT_OFF, ProblemError
from tests.web.visiting import CURRENT, Caller, Client, Json

ROLE = b'{"rev": 0, "step": "role", "answer": "school"}'


async def post_body(caller: Caller, body: bytes, **more: str) -> ClientResponse:
    own = {"Idempotency-Key": "key-number-1", "Content-Type": "application/json"}
    headers = {**caller.headers, **own, **more}
    return await caller.client.post(f"{CURRENT}/turns", data=body, headers=headers)


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        (
            b'{"rev": "0", "step": "role"}',
            [
                {"in": "rev", "code": "int_type", "text": "Input should be a valid integer"},
                {"in": "answer", "code": "missing", "text": "Field required"},
            ],
        ),
        (
            b'{"rev": 0, "back": true, "more": 1}',
            [{"in": "more", "code": "extra_forbidden", "text": "Extra inputs are not permitted"}],
        ),
        (b"[]", [{"in": "", "code": "model_type", "text": "Input should be an object"}]),
    ],
)
async def test_a_refusal_says_where_and_what(caller: Caller, body: bytes, errors: Json) -> None:
    response = await post_body(caller, body)

    assert (await response.json())["errors"] == errors


async def test_what_begins_a_conversation_is_refused_by_its_own_fields(client: Client) -> None:
    response = await client.post("/v1/conversations", json={"flow": 1})

    assert (await response.json())["errors"] == [
        {"in": "flow", "code": "string_type", "text": "Input should be a valid string"}
    ]


async def test_too_large_a_body_is_told_how_large_it_may_be(caller: Caller) -> None:
    problem = await (await post_body(caller, b" " * (64 * 1024 + 1))).json()

    assert (problem["status"], problem["title"]) == (413, "the body must be at most 64 KiB")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "made_up"])
async def test_a_compressed_body_is_refused_in_our_words(caller: Caller, encoding: str) -> None:
    refused = await post_body(caller, ROLE, **{"Content-Encoding": encoding})
    problem = await refused.json()
    taken = await post_body(caller, ROLE)

    assert (refused.content_type, problem["status"], problem["code"]) == (
        "application/problem+json",
        415,
        "encoded",
    )
    assert (taken.status, (await taken.json())["rev"]) == (200, 1)


async def test_a_compressed_form_is_refused_too(client: Client) -> None:
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/x-www-form-urlencoded"}
    response = await client.post("/worry", data=b"lang=da", headers=headers)

    assert (response.status, (await response.json())["code"]) == (415, "encoded")


@pytest.mark.parametrize(
    "fault", [ConnectionResetError("Kanariefugl"), web.RequestPayloadError("Kanariefugl")]
)
async def test_a_body_that_breaks_off_is_no_fault_of_ours(fault: Exception) -> None:
    body = StreamReader(BaseProtocol(asyncio.get_running_loop()), 2**16)
    body.feed_data(b'{"flow": ')
    body.set_exception(fault)
    headers = {"Content-Type": "application/json"}
    request = make_mocked_request("POST", "/v1/conversations", headers, payload=body)

    with pytest.raises(ProblemError) as refused:
        await parse_json(request, BEGIN_BODY)

    assert refused.value.problem == CUT_OFF
