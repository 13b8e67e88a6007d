"""The operator's log: lines of JSON that never keep a request waiting."""

from __future__ import annotations

import threading

import orjson
import structlog

from assistant.web.watch import logbook
from assistant.web.watch.logbook import Logbook


def test_a_reader_who_stalls_costs_lines_and_never_a_request() -> None:
    written: list[bytes] = []
    stalled, goes_on = threading.Event(), threading.Event()

    def write(line: bytes) -> None:
        stalled.set()
        goes_on.wait()
        written.append(line)

    book = Logbook(write, most=2)
    book.msg(b"first")
    stalled.wait()
    for line in (b"second", b"third", b"lost", b"lost too"):
        book.msg(line)
    goes_on.set()
    book.close()

    lost = orjson.dumps({"event": "lines lost", "lines": 2})
    assert written == [b"first\n", lost + b"\nsecond\n", b"third\n"]


def test_an_event_is_a_line_of_json_and_one_below_the_level_is_none() -> None:
    written: list[bytes] = []
    before = structlog.get_config()
    try:
        book = logbook.keep("info", written.append)
        log = structlog.get_logger("test")
        log.debug("quiet")
        log.info("expired", conversations=2)
        book.close()
    finally:
        structlog.configure(**before)

    (line,) = written
    said = orjson.loads(line)
    assert {key: said[key] for key in said.keys() - {"timestamp"}} == {
        "event": "expired",
        "level": "info",
        "conversations": 2,
    }
