"""The facts of a flow: what can be answered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypedDict, cast, get_args

from assistant.flow.basics import Guard, Place, Text
from assistant.flow.diagnostics import meant
from assistant.flow.domain import values_of
from assistant.flow.facts import (
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
from assistant.flow.nodes import Entry, Node, Scalar, Series
from assistant.flow.reading.context import Context
from assistant.flow.reading.keys import Keys, found
from assistant.flow.reading.options import Seen, matched_guard, read_options

LIMITS: Mapping[OpaqueKind, int] = {
    "text": 2000,
    "name": 120,
    "phone": 40,
    "email": 200,
    "address": 300,
    "cpr": 11,
}
TYPES = ("choice", "multi", "yesno", "int", "date", *LIMITS)

_SENSITIVITIES: Mapping[str, Sensitivity] = {word: word for word in get_args(Sensitivity)}
OFFSET = re.compile(r"([-+]?[0-9]{1,4})([dmy])\Z", re.ASCII)
_DAYS = {"d": 1, "m": 31, "y": 366}
_PAIR = 2


class _Common(TypedDict):
    id: str
    label: Text | None
    help: Text | None
    optional: bool
    unknown: bool
    purpose: str | None
    sensitivity: Sensitivity
    place: Place


@dataclass(frozen=True, slots=True)
class Unseen:
    """A fact whose options' conditions are still to be understood."""

    fact: AnyFact
    options: tuple[Seen, ...] = ()


def read_fact(entry: Entry, context: Context) -> Unseen | None:
    """Return the fact; None, after reporting, where it cannot be read."""
    id_ = entry.key.text
    keys = Keys(entry.value, f'the fact "{id_}"', context)
    purpose = keys.name("purpose")
    common: _Common = {
        "id": id_,
        "label": keys.text("label", f"facts.{id_}.label"),
        "help": keys.text("help", f"facts.{id_}.help"),
        "optional": keys.flag("optional"),
        "unknown": keys.flag("unknown"),
        "purpose": purpose.text if purpose else None,
        "sensitivity": keys.word("sensitivity", _SENSITIVITIES, "none"),
        "place": entry.key.place,
    }
    kind = _kind(keys, entry.key)
    fact = None if kind is None else _typed(keys, kind, common)
    keys.close(also=TYPES)
    return fact


def _kind(keys: Keys, id_: Scalar) -> str | None:
    """Return the type of a fact, told by the one key that names it."""
    kinds = [name for name in keys.names if name in TYPES]
    if not kinds:
        if not any(meant(name, TYPES) for name in keys.names):
            keys.context.report.at(id_, "F08/type", name=id_.text, known=", ".join(TYPES))
        return None
    for second in kinds[1:]:
        key = keys.key_at(second) or id_
        keys.context.report.at(key, "F09/one", owner=keys.owner, first=kinds[0], second=second)
        keys.node_at(second)
    return kinds[0]


def _kind_of(keys: Keys) -> str:
    return next(name for name in keys.names if name in TYPES)


def _typed(keys: Keys, kind: str, common: _Common) -> Unseen | None:
    readers = {"choice": _chosen, "multi": _chosen, "int": _integer, "date": _date, "text": _text}
    node = keys.node_at(kind)
    return None if node is None else readers.get(kind, _simple)(keys, node, common)


def _simple(keys: Keys, node: Node, common: _Common) -> Unseen | None:
    """Return a fact that is written `kind: true`."""
    kind = _kind_of(keys)
    if not (isinstance(node, Scalar) and node.value is True):
        keys.context.report.at(node, "F09/true", key=kind)
    if kind == "yesno":
        return Unseen(YesNo(**common))
    opaque = cast("OpaqueKind", kind)
    return Unseen(Opaque(kind=opaque, limit=LIMITS[opaque], **common))


def _text(keys: Keys, node: Node, common: _Common) -> Unseen | None:
    return Unseen(Opaque(kind="text", limit=_limit(node, common["id"], keys), **common))


def _chosen(keys: Keys, node: Node, common: _Common) -> Unseen | None:
    kind = _kind_of(keys)
    options = read_options(node, common["id"], kind, keys.context)
    plain = tuple(seen.option for seen in options)
    if kind == "choice":
        fact: AnyFact = Choice(options=plain, **common)
    else:
        none = keys.text("none", f"facts.{common['id']}.none")
        fact = Multi(options=plain, none=none, **common)
    return Unseen(fact, options) if options else None


