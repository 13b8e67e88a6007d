"""What is said of proved guarantees: one JSON document, or words for their author."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.flow.model import Flow
from assistant.prove.prove import Verdict
from assistant.prove.written import spoken, written


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of all guarantees of a flow, and how long it took."""

    flow: Flow
    verdicts: tuple[Verdict, ...]
    seconds: float

    @property
    def whole(self) -> bool:
        """Whether every guarantee is proved."""
        return all(verdict.word == "proved" for verdict in self.verdicts)


def as_json(proofs: Sequence[Proof]) -> dict[str, object]:
    """Return the document that `assistant prove --json` prints."""
    return {"flows": [_flow_json(proof) for proof in proofs]}


def _flow_json(proof: Proof) -> dict[str, object]:
    return {
        "flow": proof.flow.id,
        "version": proof.flow.version,
        "guarantees": [_verdict_json(proof.flow, verdict) for verdict in proof.verdicts],
        "states": sum(verdict.states for verdict in proof.verdicts),
        "seconds": round(proof.seconds, 3),
    }


def _verdict_json(flow: Flow, verdict: Verdict) -> dict[str, object]:
    trail = verdict.trail
    return {
        "name": verdict.guarantee.name,
        "verdict": verdict.word,
        "path": list(trail.path) if trail else None,
        "answers": written(flow, trail) if trail else None,
        "today": trail.today.isoformat() if trail else None,
        "states": verdict.states,
    }


def conversation(flow: Flow, verdict: Verdict) -> Iterator[str]:
    """Yield the lines that tell how a conversation breaks the guarantee; none where none does."""
    if verdict.trail is None:
        return
    for question, answer in spoken(flow, verdict.trail):
        yield f"{question} — {answer}"
    yield f"It ends at {verdict.trail.ended}, by way of {', '.join(verdict.trail.path)}."
