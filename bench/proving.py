"""Proving: all guarantees of the shipped flows and of long ones, beside playing every conversation one by one."""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.dialog.engine import Dialog
from assistant.flow.files import flow_folders
from assistant.flow.load import load_valid_flow
from assistant.flow.model import Flow
from assistant.prove.prover import prove_flow
from bench.cold import bytecode_environment, time_command
from bench.processes import ROOT
from tests.examples.builders import TODAY
from tests.prove.brute import conversations, try_all
from tests.prove.long_flows import long_flow

TIMES = 5
OPTIONS, BACK = 20, 8  # of a question; how many questions back a fork reads
STEPS = (30, 60, 120, 240, 480)
LONG = 120
FEW_STEPS, FEW_OPTIONS = 7, 3  # a flow whose conversations can all be played
YEAR_S = 365 * 24 * 3600
FIRST = 6  # guarantees that a flow of 30 steps has


def measure(scratch: Path) -> dict[str, object]:
    """Return what proving takes, what grows with the steps, and what memory it needs at most."""
    return {
        "prove_shipped_s": max(_median_time(flow, time.perf_counter) for flow in _shipped_flows()),
        "prove_shipped_cpu_s": max(
            _median_time(flow, time.process_time) for flow in _shipped_flows()
        ),
        "prove_shipped_guarantees": sum(len(flow.guarantees) for flow in _shipped_flows()),
        "prove_long_s": _median_time(long_flow(LONG, OPTIONS, BACK), time.perf_counter),
        "prove_long_cpu_s": _median_time(long_flow(LONG, OPTIONS, BACK), time.process_time),
        **_compare_with_playing(),
        **_measure_growth(),
        "prove_peak_mb": _peak_bytes(bytecode_environment(scratch)) / 1e6,
        **_time_checks(bytecode_environment(scratch)),
    }


def _shipped_flows() -> tuple[Flow, ...]:
    return tuple(map(load_valid_flow, flow_folders(ROOT / "flows")))


def _time_call(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    started = clock()
    work()
    return clock() - started


def _median_time(flow: Flow, clock: Callable[[], float]) -> float:
    return statistics.median(
        _time_call(lambda: prove_flow(flow, TODAY), clock) for _ in range(TIMES)
    )


def _compare_with_playing() -> dict[str, object]:
    """Return proving beside playing all conversations of the same short flow, and how many a long flow has."""
    flow = long_flow(FEW_STEPS, FEW_OPTIONS, BACK)
    dialog = Dialog(flow)

    def play() -> list[tuple[str, object]]:
        trails = list(conversations(dialog))
        return [try_all(dialog, guarantee, trails) for guarantee in flow.guarantees]

    if [word for word, _ in play()] != [verdict.word for verdict in prove_flow(flow, TODAY)]:
        raise RuntimeError("proving and playing disagree")
    number = sum(1 for _ in conversations(dialog))
    rounds = [(_time_call(play), _time_call(lambda: prove_flow(flow, TODAY))) for _ in range(3)]
    by_hand, by_sets = (statistics.median(took) for took in zip(*rounds, strict=True))
    log10_answers = len(long_flow(LONG, OPTIONS, BACK).facts) * OPTIONS * math.log10(2)
    return {
        "played_conversations": number,
        "played_s": by_hand,
        "prove_played_s": by_sets,
        "played_against_proved": by_hand / by_sets,
        "long_flow_answers_log10": log10_answers,
        "long_flow_played_years_log10": log10_answers + math.log10(by_hand / number / YEAR_S),
    }


def _measure_growth() -> dict[str, object]:
    """Return the CPU seconds of flows of more and more steps, and the exponents with which they grow."""
    every, few = list[float](), list[float]()
    for steps in STEPS:
        flow = long_flow(steps, OPTIONS, BACK)
        every.append(_proving_cpu(flow))
        few.append(_proving_cpu(_with_few_guarantees(flow)))
    return {
        "prove_steps": list(STEPS),
        "prove_growth_cpu_s": every,
        "prove_few_growth_cpu_s": few,
        "prove_exponent": _exponent(STEPS, few),
        "prove_exponent_with_guarantees": _exponent(STEPS, every),
    }


def _with_few_guarantees(flow: Flow) -> Flow:
    """Return the flow with as many guarantees as the shortest has, spread over its steps."""
    apart = len(flow.guarantees) // FIRST
    return replace(flow, guarantees=flow.guarantees[::apart])


def _proving_cpu(flow: Flow) -> float:
    return min(_time_call(lambda: prove_flow(flow, TODAY), time.process_time) for _ in range(3))


def _exponent(sizes: Sequence[int], took: Sequence[float]) -> float:
    """Return the slope of the line through the logarithms: 1 is linear, 2 quadratic."""
    return statistics.linear_regression([*map(math.log, sizes)], [*map(math.log, took)]).slope


def _peak_bytes(environment: Mapping[str, str]) -> float:
    """Return the most memory that a process needs that proves everything shipped and the longest flow, in bytes."""
    command = [sys.executable, "-m", "bench.proving"]
    run = subprocess.run(
        command, cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, check=True
    )
    return float(json.loads(run.stdout))


def _time_checks(environment: dict[str, str]) -> dict[str, object]:
    """Return what `assistant check` of everything shipped takes, beside a start that does nothing."""
    commands = {
        "check_shipped": [sys.executable, "-m", "assistant", "check"],
        "check_help": [sys.executable, "-m", "assistant", "check", "--help"],
    }
    rounds = [
        [time_command(command, environment) for command in commands.values()]
        for _ in range(TIMES + 1)
    ]
    took = zip(*rounds[1:], strict=True)  # the first compiles what it imports
    return {
        f"{name}_{clock}_s": statistics.median(getattr(each, clock) for each in starts)
        for name, starts in zip(commands, took, strict=True)
        for clock in ("wall", "cpu")
    }


def _prove_all() -> None:
    """Prove everything in a process of its own, and print the most memory that it had."""
    for flow in (*_shipped_flows(), long_flow(STEPS[-1], OPTIONS, BACK)):
        prove_flow(flow, TODAY)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    print(int(peak.split()[1]) * 1024)


if __name__ == "__main__":
    _prove_all()