def _integer(keys: Keys, node: Node, common: _Common) -> Unseen | None:
    unit = keys.text("unit", f"facts.{common['id']}.unit")
    limits = _pair(node)
    numbers = [item.value for item in limits if type(item.value) is int]
    if len(numbers) != _PAIR:
        keys.context.report.at(node, "F09/limits", owner=keys.owner)
        return None
    low, high = numbers
    if low > high:
        keys.context.report.at(limits[0], "T06", low=low, high=high)
        return None
    return Unseen(Integer(low=low, high=high, unit=unit, **common))


def _date(keys: Keys, node: Node, common: _Common) -> Unseen | None:
    limits = _pair(node)
    if len(limits) != _PAIR:
        keys.context.report.at(node, "F09/limits", owner=keys.owner)
        return None
    earliest, latest = (_offset(item, keys.context) for item in limits)
    if earliest is None or latest is None:
        return None
    if earliest.amount * _DAYS[earliest.unit] > latest.amount * _DAYS[latest.unit]:
        keys.context.report.at(limits[0], "T06", low=limits[0].text, high=limits[1].text)
        return None
    return Unseen(Date(earliest=earliest, latest=latest, **common))


def _pair(node: Node) -> list[Scalar]:
    items = node.items if isinstance(node, Series) else ()
    scalars = [item for item in items if isinstance(item, Scalar)]
    return scalars if len(items) == _PAIR else []


def _offset(node: Scalar, context: Context) -> Offset | None:
    match = OFFSET.match(node.text)
    if match is None:
        context.report.at(node, "F09/offset", found=node.text)
        return None
    return Offset(int(match[1]), cast("Literal['d', 'm', 'y']", match[2]))


def _limit(node: Node, id_: str, keys: Keys) -> int:
    """Return how many characters a text may have."""
    if isinstance(node, Scalar) and type(node.value) is int and node.value > 0:
        return node.value
    if isinstance(node, Scalar) and (node.value is None or node.value is True):
        keys.context.report.at(node, "S01", name=id_)
    else:
        owner = f'"text" of {keys.owner}'
        keys.context.report.at(node, "F09/number", owner=owner, found=found(node))
    return LIMITS["text"]


def see(facts: Sequence[Unseen], context: Context) -> dict[str, AnyFact]:
    """Return the facts with the conditions of their options understood."""
    complete: dict[str, AnyFact] = {}
    for unseen in facts:
        fact = unseen.fact
        if any(seen.shown_if or seen.match for seen in unseen.options):
            options = _visible(unseen, context)
            if isinstance(fact, Choice | Multi):
                fact = replace(fact, options=options)
        complete[fact.id] = fact
    return complete


def _visible(unseen: Unseen, context: Context) -> tuple[Option, ...]:
    matches = {seen.match for seen in unseen.options if seen.match is not None}
    sound = {match for match in matches if _matchable(match, unseen, context)}
    same: dict[tuple[str, ...], Guard] = {}
    options = []
    for seen in unseen.options:
        visible = None
        if seen.match in sound:
            guard = matched_guard(seen.match, seen.matched)
            visible = same.setdefault(tuple(word.text for word in seen.matched), guard)
        elif seen.shown_if is not None:
            visible = context.guard(seen.shown_if, f'"if" of the option "{seen.option.id}"')
        options.append(replace(seen.option, visible=visible))
    return tuple(options)


def _matchable(match: Scalar, unseen: Unseen, context: Context) -> bool:
    """Report where `match` names no choice, or the catalogue has answers that the choice lacks."""
    names = context.names
    taken = names.taken.get(match.text)
    if taken is None:
        context.unknown(match, '"match"', "the fact", names.of(["fact"]))
        return False
    fact = names.facts.get(match.text)
    if fact is None or not isinstance(fact, Choice):
        if fact is not None or taken.kind != "fact":
            context.report.at(match, "F09/matched", name=match.text)
        return False
    known = values_of(match.text, names) or ()
    strange = {w.text: w for seen in unseen.options for w in seen.matched if w.text not in known}
    for word in strange.values():
        fix = meant(word.text, known)
        context.report.at(word, "R01/match", name=word.text, fact=match.text, fix=fix)
    return not strange
