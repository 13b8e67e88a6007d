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

from bench.flows import answers, written
from bench.processes import PATIENCE_S, ROOT

TIMES = 5
FLOW = "measured"


@dataclass(frozen=True, slots=True)
class Start:
    """What one start took, in seconds."""

    cpu: float
    wall: float


def measured(scratch: Path) -> dict[str, object]:
    """Return the medians of all starts, interleaved so that the machine's moods meet them all."""
    flow = written(scratch / "cold", FLOW, 60)
    program = [sys.executable, "-m", "assistant"]
    environment = compiled(scratch)
    starts: dict[str, Callable[[int], Start]] = {
        "import_aiohttp": lambda _: ran([sys.executable, "-c", "import aiohttp"], environment),
        "help": lambda _: ran([*program, "--help"], environment),
        "check": lambda _: ran([*program, "check", str(flow)], environment),
        "serve": lambda round_: _served(scratch / f"cold-data-{round_}", flow.parent, environment),
    }
    took: dict[str, list[Start]] = {name: [] for name in starts}
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


def compiled(scratch: Path) -> dict[str, str]:
    """Return an environment in which compiled modules are kept, as installed ones are: below `scratch`."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(scratch / "compiled")}


def ran(command: list[str], environment: dict[str, str]) -> Start:
    """Return what running a command took."""
    before, started = _children_cpu(), time.perf_counter()
    subprocess.run(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
    )
    return Start(_children_cpu() - before, time.perf_counter() - started)


def _children_cpu() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _served(data: Path, flows: Path, environment: dict[str, str]) -> Start:
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
        _first_turn(process.stdout.readline().split()[1].rstrip("/"))
        wall = time.perf_counter() - started
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_S)
    return Start(_children_cpu() - before, wall)


def _first_turn(address: str) -> None:
    begun = _post(f"{address}/v1/conversations", {"flow": FLOW}, {})
    step, answer = answers(1)[0]
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
