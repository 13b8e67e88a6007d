"""The words of a step in one language, on one line and without markup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.dialog.phrases import PhraseTranslator, format_danish
from assistant.flow.markup import Placeholder, Span, parse_markup, plain_line, render_message
from assistant.flow.model import AnyStep, Ask, Flow, Text


def _as_written(text: Text) -> str:
    return text.words


@dataclass(frozen=True, slots=True)
class TextReader:
    """Gives an author's texts and the interface's words; no `language` means the flow's own."""

    words: Callable[[Text], str] = _as_written
    say: PhraseTranslator = format_danish
    language: str | None = None

    def line(self, text: Text | None) -> str:
        """Return a text as one line; what only a conversation can fill in stands in brackets."""
        return (
            ""
            if text is None
            else plain_line(render_message(parse_markup(self.words(text)), _in_brackets))
        )


def _in_brackets(placeholder: Placeholder) -> tuple[Span, ...]:
    return (Span(f"[{placeholder.id}]"),)


def step_title(flow: Flow, step: AnyStep, reader: TextReader) -> str:
    """Return a step's heading: its question, or the beginning of its message."""
    if step.runs:
        return step_title(flow, first_speaking_step(flow, step), reader).rstrip(".") + "…"
    labels = (reader.line(flow.facts[name].label) for name in step.fields if name in flow.facts)
    named = " · ".join(label for label in labels if label)
    said = reader.line(step.say or step.label)
    # The words of a lone question may be a paragraph, so its label is the better heading.
    return named or said if isinstance(step, Ask) else said or named


def first_speaking_step(flow: Flow, step: AnyStep) -> AnyStep:
    """Return the first step of a part that has words: forks have none."""
    inside = flow.steps[step.routes[0].to]
    while inside.is_silent and inside.is_listed and inside.routes:
        inside = flow.steps[inside.routes[0].to]
    return inside


def step_text(step: AnyStep, flow: Flow, reader: TextReader) -> str:
    """Return everything that a step says, on one line."""
    if step.is_silent:
        return ""
    said, asked = reader.line(step.say), step_title(flow, step, reader)
    return said if asked in said else f"{asked} {said}".strip()
