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
from bench.load import BEGINNERS, Client, PreparedConversations, Talk, connect, post_echoes
from bench.processes import running_server
from bench.turns import QUESTIONS

CLIENTS, WARMING, COUNTED = 8, 6, 5  # conversations of each client


def count_instructions(scratch: Path, words: tuple[str, ...], talk: Talk) -> float:
    """Return how many instructions the server that `words` name needs for one counted request of `talk`."""
    report = scratch / f"{words[0]}.callgrind"
    under = (
        "valgrind", "--tool=callgrind", "--quiet", "--instr-atstart=no", f"--callgrind-out-file={report}",
    )  # fmt: skip
    with running_server(*words, under=under) as served:
        requests = asyncio.run(_count_requests(served.pid, served.port, talk))
    totals = [line for line in report.read_text().splitlines() if line.startswith("totals:")]
    return int(totals[-1].split()[1]) / requests


async def _count_requests(pid: int, port: int, talk: Talk) -> int:
    if isinstance(talk, PreparedConversations):
        await talk.begin(port, CLIENTS * (WARMING + COUNTED) + BEGINNERS)
    clients = [await connect(port) for _ in range(CLIENTS)]
    await asyncio.gather(*(_talk_times(each, talk, WARMING) for each in clients))
    _switch_counting(pid, "on")
    requests = await asyncio.gather(*(_talk_times(each, talk, COUNTED) for each in clients))
    _switch_counting(pid, "off")
    return sum(requests)


async def _talk_times(client: Client, talk: Talk, times: int) -> int:
    return sum([1 for _ in range(times) async for _ in talk(client)])


def _switch_counting(pid: int, switch: str) -> None:
    command = ["callgrind_control", "-i", switch, str(pid)]
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    """Count, and print."""
    if shutil.which("valgrind") is None:
        sys.exit("valgrind is not installed; try: apt install valgrind")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        flows.write_flow(scratch / "reference", "reference", QUESTIONS)
        talk = PreparedConversations("reference", flows.conversation_answers(QUESTIONS))
        echo = count_instructions(scratch, ("echo",), post_echoes)
        turn = count_instructions(
            scratch, ("guide", str(scratch / "data"), str(scratch / "reference")), talk
        )
    print(f"an echo {echo:,.0f} · a turn {turn:,.0f} · a share of {echo / turn:.2f}")


if __name__ == "__main__":
    main()
