"""`python -m bench`: measures everything, prints a table and writes bench/results.json."""

from __future__ import annotations

import json
import platform
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from assistant.store.driver import sqlite3
from assistant.store.sqlite import safe_journal_mode
from bench import cold, diffing, loading, memory, proving, turns

RESULTS = Path(__file__).with_name("results.json")
Row = tuple[str, str, str, int, str]  # what, key, unit, digits, goal


def _turn_rows(conversation: str, name: str, goal: str) -> tuple[Row, ...]:
    return (
        (
            f"{conversation}: a turn's share of an echo, CPU at once",
            f"{name}_share_paired",
            "",
            2,
            goal,
        ),
        (f"{conversation}: the same, requests alone", f"{name}_share_wall", "", 2, goal),
        (f"{conversation}: CPU of a turn", f"{name}_turn_cpu_us", "µs", 0, ""),
        (f"{conversation}: CPU of an echo beside it", f"{name}_echo_cpu_us", "µs", 0, ""),
        (f"{conversation}: turns in a commit, 16 clients", f"{name}_turns_per_commit", "", 1, ""),
        (f"{conversation}: durable turns, 32 clients", f"{name}_turns_per_second", "/s", 0, ""),
        (f"{conversation}: echoes, 32 clients", f"{name}_echoes_per_second", "/s", 0, ""),
        (f"{conversation}: turn p50", f"{name}_turn_p50_ms", "ms", 1, ""),
        (f"{conversation}: turn p99", f"{name}_turn_p99_ms", "ms", 1, "≤ 4 × echo"),
        (f"{conversation}: echo p50", f"{name}_echo_p50_ms", "ms", 1, ""),
        (f"{conversation}: echo p99", f"{name}_echo_p99_ms", "ms", 1, ""),
    )


ROWS: tuple[Row, ...] = (
    ("load and check 60 questions with catalogues, CPU", "load_cpu_ms", "ms", 1, "< 60"),
    *_turn_rows("12 questions", "reference", "≥ 0.35"),
    *_turn_rows("shipped flow", "shipped", ""),
    ("memory, fresh", "resident_mb_fresh", "MB", 1, ""),
    ("memory, 1,280 conversations open", "resident_mb_within", "MB", 1, ""),
    ("memory, 16,000 conversations open", "resident_mb_beyond", "MB", 1, ""),
    ("the same, more than when fresh", "resident_mb_grown", "MB", 1, "≤ 30"),
    ("memory of each of them that is held", "bytes_per_open_within", "B", 0, ""),
    ("memory of each of the last 4,800", "bytes_per_open_beyond", "B", 0, "≤ 300"),
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
    found: dict[str, object] = {**_describe_machine(), **loading.measure()}
    with tempfile.TemporaryDirectory() as scratch:
        found |= cold.measure(Path(scratch))
        found |= proving.measure(Path(scratch))
        found |= diffing.measure(Path(scratch))
        found |= turns.measure(Path(scratch))
        found |= memory.measure(Path(scratch))
    found["seconds"] = round(time.perf_counter() - started, 1)
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    _print_table(found)


def _describe_machine() -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "journal": safe_journal_mode(sqlite3.sqlite_version_info),
    }


def _print_table(found: Mapping[str, object]) -> None:
    print(f"Python {found['python']}, SQLite {found['sqlite']}, journal {found['journal']}")
    print(f"{'':<58}{'measured':>12}  {'':<4}{'goal'}")
    for what, key, unit, digits, goal in ROWS:
        value = found[key]
        shown = f"{value:.{digits}f}" if isinstance(value, float) else str(value)
        print(f"{what:<58}{shown:>12}  {unit:<4}{goal}")
    print(f"all in {found['seconds']} s; every figure is in {'bench/results.json'}")


if __name__ == "__main__":
    main()
