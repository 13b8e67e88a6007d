"""The guarantees: what every possible conversation must keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from assistant.flow.nodes import Node, Scalar
from assistant.flow.outcomes import (
    Decides,
    Ends,
    Guarantee,
    Never,
    Passes,
    Plans,
    Promise,
    Questions,
    Records,
)
from assistant.flow.reading.conclusions import UNREAD
from assistant.flow.reading.context import Context
from assistant.flow.reading.keys import Keys
from assistant.flow.steps import Outcome

_AT_MOST = "at most "


class Guarantees:
    """Reads guarantees against the steps, ends, plan items and record paths of the whole flow."""

    def __init__(self, known: Mapping[str, Sequence[str]], context: Context) -> None:
        self._known = known
        self._context = context
        self._names: dict[str, Scalar] = {}
        self._readers: Mapping[str, Callable[[Keys], Promise | None]] = {
            "passes": self._passes,
            "never": self._never,
            "ends": self._ends,
            "decides": self._decides,
            "plans": self._plans,
            "records": self._records,
            "questions": self._questions,
        }

    def read(self, node: Node) -> Guarantee | None:
        """Return the guarantee that a node holds."""
        keys = Keys(node, "a guarantee", self._context)
        name = keys.id("name", needed=True)
        if name is None:
            keys.abandon()
            return None
        keys.owner = f'the guarantee "{name.text}"'
        self._claim(name)
        when = (keys.guard("when") or UNREAD) if "when" in keys else None
        promise = self._promise(keys, name)
        keys.close(also=("when", *self._readers))
        return None if promise is None else Guarantee(name.text, when, promise, name.place)

    def _claim(self, name: Scalar) -> None:
        first = self._names.setdefault(name.text, name)
        if first is not name:
            where = f"{first.file}:{first.line}"
            fills = {"name": name.text, "other": "a guarantee", "where": where}
            self._context.report.at(name, "F02/name", **fills)

    def _promise(self, keys: Keys, name: Scalar) -> Promise | None:
        promises = [key for key in keys.names if key in self._readers]
        if not promises:
            known = ", ".join(self._readers)
            self._context.report.at(name, "F08/promise", name=name.text, known=known)
            return None
        for second in promises[1:]:
            key = keys.key_at(second) or keys.node
            fills = {"owner": keys.owner, "first": promises[0], "second": second}
            self._context.report.at(key, "F09/one", **fills)
            keys.node_at(second)
        return self._readers[promises[0]](keys)

    def _one(self, keys: Keys, key: str, known: str, kind: str) -> str | None:
        """Return the one name at `key`; report where nothing of that kind has it."""
        name = keys.name(key)
        if name is None:
            return None
        if name.text not in self._known[known] and not self._context.loose:
            self._context.unknown(name, keys.owner, kind, self._known[known])
        return name.text

    def _passes(self, keys: Keys) -> Promise | None:
        step = self._one(keys, "passes", "steps", "the step")
        before = self._one(keys, "before", "steps", "the step")
        return None if step is None else Passes(step, before)

    def _never(self, keys: Keys) -> Promise | None:
        step = self._one(keys, "never", "steps", "the step")
        return None if step is None else Never(step)

    def _ends(self, keys: Keys) -> Promise:
        ends = keys.list_of_names("ends")
        known = [*self._known["ends"], *get_args(Outcome)]
        for end in ends:
            if end.text not in known and not self._context.loose:
                self._context.unknown(end, keys.owner, "the end or outcome", known)
        return Ends(frozenset(end.text for end in ends))

    def _decides(self, keys: Keys) -> Promise:
        return Decides(keys.guard("decides") or UNREAD)

    def _plans(self, keys: Keys) -> Promise | None:
        item = self._one(keys, "plans", "plan", "the plan item")
        return None if item is None else Plans(item)

    def _records(self, keys: Keys) -> Promise | None:
        path = self._one(keys, "records", "record", "the record's field")
        return None if path is None else Records(path)

    def _questions(self, keys: Keys) -> Promise | None:
        node = keys.name("questions")
        if node is None:
            return None
        number = node.text.removeprefix(_AT_MOST)
        if node.text.startswith(_AT_MOST) and number.isascii() and number.isdecimal():
            return Questions(int(number))
        self._context.report.at(node, "F09/questions", found=node.text)
        return None
