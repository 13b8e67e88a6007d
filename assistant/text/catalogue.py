"""A flow's texts in every language that has them all.

A language with a missing, stale or mistaken text is not offered: half a translation is worse than none
when somebody needs to know what to do now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from babel.messages.catalog import Catalog, Message

from assistant.flow.basics import NOWHERE, Place, Text
from assistant.flow.markup import MarkupError, Span, parse, placeholders
from assistant.flow.model import Flow
from assistant.flow.texts import texts
from assistant.text import files


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one flow in one language; `messages` is (context, author's words) -> words.

    `own` marks the language that the flow is written in: there an author's words stand as they are.
    """

    language: str
    messages: Mapping[tuple[str, str], str]
    own: bool = False

    def of(self, text: Text) -> str:
        """Return `text` in this language.

        Raises:
            KeyError: the text has no translation, which `languages` should have kept from being offered.
        """
        return text.words if self.own else self.messages[text.context, text.words]


@dataclass(frozen=True, slots=True)
class Hole:
    """A text that a language lacks.

    `stale`: the author has changed the words since they were translated; `places`: the translation's
    placeholders or links are not those of the author's words.
    """

    context: str
    kind: Literal["missing", "stale", "places"]
    words: str
    place: Place = field(default=NOWHERE, compare=False)
    translation: str = field(default="", compare=False)


def languages(flow: Flow, locales: Path) -> Mapping[str, Texts]:
    """Return the words of `flow` by language: its own first, then every complete translation."""
    offered = {flow.language: Texts(flow.language, {}, own=True)}
    for language in files.languages(locales, flow.id):
        if language != flow.language and not holes(flow, locales, language):
            offered[language] = _texts(flow, locales, language)
    return offered


def holes(flow: Flow, locales: Path, language: str) -> tuple[Hole, ...]:
    """Return what keeps `language` from being offered, in the order of the flow's texts."""
    catalog = files.catalog(locales, language, flow.id) or Catalog(language)
    contexts = {message.context for message in catalog if message.string}
    found = ((text, catalog.get(text.words, text.context)) for text in texts(flow))
    kinds = ((text, message, _hole(text, message, contexts)) for text, message in found)
    return tuple(
        Hole(text.context, kind, text.words, text.place, str(message.string) if message else "")
        for text, message, kind in kinds
        if kind
    )


def _hole(
    text: Text, message: Message | None, contexts: set[str | None]
) -> Literal["missing", "stale", "places"] | None:
    if message is None or not message.string:
        return "stale" if text.context in contexts else "missing"
    if message.fuzzy:
        return "stale"
    return None if marks(text.words) == marks(str(message.string)) else "places"


def marks(words: str) -> tuple[set[str], list[str]] | None:
    """Return what a translation must take over: the placeholders, and where the links lead.

    Words whose markup can't be read have no marks.
    """
    try:
        blocks = parse(words)
    except MarkupError:
        return None
    spans = (part for block in blocks for part in block.parts if isinstance(part, Span))
    places = {f"{place.kind}.{place.id}" for place in placeholders(blocks)}
    return places, sorted(span.href for span in spans if span.href)


def _texts(flow: Flow, locales: Path, language: str) -> Texts:
    catalog = files.catalog(locales, language, flow.id) or Catalog(language)
    messages = {
        (message.context, str(message.id)): str(message.string)
        for message in catalog
        if message.context is not None
    }
    return Texts(language, messages)
