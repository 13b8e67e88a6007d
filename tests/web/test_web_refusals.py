"""Bad input, and a store that can't keep anything: a clear reply each time, and nothing lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from aiohttp import ClientResponse

from assistant.errors import StoreError
from assistant.store.conversations import Conversations
from assistant.store.values import DiskFullError, LogEntry, StoredConversation
from assistant.web.services import SERVICES, Services
from tests.web.conftest import Clock, Serve
from tests.web.visiting import ANSWERS, CURRENT, Caller, Client, Json, Visitor

WRONG: list[Json] = [
    None, True, 0, -1, 1.5, 1e300, 2**70, "", " ", "x", "unknown", "none", "\x00", "a" * 9000, [], [[]],
    [None], ["x"], ["bruises", "none"], ["bruises", 3], {}, {"x": 1}, [{}], [{"seen_what": []}],
    {"child_name": ["x"]}, {"mail": "x", "phone": {}}, "2026-02-30", "2031-01-01", "1900-01-01",
]  # fmt: skip


async def describe_problem(response: ClientResponse) -> tuple[int, str, str]:
    """What a problem says: its status, content type and code."""
    return response.status, response.content_type, (await response.json())["code"]


async def raw(
    caller: Caller, body: bytes, content_type: str = "application/json"
) -> ClientResponse:
    headers = {**caller.headers, "Idempotency-Key": "key-number-1", "Content-Type": content_type}
    return await caller.client.post(f"{CURRENT}/turns", data=body, headers=headers)


@pytest.mark.parametrize("step", list(ANSWERS))
async def test_a_wrong_answer_is_told_and_changes_nothing(caller: Caller, step: str) -> None:
    before = await caller.go_to(step)
    took = []
    for wrong in WRONG:
        view = await caller.turn(step=step, answer=wrong)
        if not view["errors"]:
            took.append(wrong)
            await caller.turn(back=True)
        else:
            assert (view["rev"], view["question"]["step"]) == (before["rev"], step)
            assert all(error["text"] for error in view["errors"])
        before = caller.view

    assert took == ACCEPTED[step]


ACCEPTED: dict[str, list[Json]] = {
    "role": [],
    "danger": ["unknown"],
    "age": [0, "unknown"],
    "signs": ["none"],
    "since": [None, "", " ", "unknown", "\x00", {}],
    "seen": [None, [], {}],
    "who": [{}],
    "words": ["x", "unknown", "none", "2026-02-30", "2031-01-01", "1900-01-01"],
    "reach": [{}],
}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b'{"rev": 0, "step": "role", "answer": "\\ud800"}', "not_json"),
        (b"[" * 40000, "not_json"),
        (b"[" * 17 + b"]" * 17, "too_deep"),
        (b'{"rev":0,"step":"role","answer":' + b"[" * 17 + b"]" * 17 + b"}", "too_deep"),
        (b"[]", "bad_body"),
        (b"null", "bad_body"),
        (b"{}", "bad_body"),
        (b'{"rev": "0", "step": "role", "answer": 1}', "bad_body"),
        (b'{"rev": -1, "step": "role", "answer": 1}', "bad_body"),
        (b'{"rev": 0, "step": 3, "answer": 1}', "bad_body"),
        (b'{"rev": 0, "step": "role"}', "bad_body"),
        (b'{"rev": 0, "step": "role", "answer": 1, "more": 1}', "bad_body"),
        (b'{"rev": 0, "back": false}', "bad_body"),
        (b'{"rev": 0, "back": 1}', "bad_body"),
        (b'{"rev": 0, "lang": "en\\n"}', "bad_body"),
    ],
)
async def test_a_body_that_is_no_turn_is_refused(caller: Caller, body: bytes, code: str) -> None:
    response = await raw(caller, body)

    assert await describe_problem(response) == (400, "application/problem+json", code)


async def test_a_refusal_never_repeats_what_was_typed(caller: Caller) -> None:
    response = await raw(caller, b'{"rev": "Kanariefugl", "step": "role", "answer": "Kanariefugl"}')

    assert "Kanariefugl" not in await response.text()


async def test_depth_sixteen_and_sixty_four_kilobytes_are_still_read(caller: Caller) -> None:
    nested = json.loads("[" * 15 + "]" * 15)
    deep = await caller.turn(step="role", answer=nested)
    empty = json.dumps({"rev": 0, "step": "role", "answer": ""}).encode()
    most = empty[:-2] + b"x" * (64 * 1024 - len(empty)) + b'"}'
    large = await raw(caller, most)
    larger = await raw(caller, most + b" ")

    assert deep["errors"][0]["code"] == "choice"
    assert (len(most), large.status) == (65536, 200)
    assert await describe_problem(larger) == (413, "application/problem+json", "too_large")


async def test_only_json_is_read(caller: Caller) -> None:
    body = b'{"rev": 0, "step": "role", "answer": "school"}'

    assert await describe_problem(await raw(caller, body, "text/plain")) == (
        415,
        "application/problem+json",
        "not_json",
    )


async def test_a_key_is_needed_for_a_turn(caller: Caller) -> None:
    response = await caller.client.post(
        f"{CURRENT}/turns", json={"rev": 0, "back": True}, headers=caller.headers
    )

    assert await describe_problem(response) == (400, "application/problem+json", "no_key")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/nothing", 404),
        ("PUT", "/v1/conversations", 405),
        ("DELETE", "/worry", 405),
        ("POST", CURRENT + "/why/duty", 405),
        ("GET", "/inbox/99999999999999", 404),
        ("GET", "/worry/12345", 404),
    ],
)
async def test_where_there_is_nothing_a_problem_says_so(
    client: Client, method: str, path: str, status: int
) -> None:
    response = await client.request(method, path)
    code = {404: "not_found", 405: "method_not_allowed"}[status]

    assert await describe_problem(response) == (status, "application/problem+json", code)


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer x", "Basic eDp5", "bearer " + "x" * 43, "Bearer " + "x" * 43]
)
async def test_a_token_that_is_none_opens_nothing(client: Client, header: str) -> None:
    response = await client.get(CURRENT + "/receipt", headers={"Authorization": header})

    assert await describe_problem(response) == (401, "application/problem+json", "no_conversation")


async def test_no_other_flow_and_no_other_language_can_be_begun(client: Client) -> None:
    statuses = [
        (await client.post("/v1/conversations", json=body)).status
        for body in ({"flow": "nothing"}, {"flow": "worry", "lang": "en"}, {"flow": ""}, {})
    ]

    assert statuses == [400, 400, 400, 400]


class Refusing:
    """Conversations on a store that keeps nothing while `error` stands."""

    def __init__(self, kept: Conversations, error: StoreError) -> None:
        self._kept = kept
        self.error: StoreError | None = error

    def __getattr__(self, name: str) -> object:
        return getattr(self._kept, name)

    async def append(self, stored: StoredConversation, entry: LogEntry) -> StoredConversation:
        if self.error is not None:
            raise self.error
        return await self._kept.append(stored, entry)


def refusing(error: StoreError) -> Callable[[Services], Services]:
    def change(services: Services) -> Services:
        door = Refusing(services.conversations, error)
        return replace(services, conversations=cast("Conversations", door))

    return change


@pytest.mark.parametrize(
    ("error", "status", "code", "wait"),
    [
        (DiskFullError("full"), 507, "disk_full", "30"),
        (StoreError("away"), 503, "not_stored", "5"),
    ],
)
async def test_what_could_not_be_kept_is_not_acknowledged(
    serve: Serve, error: StoreError, status: int, code: str, wait: str
) -> None:
    caller = await Caller.begin(await serve(refusing(error)))
    response = await caller.post("/turns", {"rev": 0, "step": "role", "answer": "school"})
    view = await (await caller.get()).json()

    assert await describe_problem(response) == (status, "application/problem+json", code)
    assert (response.headers["Retry-After"], view["rev"]) == (wait, 0)


async def test_a_full_disk_leaves_what_was_typed_in_the_page(serve: Serve) -> None:
    client = await serve(refusing(DiskFullError("full")))
    door = cast("Refusing", client.app[SERVICES].conversations)
    full, door.error = door.error, None
    visitor = await Visitor.begin(client)
    await visitor.go_to("words")
    words = "Hun siger <ingenting>.\n\nHun er ked af det."
    door.error = full
    page = await visitor.fill([("f-words", words)])
    door.error = None
    after = await visitor.fill([("f-words", page.value("f-words"))])

    assert (page.status, page.value("f-words")) == (507, words)
    assert "Det er ikke gemt endnu" in page.words
    assert "Familieteam Nord, 00 00 10 01" in page.words
    assert (page.hidden_fields("/worry/7")["rev"], after.path) == ("7", "/worry/8")


async def test_names_and_numbers_are_given_back_and_what_was_picked_is_not(
    visitor: Visitor, clock: Clock
) -> None:
    await visitor.go_to("reach")
    clock.turn(timedelta(hours=73))
    typed = [("f-mail", "a@skole.example"), ("f-phone", "00000031"), ("f-home", "Anna")]
    picked = [("f-role", "school"), ("f-home-unknown", "yes"), ("f-since-year", "2026")]
    page = await visitor.fill([*typed, *picked])

    given_back = re.findall(r'<div class="pre">([^<]*)</div>', page.html)
    assert (page.status, given_back) == (401, [words for _, words in typed])


async def test_a_fault_of_ours_is_told_without_a_word_of_it(
    serve: Serve, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_randomness(services: Services) -> Services:
        def random_bytes(many: int) -> bytes:
            if many == 32:
                raise RuntimeError("Kanariefugl")
            return bytes(many)

        return replace(services, random_bytes=random_bytes)

    client = await serve(break_randomness)
    response = await client.post("/v1/conversations", json={"flow": "worry"})
    logged = capsys.readouterr().out + caplog.text

    assert await describe_problem(response) == (500, "application/problem+json", "our_fault")
    assert "kind=RuntimeError" in logged
    assert "Kanariefugl" not in await response.text() + logged
