"""A conversation as it is shown: one plain value for every renderer."""

from __future__ import annotations

from assistant.dialog.conversation import Conversation
from assistant.dialog.course import Course
from assistant.dialog.dialog import Dialog, Taken
from assistant.dialog.moment import Moment
from assistant.dialog.outcome import plan
from assistant.dialog.question import asked
from assistant.dialog.refusal import Refusal
from assistant.dialog.scene import Scene
from assistant.dialog.shape import (
    ErrorShown,
    ParkedShown,
    PlanShown,
    ProgressShown,
    QuestionShown,
    View,
)
from assistant.dialog.trail import Trail
from assistant.flow.model import By, PlanItem

__all__ = ["View", "question", "view"]

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "prs", "ps", "ur", "yi"})


def view(
    dialog: Dialog,
    conversation: Conversation,
    moment: Moment,
    taken: Taken | None = None,
    trail: Trail | None = None,
) -> View:
    """Return the view of a conversation; `taken` is the turn that it answers, `trail` spares a replay."""
    here = taken.trail if taken else trail or dialog.trail(conversation)
    scene = Scene(dialog, conversation, here, moment)
    course = Course(scene)
    typed = taken.typed if taken else {}
    title, progress = scene.voice.line(dialog.flow.title), _progress(scene, here.path)
    section = progress["section"] or title
    return {
        "rev": conversation.rev,
        "flow": dialog.flow.id,
        "version": dialog.flow.version,
        "lang": moment.language,
        "dir": "rtl" if moment.language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr",
        "title": title,
        "progress": progress,
        "pinned": course.pinned,
        "transcript": course.transcript,
        "messages": course.messages,
        "question": asked(scene, here.waiting, section, typed) if here.waiting else None,
        "errors": [_error(scene, refusal) for refusal in (taken.refusals if taken else ())],
        "parked": [_parked(scene, fact) for fact in here.parked],
        "plan": [_planned(scene, item) for item in plan(dialog, here)] if here.ended else None,
        "review": None,
        "receipt": None,
        "expires_at": None,
    }


def question(
    dialog: Dialog,
    conversation: Conversation,
    step: str,
    moment: Moment,
    taken: Taken | None = None,
) -> QuestionShown:
    """Return a question step on the path with its values; after a refusal (`taken`), with what was typed.

    Raises:
        LookupError: the step is no question that is answered or waits on the path.
    """
    trail = taken.trail if taken else dialog.trail(conversation)
    if step != trail.waiting and step not in trail.screens:
        raise LookupError(f"step {step} is not open")
    scene = Scene(dialog, conversation, trail, moment)
    there = _progress(scene, trail.path[: trail.path.index(step) + 1])
    section = there["section"] or scene.voice.line(dialog.flow.title)
    return asked(scene, step, section, taken.typed if taken else {})


def _progress(scene: Scene, path: tuple[str, ...]) -> ProgressShown:
    progress = scene.dialog.sections.at(path)
    section = scene.voice.line(progress.section) if progress.section else None
    return {"section": section, "index": progress.index, "of": progress.of}


def _error(scene: Scene, refused: Refusal) -> ErrorShown:
    text = scene.voice.phrase(refused.text, **refused.values)
    return {"fact": refused.fact, "code": refused.code, "text": text}


def _parked(scene: Scene, fact: str) -> ParkedShown:
    value = scene.conversation.answers[fact].value
    return {
        "fact": fact,
        "label": scene.voice.label(fact),
        "answer": scene.voice.answer(fact, value),
    }


def _planned(scene: Scene, item: PlanItem) -> PlanShown:
    due = scene.moment.due(item.by, scene.moment.now)
    return {
        "id": item.id,
        "text": scene.voice.message(item.do),
        "who": item.who,
        "by": by_words(item.by),
        "due": due.isoformat() if due else None,
    }


def by_words(by: By) -> str:
    """Return when something is due as the flow file says it: `now`, `today`, `24 hours`, `5 working days`."""
    unit = by.unit.replace("_", " ")
    return f"{by.amount} {unit}" if by.amount else unit
