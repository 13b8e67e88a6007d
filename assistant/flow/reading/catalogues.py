"""Catalogues: items that questions take as options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from assistant.flow.basics import Text
from assistant.flow.fields import Urgency
from assistant.flow.items import Catalogue, Item
from assistant.flow.nodes import Node, Scalar
from assistant.flow.reading.context import Context
from assistant.flow.reading.keys import Keys, prose

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
        if context.sound_id(key, option=True)
        and (text := prose(value, "the heading", f"catalogue.{id_}.domains.{key.text}", context))
    }
    items: dict[str, Item] = {}
    for item_node in keys.items("items", needed=True):
        item = _item(item_node, id_, domains, context)
        if item is not None and _fresh(item_node, item.id, items, context):
            items[item.id] = item
    keys.close()
    return Catalogue(id_, domains, items)


def _fresh(node: Node, id_: str, items: Mapping[str, Item], context: Context) -> bool:
    if id_ not in items:
        return True
    place = items[id_].label.place
    where = f"{place.file}:{place.line}"
    context.report.at(
        Keys(node, "", context).name("id") or node,
        "F02/name",
        name=id_,
        other="an item",
        where=where,
    )
    return False


def _item(node: Node, catalogue: str, domains: Mapping[str, Text], context: Context) -> Item | None:
    keys = Keys(node, "an item of the catalogue", context)
    id_ = keys.name("id", needed=True)
    if id_ is None or not context.sound_id(id_, option=True):
        keys.abandon()
        return None
    keys.owner = f'the item "{id_.text}"'
    _complete(keys, id_, catalogue)
    where = f"catalogue.{catalogue}.{id_.text}"
    label = keys.text("label", f"{where}.label")
    words = _words(keys)
    _headed(words, domains, context)
    item = Item(
        id=id_.text,
        label=label or Text(f"{where}.label", id_.text, id_.place),
        hint=keys.text("hint", f"{where}.hint"),
        tags=_tags(words),
        weight=keys.number("weight", 0),
        source=keys.sources(),
        words=words,
    )
    keys.flag("checked")
    keys.close()
    return item


def _complete(keys: Keys, id_: Scalar, catalogue: str) -> None:
    """Report what an item lacks: a label always, and for a sign all that makes it usable."""
    for key in ("label", *(_NEEDED_OF_SIGNS if catalogue == "signs" else ())):
        if key not in keys:
            keys.context.report.at(id_, "C01", name=id_.text, key=key)


def _words(keys: Keys) -> dict[str, tuple[Scalar, ...]]:
    words = {key: keys.list_of_names(key) for key in ("ages", "tags", "source")}
    for key in _SINGLE:
        word = keys.name(key)
        if word is not None:
            words[key] = (word,)
    if "urgency" in words:
        keys.word("urgency", _URGENCIES, "")
    return words


def _headed(
    words: Mapping[str, tuple[Scalar, ...]], domains: Mapping[str, Text], context: Context
) -> None:
    for word in words.get("domain", ()) if domains else ():
        if word.text not in domains:
            context.unknown(word, "the item", "the domain", list(domains))


def _tags(words: Mapping[str, tuple[Scalar, ...]]) -> frozenset[str]:
    """Return an item's tags, its domain and its urgency, which options carry as tags too."""
    tags = {scalar.text for scalar in (*words["tags"], *words.get("domain", ()))}
    return frozenset(tags | {f"urgency_{scalar.text}" for scalar in words.get("urgency", ())})
