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

    A draft ("fuzzy", with the words that were translated) is never shown: `holes` calls it stale.
    """
    new = Catalog(language, domain=template.domain)
    drafts = {
        message.context: message for message in old or () if message.context and message.string
    }
    for message in template:
        if not message.id:
            continue
        known = old.get(message.id, message.context) if old else None
        source = known if known is not None and known.string else drafts.get(message.context or "")
        new.add(
            message.id,
            string=source.string if source else "",
            context=message.context,
            locations=message.locations,
            flags=("fuzzy",) if source and (source.fuzzy or source.id != message.id) else (),
            previous_id=_translated_from(source, message) if source else (),
            user_comments=source.user_comments if source else (),
        )
    return new


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
