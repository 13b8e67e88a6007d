"""What a question's page is headed by, and what of its text is better said beside the heading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.dialog.shape import HeadingShown, QuestionShown
from assistant.flow.markup import Message, Span, plain, spoken

_LONGEST = 60
_QUESTION = re.compile(r"(.{1,100}?\?)(?:\s+(.+))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Heading:
    """A page's heading, what is said ahead of it, and what is said under it."""

    words: str
    before: Message
    under: Message


def heading(asked: QuestionShown, section: str) -> Heading:
    """Return the heading of a question: the sentence that asks, a short text, else its label or section."""
    text = asked["text"]
    for n, block in enumerate(text):
        found = _asking([block])
        if found is not None:
            words, rest = found
            return Heading(words, text[:n], [*rest, *text[n + 1 :]])
    if text and len(plain(text[:1])) <= _LONGEST and "p" in text[0]:
        return Heading(plain(text[:1]), [], text[1:])
    alone = len(asked["fields"]) == 1
    return Heading(asked["fields"][0]["label"] if alone else section, [], text)


def headed(asked: QuestionShown, section: str) -> QuestionShown:
    """Return a question with what heads it."""
    found = heading(asked, section)
    shown = HeadingShown(words=found.words, before=found.before, under=found.under)
    return {**asked, "heading": shown}


def _asking(block: Message) -> tuple[str, Message] | None:
    """Return the sentence that a paragraph of plain words asks first, and the rest of it."""
    spans = block[0].get("p", [])
    if len(spans) != 1 or "href" in spans[0]:
        return None
    found = _QUESTION.fullmatch(str(spans[0]["t"]))
    if found is None:
        return None
    return found[1], spoken(Span(found[2])) if found[2] else []
