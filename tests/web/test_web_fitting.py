"""What is held of each open conversation takes no more memory than it says."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import orjson

from assistant.dialog.conversation import Answering
from assistant.web.guide.fitting import fitting
from assistant.web.guide.log import entry

TURN = Answering("signs", ["bruises", "hungry"])
MANY, A_LITTLE = 500, 100  # bytes beside the words themselves


def held(write: Callable[[], bytes]) -> float:
    """Return how many bytes each of many kept writings takes beside its own."""
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    kept = [write() for _ in range(MANY)]
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (after - before - sum(map(len, kept))) / MANY


def test_what_is_kept_of_a_turn_stands_in_no_buffer() -> None:
    def as_it_comes() -> bytes:
        return orjson.dumps({"rev": 7, "turn": {"step": TURN.step, "answer": TURN.raw}})

    assert entry(TURN, 7) == fitting(as_it_comes()) == as_it_comes()
    assert held(lambda: entry(TURN, 7)) < A_LITTLE < held(as_it_comes)
