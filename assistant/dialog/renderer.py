"""Renders texts and answers in a context; placeholders are filled from the answers on the path.

What is rendered depends on nothing (always the same), on the context (the same for everybody at that
moment), or on an answer (for this conversation only). Whoever would cache a part renders it with a
`TracingRenderer` of its own, which traces which of these it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assistant.dialog import phrases
from assistant.dialog.conversation import Conversation
from assistant.dialog.engine import Dialog
from assistant.dialog.render_context import RenderContext
from assistant.dialog.trail import Trail
from assistant.flow import markup
from assistant.flow.expressions.logic import Logic
from assistant.flow.model import (
    UNKNOWN,
    AnswerState,
    AnyFact,
    Text,
    Value,
)
from assistant.flow.model.kinds.cpr import mask_cpr

_PUNCTUATION = (".", "?", "!", ":")
_ANSWER_KINDS = ("fact", "decision")  # the placeholders that are filled in from answers


def with_colon(label: str) -> str:
    """Return `label` with a trailing colon, unless it ends in punctuation."""
    return label if label.endswith(_PUNCTUATION) else f"{label}:"


class TextRenderer:
    """Renders the texts of a flow and the answers of a conversation in a context."""

    def __init__(self, logic: Logic, reading: AnswerState, context: RenderContext) -> None:
        self._logic, self._reading, self._context = logic, reading, context
        self._flow = logic.flow
        self._translate, self._cached_messages = context.words, context.cache.messages

    def start_trace(self) -> TracingRenderer:
        """Return a renderer of the same that traces what its texts are filled in from."""
        return TracingRenderer(self._logic, self._reading, self._context)

    def message(self, text: Text | None) -> markup.Message:
        """Return an author's text as a message, its placeholders filled; an empty one for None."""
        if text is None:
            return []
        words = self._translate(text)
        said = markup.fixed_message(words)  # a text without placeholders is parsed once a process
        return self._fill_text(words) if said is None else said

    def _fill_text(self, words: str) -> markup.Message:
        """Return a text with placeholders filled; one that uses no answer is cached."""
        said = self._cached_messages.get(words)
        if said is None:
            blocks = markup.parse_markup(words)
            said = markup.render_message(blocks, self._fill_placeholder)
            if all(place.kind not in _ANSWER_KINDS for place in markup.placeholders(blocks)):
                self._cached_messages[words] = said
        return said

    def line(self, text: Text) -> str:
        """Return an author's text as one line of plain text."""
        said = markup.fixed_line(self._translate(text))
        return markup.plain_line(self.message(text)) if said is None else said

    def plain(self, text: Text) -> str:
        """Return an author's text as plain text, a line for each block."""
        said = markup.fixed_text(self._translate(text))
        return markup.plain_text(self.message(text)) if said is None else said

    def phrase(self, msgid: str, **values: object) -> str:
        """Return one of the engine's own phrases, translated."""
        return self._context.ui(msgid, **values)

    def label(self, fact: str) -> str:
        """Return the label of a fact or repeat, or its id if it has none."""
        text = self._flow.label(fact)
        return self.line(text) if text else fact

    def answer_message(self, fact: str, value: Value) -> markup.Message:
        """Return an answer as a message: a list for several options, else a paragraph a line."""
        asked = self._flow.facts.get(fact)
        if asked is None:
            return self._rows_message(value)
        if asked.may_be_empty and isinstance(value, tuple) and value:
            return [
                {"li": [{"t": label}]}
                for label in asked.wording(value, self.line, self._answer_word)
            ]
        words = self.answer_text(fact, value)
        return [{"p": [{"t": line}]} for line in words.split("\n") if line.strip()]

    def screen_answers(self, facts: tuple[str, ...]) -> markup.Message:
        """Return the answers to a screen's facts; of several, those that are not skipped."""
        given = self._reading.answers
        if len(facts) == 1:
            return self.answer_message(facts[0], given[facts[0]])
        said = [fact for fact in facts if given[fact] is not None]
        if not said:
            return markup.paragraph_message(markup.Span(self.phrase(phrases.SKIPPED)))
        return [{"p": [{"t": self._labelled_answer(fact, given[fact])}]} for fact in said]

    def _labelled_answer(self, fact: str, value: Value) -> str:
        return f"{with_colon(self.label(fact))} {self.answer_text(fact, value)}"

    def answer_text(self, fact: str, value: Value) -> str:
        """Return an answer as running text; a personal number is masked."""
        asked = self._flow.facts.get(fact)
        if value is None:
            return self.phrase(phrases.SKIPPED)
        if asked is None or value == UNKNOWN:
            return (
                markup.plain_text(self._rows_message(value))
                if asked is None
                else self.phrase(phrases.UNKNOWN_WORDS)
            )
        if isinstance(value, date):
            return self.phrase(phrases.DAY, day=value)
        if asked.is_masked:
            return mask_cpr(str(value))
        words = ", ".join(asked.wording(value, self.line, self._answer_word))
        if asked.unit:
            return f"{words} {self.line(asked.unit)}"
        return words or self._nothing_selected(asked)

    def _answer_word(self, word: str) -> str:
        return self.phrase(phrases.answer_phrase(word))

    def _nothing_selected(self, fact: AnyFact) -> str:
        return self.line(fact.none) if fact.none else self.phrase(phrases.NONE_WORDS)

    def _rows_message(self, value: Value) -> markup.Message:
        rows = (
            [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
        )
        if not rows:
            return markup.paragraph_message(markup.Span(self.phrase(phrases.EMPTY_LIST)))
        return [{"li": [{"t": self._row_text(row)}]} for row in rows]

    def _row_text(self, row: Mapping[str, Value]) -> str:
        given = ((fact, value) for fact, value in row.items() if value is not None)
        return " · ".join(self.answer_text(fact, value).replace("\n", " ") for fact, value in given)

    def _fill_placeholder(self, placeholder: markup.Placeholder) -> tuple[markup.Span, ...]:
        name = placeholder.id
        if placeholder.kind not in _ANSWER_KINDS:
            return self._context.placeholders[f"{placeholder.kind}.{name}"]
        if name in self._flow.decisions:
            return (markup.Span(self.conclusion_text(name)),)
        if name not in self._reading.answers:
            return (markup.Span(self.phrase(phrases.UNANSWERED)),)
        return (markup.Span(self.answer_text(name, self._reading.answers[name])),)

    def conclusion_text(self, decision: str) -> str:
        """Return a decision's conclusion in words: the reason of its row, else its value."""
        row = self._logic.deciding_row(decision, self._reading)
        return self.line(row.because) if row.because else row.value


class TracingRenderer(TextRenderer):
    """A renderer for one part of a view that traces what the part depends on, whatever it calls on.

    `uses_context` and `uses_answers` only ever turn true, so they speak of all that it rendered: a
    part that uses neither may be cached for good. For the next part, start another.
    """

    def __init__(self, logic: Logic, reading: AnswerState, context: RenderContext) -> None:
        super().__init__(logic, reading, context)
        self.uses_context = self.uses_answers = False

    def _fill_text(self, words: str) -> markup.Message:
        # Every text with placeholders comes here, also one whose message is in the context's cache.
        self.uses_context = True
        return super()._fill_text(words)

    def _fill_placeholder(self, placeholder: markup.Placeholder) -> tuple[markup.Span, ...]:
        # A text with an answer in it is never cached, so its placeholders always come here.
        self.uses_answers = self.uses_answers or placeholder.kind in _ANSWER_KINDS
        return super()._fill_placeholder(placeholder)


# The inputs of rendering: all that a view, a question or an explanation is made from.


class RenderInputs:
    """A conversation, its trail, the context to render it in, and the renderer that does."""

    __slots__ = ("context", "conversation", "dialog", "renderer", "trail")

    def __init__(
        self, dialog: Dialog, conversation: Conversation, trail: Trail, context: RenderContext
    ) -> None:
        self.dialog, self.conversation = dialog, conversation
        self.trail, self.context = trail, context
        self.renderer = TextRenderer(dialog.logic, trail, context)
