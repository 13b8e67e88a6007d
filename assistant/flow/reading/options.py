"""The options of a choice: written out, or taken from a catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.flow.basics import Guard, Text
from assistant.flow.diagnostics import meant
from assistant.flow.expression import Atom, OneOf
from assistant.flow.facts import NONE, UNKNOWN, Option
from assistant.flow.items import Catalogue, Item
from assistant.flow.nodes import Entry, Node, Scalar, Table, find
from assistant.flow.reading.context import Context
from assistant.flow.reading.keys import Keys, found, prose

_TAKEN: Mapping[str, Mapping[str, str]] = {
    "choice": dict.fromkeys(("not", "one", "answered"), "choose another name"),
    "multi": dict.fromkeys(("any", "all", "tag"), "choose another name")
    | {NONE: 'write none: "…" beside the options'},
}


@dataclass(frozen=True, slots=True)
class Seen:
    """An option and the condition (or matched fact) that shows it, still to be understood."""

    option: Option
    shown_if: Node | None = None
    match: Scalar | None = None
    matched: tuple[Scalar, ...] = ()


def read_options(node: Node, fact: str, kind: str, context: Context) -> tuple[Seen, ...]:
    """Return the options that a fact's `choice` or `multi` lists or takes from a catalogue."""
    if isinstance(node, Table) and isinstance(find(node, "from"), Scalar):
        return _from_catalogue(node, fact, context)
    if not isinstance(node, Table):
        owner = f'"{kind}" of the fact "{fact}"'
        context.report.at(node, "F09/table", owner=owner, found=found(node))
        return ()
    if not node.entries and node.whole:
        context.report.at(node, "F08/options", name=fact)
    return tuple(
        _option(entry, fact, context)
        for entry in node.entries
        if context.sound_id(entry.key, option=True) and _free(entry.key, kind, context)
    )


def _free(id_: Scalar, kind: str, context: Context) -> bool:
    """Report an option whose name an answer or a condition means something else by."""
    if id_.text == UNKNOWN:
        context.report.at(id_, "F06/answer", name=id_.text, instead="write unknown: true")
        return False
    instead = _TAKEN[kind].get(id_.text)
    if instead is not None:
        context.report.at(id_, "F06/answer", name=id_.text, instead=instead)
    return instead is None


def _option(entry: Entry, fact: str, context: Context) -> Seen:
    id_, node = entry
    where = f"facts.{fact}.options.{id_.text}"
    owner = f'the option "{id_.text}"'
    fallback = Text(f"{where}.label", id_.text, id_.place)
    if isinstance(node, Scalar):
        return Seen(Option(id_.text, prose(node, owner, f"{where}.label", context) or fallback))
    keys = Keys(node, owner, context)
    if "label" not in keys:
        keys.lacking("label", id_, "L03", name=id_.text)
    option = Option(
        id_.text,
        keys.text("label", f"{where}.label") or fallback,
        hint=keys.text("hint", f"{where}.hint"),
        tags=frozenset(tag.text for tag in keys.list_of_names("tags")),
        weight=keys.number("weight", 0),
        source=keys.sources(),
    )
    shown_if = keys.node_at("if")
    keys.close()
    return Seen(option, shown_if)


def _from_catalogue(node: Table, fact: str, context: Context) -> tuple[Seen, ...]:
    keys = Keys(node, f'the options of "{fact}"', context)
    name = keys.name("from", needed=True)
    where, match = keys.entries("where"), keys.entries("match")
    keys.close()
    if name is None:
        return ()
    catalogue = context.catalogues.get(name.text)
    if catalogue is None:
        if name.text not in context.unread:
            context.unknown(name, keys.owner, "the catalogue", list(context.catalogues))
        return ()
    context.used.add(catalogue.id)
    items = [item for item in catalogue.items.values() if _chosen(item, where)]
    if not items:
        _nothing(catalogue, name, where, context)
    return _matched(catalogue, items, match, context)


def _chosen(item: Item, where: tuple[Entry, ...]) -> bool:
    """Return whether the item has, for every key, one of the words asked for."""
    return all(
        any(item.has(entry.key.text, word.text) for word in _wanted(entry.value)) for entry in where
    )


def _wanted(node: Node) -> tuple[Scalar, ...]:
    items = (node,) if isinstance(node, Scalar | Table) else node.items
    return tuple(item for item in items if isinstance(item, Scalar))


def _nothing(
    catalogue: Catalogue, name: Scalar, where: tuple[Entry, ...], context: Context
) -> None:
    """Report a selection that leaves no item, at the word that no item has if there is one."""
    items = catalogue.items.values()
    for key, value in where:
        for word in _wanted(value):
            if not any(item.has(key.text, word.text) for item in items):
                known = {scalar.text for item in items for scalar in item.words.get(key.text, ())}
                fills = {"subject": catalogue.id, "key": key.text, "name": word.text}
                context.report.at(word, "R01/attribute", fix=meant(word.text, known), **fills)
                return
    context.report.at(name, "R01/selection", subject=catalogue.id)


def _matched(
    catalogue: Catalogue, items: list[Item], match: tuple[Entry, ...], context: Context
) -> tuple[Seen, ...]:
    """Return the items as options; `match` shows each only for the answers that it lists."""
    if not match:
        return tuple(Seen(_as_option(catalogue, item)) for item in items)
    key, value = match[0]
    for extra in match[1:]:
        context.report.at(extra.key, "F09/match")
    if not isinstance(value, Scalar):
        context.report.at(value, "F09/name", owner='"match"', found="a list")
        return tuple(Seen(_as_option(catalogue, item)) for item in items)
    return tuple(
        Seen(_as_option(catalogue, item), match=value, matched=item.words.get(key.text, ()))
        for item in items
    )


def _as_option(catalogue: Catalogue, item: Item) -> Option:
    single = {key: words[0].text for key, words in item.words.items() if key in _ATTRIBUTES}
    return Option(
        item.id,
        item.label,
        hint=item.hint,
        tags=item.tags,
        weight=item.weight,
        source=item.source,
        group=catalogue.domains.get(single.get("domain", "")),
        catalogue=catalogue.id,
        attributes=single,
    )


_ATTRIBUTES = frozenset({"domain", "list", "urgency"})


def matched_guard(match: Scalar, words: tuple[Scalar, ...]) -> Guard:
    """Return the condition that `match` stands for: the fact's answer is among the item's words."""
    values = [word.text for word in words]
    text = f"{match.text} is one of [{', '.join(values)}]"
    return Guard(Atom(match.text, "fact", OneOf(frozenset(values))), text, match.place)
