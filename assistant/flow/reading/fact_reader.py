"""The readers of facts and of their options, which are written out or taken from a catalogue.

Facts are read in two passes. The first makes drafts, in which the condition that shows an option is
still a node: it may read facts that stand further down. `complete_facts` resolves those conditions
once all facts are known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypedDict, cast, get_args

from assistant.flow.expressions.subjects import possible_values
from assistant.flow.findings import did_you_mean, loader_codes
from assistant.flow.findings.registry import error
from assistant.flow.model import Guard, Place, Text
from assistant.flow.model.expression import Atom, OneOf
from assistant.flow.model.kinds import (
    FACT_TYPES,
    NONE,
    UNKNOWN,
    AnyFact,
    Choice,
    Date,
    Integer,
    Multi,
    Offset,
    Opaque,
    OpaqueKind,
    Option,
    Sensitivity,
    YesNo,
)
from assistant.flow.reading.context import Catalogue, CatalogueItem, Context
from assistant.flow.reading.keys import Keys, describe_node, read_text
from assistant.flow.strict_yaml.nodes import Entry, Node, Scalar, Series, Table, find

# What is found here.

L03 = error("L03", "An option without words").says(
    'the option "{name}" has no words to show.', fix='add "label"'
)
S01 = error("S01", "Free text without a limit").says(
    'the text "{name}" has no limit.', fix="write how many characters it may have: text: 2000"
)

_RESERVED_IDS: Mapping[str, Mapping[str, str]] = {
    "choice": dict.fromkeys(("not", "one", "answered"), "choose another name"),
    "multi": dict.fromkeys(("any", "all", "tag"), "choose another name")
    | {NONE: 'write none: "…" beside the options'},
}


@dataclass(frozen=True, slots=True)
class OptionDraft:
    """An option, and the condition (or matched fact) that shows it, not yet resolved."""

    option: Option
    shown_if: Node | None = None
    match: Scalar | None = None
    matched: tuple[Scalar, ...] = ()


def read_options(node: Node, fact: str, kind: str, context: Context) -> tuple[OptionDraft, ...]:
    """Return the options that a fact's `choice` or `multi` lists or takes from a catalogue."""
    if isinstance(node, Table) and isinstance(find(node, "from"), Scalar):
        return _read_catalogue_options(node, fact, context)
    if not isinstance(node, Table):
        owner = f'"{kind}" of the fact "{fact}"'
        context.report.at(node, loader_codes.F09_TABLE, owner=owner, found=describe_node(node))
        return ()
    if not node.entries and node.whole:
        context.report.at(node, loader_codes.F08_OPTIONS, name=fact)
    return tuple(
        _read_option(entry, fact, context)
        for entry in node.entries
        if context.is_sound_id(entry.key, option=True) and _is_free_id(entry.key, kind, context)
    )


def _is_free_id(id_: Scalar, kind: str, context: Context) -> bool:
    """Report an option whose name means something else in answers or conditions; True if free."""
    if id_.text == UNKNOWN:
        context.report.at(
            id_, loader_codes.F06_ANSWER, name=id_.text, instead="write unknown: true"
        )
        return False
    instead = _RESERVED_IDS[kind].get(id_.text)
    if instead is not None:
        context.report.at(id_, loader_codes.F06_ANSWER, name=id_.text, instead=instead)
    return instead is None


def _read_option(entry: Entry, fact: str, context: Context) -> OptionDraft:
    id_, node = entry
    where = f"facts.{fact}.options.{id_.text}"
    owner = f'the option "{id_.text}"'
    fallback = Text(f"{where}.label", id_.text, id_.place)
    if isinstance(node, Scalar):
        return OptionDraft(
            Option(id_.text, read_text(node, owner, f"{where}.label", context) or fallback)
        )
    keys = Keys(node, owner, context)
    if "label" not in keys:
        keys.note_missing("label", id_, L03, name=id_.text)
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
    return OptionDraft(option, shown_if)


