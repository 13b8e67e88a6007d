"""Scores, decisions and conditions: what follows from the answers."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.flow.basics import Guard
from assistant.flow.expression import Named
from assistant.flow.facts import Choice, Multi
from assistant.flow.nodes import Entry, Node, Series
from assistant.flow.outcomes import Condition, Decision, Row, Score
from assistant.flow.reading.context import Context
from assistant.flow.reading.keys import Keys, found

UNREAD = Guard(Named(""), "")  # stands in for a condition that could not be read


def read_score(entry: Entry, context: Context) -> Score:
    """Return the score that an entry of `scores` defines."""
    id_ = entry.key.text
    keys = Keys(entry.value, f'the score "{id_}"', context)
    facts = keys.list_of_names("sum", needed=True)
    for fact in facts:
        if fact.text not in context.names.taken:
            context.unknown(fact, keys.owner, "the fact", context.names.of(["fact"]))
        elif not _weighed(fact.text, context):
            context.report.at(fact, "T01/sum", subject=fact.text)
    score = Score(id_, tuple(fact.text for fact in facts), keys.number("cap", 0, needed=True))
    keys.close()
    return score


def _weighed(name: str, context: Context) -> bool:
    fact = context.names.facts.get(name)
    taken = context.names.taken[name]
    return taken.kind == "fact" and (fact is None or isinstance(fact, Choice | Multi))


def read_decision(entry: Entry, context: Context) -> Decision | None:
    """Return the decision that an entry of `decisions` defines."""
    id_, node = entry.key.text, entry.value
    owner = f'the decision "{id_}"'
    if not isinstance(node, Series):
        context.report.at(node, "F09/list", owner=owner, found=found(node))
        return None
    if not node.items:
        context.report.at(entry.key, "F08/rows", name=id_)
        return None
    rows = [_row(item, id_, number, context) for number, item in enumerate(node.items, 1)]
    last_without_if(node.items, context, name=id_)
    return Decision(id_, tuple(row for row in rows if row is not None), entry.key.place)


def _row(node: Node, decision: str, number: int, context: Context) -> Row | None:
    keys = Keys(node, f'row {number} of the decision "{decision}"', context)
    value = keys.name("is", needed=True)
    guard = (keys.guard("if") or UNREAD) if "if" in keys else None
    because = keys.text("because", f"decisions.{decision}.{number}.because")
    keys.close()
    if value is None or not context.sound_id(value, option=True):
        return None
    return Row(value.text, guard, because)


def read_condition(entry: Entry, context: Context) -> Condition:
    """Return the condition that an entry of `conditions` defines."""
    id_ = entry.key.text
    keys = Keys(entry.value, f'the condition "{id_}"', context)
    guard = keys.guard("if", needed=True) or UNREAD
    condition = Condition(
        id_, guard, keys.text("because", f"conditions.{id_}.because"), entry.key.place
    )
    keys.close()
    return condition


def last_without_if(items: Sequence[Node], context: Context, *, name: str | None = None) -> None:
    """Report branches or rows of which the last has an `if`, or one before the last has none."""
    conditional = ["if" in (e.key.text for e in getattr(item, "entries", ())) for item in items]
    for item, guarded in zip(items[:-1], conditional[:-1], strict=True):
        if not guarded:
            context.report.at(_head(item), "G02/early")
    if conditional[-1]:
        key = "G02/last" if name is None else "G02/row"
        context.report.at(_head(items[-1]), key, name=name or "")


def _head(node: Node) -> Node:
    """Return the first key of a mapping, which a finding about it points at."""
    entries = getattr(node, "entries", ())
    return entries[0].key if entries else node
