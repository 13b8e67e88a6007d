"""The readers of outcomes: scores, decisions and conditions, the plan, guarantees."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from assistant.flow.findings.loader_codes import (
    F02_NAME,
    F08_PROMISE,
    F08_ROWS,
    F09_BY,
    F09_LIST,
    F09_ONE,
    F09_QUESTIONS,
    T01_SUM,
)
from assistant.flow.findings.registry import error
from assistant.flow.model import Guard, Outcome, outcomes
from assistant.flow.model.expression import Named
from assistant.flow.reading.context import Context
from assistant.flow.reading.keys import Keys, describe_node
from assistant.flow.strict_yaml.nodes import Entry, Node, Scalar, Series

# What is found here.

G02 = error("G02", "A fork without a way for everyone else")
G02_LAST = G02.says(
    'the last branch has an "if", so some conversations have no way on.',
    fix='add a last branch without "if"',
    variant="last",
)
G02_EARLY = G02.says(
    'a branch without "if" stands before the last, so those behind it are never taken.',
    fix='add "if"',
    variant="early",
)
G02_ROW = G02.says(
    'the last row has an "if", so "{name}" may have no value.',
    fix='add a last row without "if"',
    variant="row",
)

UNREADABLE_GUARD = Guard(Named(""), "")  # stands in for a condition that could not be read


def read_score(entry: Entry, context: Context) -> outcomes.Score:
    """Return the score that an entry of `scores` defines."""
    id_ = entry.key.text
    keys = Keys(entry.value, f'the score "{id_}"', context)
    facts = keys.list_of_names("sum", needed=True)
    for fact in facts:
        if fact.text not in context.names.symbols:
            context.report_unknown(fact, keys.owner, "the fact", context.names.of_kinds(["fact"]))
        elif not _has_weights(fact.text, context):
            context.report.at(fact, T01_SUM, subject=fact.text)
    score = outcomes.Score(
        id_, tuple(fact.text for fact in facts), keys.number("cap", 0, needed=True)
    )
    keys.close()
    return score


def _has_weights(name: str, context: Context) -> bool:
    fact = context.names.facts.get(name)
    taken = context.names.symbols[name]
    return taken.kind == "fact" and (fact is None or bool(fact.options))


def read_decision(entry: Entry, context: Context) -> outcomes.Decision | None:
    """Return the decision that an entry of `decisions` defines."""
    id_, node = entry.key.text, entry.value
    owner = f'the decision "{id_}"'
    if not isinstance(node, Series):
        context.report.at(node, F09_LIST, owner=owner, found=describe_node(node))
        return None
    if not node.items:
        context.report.at(entry.key, F08_ROWS, name=id_)
        return None
    rows = [_read_row(item, id_, number, context) for number, item in enumerate(node.items, 1)]
    check_last_branch(node.items, context, name=id_)
    return outcomes.Decision(id_, tuple(row for row in rows if row is not None), entry.key.place)


def _read_row(node: Node, decision: str, number: int, context: Context) -> outcomes.Row | None:
    keys = Keys(node, f'row {number} of the decision "{decision}"', context)
    value = keys.name("is", needed=True)
    guard = (keys.guard("if") or UNREADABLE_GUARD) if "if" in keys else None
    because = keys.text("because", f"decisions.{decision}.{number}.because")
    keys.close()
    if value is None or not context.is_sound_id(value, option=True):
        return None
    return outcomes.Row(value.text, guard, because)


def read_condition(entry: Entry, context: Context) -> outcomes.Condition:
    """Return the condition that an entry of `conditions` defines."""
    id_ = entry.key.text
    keys = Keys(entry.value, f'the condition "{id_}"', context)
    guard = keys.guard("if", needed=True) or UNREADABLE_GUARD
    condition = outcomes.Condition(
        id_, guard, keys.text("because", f"conditions.{id_}.because"), entry.key.place
    )
    keys.close()
    return condition


def check_last_branch(items: Sequence[Node], context: Context, *, name: str | None = None) -> None:
    """Report branches or rows of which the last has an `if`, or one before the last has none."""
    conditional = ["if" in (e.key.text for e in getattr(item, "entries", ())) for item in items]
    for item, guarded in zip(items[:-1], conditional[:-1], strict=True):
        if not guarded:
            context.report.at(_first_key(item), G02_EARLY)
    if conditional[-1]:
        wording = G02_LAST if name is None else G02_ROW
        context.report.at(_first_key(items[-1]), wording, name=name or "")


def _first_key(node: Node) -> Node:
    """Return the first key of a mapping, to which a finding about it points."""
    entries = getattr(node, "entries", ())
    return entries[0].key if entries else node


# The reader of the plan: the professional's next steps.

_WHO: Mapping[str, outcomes.Who] = {word: word for word in get_args(outcomes.Who)}
BY_PATTERN = re.compile(r"([0-9]{1,4}) (hours?|days?|working days?)\Z", re.ASCII)


def read_plan_item(node: Node, context: Context) -> outcomes.PlanItem | None:
    """Return an item of the plan."""
    keys = Keys(node, "an item of the plan", context)
    id_ = keys.id("id", needed=True)
    if id_ is None:
        keys.abandon()
        return None
    keys.owner = f'the plan item "{id_.text}"'
    do = keys.text("do", f"plan.{id_.text}.do", needed=True)
    guard = (keys.guard("if") or UNREADABLE_GUARD) if "if" in keys else None
    who = keys.word("who", _WHO, "you")
    by = _read_by(keys)
    source = keys.sources()
    keys.close(also=("if",))
    if do is None:
        return None
    return outcomes.PlanItem(id_.text, do, guard, who, by, source, id_.place)


def _read_by(keys: Keys) -> outcomes.By:
    """Return the deadline of the item."""
    node = keys.name("by", needed=True)
    if node is None or node.text == "now":
        return outcomes.By("now")
    if node.text == "today":
        return outcomes.By("today")
    match = BY_PATTERN.match(node.text)
    if match is None:
        keys.context.report.at(node, F09_BY, found=node.text)
        return outcomes.By("now")
    amount, unit = int(match[1]), match[2]
    if unit.startswith("hour"):
        return outcomes.By("hours", amount)
    return outcomes.By("working_days" if unit.startswith("working") else "days", amount)


# The reader of guarantees: the promises that every possible conversation must keep.

_AT_MOST = "at most "


class GuaranteeReader:
    """Reads guarantees against the steps, ends, plan items and record paths of the whole flow."""

    def __init__(self, known: Mapping[str, Sequence[str]], context: Context) -> None:
        self._known = known
        self._context = context
        self._names: dict[str, Scalar] = {}
        self._readers: Mapping[str, Callable[[Keys], outcomes.Promise | None]] = {
            "passes": self._passes,
            "never": self._never,
            "ends": self._ends,
            "decides": self._decides,
            "plans": self._plans,
            "records": self._records,
            "questions": self._questions,
        }

    def read(self, node: Node) -> outcomes.Guarantee | None:
        """Return the guarantee that a node holds."""
        keys = Keys(node, "a guarantee", self._context)
        name = keys.id("name", needed=True)
        if name is None:
            keys.abandon()
            return None
        keys.owner = f'the guarantee "{name.text}"'
        self._claim(name)
        when = (keys.guard("when") or UNREADABLE_GUARD) if "when" in keys else None
        promise = self._promise(keys, name)
        keys.close(also=("when", *self._readers))
        return None if promise is None else outcomes.Guarantee(name.text, when, promise, name.place)

    def _claim(self, name: Scalar) -> None:
        first = self._names.setdefault(name.text, name)
        if first is not name:
            where = f"{first.file}:{first.line}"
            fills = {"name": name.text, "other": "a guarantee", "where": where}
            self._context.report.at(name, F02_NAME, **fills)

    def _promise(self, keys: Keys, name: Scalar) -> outcomes.Promise | None:
        promises = [key for key in keys.names if key in self._readers]
        if not promises:
            known = ", ".join(self._readers)
            self._context.report.at(name, F08_PROMISE, name=name.text, known=known)
            return None
        for second in promises[1:]:
            key = keys.key_at(second) or keys.node
            fills = {"owner": keys.owner, "first": promises[0], "second": second}
            self._context.report.at(key, F09_ONE, **fills)
            keys.node_at(second)
        return self._readers[promises[0]](keys)

    def _known_name(self, keys: Keys, key: str, known: str, kind: str) -> str | None:
        """Return the one name at `key`; report where nothing of that kind has it."""
        name = keys.name(key)
        if name is None:
            return None
        if name.text not in self._known[known] and not self._context.has_broken_steps:
            self._context.report_unknown(name, keys.owner, kind, self._known[known])
        return name.text

    def _passes(self, keys: Keys) -> outcomes.Promise | None:
        step = self._known_name(keys, "passes", "steps", "the step")
        before = self._known_name(keys, "before", "steps", "the step")
        return None if step is None else outcomes.Passes(step, before)

    def _never(self, keys: Keys) -> outcomes.Promise | None:
        step = self._known_name(keys, "never", "steps", "the step")
        return None if step is None else outcomes.Never(step)

    def _ends(self, keys: Keys) -> outcomes.Promise:
        ends = keys.list_of_names("ends")
        known = [*self._known["ends"], *get_args(Outcome)]
        for end in ends:
            if end.text not in known and not self._context.has_broken_steps:
                self._context.report_unknown(end, keys.owner, "the end or outcome", known)
        return outcomes.Ends(frozenset(end.text for end in ends))

    def _decides(self, keys: Keys) -> outcomes.Promise:
        return outcomes.Decides(keys.guard("decides") or UNREADABLE_GUARD)

    def _plans(self, keys: Keys) -> outcomes.Promise | None:
        item = self._known_name(keys, "plans", "plan", "the plan item")
        return None if item is None else outcomes.Plans(item)

    def _records(self, keys: Keys) -> outcomes.Promise | None:
        path = self._known_name(keys, "records", "record", "the record's field")
        return None if path is None else outcomes.Records(path)

    def _questions(self, keys: Keys) -> outcomes.Promise | None:
        node = keys.name("questions")
        if node is None:
            return None
        number = node.text.removeprefix(_AT_MOST)
        if node.text.startswith(_AT_MOST) and number.isascii() and number.isdecimal():
            return outcomes.Questions(int(number))
        self._context.report.at(node, F09_QUESTIONS, found=node.text)
        return None