def _read_catalogue_options(node: Table, fact: str, context: Context) -> tuple[OptionDraft, ...]:
    keys = Keys(node, f'the options of "{fact}"', context)
    name = keys.name("from", needed=True)
    where, match = keys.entries("where"), keys.entries("match")
    keys.close()
    if name is None:
        return ()
    catalogue = context.catalogues.get(name.text)
    if catalogue is None:
        if name.text not in context.unread_uses:
            context.report_unknown(name, keys.owner, "the catalogue", list(context.catalogues))
        return ()
    context.used_catalogues.add(catalogue.id)
    items = [item for item in catalogue.items.values() if _is_wanted(item, where)]
    if not items:
        _report_empty_selection(catalogue, name, where, context)
    return _match_items(catalogue, items, match, context)


def _is_wanted(item: CatalogueItem, where: tuple[Entry, ...]) -> bool:
    """Return True where the item has, for every key, one of the words asked for."""
    return all(
        any(item.has_word(entry.key.text, word.text) for word in _words_wanted(entry.value))
        for entry in where
    )


def _words_wanted(node: Node) -> tuple[Scalar, ...]:
    items = (node,) if isinstance(node, Scalar | Table) else node.items
    return tuple(item for item in items if isinstance(item, Scalar))


def _report_empty_selection(
    catalogue: Catalogue, name: Scalar, where: tuple[Entry, ...], context: Context
) -> None:
    """Report a selection that leaves no item, at a word that no item has if there is one."""
    items = catalogue.items.values()
    for key, value in where:
        for word in _words_wanted(value):
            if not any(item.has_word(key.text, word.text) for item in items):
                known = {scalar.text for item in items for scalar in item.words.get(key.text, ())}
                fills = {"subject": catalogue.id, "key": key.text, "name": word.text}
                context.report.at(
                    word, loader_codes.R01_ATTRIBUTE, fix=did_you_mean(word.text, known), **fills
                )
                return
    context.report.at(name, loader_codes.R01_SELECTION, subject=catalogue.id)


def _match_items(
    catalogue: Catalogue, items: list[CatalogueItem], match: tuple[Entry, ...], context: Context
) -> tuple[OptionDraft, ...]:
    """Return the items as options; `match` shows each only for the answers that it lists."""
    if not match:
        return tuple(OptionDraft(_option_of_item(catalogue, item)) for item in items)
    key, value = match[0]
    for extra in match[1:]:
        context.report.at(extra.key, loader_codes.F09_MATCH)
    if not isinstance(value, Scalar):
        context.report.at(value, loader_codes.F09_NAME, owner='"match"', found="a list")
        return tuple(OptionDraft(_option_of_item(catalogue, item)) for item in items)
    return tuple(
        OptionDraft(
            _option_of_item(catalogue, item), match=value, matched=item.words.get(key.text, ())
        )
        for item in items
    )


def _option_of_item(catalogue: Catalogue, item: CatalogueItem) -> Option:
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


def match_guard(match: Scalar, words: tuple[Scalar, ...]) -> Guard:
    """Return the condition that `match` stands for: the fact's answer is among the item's words."""
    values = [word.text for word in words]
    text = f"{match.text} is one of [{', '.join(values)}]"
    return Guard(Atom(match.text, "fact", OneOf(frozenset(values))), text, match.place)


# The reader of facts: the keys that all have, and one function for each type.

OPAQUE_LIMITS: Mapping[OpaqueKind, int] = {
    "text": 2000,
    "name": 120,
    "phone": 40,
    "email": 200,
    "address": 300,
    "cpr": 11,
}

_SENSITIVITIES: Mapping[str, Sensitivity] = {word: word for word in get_args(Sensitivity)}
OFFSET_PATTERN = re.compile(r"([-+]?[0-9]{1,4})([dmy])\Z", re.ASCII)
_DAYS = {"d": 1, "m": 31, "y": 366}
_PAIR = 2


class _FactHead(TypedDict):
    id: str
    label: Text | None
    help: Text | None
    optional: bool
    unknown: bool
    purpose: str | None
    sensitivity: Sensitivity
    place: Place


@dataclass(frozen=True, slots=True)
class FactDraft:
    """A fact, with the conditions of its options not yet resolved."""

    fact: AnyFact
    options: tuple[OptionDraft, ...] = ()


