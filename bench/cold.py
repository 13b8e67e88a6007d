"""Cold starts: from starting a process to what it is wanted for, beside importing aiohttp."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.flows import conversation_answers, write_flow
from bench.processes import PATIENCE_S, ROOT

TIMES = 5
FLOW = "measured"


@dataclass(frozen=True, slots=True)
class StartTimes:
    """What one start took, in seconds."""

    cpu: float
    wall: float


def measure(scratch: Path) -> dict[str, object]:
    """Return the medians of all starts, interleaved so that the machine's moods meet them all."""
    flow = write_flow(scratch / "cold", FLOW, 60)
    program = [sys.executable, "-m", "assistant"]
    environment = bytecode_environment(scratch)
    starts: dict[str, Callable[[int], StartTimes]] = {
        "import_aiohttp": lambda _: time_command(
            [sys.executable, "-c", "import aiohttp"], environment
        ),
        "help": lambda _: time_command([*program, "--help"], environment),
        "check": lambda _: time_command([*program, "check", str(flow)], environment),
        "serve": lambda round_: _time_serve(
            scratch / f"cold-data-{round_}", flow.parent, environment
        ),
    }
    took: dict[str, list[StartTimes]] = {name: [] for name in starts}
    for start in starts.values():
        start(TIMES)  # compiles what it imports, and is not counted
    for round_ in range(TIMES):
        for name, start in starts.items():
            took[name].append(start(round_))
    return {
        f"cold_{name}_{kind}_s": statistics.median(getattr(each, kind) for each in runs)
        for name, runs in took.items()
        for kind in ("cpu", "wall")
    }


def bytecode_environment(scratch: Path) -> dict[str, str]:
    """Return an environment in which compiled modules are kept, as installed ones are: below `scratch`."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(scratch / "compiled")}


def time_command(command: list[str], environment: dict[str, str]) -> StartTimes:
    """Return what running a command took."""
    before, started = _children_cpu(), time.perf_counter()
    subprocess.run(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
    )
    return StartTimes(_children_cpu() - before, time.perf_counter() - started)


def _children_cpu() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _time_serve(data: Path, flows: Path, environment: dict[str, str]) -> StartTimes:
    """Start the guide on an empty data folder and take one durable turn."""
    command = [
        sys.executable,
        "-m",
        "assistant",
        "serve",
        "--demo",
        "--port",
        "0",
        "--data",
        str(data),
    ]
    environment = {**environment, "ASSISTANT_FLOWS": str(flows)}
    before, started = _children_cpu(), time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None:
            raise RuntimeError("no output to read")
        _take_first_turn(process.stdout.readline().split()[1].rstrip("/"))
        wall = time.perf_counter() - started
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_S)
    return StartTimes(_children_cpu() - before, wall)


def _take_first_turn(address: str) -> None:
    begun = _post(f"{address}/v1/conversations", {"flow": FLOW}, {})
    step, answer = conversation_answers(1)[0]
    key = {"Authorization": f"Bearer {begun['token']}", "Idempotency-Key": "0123456789abcdef"}
    view = _post(
        f"{address}/v1/conversations/current/turns", {"rev": 0, "step": step, "answer": answer}, key
    )
    if view["rev"] != 1:
        raise RuntimeError("the first turn was not taken")


def _post(url: str, body: object, headers: dict[str, str]) -> dict[str, object]:
    request = urllib.request.Request(  # noqa: S310 - our own server
        url, json.dumps(body).encode(), {"Content-Type": "application/json", **headers}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310
        said: dict[str, object] = json.loads(answer.read())
    return said
