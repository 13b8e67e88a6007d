"""The library: a flow's files, parsed once, and the catalogues, law and sources in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar, get_args

from assistant.flow.findings import Report
from assistant.flow.findings.loader_codes import (
    F02_NAME,
    F09_DAY,
    F11_ID,
    F11_KIND,
    F11_MISSING,
    F11_USE,
)
from assistant.flow.findings.registry import error
from assistant.flow.model import Law, Place, Source, Text
from assistant.flow.model.record_fields import Urgency
from assistant.flow.reading.context import Catalogue, CatalogueItem, Context
from assistant.flow.reading.keys import Keys, read_text
from assistant.flow.strict_yaml.nodes import Node, Scalar, Table
from assistant.flow.strict_yaml.parser import normalise, parse_yaml

# What is found here.

C01 = error("C01", "A catalogue item that is not complete").says(
    'the item "{name}" has no {key}.', fix='add "{key}"'
)
C02 = error("C02", "A law text without source or date").says(
    'the law text "{name}" has no {key}.', fix='add "{key}"'
)


class Library:
    """Opens the files of one flow, and remembers their order, which is the order of findings."""

    def __init__(self, files: Mapping[str, str], report: Report) -> None:
        self._files = files
        self._lines: dict[str, list[str]] = {}
        self.file_order: list[str] = []
        self.parts: dict[str, Node] = {}
        self.context = Context(report, self._lines)

    def open(self, path: str, kind: str, id_: str) -> Node | None:
        """Return the top node of a file that must be of this kind and bear this id."""
        if path not in self.file_order:
            self.file_order.append(path)
        if path not in self._files:
            self.context.report.at_place(Place(path, 1, 1), 1, F11_MISSING, wanted=path)
            return None
        text = normalise(self._files[path])  # the lines must be those that the parser counts
        self._lines[path] = text.split("\n")
        parsed = parse_yaml(text, path)
        self.context.report.findings.extend(parsed.findings)
        if parsed.node is None or not self._is_in_place(parsed.node, kind, id_):
            return None
        return parsed.node

    def _is_in_place(self, node: Node, kind: str, id_: str) -> bool:
        report = self.context.report
        if not isinstance(node, Table) or not node.entries or node.entries[0].key.text != kind:
            head = node.entries[0].key if isinstance(node, Table) and node.entries else node
            report.at(head, F11_KIND, wanted=kind)
            return False
        value = node.entries[0].value
        found = value.text if isinstance(value, Scalar) else ""
        if found != id_:
            report.at(value, F11_ID, found=found, wanted=id_)
        return True

    def open_used(self, names: tuple[Scalar, ...]) -> None:
        """Open the parts, the list of sources and the catalogues that a flow uses."""
        for name in names:
            part, catalogue = f"parts/{name.text}.yaml", f"catalogue/{name.text}.yaml"
            if not self.context.is_sound_id(name):
                self.context.unread_uses.add(name.text)
            elif part in self._files:
                self._open_part(name.text, part)
            elif catalogue not in self._files:
                self.context.unread_uses.add(name.text)
                self.context.report.at(name, F11_USE, part=part, catalogue=catalogue)
        self._open_sources()
        for name in names:
            self._open_catalogue(name.text)

    def _open_part(self, id_: str, path: str) -> None:
        node = self.open(path, "part", id_)
        if node is None:
            self.context.unread_uses.add(id_)
        else:
            self.parts[id_] = node

    def _open_catalogue(self, id_: str) -> None:
        path = f"catalogue/{id_}.yaml"
        if path not in self._files:
            return
        node = self.open(path, "catalogue", id_)
        if node is None:
            self.context.unread_uses.add(id_)
        else:
            self.context.catalogues[id_] = read_catalogue(node, id_, self.context)

    def _open_sources(self) -> None:
        """Read the list of sources, where there is one."""
        path = "catalogue/sources.yaml"
        node = self.open(path, "sources", "sources") if path in self._files else None
        if node is not None:
            self.context.sources = read_sources(node, self.context)

    def law(self) -> dict[str, Law]:
        """Return the law texts by id; none where the flow has no file of them."""
        path = "catalogue/law.yaml"
        node = self.open(path, "law", "law") if path in self._files else None
        return {} if node is None else read_law(node, self.context)


# The readers of law texts and of sources.

T = TypeVar("T", Law, Source)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)


def read_law(node: Node, context: Context) -> dict[str, Law]:
    """Return the law texts that a file holds, by id."""
    return _read_items(node, "law", _read_law_text, context)


def read_sources(node: Node, context: Context) -> dict[str, Source]:
    """Return the sources that a file holds, by id."""
    return _read_items(node, "sources", _read_source, context)


def _read_items(
    node: Node, kind: str, read: Callable[[Keys, Scalar], T | None], context: Context
) -> dict[str, T]:
    keys = Keys(node, f"the file of {kind}", context)
    keys.name(kind, needed=True)
    keys.name("language")
    found: dict[str, T] = {}
    for item_node in keys.items("items", needed=True):
        item = Keys(item_node, f"an item of {kind}", context)
        id_ = item.name("id", needed=True)
        if id_ is None:
            item.abandon()
            continue
        item.owner = f'"{id_.text}"'
        entry = read(item, id_)
        item.close()
        if id_.text in found:
            place = found[id_.text].place
            where = f"{place.file}:{place.line}"
            context.report.at(id_, F02_NAME, name=id_.text, other="an item", where=where)
        elif entry is not None:
            found[id_.text] = entry
    keys.close()
    return found


def _read_law_text(keys: Keys, id_: Scalar) -> Law | None:
    keys.context.is_sound_id(id_)
    for key in ("source", "read_on"):
        if key not in keys:
            keys.context.report.at(id_, C02, name=id_.text, key=key)
    text = keys.text("text", f"law.{id_.text}.text", needed=True)
    paragraph = keys.text("paragraph", f"law.{id_.text}.paragraph")
    verified, read_on, source = keys.flag("verified"), _read_day(keys), keys.sources()
    if text is None:
        return None
    return Law(id_.text, text, paragraph, verified, read_on, source, id_.place)


def _read_source(keys: Keys, id_: Scalar) -> Source:
    def words(key: str) -> str:
        node = keys.name(key, needed=True)
        return node.text if node else ""

    return Source(
        id=id_.text,
        title=words("title"),
        publisher=words("publisher"),
        url=words("url"),
        read_on=_read_day(keys, needed=True),
        place=id_.place,
    )


def _read_day(keys: Keys, *, needed: bool = False) -> str:
    """Return the ISO date at `read_on`."""
    node = keys.name("read_on", needed=needed)
    if node is None:
        return ""
    try:
        if _DAY.match(node.text):
            return date.fromisoformat(node.text).isoformat()
    except ValueError:
        pass
    keys.context.report.at(node, F09_DAY, found=node.text)
    return ""


# The reader of catalogues, whose items questions take as options.

_URGENCIES: Mapping[str, str] = {word: word for word in get_args(Urgency)}
_SINGLE = ("domain", "list", "urgency")
_NEEDED_OF_SIGNS = ("ages", "domain", "urgency", "source")


def read_catalogue(node: Node, id_: str, context: Context) -> Catalogue:
    """Return the catalogue that a file holds; items that cannot be read are left out."""
    keys = Keys(node, f'the catalogue "{id_}"', context)
    keys.name("catalogue", needed=True)
    keys.name("language")
    domains = {
        key.text: text
        for key, value in keys.entries("domains")
        if context.is_sound_id(key, option=True)
        and (
            text := read_text(value, "the heading", f"catalogue.{id_}.domains.{key.text}", context)
        )
    }
    items: dict[str, CatalogueItem] = {}
    for item_node in keys.items("items", needed=True):
        item = _read_item(item_node, id_, domains, context)
        if item is not None and _is_new_item(item_node, item.id, items, context):
            items[item.id] = item
    keys.close()
    return Catalogue(id_, domains, items)


def _is_new_item(
    node: Node, id_: str, items: Mapping[str, CatalogueItem], context: Context
) -> bool:
    if id_ not in items:
        return True
    place = items[id_].label.place
    where = f"{place.file}:{place.line}"
    context.report.at(
        Keys(node, "", context).name("id") or node,
        F02_NAME,
        name=id_,
        other="an item",
        where=where,
    )
    return False


def _read_item(
    node: Node, catalogue: str, domains: Mapping[str, Text], context: Context
) -> CatalogueItem | None:
    keys = Keys(node, "an item of the catalogue", context)
    id_ = keys.name("id", needed=True)
    if id_ is None or not context.is_sound_id(id_, option=True):
        keys.abandon()
        return None
    keys.owner = f'the item "{id_.text}"'
    _report_incomplete(keys, id_, catalogue)
    where = f"catalogue.{catalogue}.{id_.text}"
    label = keys.text("label", f"{where}.label")
    words = _read_words(keys)
    _check_domain(words, domains, context)
    item = CatalogueItem(
        id=id_.text,
        label=label or Text(f"{where}.label", id_.text, id_.place),
        hint=keys.text("hint", f"{where}.hint"),
        tags=_tags_of(words),
        weight=keys.number("weight", 0),
        source=keys.sources(),
        words=words,
    )
    keys.flag("checked")
    keys.close()
    return item


def _report_incomplete(keys: Keys, id_: Scalar, catalogue: str) -> None:
    """Report the keys that an item lacks: a label, and for a sign all that makes it usable."""
    for key in ("label", *(_NEEDED_OF_SIGNS if catalogue == "signs" else ())):
        if key not in keys:
            keys.context.report.at(id_, C01, name=id_.text, key=key)


def _read_words(keys: Keys) -> dict[str, tuple[Scalar, ...]]:
    words = {key: keys.list_of_names(key) for key in ("ages", "tags", "source")}
    for key in _SINGLE:
        word = keys.name(key)
        if word is not None:
            words[key] = (word,)
    if "urgency" in words:
        keys.word("urgency", _URGENCIES, "")
    return words


def _check_domain(
    words: Mapping[str, tuple[Scalar, ...]], domains: Mapping[str, Text], context: Context
) -> None:
    for word in words.get("domain", ()) if domains else ():
        if word.text not in domains:
            context.report_unknown(word, "the item", "the domain", list(domains))


def _tags_of(words: Mapping[str, tuple[Scalar, ...]]) -> frozenset[str]:
    """Return an item's tags, its domain and its urgency, which options carry as tags too."""
    tags = {scalar.text for scalar in (*words["tags"], *words.get("domain", ()))}
    return frozenset(tags | {f"urgency_{scalar.text}" for scalar in words.get("urgency", ())})