def read_fact(entry: Entry, context: Context) -> FactDraft | None:
    """Return the fact; None, after reporting, where it cannot be read."""
    id_ = entry.key.text
    keys = Keys(entry.value, f'the fact "{id_}"', context)
    purpose = keys.name("purpose")
    common: _FactHead = {
        "id": id_,
        "label": keys.text("label", f"facts.{id_}.label"),
        "help": keys.text("help", f"facts.{id_}.help"),
        "optional": keys.flag("optional"),
        "unknown": keys.flag("unknown"),
        "purpose": purpose.text if purpose else None,
        "sensitivity": keys.word("sensitivity", _SENSITIVITIES, "none"),
        "place": entry.key.place,
    }
    kind = _find_type(keys, entry.key)
    fact = None if kind is None else _read_typed_fact(keys, kind, common)
    keys.close(also=FACT_TYPES)
    return fact


def _find_type(keys: Keys, id_: Scalar) -> str | None:
    """Return the type of a fact, named by the one key that is a type."""
    kinds = [name for name in keys.names if name in FACT_TYPES]
    if not kinds:
        if not any(did_you_mean(name, FACT_TYPES) for name in keys.names):
            keys.context.report.at(
                id_, loader_codes.F08_TYPE, name=id_.text, known=", ".join(FACT_TYPES)
            )
        return None
    for second in kinds[1:]:
        key = keys.key_at(second) or id_
        keys.context.report.at(
            key, loader_codes.F09_ONE, owner=keys.owner, first=kinds[0], second=second
        )
        keys.node_at(second)
    return kinds[0]


def _type_of(keys: Keys) -> str:
    return next(name for name in keys.names if name in FACT_TYPES)


def _read_typed_fact(keys: Keys, kind: str, common: _FactHead) -> FactDraft | None:
    readers = {
        "choice": _read_option_fact,
        "multi": _read_option_fact,
        "int": _read_integer_fact,
        "date": _read_date_fact,
        "text": _read_text_fact,
    }
    node = keys.node_at(kind)
    return None if node is None else readers.get(kind, _read_flagged_fact)(keys, node, common)


def _read_flagged_fact(keys: Keys, node: Node, common: _FactHead) -> FactDraft | None:
    """Return a fact that is written `kind: true`."""
    kind = _type_of(keys)
    if not (isinstance(node, Scalar) and node.value is True):
        keys.context.report.at(node, loader_codes.F09_TRUE, key=kind)
    if kind == "yesno":
        return FactDraft(YesNo(**common))
    opaque = cast("OpaqueKind", kind)
    return FactDraft(Opaque(kind=opaque, limit=OPAQUE_LIMITS[opaque], **common))


def _read_text_fact(keys: Keys, node: Node, common: _FactHead) -> FactDraft | None:
    return FactDraft(
        Opaque(kind="text", limit=_read_text_limit(node, common["id"], keys), **common)
    )


def _read_option_fact(keys: Keys, node: Node, common: _FactHead) -> FactDraft | None:
    kind = _type_of(keys)
    options = read_options(node, common["id"], kind, keys.context)
    plain = tuple(seen.option for seen in options)
    if kind == "choice":
        fact: AnyFact = Choice(options=plain, **common)
    else:
        none = keys.text("none", f"facts.{common['id']}.none")
        fact = Multi(options=plain, none=none, **common)
    return FactDraft(fact, options) if options else None


def _read_integer_fact(keys: Keys, node: Node, common: _FactHead) -> FactDraft | None:
    unit = keys.text("unit", f"facts.{common['id']}.unit")
    limits = _limit_pair(node)
    numbers = [item.value for item in limits if type(item.value) is int]
    if len(numbers) != _PAIR:
        keys.context.report.at(node, loader_codes.F09_LIMITS, owner=keys.owner)
        return None
    low, high = numbers
    if low > high:
        keys.context.report.at(limits[0], loader_codes.T06, low=low, high=high)
        return None
    return FactDraft(Integer(low=low, high=high, unit=unit, **common))


