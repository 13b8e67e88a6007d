"""What an operator can get wrong, and what the service believes of those who ask."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
import structlog

from assistant.errors import DirectoryError, StoreError
from assistant.store.conversations import Conversations
from assistant.web import compose
from assistant.web.compose import open_services
from assistant.web.config import Rate, RateLimits, Settings
from assistant.web.http import parsing
from assistant.web.observability.logbook import Logbook
from assistant.web.services import Services
from tests.web.conftest import FLOWS, Serve
from tests.web.doors import through
from tests.web.visiting import Caller, Client, Visitor


async def refusal_of(config: Settings) -> str:
    """How a configuration is refused."""
    with pytest.raises((DirectoryError, StoreError)) as error:
        await open_services(config)
    return str(error.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            None,
            "cannot be read: No such file or directory. Set ASSISTANT_DIRECTORY to it.",
        ),
        (b"navn: K\xf8benhavn", "is not UTF-8 text. Save it as UTF-8."),
    ],
)
async def test_a_directory_that_cannot_be_read_is_told(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "kommune.yaml"
    if content is not None:
        file.write_bytes(content)
    config = Settings(data=tmp_path / "data", directory=file, flows=FLOWS)

    assert await refusal_of(config) == f"{file}: the municipality's file {said}"


async def test_a_directory_that_is_a_folder_is_told(tmp_path: Path) -> None:
    config = Settings(data=tmp_path / "data", directory=tmp_path, flows=FLOWS)

    assert "the municipality's file cannot be read: Is a directory" in await refusal_of(config)


async def test_a_directory_without_a_contact_that_a_flow_asks_for_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which one lacks is made up: today's directories all have those that flows may name."""
    monkeypatch.setattr(compose, "unfilled_placeholders", lambda *_: ("contact.night_line",))
    demo = Path(str(files("assistant.directory").joinpath("demo.yaml")))
    config = Settings(data=tmp_path / "data", directory=demo, flows=FLOWS)

    assert await refusal_of(config) == (
        f"{demo}: the flow worry needs contact.night_line, which the directory lacks."
        " Add it to the directory, or take it out of the flow."
    )
    assert not (tmp_path / "data").exists()


async def test_a_lost_key_file_is_told_and_never_replaced(tmp_path: Path) -> None:
    config = Settings(data=tmp_path / "data", demo=True, flows=FLOWS)
    await (await open_services(config)).close()
    (tmp_path / "data" / "keys").unlink()

    for _ in range(2):
        assert await refusal_of(config) == (
            f"The key file {tmp_path}/data/keys is missing, and nothing in the database can be read without it."
            " Restore it from your safe copy, or set ASSISTANT_KEY_FILE to where it is."
        )
    assert not (tmp_path / "data" / "keys").exists()


async def test_a_start_that_fails_lets_go_of_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = Settings(data=tmp_path / "data", demo=True, flows=FLOWS)

    async def full(_: Services) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(compose, "seed_demo_records", full)
        assert await refusal_of(config) == "the disk is full"

    await (await open_services(config)).close()


class Faulty:
    """Conversations that a fault of ours keeps from expiring."""

    def __init__(self, kept: Conversations) -> None:
        self._kept = kept

    def __getattr__(self, name: str) -> object:
        return getattr(self._kept, name)

    async def expire(self, *_: object) -> int:
        raise RuntimeError("Kanariefugl")


