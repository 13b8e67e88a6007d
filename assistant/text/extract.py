"""Extraction of words to translate: a flow's texts and the interface's own; upkeep of `.po` files.

These are the functions behind `assistant i18n`, and the extractor that Babel is told of in
`pyproject.toml`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog, Message
from jinja2.ext import babel_extract

from assistant.flow.load import load_folder
from assistant.flow.model import Flow, texts
from assistant.text import files

_BabelMessage = tuple[int, str, tuple[str, str], list[str]]


def extract_flow(
    fileobj: IO[bytes],
    keywords: object,  # noqa: ARG001 - the four parameters are Babel's
    comment_tags: object,  # noqa: ARG001
    options: object,  # noqa: ARG001
) -> Iterator[_BabelMessage]:
    """Yield the texts of a `flow.yaml`, its parts and catalogues, as a Babel extractor does."""
    flow = load_folder(Path(fileobj.name).parent).flow
    for text in texts(flow) if flow else ():
        yield text.place.line, "pgettext", (text.context, text.words), [text.place.file]


def flow_template(flow: Flow) -> Catalog:
    """Return the template of `flow`: context and words of each text, with the file it stands in."""
    catalog = Catalog(domain=flow.id)
    for text in texts(flow):
        catalog.add(
            text.words, context=text.context, locations=[(text.place.file, text.place.line)]
        )
    return catalog


def ui_template(package: Path) -> Catalog:
    """Return the template of the interface: words in Python files and page templates of `package`."""
    catalog = Catalog(domain="ui")
    for words, file, line in interface_words(package):
        catalog.add(words, locations=[(file, line)])
    return catalog


def merge_translations(template: Catalog, old: Catalog | None, language: str) -> Catalog:
    """Merge the translations of `old` into `template`, as msgmerge does.

    Where the author has changed the words, the old translation becomes a draft ("fuzzy", with the
    words that it translates). A draft is never shown: `find_gaps` calls it stale. Translations of
    texts that are no longer in `template` are kept as obsolete, and found again if their texts come
    back.
    """
    new = Catalog(language, domain=template.domain)
    kept = _OldTranslations(old)
    for message in template:
        if not message.id:
            continue
        source = kept.nearest(message)
        new.add(
            message.id,
            string=source.string if source else "",
            context=message.context,
            locations=message.locations,
            flags=("fuzzy",) if source and _is_draft(source, message) else (),
            previous_id=_previous_words(source, message) if source else (),
            user_comments=source.user_comments if source else (),
        )
    for message in kept.find_unused(new):
        new.obsolete[str(message.id), str(message.context)] = message
    return new


class _OldTranslations:
    """The translations of an older catalogue: by words and context, by context, and by words."""

    def __init__(self, old: Catalog | None) -> None:
        self._used: set[tuple[object, str | None]] = set()
        messages = [*old, *old.obsolete.values()] if old is not None else []
        self._messages = [message for message in messages if message.id and message.string]
        # Reversed, so that of several translations for one key the first in the file wins.
        self._exact = {(m.id, m.context): m for m in reversed(self._messages)}
        self._by_context = {m.context: m for m in reversed(self._messages) if m.context}
        self._by_words = {m.id: m for m in reversed(self._messages) if m.context}

    def nearest(self, message: Message) -> Message | None:
        """Return the nearest translation of a text, or None."""
        found = self._exact.get((message.id, message.context))
        if found is None and message.context:
            found = self._by_context.get(message.context) or self._by_words.get(message.id)
        if found is not None:
            self._used.add((found.id, found.context))
        return found

    def find_unused(self, new: Catalog) -> Iterator[Message]:
        """Yield the translations that `new` does not use, in their old order."""
        there = {(message.id, message.context) for message in new}
        for key, message in reversed(self._exact.items()):
            if key not in there | self._used:
                yield message


def _is_draft(source: Message, message: Message) -> bool:
    """Return True if a translator must still review `source` as a translation of `message`."""
    return source.fuzzy or (source.id, source.context) != (message.id, message.context)


def _previous_words(source: Message, message: Message) -> list[str] | str:
    """Return the words that `source` translates, to be shown beside the new ones of `message`."""
    return list(source.previous_id) if source.id == message.id else str(source.id)


def write_template(template: Catalog, locales: Path) -> Path:
    """Write the words to translate into `<locales>/<domain>.pot` and return that path."""
    to = locales / f"{template.domain}.pot"
    files.write_catalog(template, to)
    return to


def update_po_file(template: Catalog, locales: Path, language: str) -> Path:
    """Bring the `.po` file of `template` in `language` up to date and return its path."""
    domain = str(template.domain)
    to = files.po_path(locales, language, domain)
    files.write_catalog(
        merge_translations(template, files.read_catalog(locales, language, domain), language), to
    )
    return to


# The interface's Danish words, found in the source.
#
# In Python they are the literal first arguments of `say(…)` and `_say(…)`, and every text in the
# tables of `TABLES`; in page templates the literal arguments of `_(…)`.

# Modules whose module-level tables hold words that other modules translate by name.
TABLES = frozenset({"dialog/phrases.py", "record/labels.py"})

_PlacedWords = tuple[str, str, int]


def interface_words(package: Path) -> Iterator[_PlacedWords]:
    """Yield (words, file, line) of each text, in order of file and line."""
    for file in sorted(package.rglob("*")):
        name = file.relative_to(package.parent).as_posix()
        if file.suffix == ".py":
            tree = ast.parse(file.read_text("utf-8"))
            table = file.relative_to(package).as_posix() in TABLES
            yield from ((words, name, line) for words, line in python_words(tree, table=table))
        elif file.suffix in {".html", ".txt", ".xml"}:
            yield from ((words, name, line) for words, line in page_words(file))


def python_words(tree: ast.Module, *, table: bool) -> Iterator[tuple[str, int]]:
    """Yield the words of a Python module; with `table` also the texts in its constants."""
    calls = (
        node.args[0] for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_say_call(node)
    )
    held = _table_texts(tree) if table else ()
    for node in sorted((*calls, *held), key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno


def page_words(file: Path) -> Iterator[tuple[str, int]]:
    """Yield the words of a page template."""
    with file.open("rb") as source:
        for line, _, words, _ in babel_extract(source, ("_",), (), {"silent": "false"}):
            said = words[0] if isinstance(words, tuple) else words  # a tuple with named values
            if said is not None:
                yield said, line


def _is_say_call(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in {"say", "_say"} and bool(call.args)


def _table_texts(tree: ast.Module) -> Iterator[ast.expr]:
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            yield from _texts_in(statement.value)


def _texts_in(value: ast.expr) -> Iterator[ast.expr]:
    """Yield the texts in a table: values of mappings and items of tuples, no keys."""
    if isinstance(value, ast.Constant):
        yield value
        return
    inner = value.values if isinstance(value, ast.Dict) else getattr(value, "elts", ())
    for item in inner:
        yield from _texts_in(item)
