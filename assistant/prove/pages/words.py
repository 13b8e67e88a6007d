"""An author's text as HTML, with its places for words of the conversation marked."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from assistant.flow.markup import Block, MarkupError, Placeholder, parse
from assistant.prove.picture.ink import added, written


def write(parent: ET.Element, words: str) -> None:
    """Write an author's words into `parent`; words whose markup can't be read stand as they are."""
    try:
        blocks = parse(words)
    except MarkupError:
        added(parent, "p", words)
        return
    items: ET.Element | None = None
    for block in blocks:
        if block.kind == "li":
            items = added(parent, "ul") if items is None else items
            _spans(added(items, "li"), block)
        else:
            items = None
            _spans(added(parent, "p"), block)


def append(parent: ET.Element, words: str) -> None:
    """Put words behind all that `parent` holds already."""
    last = parent[-1] if len(parent) else None
    if last is None:
        parent.text = (parent.text or "") + written(words)
    else:
        last.tail = (last.tail or "") + written(words)


def joined(parent: ET.Element, words: Iterable[str], link: str, known: Iterable[str]) -> None:
    """Write words with spaces between; those that are `known` link to `#<link>-<word>`."""
    there = frozenset(known)
    for index, word in enumerate(words):
        if index:
            append(parent, " ")
        bare = word.strip("()")
        before, _, after = word.partition(bare)
        if bare in there:
            append(parent, before)
            added(parent, "a", bare, href=f"#{link}-{bare}")
            append(parent, after)
        else:
            append(parent, word)


def _spans(parent: ET.Element, block: Block) -> None:
    for part in block.parts:
        if isinstance(part, Placeholder):
            _place(added(parent, "strong") if part.strong else parent, part)
        elif part.href is not None:
            inside = added(parent, "strong") if part.strong else parent
            added(inside, "a", f"{part.t} ({part.href})", href=part.href)
        elif part.strong:
            added(parent, "strong", part.t)
        else:
            append(parent, part.t)


def _place(parent: ET.Element, place: Placeholder) -> None:
    """Mark where words of the conversation, the municipality or the law come in."""
    name = place.id if place.kind == "fact" else f"{place.kind}.{place.id}"
    if place.kind == "law":
        added(parent, "a", f"{{{name}}}", class_="place", href=f"#law-{place.id}")
    else:
        added(parent, "span", f"{{{name}}}", class_="place")
