"""Comparing: the shipped flow beside versions in which one thing is edited, and what proving both versions takes."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from assistant.dialog.engine import Dialog
from assistant.flow.load import load_valid_flow
from assistant.prove.change.difference import find_difference
from assistant.prove.prover import prove_flow
from bench.cold import bytecode_environment
from bench.processes import ROOT
from tests.examples.builders import TODAY

TIMES = 3
FLOW = "concern"
EDITS = (
    # what is replaced in the flow, and by what
    (
        '      family_team: "Familieteamet, uden at sige barnets navn"\n',
        '      family_team: "Familieteamet, uden at sige barnets navn"\n      police: "Politiet"\n',
    ),
    ("knowledge is one of [suspicion, knowledge]", "knowledge is knowledge"),
    ("danger_now and how_much is short", "danger_now and not how_much is whole"),
)


def measure(scratch: Path) -> dict[str, object]:
    """Return what comparing takes at most of several edits, and what proving both versions takes."""
    versions = [ROOT / "flows" / FLOW, *(_write_edited(scratch, n) for n in range(len(EDITS)))]
    environment = bytecode_environment(scratch)
    runs = [_compare_in_process(versions[0], new, environment) for new in versions[1:]]
    command = [sys.executable, "-m", "assistant", "diff", str(versions[0]), str(versions[1])]
    walls = [_time_wall(command, environment) for _ in range(TIMES + 1)]
    return {
        "diff_s": max(run["diff_s"] for run in runs),
        "diff_each_s": [run["diff_s"] for run in runs],
        "diff_prove_both_s": max(run["prove_both_s"] for run in runs),
        "diff_peak_mb": max(run["peak_mb"] for run in runs),
        "diff_wall_s": statistics.median(walls[1:]),  # the first compiles what it imports
    }


def _write_edited(scratch: Path, number: int) -> Path:
    """Write the shipped flows with one edit, and return the folder of the flow."""
    root = scratch / f"edit-{number}"
    shutil.copytree(ROOT / "flows", root)
    file, (old, new) = root / FLOW / "flow.yaml", EDITS[number]
    text = file.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise RuntimeError(f"the edit no longer fits once: {old.strip()}")
    file.write_text(text.replace(old, new), encoding="utf-8")
    return root / FLOW


def _compare_in_process(old: Path, new: Path, environment: Mapping[str, str]) -> dict[str, float]:
    """Return what a process of its own says of comparing two versions."""
    command = [sys.executable, "-m", "bench.diffing", str(old), str(new)]
    run = subprocess.run(
        command, cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, check=True
    )
    said: dict[str, float] = json.loads(run.stdout)
    return said


def _time_wall(command: list[str], environment: Mapping[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=dict(environment), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def _compare_and_print(old: Path, new: Path) -> None:
    """Compare two versions and prove both, and print what each took and the most memory of comparing."""
    flows = [load_valid_flow(folder) for folder in (old, new)]
    took, peak = list[float](), 0.0
    for _ in range(TIMES):
        started = time.perf_counter()
        if not find_difference(Dialog(flows[0]), Dialog(flows[1]), TODAY).exact:
            raise RuntimeError("the versions were not compared exactly")
        took.append(time.perf_counter() - started)
        peak = peak or _peak_bytes()
    started = time.perf_counter()
    for flow in flows:
        prove_flow(flow, TODAY)
    proving = time.perf_counter() - started
    found = {"diff_s": statistics.median(took), "prove_both_s": proving, "peak_mb": peak / 1e6}
    print(json.dumps(found))


def _peak_bytes() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return float(line.split()[1]) * 1024


if __name__ == "__main__":
    _compare_and_print(*map(Path, sys.argv[1:]))
