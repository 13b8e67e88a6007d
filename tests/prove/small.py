"""Small flows written as an author writes them, and conversations with them."""

from __future__ import annotations

from assistant.flow.model import Flow
from assistant.prove.prover import Verdict, prove_flow
from assistant.prove.report import answer_file
from tests.examples.builders import TODAY, read_flow

HEAD = "flow: small\nversion: 1\nlanguage: da\ntitle: En lille samtale\n"


def load_pieces(pieces: str) -> Flow:
    """Return the flow that these sections make."""
    return read_flow({"small/flow.yaml": HEAD + pieces})


def verdicts(flow: Flow) -> dict[str, str]:
    """Return guarantee -> verdict."""
    return {verdict.guarantee.name: verdict.word for verdict in prove_flow(flow, TODAY)}


def only(flow: Flow) -> Verdict:
    """Return the verdict on a flow's one guarantee."""
    (verdict,) = prove_flow(flow, TODAY)
    return verdict


def breaking(flow: Flow) -> object:
    """Return the answers that break a flow's one guarantee."""
    verdict = only(flow)
    return verdict.trail and answer_file(flow, verdict.trail)
