"""The operator's log: lines of JSON that never keep a request waiting."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import orjson
import pytest
import structlog

from assistant.web.observability import logbook
from assistant.web.observability.logbook import Logbook
from tests.web.visiting import Client


def test_a_reader_who_stalls_costs_lines_and_never_a_request() -> None:
    written: list[bytes] = []
    stalled, goes_on = threading.Event(), threading.Event()

    def write(line: bytes) -> None:
        stalled.set()
        goes_on.wait()
        written.append(line)

    book = Logbook(write, max_waiting=2)
    book.msg(b"first")
    stalled.wait()
    for line in (b"second", b"third", b"lost", b"lost too"):
        book.msg(line)
    goes_on.set()
    book.close()

    lost = orjson.dumps({"event": "lines lost", "lines": 2})
    assert written == [b"first\n", lost + b"\nsecond\n", b"third\n"]


@pytest.fixture
def log_as_before() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.mark.usefixtures("log_as_before")
async def test_lines_that_the_log_took_and_lost_are_in_the_figures(client: Client) -> None:
    def full(_: bytes) -> None:
        raise OSError(28, "No space left on device")

    book = logbook.start_logbook("info", full)
    for _ in range(3):
        structlog.get_logger("test").info("expired")
    book.close()
    figures = await (await client.get("/metrics")).text()

    assert "assistant_log_lines_lost_total 3.0" in figures


@pytest.mark.usefixtures("log_as_before")
def test_an_event_is_a_line_of_json_and_one_below_the_level_is_none() -> None:
    written: list[bytes] = []
    book = logbook.start_logbook("info", written.append)
    log = structlog.get_logger("test")
    log.debug("quiet")
    log.info("expired", conversations=2)
    book.close()

    (line,) = written
    said = orjson.loads(line)
    assert {key: said[key] for key in said.keys() - {"timestamp"}} == {
        "event": "expired",
        "level": "info",
        "conversations": 2,
    }
