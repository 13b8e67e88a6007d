"""Lighthouse, as its own command line runs it: a simulated phone on a slow network."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import orjson

from tools.browser import find_chromium

_CLI = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"
_CATEGORIES = ("performance", "accessibility", "best-practices")
_CHROME = "--headless=new --no-sandbox --disable-dev-shm-usage"
RUNS = 3


@dataclass(frozen=True, slots=True)
class Scores:
    """What Lighthouse gives a page, of 100, and how far it moves while it loads (CLS)."""

    performance: int
    accessibility: int
    best_practices: int
    shift: float
    version: str


def measure_scores(address: str) -> Scores:
    """Return the medians of some runs on a page."""
    runs = [_run(address) for _ in range(RUNS)]
    return Scores(
        performance=round(statistics.median(run.performance for run in runs)),
        accessibility=min(run.accessibility for run in runs),
        best_practices=min(run.best_practices for run in runs),
        shift=max(run.shift for run in runs),
        version=runs[0].version,
    )


def _run(address: str) -> Scores:
    node = Path(sys.executable).with_name("node")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [str(node), str(_CLI), address, "--quiet", "--output=json"]
        chosen = [f"--output-path={report}", f"--only-categories={','.join(_CATEGORIES)}"]
        environment = {**os.environ, "CHROME_PATH": find_chromium() or ""}
        subprocess.run(
            [*command, *chosen, f"--chrome-flags={_CHROME}"], check=True, env=environment
        )
        found = orjson.loads(report.read_bytes())
    points = [round(100 * found["categories"][name]["score"]) for name in _CATEGORIES]
    shift = found["audits"]["cumulative-layout-shift"]["numericValue"]
    return Scores(points[0], points[1], points[2], round(shift, 4), found["lighthouseVersion"])
