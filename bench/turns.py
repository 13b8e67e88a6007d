"""Durable turns over HTTP against a bare echo, and the memory of open conversations."""

from __future__ import annotations

import asyncio
import statistics
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from assistant.text.places import flows_root
from bench.case import FLOW, talk
from bench.load import Client, Conversations, Load, echoes, load
from bench.processes import CLIENT_CORE, Served, pinned, server

CLIENTS = 32
BEGIN_S, WARM_S, PAIRED_S, WALL_S, ROUNDS = 2.0, 3.0, 8.0, 5.0, 3
OPEN = 4000


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two did: CPU of both at once on one core, and speed alone."""

    cpu_us: float
    per_second: float
    p50_ms: float
    p99_ms: float


def measured(scratch: Path) -> dict[str, object]:
    """Return turns against echoes, paired and alone, and memory per open conversation."""
    pinned(CLIENT_CORE)
    shipped = flows_root()
    with (
        server("echo") as echo,
        server("guide", str(scratch / "data"), str(shipped)) as guide,
    ):
        return asyncio.run(_measured(echo, guide, Conversations(FLOW, talk(shipped))))


async def _measured(echo: Served, guide: Served, turns: Conversations) -> dict[str, object]:
    memory = await _memory(guide, turns)
    begin_us = await _begin_cpu(guide, turns)
    half = CLIENTS // 2
    await asyncio.gather(
        load(echo.port, half, WARM_S, echoes), load(guide.port, half, WARM_S, turns)
    )
    before, begun = (echo.cpu_us(), guide.cpu_us()), turns.begun
    both = await asyncio.gather(
        load(echo.port, half, PAIRED_S, echoes), load(guide.port, half, PAIRED_S, turns)
    )
    beginning_us = (turns.begun - begun) * begin_us
    cpu = echo.cpu_us() - before[0], guide.cpu_us() - before[1] - beginning_us
    rounds = [
        (
            await load(echo.port, CLIENTS, WALL_S, echoes),
            await load(guide.port, CLIENTS, WALL_S, turns),
        )
        for _ in range(ROUNDS)
    ]
    sides = [_side(cpu[at] / len(both[at].took), [each[at] for each in rounds]) for at in (0, 1)]
    return _told(sides[0], sides[1]) | {"begin_cpu_us": begin_us} | memory


async def _begin_cpu(guide: Served, turns: Conversations) -> float:
    """Return the CPU that beginning a conversation takes, which is not a turn's."""
    before = guide.cpu_us()
    begins = await load(guide.port, CLIENTS, BEGIN_S, turns.begins)
    return (guide.cpu_us() - before) / len(begins.took)


def _side(cpu_us: float, rounds: list[Load]) -> Side:
    return Side(
        cpu_us,
        statistics.median(each.per_second for each in rounds),
        statistics.median(each.percentile_ms(0.5) for each in rounds),
        statistics.median(each.percentile_ms(0.99) for each in rounds),
    )


def _told(echo: Side, turn: Side) -> dict[str, object]:
    return {
        "turn_share_paired": echo.cpu_us / turn.cpu_us,
        "turn_share_wall": turn.per_second / echo.per_second,
        "turn_cpu_us": turn.cpu_us,
        "echo_cpu_us": echo.cpu_us,
        "turns_per_second": turn.per_second,
        "echoes_per_second": echo.per_second,
        "turn_p50_ms": turn.p50_ms,
        "turn_p99_ms": turn.p99_ms,
        "echo_p50_ms": echo.p50_ms,
        "echo_p99_ms": echo.p99_ms,
    }


async def _memory(guide: Served, turns: Conversations) -> dict[str, object]:
    """Begin many conversations, answer two questions of each and leave them open."""
    fresh = guide.resident_bytes()
    await _left_open(guide, turns, CLIENTS)
    few = guide.resident_bytes()
    await _left_open(guide, turns, OPEN)
    many = guide.resident_bytes()
    return {
        "resident_mb_fresh": fresh / 1e6,
        "resident_mb_few_open": few / 1e6,
        "resident_mb_many_open": many / 1e6,
        "open_conversations": OPEN,
        "bytes_per_open_conversation": (many - few) / OPEN,
    }


async def _left_open(guide: Served, turns: Conversations, number: int) -> None:
    clients = [
        Client(*await asyncio.open_connection("127.0.0.1", guide.port)) for _ in range(CLIENTS)
    ]
    await asyncio.gather(*(_two_answers(client, turns, number // CLIENTS) for client in clients))
    for client in clients:
        client.close()


async def _two_answers(client: Client, turns: Conversations, number: int) -> None:
    for _ in range(number):
        answered = 0
        async with aclosing(turns(client)) as talk:
            async for _took in talk:
                answered += 1
                if answered == 2:  # noqa: PLR2004 - two
                    break
