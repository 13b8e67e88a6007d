"""The conversation that is measured: the shipped flow, answered as a scripted case of its own answers it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from assistant.dialog.conversation import AnswerTurn
from assistant.dialog.engine import Dialog
from assistant.flow.load import load_folder
from assistant.flow.model import Flow, Form
from assistant.scenario.script_reader import read_script

FLOW, SCRIPT = "concern", "violence.yaml"
TYPED_ANSWERS: Mapping[str, object] = {
    "child_place": "Nordskolen, 3.b",
    "my_workplace": "Nordskolen",
    "my_title": "Lærer",
    "why_now": "Barnet fortalte det i dag, og det er første gang, vi hører det med barnets egne ord.",
}
"""What is typed beyond the scripted case: more to keep, and a school that a family team serves."""


def scripted_answers(root: Path) -> list[tuple[str, object]]:
    """Return a whole conversation in the flow below `root` up to its end: step and answer, in order.

    Raises:
        RuntimeError: the flow no longer takes the answers of its first scripted case.
    """
    flow = load_folder(root / FLOW).flow
    if flow is None:
        raise RuntimeError(f"{root / FLOW} has errors; see: assistant check")
    script = root / FLOW / "tests" / SCRIPT
    case = read_script(script.read_text(encoding="utf-8"), SCRIPT, flow).cases[0]
    return _answer_all(flow, {**case.answers, **TYPED_ANSWERS})


def _answer_all(flow: Flow, pool: Mapping[str, object]) -> list[tuple[str, object]]:
    dialog, now = Dialog(flow), datetime.now(UTC)
    conversation = dialog.begin(flow.language, now.date())
    turns: list[tuple[str, object]] = []
    while step := dialog.trail(conversation).waiting:
        facts = dialog.replay.fields[step]
        given = {fact: pool.get(fact) for fact in facts}
        answer = given if isinstance(flow.steps[step], Form) else given[facts[0]]
        taken = dialog.take_turn(conversation, AnswerTurn(step, answer), now)
        if taken.refusals:
            raise RuntimeError(f"{step}: {', '.join(refusal.code for refusal in taken.refusals)}")
        conversation = taken.conversation
        turns.append((step, answer))
    return turns