async def test_the_operator_is_told_when_nothing_is_erased_any_more(
    serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client = await serve(through(Faulty))
    await client.get("/healthz")
    await client.close()
    logged = capsys.readouterr().out

    assert "upkeep ended" in logged
    assert "kind=RuntimeError" in logged
    assert "Kanariefugl" not in logged
    await (await open_services(Settings(data=tmp_path / "data", demo=True, flows=FLOWS))).close()


def break_randomness(services: Services) -> Services:
    def random_bytes(many: int) -> bytes:
        if many == 32:
            raise RuntimeError
        return bytes(many)

    return replace(services, random_bytes=random_bytes)


async def test_a_log_that_cannot_be_written_costs_its_lines_and_nothing_else(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    client = await serve(break_randomness)
    monkeypatch.setattr(structlog.PrintLogger, "msg", full)
    for name in ("error", "info", "warning"):
        monkeypatch.setattr(structlog.PrintLogger, name, full)
    response = await client.post("/v1/conversations", json={"flow": "worry"})
    figures = await (await client.get("/metrics")).text()

    assert (response.status, (await response.json())["code"]) == (500, "our_fault")
    assert "assistant_log_lines_lost_total 2.0" in figures


def test_a_line_that_could_not_be_written_is_counted_in_the_next() -> None:
    full, written = [True, False], list[bytes]()

    def write(line: bytes) -> None:
        if full.pop(0):
            raise OSError(28, "No space left on device")
        written.append(line)

    book = Logbook(write)
    for event in ("one", "two"):
        book.msg(b'{"event":"%s"}' % event.encode())
    book.close()

    assert written == [b'{"event":"lines lost","lines":1}\n{"event":"two"}\n']


async def test_a_body_that_does_not_come_is_not_waited_for(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsing, "PATIENCE_S", 0.05)
    head = "POST /v1/conversations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{"
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(head.encode())
    reply = (await reader.readuntil(b"\r\n\r\n")).decode()
    writer.close()

    assert reply.startswith("HTTP/1.1 408 ")
    assert "Connection: close" in reply


async def test_no_reply_names_what_we_are_made_of(client: Client) -> None:
    replies = [await client.get(path) for path in ("/", "/nothing", "/healthz")]

    assert [reply.headers.get("Server") for reply in replies] == [None, None, None]


def once(services: Services) -> Services:
    limits = RateLimits(begin=Rate(1), submit=Rate(1))
    return replace(services, settings=replace(services.settings, limits=limits))


async def begin_status(client: Client, *forwarded: str) -> int:
    headers = [("X-Forwarded-For", each) for each in forwarded]
    response = await client.post("/v1/conversations", json={"flow": "worry"}, headers=headers)
    return response.status


async def test_a_proxy_of_ours_is_believed_about_whom_it_speaks_for(serve: Serve) -> None:
    client = await serve(once, trusted_proxies=("127.0.0.1", "192.0.2.1"))
    one = [await begin_status(client, "198.51.100.7") for _ in range(2)]
    other = await begin_status(client, "203.0.113.9, 192.0.2.1")
    forged = await begin_status(client, "8.8.8.8, 198.51.100.7")
    forged_before = await begin_status(client, "8.8.8.8", "198.51.100.7")

    assert (one, other, forged, forged_before) == ([201, 429], 201, 429, 429)


@pytest.mark.parametrize("proxies", [(), ("192.0.2.1",)])
async def test_nobody_else_is_believed(serve: Serve, proxies: tuple[str, ...]) -> None:
    client = await serve(once, trusted_proxies=proxies)

    assert [await begin_status(client, f"198.51.{each}.7") for each in range(2)] == [201, 429]


async def test_sending_is_not_limited_by_where_it_comes_from(serve: Serve) -> None:
    def strict(services: Services) -> Services:
        limits = RateLimits(submit=Rate(1))
        return replace(services, settings=replace(services.settings, limits=limits))

    client = await serve(strict)
    callers = [await Caller.begin(client) for _ in range(3)]
    for caller in callers:
        await caller.go_to(None)
    statuses = [(await caller.submit()).status for caller in callers]

    assert statuses == [201, 201, 201]


async def test_a_form_of_an_older_browser_is_known_by_its_origin(client: Client) -> None:
    visitor = await Visitor.begin(client)
    fields = [*visitor.page.hidden_fields("/worry/0").items(), ("f-role", "school")]
    own = str(client.make_url("")).rstrip("/")
    statuses = [
        (await visitor.post("/worry/0", fields, Origin=origin)).status
        for origin in ("null", "https://evil.example", own)
    ]

    assert statuses == [403, 403, 200]


async def test_a_screen_that_is_too_far_leads_to_the_one_that_is(client: Client) -> None:
    visitor = await Visitor.begin(client)
    fields = visitor.page.hidden_fields("/worry/0")
    body = {"rev": fields["rev"], "key": "key-number-1", "lang": "da", "screen": "1234567"}
    page = await visitor.post("/worry/language", body)

    assert (page.path, page.status) == ("/worry/0", 200)
