"""Memory of conversations that are left open: as long as all are held in memory, and once all that is bounded is full."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path

from assistant.text.roots import flows_root
from bench.case import FLOW, scripted_answers
from bench.load import BEGINNERS, PreparedConversations, connect
from bench.processes import CLIENT_CORE, ServerProcess, pin_to_core, running_server

FEW, WITHIN = 320, 1280  # all of them held
# By then 1,500 are held, 10,000 counted for their rate, and there are all the pages of the database there may be.
FULL, BEYOND = 11_200, 16_000
AT_ONCE, ANSWERED = 320, 4


def measure(scratch: Path) -> dict[str, object]:
    """Return the memory with few and many conversations of the shipped flow open, and what each takes."""
    pin_to_core(CLIENT_CORE)
    turns = PreparedConversations(FLOW, scripted_answers(flows_root()))
    with running_server("guide", str(scratch / "memory-data"), str(flows_root())) as guide:
        return asyncio.run(_measure_server(guide, turns))


async def _measure_server(guide: ServerProcess, turns: PreparedConversations) -> dict[str, object]:
    fresh = guide.resident_bytes()
    open_ones, resident = 0, {}
    for number in (FEW, WITHIN, FULL, BEYOND):
        while open_ones < number:
            await _leave_open(guide, turns)
            open_ones += AT_ONCE
        resident[number] = guide.resident_bytes()
    return {
        "resident_mb_fresh": fresh / 1e6,
        "resident_mb_within": resident[WITHIN] / 1e6,
        "resident_mb_beyond": resident[BEYOND] / 1e6,
        "open_within": WITHIN,
        "open_beyond": BEYOND,
        "bytes_per_open_within": (resident[WITHIN] - resident[FEW]) / (WITHIN - FEW),
        "resident_mb_grown": (resident[BEYOND] - fresh) / 1e6,
        "bytes_per_open_beyond": (resident[BEYOND] - resident[FULL]) / (BEYOND - FULL),
    }


async def _leave_open(guide: ServerProcess, turns: PreparedConversations) -> None:
    """Begin some conversations, answer the first questions of each and leave it at that."""
    await turns.begin(guide.port, AT_ONCE)
    await asyncio.gather(*(_answer_some(guide.port, turns) for _ in range(BEGINNERS)))


async def _answer_some(port: int, turns: PreparedConversations) -> None:
    client = await connect(port)
    for _ in range(AT_ONCE // BEGINNERS):
        async with aclosing(turns(client)) as talked:
            for _answer in range(ANSWERED):
                await anext(talked)
    client.close()