def _read_date_fact(keys: Keys, node: Node, common: _FactHead) -> FactDraft | None:
    limits = _limit_pair(node)
    if len(limits) != _PAIR:
        keys.context.report.at(node, loader_codes.F09_LIMITS, owner=keys.owner)
        return None
    earliest, latest = (_read_offset(item, keys.context) for item in limits)
    if earliest is None or latest is None:
        return None
    # months and years at their longest: near enough to tell a swapped pair
    if earliest.amount * _DAYS[earliest.unit] > latest.amount * _DAYS[latest.unit]:
        keys.context.report.at(limits[0], loader_codes.T06, low=limits[0].text, high=limits[1].text)
        return None
    return FactDraft(Date(earliest=earliest, latest=latest, **common))


def _limit_pair(node: Node) -> list[Scalar]:
    items = node.items if isinstance(node, Series) else ()
    scalars = [item for item in items if isinstance(item, Scalar)]
    return scalars if len(items) == _PAIR else []


def _read_offset(node: Scalar, context: Context) -> Offset | None:
    match = OFFSET_PATTERN.match(node.text)
    if match is None:
        context.report.at(node, loader_codes.F09_OFFSET, found=node.text)
        return None
    return Offset(int(match[1]), cast("Literal['d', 'm', 'y']", match[2]))


def _read_text_limit(node: Node, id_: str, keys: Keys) -> int:
    """Return the most characters that a text may have."""
    if isinstance(node, Scalar) and type(node.value) is int and node.value > 0:
        return node.value
    if isinstance(node, Scalar) and (node.value is None or node.value is True):
        keys.context.report.at(node, S01, name=id_)
    else:
        owner = f'"text" of {keys.owner}'
        keys.context.report.at(
            node, loader_codes.F09_NUMBER, owner=owner, found=describe_node(node)
        )
    return OPAQUE_LIMITS["text"]


def complete_facts(drafts: Sequence[FactDraft], context: Context) -> dict[str, AnyFact]:
    """Return the facts by id, with the conditions of their options resolved."""
    complete: dict[str, AnyFact] = {}
    for unseen in drafts:
        fact = unseen.fact
        if any(seen.shown_if or seen.match for seen in unseen.options):
            options = _complete_options(unseen, context)
            if isinstance(fact, Choice | Multi):
                fact = replace(fact, options=options)
        complete[fact.id] = fact
    return complete


def _complete_options(draft: FactDraft, context: Context) -> tuple[Option, ...]:
    matches = {seen.match for seen in draft.options if seen.match is not None}
    sound = {match for match in matches if _is_matchable(match, draft, context)}
    same: dict[
        tuple[str, ...], Guard
    ] = {}  # options with the same words share a guard: compiled once
    options = []
    for seen in draft.options:
        visible = None
        if seen.match in sound:
            guard = match_guard(seen.match, seen.matched)
            visible = same.setdefault(tuple(word.text for word in seen.matched), guard)
        elif seen.shown_if is not None:
            visible = context.read_guard(seen.shown_if, f'"if" of the option "{seen.option.id}"')
        options.append(replace(seen.option, visible=visible))
    return tuple(options)


def _is_matchable(match: Scalar, draft: FactDraft, context: Context) -> bool:
    """Report a `match` that names no choice, or answers that the choice lacks; True where sound."""
    names = context.names
    taken = names.symbols.get(match.text)
    if taken is None:
        context.report_unknown(match, '"match"', "the fact", names.of_kinds(["fact"]))
        return False
    fact = names.facts.get(match.text)
    if fact is None or not isinstance(fact, Choice):
        if fact is not None or taken.kind != "fact":
            context.report.at(match, loader_codes.F09_MATCHED, name=match.text)
        return False
    known = possible_values(match.text, names) or ()
    strange = {w.text: w for seen in draft.options for w in seen.matched if w.text not in known}
    for word in strange.values():
        fix = did_you_mean(word.text, known)
        context.report.at(word, loader_codes.R01_MATCH, name=word.text, fact=match.text, fix=fix)
    return not strange
