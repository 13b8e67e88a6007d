"""The builder of views: a conversation as one plain value for every screen, as in `view_model`."""

from __future__ import annotations

from typing import cast

from assistant.dialog.answer_parser import Refusal
from assistant.dialog.conclusions import plan
from assistant.dialog.conversation import Conversation
from assistant.dialog.engine import Dialog, TurnResult
from assistant.dialog.question import build_question, question_text
from assistant.dialog.render_context import RenderContext
from assistant.dialog.renderer import RenderInputs, TextRenderer
from assistant.dialog.trail import Trail
from assistant.dialog.view_model import (
    CachedPart,
    CachedParts,
    DialogView,
    EntryKind,
    EntryShown,
    ErrorShown,
    MessageKind,
    MessageShown,
    ParkedShown,
    PlanItemShown,
    ProgressShown,
    QuestionShown,
)
from assistant.flow.model import AnyStep, By, Level, PlanItem

# Languages written right to left; the engine knows no Babel, which `text.formats` asks instead.
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "prs", "ps", "ur", "yi"})


def build_view(
    dialog: Dialog,
    conversation: Conversation,
    context: RenderContext,
    result: TurnResult | None = None,
    trail: Trail | None = None,
) -> DialogView:
    """Return the view of a conversation, after a turn if `result` is given; `trail` spares a replay."""
    here = result.trail if result else trail or dialog.trail(conversation)
    scene = RenderInputs(dialog, conversation, here, context)
    course = TranscriptBuilder(scene)
    typed = result.typed if result else {}
    title, progress = scene.renderer.line(dialog.flow.title), _progress_shown(scene, here.path)
    section = progress["section"] or title
    return {
        "rev": conversation.rev,
        "flow": dialog.flow.id,
        "version": dialog.flow.version,
        "lang": context.language,
        "dir": "rtl" if context.language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr",
        "title": title,
        "progress": progress,
        "pinned": course.pinned,
        "transcript": course.transcript,
        "messages": course.messages,
        "question": build_question(scene, here.waiting, section, typed) if here.waiting else None,
        "errors": [_error_shown(scene, refusal) for refusal in (result.refusals if result else ())],
        "parked": [_parked_shown(scene, fact) for fact in here.parked],
        "plan": [_plan_shown(scene, item) for item in plan(dialog, here)] if here.ended else None,
    }


def build_open_question(
    dialog: Dialog,
    conversation: Conversation,
    step: str,
    context: RenderContext,
    result: TurnResult | None = None,
) -> QuestionShown:
    """Return a question step on the path with its values, or what was typed if `result` is a refusal.

    Raises:
        LookupError: the step is not a question that waits or is answered on the path.
    """
    trail = result.trail if result else dialog.trail(conversation)
    if step != trail.waiting and step not in trail.screens:
        raise LookupError(f"step {step} is not open")
    scene = RenderInputs(dialog, conversation, trail, context)
    there = _progress_shown(scene, trail.path[: trail.path.index(step) + 1])
    section = there["section"] or scene.renderer.line(dialog.flow.title)
    return build_question(scene, step, section, result.typed if result else {})


def _progress_shown(inputs: RenderInputs, path: tuple[str, ...]) -> ProgressShown:
    progress = inputs.dialog.sections.progress_at(path)
    section = inputs.renderer.line(progress.section) if progress.section else None
    return {"section": section, "index": progress.index, "of": progress.of}


def _error_shown(inputs: RenderInputs, refusal: Refusal) -> ErrorShown:
    text = inputs.renderer.phrase(refusal.text, **refusal.values)
    return {"fact": refusal.fact, "code": refusal.code, "text": text}


def _parked_shown(inputs: RenderInputs, fact: str) -> ParkedShown:
    value = inputs.conversation.answers[fact].value
    return {
        "fact": fact,
        "label": inputs.renderer.label(fact),
        "answer": inputs.renderer.answer_message(fact, value),
    }


def _plan_shown(inputs: RenderInputs, item: PlanItem) -> PlanItemShown:
    due = inputs.context.due(item.by, inputs.context.now)
    return {
        "id": item.id,
        "text": inputs.renderer.message(item.do),
        "who": item.who,
        "by": format_by(item.by),
        "due": due.isoformat() if due else None,
    }


def format_by(by: By) -> str:
    """Return a deadline as a flow file has it: `now`, `today`, `24 hours`, `5 working days`."""
    unit = by.unit.replace("_", " ")
    return f"{by.amount} {unit}" if by.amount else unit


