"""Clients that keep their connections: as many requests as the server takes, each answer checked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

import orjson

Talk = Callable[
    ["Client"], AsyncGenerator[float, None]
]  # yields the seconds that each counted request took
OK, CREATED = 200, 201
BEGINNERS = 32


@dataclass(slots=True)
class LoadResult:
    """What came of a load: seconds per counted request, and how long it lasted."""

    seconds: float
    took: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Counted requests per second."""
        return len(self.took) / self.seconds

    def percentile_ms(self, share: float) -> float:
        """Return the time within which `share` of the counted requests were answered, in milliseconds."""
        ordered = sorted(self.took)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


class Client:
    """One connection, one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def post(self, path: str, body: bytes, headers: str = "") -> bytes:
        """Return the body of the answer.

        Raises:
            RuntimeError: the answer has another status than 200 or 201.
        """
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"{headers}Content-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        status = int(answer[9:12])
        start = answer.lower().index(b"content-length:") + 15
        content = await self._reader.readexactly(int(answer[start : answer.index(b"\r", start)]))
        if status not in {OK, CREATED}:
            raise RuntimeError(f"{path}: {status} {content[:200]!r}")
        return content

    def close(self) -> None:
        """Close the connection."""
        self._writer.close()


async def connect(port: int) -> Client:
    """Return a client of the server at `port`."""
    return Client(*await asyncio.open_connection("127.0.0.1", port))


async def run_load(port: int, clients: int, seconds: float, talk: Talk) -> LoadResult:
    """Let `clients` talk with the server at `port` for `seconds`."""
    result = LoadResult(seconds)
    end = time.perf_counter() + seconds
    await asyncio.gather(*(_run_client(port, end, talk, result) for _ in range(clients)))
    return result


async def _run_client(port: int, end: float, talk: Talk, result: LoadResult) -> None:
    client = await connect(port)
    try:
        while time.perf_counter() < end:
            async with aclosing(talk(client)) as takes:
                async for took in takes:
                    result.took.append(took)
                    if time.perf_counter() >= end:
                        break
    finally:
        client.close()


async def post_echoes(client: Client) -> AsyncGenerator[float, None]:
    """Post to the echo a body as long as a turn's."""
    body = orjson.dumps({"rev": 3, "step": "q3", "answer": ["sign_0", "sign_7"]})
    for _ in range(12):
        started = time.perf_counter()
        if await client.post("/echo", body) != body:
            raise RuntimeError("the echo is another")
        yield time.perf_counter() - started


class PreparedConversations:
    """A talk that answers every question of a conversation that was begun ahead, the newest first."""

    def __init__(self, flow: str, answers: list[tuple[str, object]]) -> None:
        self._tokens: list[str] = []
        self._begin = orjson.dumps({"flow": flow})
        self._bodies = [
            orjson.dumps({"rev": rev, "step": step, "answer": answer})
            for rev, (step, answer) in enumerate(answers)
        ]

    async def begin(self, port: int, number: int) -> None:
        """Begin so many conversations at the server at `port`."""
        await asyncio.gather(
            *(self._begin_some(port, number // BEGINNERS) for _ in range(BEGINNERS))
        )

    async def _begin_some(self, port: int, number: int) -> None:
        client = await connect(port)
        for _ in range(number):
            begun = orjson.loads(await client.post("/v1/conversations", self._begin))
            self._tokens.append(begun["token"])
        client.close()

    async def __call__(self, client: Client) -> AsyncGenerator[float, None]:
        """Yield the seconds that each turn took."""
        if not self._tokens:
            raise RuntimeError("too few conversations were begun")
        token = self._tokens.pop()
        for rev, body in enumerate(self._bodies, 1):
            headers = f"Authorization: Bearer {token}\r\nIdempotency-Key: {token[:20]}{rev:04}\r\n"
            started = time.perf_counter()
            view = await client.post("/v1/conversations/current/turns", body, headers)
            took = time.perf_counter() - started
            if not view.startswith(b'{"rev":%d,' % rev):
                raise RuntimeError(f"turn {rev} was not taken")
            yield took
