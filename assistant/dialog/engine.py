"""The engine: one flow's conversations, turn by turn. Values in, values out.

A turn is parse, then replay: the raw answer is parsed against what its question shows on
the path, the accepted values go into a new `Conversation`, and the replay of that is the new trail.
A refused turn leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache, reduce
from operator import and_

from msgspec import Struct, structs

from assistant.dialog.answer_parser import (
    LONGEST_ID,
    NOTHING_TYPED,
    AnswerContext,
    ParsedScreen,
    Refusal,
    parse_screen,
    refuse,
)
from assistant.dialog.conversation import (
    Answer,
    AnswerTurn,
    BackTurn,
    ChangeTurn,
    Conversation,
    LanguageTurn,
    Turn,
)
from assistant.dialog.dates import current_day
from assistant.dialog.machine import ReplayError
from assistant.dialog.trail import Replay, Trail
from assistant.flow.expressions.logic import Logic
from assistant.flow.model import AnyStep, Flow, Text, Value


class TurnResult(Struct, frozen=True):
    """The result of a turn; with refusals, the conversation is as before and `typed` what was sent.

    `trail` is the trail of `conversation`, so that nobody needs to replay it again.
    """

    conversation: Conversation
    trail: Trail
    refusals: tuple[Refusal, ...] = ()
    typed: Mapping[str, object] = NOTHING_TYPED


class Dialog:
    """Runs the conversations of one flow; stateless, so all of them share it."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.logic = Logic(flow)
        self.replay = Replay(self.logic)
        self.sections = Sections(flow)
        self.post_dominators = PostDominators(flow)

    def begin(self, language: str, today: date) -> Conversation:
        """Return a new conversation without answers."""
        flow = self.flow
        return Conversation(flow.id, flow.version, flow.logic, language, today)

    def trail(self, conversation: Conversation) -> Trail:
        """Replay the conversation and return its trail."""
        return self.replay.trail(conversation)

    def take_turn(
        self, conversation: Conversation, turn: Turn, at: datetime, trail: Trail | None = None
    ) -> TurnResult:
        """Return the result of `turn`; a caller that has the trail may pass it, to spare a replay.

        Dates may be as late as the Danish day of `at`; guards count from the conversation's own
        day.
        """
        here = _TurnContext(conversation, trail or self.trail(conversation), at)
        match turn:
            case AnswerTurn(step, raw):
                return self._answer(here, step, raw)
            case ChangeTurn(fact, raw):
                return self._change(here, fact, raw)
            case BackTurn():
                return self._back(here)
            case LanguageTurn(language):
                rev = conversation.rev + 1
                return TurnResult(
                    structs.replace(conversation, language=language, rev=rev), here.trail
                )

    def _answer(self, context: _TurnContext, step: str, raw: object) -> TurnResult:
        if step != context.trail.waiting:
            return context.reject(refuse(step[:LONGEST_ID], "not_open"))
        accepted = self._parse(context, step, self.replay.fields[step], raw)
        if accepted.refusals:
            return context.reject(*accepted.refusals, typed=accepted.typed)
        conversation = context.with_answers(accepted.values)
        # Nothing before the waiting step changed, so the replay may go on from there.
        return TurnResult(conversation, self.replay.extend(context.trail, conversation))

    def _change(self, context: _TurnContext, changed: str, raw: object) -> TurnResult:
        step = self.replay.asked_by.get(changed, changed)
        if step not in context.trail.screens:
            return context.reject(refuse(changed[:LONGEST_ID], "not_open"))
        asks = (changed,) if changed in self.replay.asked_by else self.replay.fields[step]
        accepted = self._parse(context, step, asks, raw)
        if accepted.refusals:
            return context.reject(*accepted.refusals, typed=accepted.typed)
        conversation = context.with_answers(accepted.values)
        # A changed answer may lead anywhere: replay from the start; what falls off is parked.
        return TurnResult(conversation, self.trail(conversation))

    def _back(self, context: _TurnContext) -> TurnResult:
        if not context.trail.screens:
            return context.reject(refuse(self.flow.start, "not_open"))
        conversation = context.conversation
        answers = dict(conversation.answers)
        for fact in self.replay.fields[context.trail.screens[-1]]:
            answers[fact] = structs.replace(answers[fact], withdrawn=True)
        before = structs.replace(conversation, answers=answers, rev=conversation.rev + 1)
        return TurnResult(before, self.trail(before))

    def _parse(
        self, context: _TurnContext, step: str, asks: tuple[str, ...], raw: object
    ) -> ParsedScreen:
        waiting = step == context.trail.waiting
        reading = context.trail if waiting else self.replay.answers_before(context.trail, step)
        today = current_day(context.conversation.today, context.at)
        asking = AnswerContext(self.logic, reading, context.conversation.answers, today)
        return parse_screen(asking, self.flow.steps[step], asks, raw)