# The transcript up to the last answer, and the messages since then.
#
# An entry that can never change again is built once. It is cached in two places: on the trail
# (`TranscriptCache`: this path's entries, so that a turn only appends) and in the context
# (`PhraseCache`: entries that all conversations share). Caching is sound only for an entry that
# depends neither on the moment nor on answers that may still change; of any other the cache has the
# id of its step, and it is built anew for every view.


class TranscriptBuilder:
    """Builds the transcript, the messages since the last answer, and the pinned messages."""

    def __init__(self, inputs: RenderInputs) -> None:
        self._inputs, self._shared_entries = inputs, inputs.context.cache.entries
        self._steps, self._facts = inputs.dialog.flow.steps, inputs.dialog.flow.facts
        self._cache = inputs.trail.transcript_cache
        self._cache.use_words(inputs.context.words)
        self._new_messages: list[AnyStep] = []
        self._extend_cache()
        transcript = CachedParts(
            [self._fresh_entry(one) if isinstance(one, str) else one for one in self._cache.entries]
        )
        self.transcript = cast("list[EntryShown]", transcript)
        self.messages: list[MessageShown] = [
            self._build_message(step) for step in self._new_messages
        ]
        pinned = (self._build_message(self._steps[name]) for name in self._cache.pinned)
        lately = (
            one
            for one, step in zip(self.messages, self._new_messages, strict=True)
            if _is_pinned(step)
        )
        self.pinned: list[MessageShown] = [*pinned, *lately]

    def _extend_cache(self) -> None:
        """Extend the cache by the new steps of the path, up to the last answered screen."""
        trail, memory = self._inputs.trail, self._cache
        for at in range(memory.steps, len(trail.path)):
            name = trail.path[at]
            step = self._steps[name]
            if name in trail.screens:
                memory.pinned += [told.id for told in self._new_messages if _is_pinned(told)]
                memory.entries += [self._cached_entry(one) for one in (*self._new_messages, step)]
                memory.steps, self._new_messages = at + 1, []
            elif step.is_message and step.say is not None:
                self._new_messages.append(step)

    def _cached_entry(self, step: AnyStep) -> CachedPart | str:
        """Return the step's entry if it is stable, else its id.

        Conversations in which the same option was picked share the entry. One with anything else,
        a text or a date for instance, is never shared: it may be personal.
        """
        picked = self._picked_option(step)
        if picked is None:
            return self._stable_entry(step)
        known = self._shared_entries.get((step.id, picked))
        if known is None:
            known = self._shared_entries[step.id, picked] = self._stable_entry(step)
        return known

    def _picked_option(self, step: AnyStep) -> str | None:
        """Return the option picked at a step with a single choice; None for other steps."""
        field = step.leading_field
        fact = self._facts.get(field) if field else None
        if field is None or fact is None or not fact.is_single:
            return None
        value = self._inputs.trail.answers[field]
        return value if isinstance(value, str) else None

    def _stable_entry(self, step: AnyStep) -> CachedPart | str:
        tracing = self._inputs.renderer.start_trace()
        entry = CachedPart(self._build_entry(step, tracing))
        return step.id if tracing.uses_context or tracing.uses_answers else entry

    def _fresh_entry(self, step: str) -> CachedPart:
        return CachedPart(self._build_entry(self._steps[step], self._inputs.renderer))

    def _build_entry(self, step: AnyStep, renderer: TextRenderer) -> EntryShown:
        if step.is_message:
            return {
                "step": step.id,
                "kind": _message_kind(step),
                "text": renderer.message(step.say),
                "answer": None,
                "can_change": False,
                "facts": [],
                "level": _message_level(step),
            }
        facts = self._inputs.dialog.replay.fields[step.id]
        return {
            "step": step.id,
            "kind": cast("EntryKind", step.kind),
            "text": question_text(self._inputs.dialog.flow, step, renderer),
            "answer": renderer.screen_answers(facts),
            "can_change": True,
            "facts": list(facts),
        }

    def _build_message(self, step: AnyStep) -> MessageShown:
        return {
            "step": step.id,
            "kind": _message_kind(step),
            "level": _message_level(step),
            "text": self._inputs.renderer.message(step.say),
        }


def _message_kind(step: AnyStep) -> MessageKind:
    return "end" if step.is_end else "tell"


def _message_level(step: AnyStep) -> Level:
    return step.level or "info"


def _is_pinned(step: AnyStep) -> bool:
    return step.pin or step.level == "danger"
