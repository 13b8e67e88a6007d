"""What a question's screen is headed by, and what of its text is better said beside the heading."""

from __future__ import annotations

import re

from assistant.dialog.shape import FieldShown, HeadingShown
from assistant.flow.markup import Message, Span, plain, spoken

_LONGEST = 60
_QUESTION = re.compile(r"(.{1,100}?\?)(?:\s+(.+))?", re.DOTALL)


def heading(text: Message, fields: list[FieldShown], section: str) -> HeadingShown:
    """Return the heading of a question: the sentence that asks, a short text, else its label or section."""
    for n, block in enumerate(text):
        found = _asking([block])
        if found is not None:
            words, rest = found
            return _headed(words, text[:n], [*rest, *text[n + 1 :]])
    if text and len(plain(text[:1])) <= _LONGEST and "p" in text[0]:
        return _headed(plain(text[:1]), [], text[1:])
    return _headed(fields[0]["label"] if len(fields) == 1 else section, [], text)


def _headed(words: str, before: Message, under: Message) -> HeadingShown:
    return {"words": words, "before": before, "under": under}


def _asking(block: Message) -> tuple[str, Message] | None:
    """Return the sentence that a paragraph of plain words asks first, and the rest of it."""
    spans = block[0].get("p", [])
    if len(spans) != 1 or "href" in spans[0]:
        return None
    found = _QUESTION.fullmatch(str(spans[0]["t"]))
    if found is None:
        return None
    return found[1], spoken(Span(found[2])) if found[2] else []
