"""What is held of each open conversation takes no more memory than it says."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import orjson

from assistant.dialog.conversation import AnswerTurn
from assistant.web.guide.replay import compact_bytes, encode_entry

TURN = AnswerTurn("signs", ["bruises", "hungry"])
MANY, A_LITTLE = 500, 100  # bytes beside the words themselves


def bytes_beside(write: Callable[[], bytes]) -> float:
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

    assert encode_entry(TURN, 7) == compact_bytes(as_it_comes()) == as_it_comes()
    assert bytes_beside(lambda: encode_entry(TURN, 7)) < A_LITTLE < bytes_beside(as_it_comes)
