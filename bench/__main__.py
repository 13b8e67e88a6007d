"""`python -m bench`: measures everything, prints a table and writes bench/results.json."""

from __future__ import annotations

import json
import platform
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from assistant.store.driver import sqlite3
from assistant.store.journal import journal_rule
from bench import cold, diffing, loading, proving, turns

RESULTS = Path(__file__).with_name("results.json")
ROWS = (
    # what, key, unit, digits, goal
    ("load and check 60 questions with catalogues, CPU", "load_cpu_ms", "ms", 1, "< 60"),
    (
        "a turn of the shipped flow: share of an echo, CPU at once",
        "turn_share_paired",
        "",
        2,
        "≥ 0.35",
    ),
    ("a turn of the shipped flow: share of an echo, requests", "turn_share_wall", "", 2, "≥ 0.35"),
    ("CPU of a turn", "turn_cpu_us", "µs", 0, ""),
    ("CPU of beginning a conversation", "begin_cpu_us", "µs", 0, ""),
    ("CPU of an echo", "echo_cpu_us", "µs", 0, ""),
    ("durable turns, 32 clients, one core, beginnings between", "turns_per_second", "/s", 0, ""),
    ("echoes, 32 clients, one core", "echoes_per_second", "/s", 0, ""),
    ("turn p50 at full load", "turn_p50_ms", "ms", 1, ""),
    ("turn p99 at full load", "turn_p99_ms", "ms", 1, "≤ 4 × echo"),
    ("echo p50 at full load", "echo_p50_ms", "ms", 1, ""),
    ("echo p99 at full load", "echo_p99_ms", "ms", 1, ""),
    ("memory, fresh", "resident_mb_fresh", "MB", 1, ""),
    ("memory with 4,000 conversations left open", "resident_mb_many_open", "MB", 1, ""),
    ("memory per open conversation", "bytes_per_open_conversation", "B", 0, "bounded cache"),
    ("`import aiohttp`, wall", "cold_import_aiohttp_wall_s", "s", 2, ""),
    ("`assistant --help`, CPU", "cold_help_cpu_s", "s", 2, "≤ 0.15"),
    ("`assistant check` of one flow, wall", "cold_check_wall_s", "s", 2, "≤ 0.5"),
    ("`assistant serve` to the first durable turn, wall", "cold_serve_wall_s", "s", 2, ""),
    ("every guarantee of a shipped flow, wall", "prove_shipped_s", "s", 2, "≤ 0.5"),
    ("every guarantee of a shipped flow, CPU", "prove_shipped_cpu_s", "s", 2, ""),
    ("120 steps with 20-option questions, wall", "prove_long_s", "s", 2, "≤ 2"),
    ("120 steps with 20-option questions, CPU", "prove_long_cpu_s", "s", 2, ""),
    ("answers to those 120 steps, power of ten", "long_flow_answers_log10", "", 0, ""),
    ("a short flow: playing all against proving", "played_against_proved", "×", 0, ""),
    ("conversations played for that", "played_conversations", "", 0, ""),
    ("30 to 480 steps, six guarantees: exponent of CPU", "prove_exponent", "", 2, "near 1"),
    ("the same, guarantees as many as the steps ask", "prove_exponent_with_guarantees", "", 2, ""),
    ("most memory while proving all of these", "prove_peak_mb", "MB", 0, "≤ 300"),
    ("comparing the shipped flow with one edited, the slowest of three", "diff_s", "s", 2, "≤ 1.5"),
    ("proving both of these versions", "diff_prove_both_s", "s", 2, ""),
    ("most memory while comparing", "diff_peak_mb", "MB", 0, "≤ 300"),
    ("`assistant diff` of the shipped flow with one edited, wall", "diff_wall_s", "s", 2, "≤ 1.5"),
    ("`assistant check` of everything shipped, wall", "check_shipped_wall_s", "s", 2, "≤ 1"),
    ("`assistant check` of everything shipped, CPU", "check_shipped_cpu_s", "s", 2, ""),
    ("`assistant check --help`, wall", "check_help_wall_s", "s", 2, ""),
)


def main() -> None:
    """Measure, print, keep."""
    started = time.perf_counter()
    found: dict[str, object] = {**_machine(), **loading.measured()}
    with tempfile.TemporaryDirectory() as scratch:
        found |= cold.measured(Path(scratch))
        found |= proving.measured(Path(scratch))
        found |= diffing.measured(Path(scratch))
        found |= turns.measured(Path(scratch))
    found["seconds"] = round(time.perf_counter() - started, 1)
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    _print(found)


def _machine() -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "journal": journal_rule(sqlite3.sqlite_version_info),
    }


def _print(found: Mapping[str, object]) -> None:
    print(f"Python {found['python']}, SQLite {found['sqlite']}, journal {found['journal']}")
    print(f"{'':<58}{'measured':>12}  {'':<4}{'goal'}")
    for what, key, unit, digits, goal in ROWS:
        value = found[key]
        shown = f"{value:.{digits}f}" if isinstance(value, float) else str(value)
        print(f"{what:<58}{shown:>12}  {unit:<4}{goal}")
    print(f"all in {found['seconds']} s; every figure is in {'bench/results.json'}")


if __name__ == "__main__":
    main()
