"""The words of a step as a reader of a language meets them, on one line and without markup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.dialog.phrases import Say, danish
from assistant.flow.markup import Placeholder, Span, line, parse, render
from assistant.flow.model import AnyStep, Ask, Decide, Do, Flow, Form, Repeat, Return, Text


def _as_written(text: Text) -> str:
    return text.words


@dataclass(frozen=True, slots=True)
class Reader:
    """Gives an author's text and the interface's words in one language; no `language` is the flow's own."""

    words: Callable[[Text], str] = _as_written
    say: Say = danish
    language: str | None = None

    def line(self, text: Text | None) -> str:
        """Return a text as one line; what is known only in a conversation stands in brackets."""
        return "" if text is None else line(render(parse(self.words(text)), _in_brackets))


def _in_brackets(placeholder: Placeholder) -> tuple[Span, ...]:
    return (Span(f"[{placeholder.id}]"),)


def title(flow: Flow, step: AnyStep, reader: Reader) -> str:
    """Return what a step is about: its question, or how its message begins."""
    match step:
        case Ask(fact=fact):
            return reader.line(flow.facts[fact].label or step.say)
        case Form(facts=facts):
            labels = (reader.line(flow.facts[fact].label) for fact in facts)
            return reader.line(step.say) or " · ".join(label for label in labels if label)
        case Repeat():
            return reader.line(step.say or step.label)
        case Do():
            return title(flow, first_words(flow, step), reader).rstrip(".") + "…"
        case _:
            return reader.line(step.say)


def first_words(flow: Flow, step: Do) -> AnyStep:
    """Return the step that a part's reader meets first: forks have no words."""
    inside = flow.steps[step.routes[0].to]
    while isinstance(inside, Decide | Do) and inside.routes:
        inside = flow.steps[inside.routes[0].to]
    return inside


def whole(step: AnyStep, flow: Flow, reader: Reader) -> str:
    """Return everything that a step says, on one line."""
    if isinstance(step, Do | Return):
        return ""
    said, asked = reader.line(step.say), title(flow, step, reader)
    return said if asked in said else f"{asked} {said}".strip()
