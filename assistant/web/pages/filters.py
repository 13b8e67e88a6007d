"""What templates ask of Python: messages as paragraphs and lists, options by heading, times in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from assistant.dialog.shape import OptionShown
from assistant.flow.markup import Message
from assistant.text import formats

Spans = list[dict[str, object]]


def paragraphs(message: Message) -> Iterator[tuple[str, Spans | list[Spans]]]:
    """Give a message's blocks as ("p", spans), and each run of items as ("ul", [spans, …])."""
    blocks = [(kind, spans) for block in message for kind, spans in block.items()]
    for kind, run in groupby(blocks, key=lambda block: block[0]):
        if kind == "li":
            yield "ul", [spans for _, spans in run]
        else:
            for _, spans in run:
                yield "p", spans


def grouped(options: Sequence[OptionShown]) -> list[Mapping[str, object]]:
    """Return options under their headings, each heading once, in the order of their first options."""
    groups: dict[str | None, list[OptionShown]] = {}
    for option in options:
        groups.setdefault(option["group"], []).append(option)
    return [{"heading": heading, "options": under} for heading, under in groups.items()]


def shown_moment(at: str | datetime, language: str) -> str:
    """Return an instant, ISO or aware, as its reader writes it."""
    return formats.moment(_instant(at), language)


def shown_day(at: str | datetime, language: str) -> str:
    """Return the Danish day of an instant, ISO or aware, as its reader writes it."""
    return formats.day(_instant(at).astimezone(formats.ZONE), language)


def _instant(at: str | datetime) -> datetime:
    return datetime.fromisoformat(at) if isinstance(at, str) else at
