"""A conversation as it is shown: one plain value for every renderer."""

from __future__ import annotations

from assistant.dialog.conversation import Conversation
from assistant.dialog.dialog import Dialog, Taken
from assistant.dialog.moment import Moment
from assistant.dialog.outcome import plan
from assistant.dialog.question import asked, question_text
from assistant.dialog.refusal import Refusal
from assistant.dialog.scene import Scene
from assistant.dialog.shape import (
    EntryShown,
    ErrorShown,
    MessageShown,
    ParkedShown,
    PlanShown,
    ProgressShown,
    QuestionShown,
    View,
)
from assistant.dialog.trail import Trail
from assistant.flow.model import AnyStep, By, End, PlanItem, Tell

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
    course = _Course(scene)
    typed = taken.typed if taken else {}
    return {
        "rev": conversation.rev,
        "flow": dialog.flow.id,
        "version": dialog.flow.version,
        "lang": moment.language,
        "dir": "rtl" if moment.language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr",
        "title": scene.voice.line(dialog.flow.title),
        "progress": _progress(scene),
        "pinned": course.pinned,
        "transcript": course.transcript,
        "messages": course.messages,
        "question": asked(scene, here.waiting, typed) if here.waiting else None,
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
    typed = taken.typed if taken else {}
    return asked(Scene(dialog, conversation, trail, moment), step, typed)


class _Course:
    """What was asked, answered and told: up to the last answer as a transcript, since then as messages."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.transcript: list[EntryShown] = []
        self.messages: list[MessageShown] = []
        self.pinned: list[MessageShown] = []
        steps, screens = scene.dialog.flow.steps, frozenset(scene.trail.screens)
        for name in scene.trail.path:
            step = steps[name]
            if name in screens:
                self._answered(step)
            elif isinstance(step, Tell | End) and step.say is not None:
                self._told(step)

    def _told(self, step: Tell | End) -> None:
        text = self._scene.voice.message(step.say)
        message: MessageShown = {
            "step": step.id,
            "kind": "tell" if isinstance(step, Tell) else "end",
            "level": step.level if isinstance(step, Tell) else "info",
            "text": text,
        }
        self.messages.append(message)
        if isinstance(step, Tell) and (step.pin or step.level == "danger"):
            self.pinned.append(message)

    def _answered(self, step: AnyStep) -> None:
        self.transcript += [_passed(message) for message in self.messages]
        self.messages = []
        facts = self._scene.dialog.replay.fields[step.id]
        self.transcript.append(
            {
                "step": step.id,
                "kind": step.kind,
                "text": question_text(self._scene, step),
                "answer": self._scene.voice.answers(facts),
                "can_change": True,
                "facts": list(facts),
            }
        )


def _passed(told: MessageShown) -> EntryShown:
    return {
        "step": told["step"],
        "kind": told["kind"],
        "text": told["text"],
        "answer": None,
        "can_change": False,
        "facts": [],
        "level": told["level"],
    }


def _progress(scene: Scene) -> ProgressShown:
    progress = scene.dialog.sections.at(scene.trail.path)
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