class _TurnContext(Struct, frozen=True):
    """A conversation, its trail and the instant while a turn is taken."""

    conversation: Conversation
    trail: Trail
    at: datetime

    def reject(self, *refusals: Refusal, typed: Mapping[str, object] = NOTHING_TYPED) -> TurnResult:
        return TurnResult(self.conversation, self.trail, refusals, typed)

    def with_answers(self, values: Mapping[str, Value]) -> Conversation:
        was = self.conversation
        rev, answers = was.rev + 1, dict(was.answers)
        for fact, value in values.items():
            answers[fact] = Answer(value, self.at, rev)
        return structs.replace(was, rev=rev, answers=answers)


# Progress of a conversation in sections: it never goes backwards while the path grows.
#
# A section is a run of steps under the same heading. The number of sections still to come is the most
# that any way on has (the longest path, by dynamic programming over the steps in postorder), so the
# share that is done can only grow.

_CACHED_PATHS = 1024  # paths whose progress is cached: many conversations take the same ones


class Progress(Struct, frozen=True):
    """The current section, its number from 1, and the most sections that there may be."""

    section: Text | None
    index: int
    of: int


class Sections:
    """Counts a flow's sections. Steps that show nothing have none: they stay in the one before.

    An end without a section of its own shows none, rather than that of a step that happens to stand
    before it in the file.
    """

    def __init__(self, flow: Flow) -> None:
        self._headings = {step.id: _section_heading(step) for step in flow.steps.values()}
        self._bare = {
            step.id
            for step in flow.steps.values()
            if step.is_end and self._headings[step.id] is None
        }
        self._named = {"", *(text.words for text in self._headings.values() if text)}
        self._changes_from: dict[str, Mapping[str, int]] = {}
        self._cached_progress = lru_cache(_CACHED_PATHS)(self._count_sections)
        for step in steps_in_postorder(flow):
            self._changes_from[step] = self._most_changes(
                step, [route.to for route in flow.steps[step].routes]
            )

    def progress_at(self, path: tuple[str, ...]) -> Progress:
        """Return the progress at the end of `path`."""
        return self._cached_progress(path)

    def _count_sections(self, path: tuple[str, ...]) -> Progress:
        section: Text | None = None
        index = 1
        for step in path:
            heading = self._headings[step]
            if heading is not None:
                index += section is not None and heading.words != section.words
                section = heading
        if path[-1] in self._bare:
            return Progress(None, index, index)
        further = self._changes_from[path[-1]][section.words if section else ""]
        return Progress(section, index, index + further)

    def _most_changes(self, step: str, following: list[str]) -> Mapping[str, int]:
        """Return the most section changes from `step` on (inclusive), by the section before it."""
        ways = [self._changes_from[to] for to in following]
        after = {named: max((way[named] for way in ways), default=0) for named in self._named}
        heading = self._headings[step]
        if heading is None:
            return after
        here = heading.words
        return {named: after[here] + (named not in ("", here)) for named in self._named}


def _section_heading(step: AnyStep) -> Text | None:
    """Return the section that begins or goes on at a step; an end has only its own."""
    if step.is_silent or (step.is_end and _is_inherited(step)):
        return None
    return step.section


def _is_inherited(step: AnyStep) -> bool:
    """Return True if the end's section is inherited from a step further up in the file."""
    context = step.section.context if step.section else ""
    return context.startswith("steps.") and context != f"steps.{step.id}.section"


# The graph of a flow, whatever is answered: its steps in postorder, and its post-dominators.


class PostDominators:
    """The post-dominators of every step: those that each way from it to an end passes.

    Computed in one pass over the steps in postorder, with sets as bits of an integer: a step's
    post-dominators are itself and what those of all its successors have in common.
    """

    def __init__(self, flow: Flow) -> None:
        self._bit: dict[str, int] = {}
        self._post_dominators: dict[
            str, int
        ] = {}  # the post-dominators of each step, a bit for each, itself included
        for number, step in enumerate(steps_in_postorder(flow)):
            self._bit[step] = 1 << number
            ways = [self._post_dominators[route.to] for route in flow.steps[step].routes]
            self._post_dominators[step] = 1 << number | (reduce(and_, ways) if ways else 0)

    def is_inevitable(self, step: str, since: str) -> bool:
        """Return True if every way on from `since` passes `step`."""
        return bool(self._post_dominators[since] & self._bit[step])


def steps_in_postorder(flow: Flow) -> Iterator[str]:
    """Yield the reachable steps in postorder: each after all that it leads to.

    Raises:
        ReplayError: the steps go round in a circle.
    """
    # Depth first with a stack of our own: a long flow must not exhaust Python's.
    done: dict[str, bool] = {}  # False while a step's successors are being visited
    pending = [flow.start]
    while pending:
        step = pending[-1]
        if step in done:
            pending.pop()
            if not done[step]:
                done[step] = True
                yield step
            continue
        done[step] = False
        following = [route.to for route in flow.steps[step].routes]
        if any(done.get(to) is False for to in following):
            raise ReplayError(f"the steps go round in a circle at {step}")
        pending += following
