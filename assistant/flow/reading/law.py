"""What the law says, and where that was read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from assistant.flow.model import Law, Source
from assistant.flow.nodes import Node, Scalar
from assistant.flow.reading.context import Context
from assistant.flow.reading.keys import Keys

T = TypeVar("T", Law, Source)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)


def read_law(node: Node, context: Context) -> dict[str, Law]:
    """Return the law texts that a file holds, by id."""
    return _listed(node, "law", _law, context)


def read_sources(node: Node, context: Context) -> dict[str, Source]:
    """Return the sources that a file holds, by id."""
    return _listed(node, "sources", _source, context)


def _listed(
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
            context.report.at(id_, "F02/name", name=id_.text, other="an item", where=where)
        elif entry is not None:
            found[id_.text] = entry
    keys.close()
    return found


def _law(keys: Keys, id_: Scalar) -> Law | None:
    keys.context.sound_id(id_)
    for key in ("source", "read_on"):
        if key not in keys:
            keys.context.report.at(id_, "C02", name=id_.text, key=key)
    text = keys.text("text", f"law.{id_.text}.text", needed=True)
    paragraph = keys.text("paragraph", f"law.{id_.text}.paragraph")
    verified, read_on, source = keys.flag("verified"), _day(keys), keys.sources()
    if text is None:
        return None
    return Law(id_.text, text, paragraph, verified, read_on, source, id_.place)


def _source(keys: Keys, id_: Scalar) -> Source:
    def words(key: str) -> str:
        node = keys.name(key, needed=True)
        return node.text if node else ""

    return Source(
        id=id_.text,
        title=words("title"),
        publisher=words("publisher"),
        url=words("url"),
        read_on=_day(keys, needed=True),
        place=id_.place,
    )


def _day(keys: Keys, *, needed: bool = False) -> str:
    """Return the ISO date at `read_on`."""
    node = keys.name("read_on", needed=needed)
    if node is None:
        return ""
    try:
        if _DAY.match(node.text):
            return date.fromisoformat(node.text).isoformat()
    except ValueError:
        pass
    keys.context.report.at(node, "F09/day", found=node.text)
    return ""
