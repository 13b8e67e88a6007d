"""Finds the words that want translation: a flow's texts, and the interface's own.

Nothing here is a command: these are the functions behind one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog, Message

from assistant.flow.load import load_folder
from assistant.flow.model import Flow
from assistant.flow.texts import texts
from assistant.text import files
from assistant.text.words import interface_words

_Found = tuple[int, str, tuple[str, str], list[str]]


def extract_flow(
    fileobj: IO[bytes],
    keywords: object,  # noqa: ARG001 - the four parameters are Babel's
    comment_tags: object,  # noqa: ARG001
    options: object,  # noqa: ARG001
) -> Iterator[_Found]:
    """Return the texts of a `flow.yaml`, its parts and catalogues, as Babel's extractors do."""
    flow = load_folder(Path(fileobj.name).parent).flow
    for text in texts(flow) if flow else ():
        yield text.place.line, "pgettext", (text.context, text.words), [text.place.file]


def template(flow: Flow) -> Catalog:
    """Return the texts of `flow` to translate: context and words, with the files that they stand in."""
    catalog = Catalog(domain=flow.id)
    for text in texts(flow):
        catalog.add(
            text.words, context=text.context, locations=[(text.place.file, text.place.line)]
        )
    return catalog


def ui_template(package: Path) -> Catalog:
    """Return the interface's words in the Python files and page templates of `package`."""
    catalog = Catalog(domain="ui")
    for words, file, line in interface_words(package):
        catalog.add(words, locations=[(file, line)])
    return catalog


def updated(template: Catalog, old: Catalog | None, language: str) -> Catalog:
    """Return the translations of `template` that `old` has; where the author changed the words, as a draft.

    A draft ("fuzzy", with the words that were translated) is never shown: `holes` calls it stale. What is
    translated and no longer in `template` is kept as obsolete, and found again when it comes back.
    """
    new = Catalog(language, domain=template.domain)
    kept = _Translated(old)
    for message in template:
        if not message.id:
            continue
        source = kept.source(message)
        new.add(
            message.id,
            string=source.string if source else "",
            context=message.context,
            locations=message.locations,
            flags=("fuzzy",) if source and _is_draft(source, message) else (),
            previous_id=_translated_from(source, message) if source else (),
            user_comments=source.user_comments if source else (),
        )
    for message in kept.left(new):
        new.obsolete[str(message.id), str(message.context)] = message
    return new


class _Translated:
    """What an older catalogue has translated: by words and context, by context, and by words."""

    def __init__(self, old: Catalog | None) -> None:
        self._used: set[tuple[object, str | None]] = set()
        messages = [*old, *old.obsolete.values()] if old is not None else []
        self._messages = [message for message in messages if message.id and message.string]
        self._exact = {(m.id, m.context): m for m in reversed(self._messages)}
        self._by_context = {m.context: m for m in reversed(self._messages) if m.context}
        self._by_words = {m.id: m for m in reversed(self._messages) if m.context}

    def source(self, message: Message) -> Message | None:
        """Return the translation that is nearest to a text, or nothing."""
        found = self._exact.get((message.id, message.context))
        if found is None and message.context:
            found = self._by_context.get(message.context) or self._by_words.get(message.id)
        if found is not None:
            self._used.add((found.id, found.context))
        return found

    def left(self, new: Catalog) -> Iterator[Message]:
        """Yield the translations that `new` has no use for, in the order that they stood in."""
        there = {(message.id, message.context) for message in new}
        for key, message in reversed(self._exact.items()):
            if key not in there | self._used:
                yield message


def _is_draft(source: Message, message: Message) -> bool:
    """Return whether a translator still has to look at what `source` says in the place of `message`."""
    return source.fuzzy or (source.id, source.context) != (message.id, message.context)


def _translated_from(source: Message, message: Message) -> list[str] | str:
    """Return the words that `source` was a translation of, where they are not those of `message`."""
    return list(source.previous_id) if source.id == message.id else str(source.id)


def write_template(template: Catalog, locales: Path) -> Path:
    """Write the words to translate into `<locales>/<domain>.pot` and return that path."""
    to = locales / f"{template.domain}.pot"
    files.write(template, to)
    return to


def update(template: Catalog, locales: Path, language: str) -> Path:
    """Bring the `.po` file of `template` in `language` up to date and return its path."""
    domain = str(template.domain)
    to = files.path(locales, language, domain)
    files.write(updated(template, files.catalog(locales, language, domain), language), to)
    return to
