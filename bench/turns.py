"""Durable turns over HTTP against a bare echo: at once on one core, and each alone."""

from __future__ import annotations

import asyncio
import statistics
from dataclasses import dataclass
from pathlib import Path

import orjson

from assistant.text.roots import flows_root
from bench import flows
from bench.case import FLOW, scripted_answers
from bench.load import LoadResult, PreparedConversations, connect, post_echoes, run_load
from bench.processes import CLIENT_CORE, ServerProcess, pin_to_core, running_server

CLIENTS = 32
QUESTIONS = 12
WARM_S, PAIRED_S, WALL_S, ROUNDS = 2.0, 2.0, 2.0, 5
BEGUN = 1280  # ahead of each round: more than are needed, and fewer than are held in memory


@dataclass(frozen=True, slots=True)
class Commits:
    """How often the store committed, and how much work that was."""

    groups: int
    works: int


@dataclass(frozen=True, slots=True)
class PairedRound:
    """CPU of an echo and of a turn, both at once on one core, and the turns in each commit."""

    echo_us: float
    turn_us: float
    turns_per_commit: float


@dataclass(frozen=True, slots=True)
class AloneRound:
    """Speed of echoes and of turns, each alone with the core."""

    echoes: LoadResult
    turns: LoadResult


def measure(scratch: Path) -> dict[str, object]:
    """Return turns against echoes, for a made-up conversation of 12 questions and for the shipped flow's."""
    pin_to_core(CLIENT_CORE)
    flows.write_flow(scratch / "reference", "reference", QUESTIONS)
    made = PreparedConversations("reference", flows.conversation_answers(QUESTIONS))
    shipped = PreparedConversations(FLOW, scripted_answers(flows_root()))
    sides = (("reference", scratch / "reference", made), ("shipped", flows_root(), shipped))
    found: dict[str, object] = {}
    for name, root, turns in sides:
        with (
            running_server("echo") as echo,
            running_server("guide", str(scratch / f"{name}-data"), str(root)) as guide,
        ):
            told = asyncio.run(_measure_servers(echo, guide, turns))
        found |= {f"{name}_{key}": value for key, value in told.items()}
    return found


async def _measure_servers(
    echo: ServerProcess, guide: ServerProcess, turns: PreparedConversations
) -> dict[str, float]:
    await turns.begin(guide.port, BEGUN)
    half = CLIENTS // 2
    await asyncio.gather(
        run_load(echo.port, half, WARM_S, post_echoes), run_load(guide.port, half, WARM_S, turns)
    )
    paired = [await _measure_paired(echo, guide, turns) for _ in range(ROUNDS)]
    wall = [await _measure_alone(echo, guide, turns) for _ in range(ROUNDS)]
    return _medians(paired, wall)


async def _measure_paired(
    echo: ServerProcess, guide: ServerProcess, turns: PreparedConversations
) -> PairedRound:
    await turns.begin(guide.port, BEGUN)
    half, before = CLIENTS // 2, await _read_commits(guide)
    echo_us, guide_us = echo.cpu_us(), guide.cpu_us()
    echoed, answered = await asyncio.gather(
        run_load(echo.port, half, PAIRED_S, post_echoes),
        run_load(guide.port, half, PAIRED_S, turns),
    )
    echo_us, guide_us = echo.cpu_us() - echo_us, guide.cpu_us() - guide_us
    after = await _read_commits(guide)
    return PairedRound(
        echo_us / len(echoed.took),
        guide_us / len(answered.took),
        (after.works - before.works) / (after.groups - before.groups),
    )


async def _measure_alone(
    echo: ServerProcess, guide: ServerProcess, turns: PreparedConversations
) -> AloneRound:
    await turns.begin(guide.port, BEGUN)
    return AloneRound(
        await run_load(echo.port, CLIENTS, WALL_S, post_echoes),
        await run_load(guide.port, CLIENTS, WALL_S, turns),
    )


async def _read_commits(guide: ServerProcess) -> Commits:
    client = await connect(guide.port)
    told = orjson.loads(await client.post("/commits", b""))
    client.close()
    return Commits(told["groups"], told["works"])


def _medians(paired: list[PairedRound], wall: list[AloneRound]) -> dict[str, float]:
    middle = statistics.median
    return {
        "share_paired": middle(each.echo_us / each.turn_us for each in paired),
        "share_wall": middle(each.turns.per_second / each.echoes.per_second for each in wall),
        "turn_cpu_us": middle(each.turn_us for each in paired),
        "echo_cpu_us": middle(each.echo_us for each in paired),
        "turns_per_commit": middle(each.turns_per_commit for each in paired),
        "turns_per_second": middle(each.turns.per_second for each in wall),
        "echoes_per_second": middle(each.echoes.per_second for each in wall),
        "turn_p50_ms": middle(each.turns.percentile_ms(0.5) for each in wall),
        "turn_p99_ms": middle(each.turns.percentile_ms(0.99) for each in wall),
        "echo_p50_ms": middle(each.echoes.percentile_ms(0.5) for each in wall),
        "echo_p99_ms": middle(each.echoes.percentile_ms(0.99) for each in wall),
    }
