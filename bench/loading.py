"""Loading and checking a long flow with its catalogues: CPU after import."""

from __future__ import annotations

import statistics
import time

from assistant.flow.load import load
from bench.flows import flow_files

QUESTIONS, TIMES = 60, 9


def measure() -> dict[str, object]:
    """Return the CPU milliseconds that loading and checking takes, and how long the flow is."""
    texts = flow_files("measured", QUESTIONS)
    loaded = load(texts, "measured")
    if loaded.flow is None or loaded.findings:
        raise RuntimeError(f"the flow that is measured has findings: {loaded.findings[:3]}")
    took = []
    for _ in range(TIMES):
        started = time.process_time()
        load(texts, "measured")
        took.append((time.process_time() - started) * 1000)
    return {"load_cpu_ms": statistics.median(took), "load_steps": len(loaded.flow.steps)}
