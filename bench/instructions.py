"""Instructions of a turn and of an echo, counted by valgrind: the same in every run, however busy the machine is.

`python -m bench.instructions`, with valgrind (`apt install valgrind`). What waits, what the kernel does and what
misses a cache is not in it, so its share is no measure of speed: it tells whether a change made a turn longer.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import flows
from bench.load import BEGINNERS, Client, Conversations, Talk, connected, echoes
from bench.processes import server
from bench.turns import QUESTIONS

CLIENTS, WARMING, COUNTED = 8, 6, 5  # conversations of each client


def instructions(scratch: Path, words: tuple[str, ...], talk: Talk) -> float:
    """Return how many instructions the server that `words` name needs for one counted request of `talk`."""
    told = scratch / f"{words[0]}.callgrind"
    under = (
        "valgrind", "--tool=callgrind", "--quiet", "--instr-atstart=no", f"--callgrind-out-file={told}",
    )  # fmt: skip
    with server(*words, under=under) as served:
        requests = asyncio.run(_counted(served.pid, served.port, talk))
    totals = [line for line in told.read_text().splitlines() if line.startswith("totals:")]
    return int(totals[-1].split()[1]) / requests


async def _counted(pid: int, port: int, talk: Talk) -> int:
    if isinstance(talk, Conversations):
        await talk.begin(port, CLIENTS * (WARMING + COUNTED) + BEGINNERS)
    clients = [await connected(port) for _ in range(CLIENTS)]
    await asyncio.gather(*(_talked(each, talk, WARMING) for each in clients))
    _counting(pid, "on")
    requests = await asyncio.gather(*(_talked(each, talk, COUNTED) for each in clients))
    _counting(pid, "off")
    return sum(requests)


async def _talked(client: Client, talk: Talk, times: int) -> int:
    return sum([1 for _ in range(times) async for _ in talk(client)])


def _counting(pid: int, switch: str) -> None:
    command = ["callgrind_control", "-i", switch, str(pid)]
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    """Count, and print."""
    if shutil.which("valgrind") is None:
        sys.exit("valgrind is not installed; try: apt install valgrind")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        flows.written(scratch / "reference", "reference", QUESTIONS)
        talk = Conversations("reference", flows.answers(QUESTIONS))
        echo = instructions(scratch, ("echo",), echoes)
        turn = instructions(
            scratch, ("guide", str(scratch / "data"), str(scratch / "reference")), talk
        )
    print(f"an echo {echo:,.0f} · a turn {turn:,.0f} · a share of {echo / turn:.2f}")


if __name__ == "__main__":
    main()
