"""The plan: what the professional does next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from assistant.flow.nodes import Node
from assistant.flow.outcomes import By, PlanItem, Who
from assistant.flow.reading.conclusions import UNREAD
from assistant.flow.reading.context import Context
from assistant.flow.reading.keys import Keys

_WHO: Mapping[str, Who] = {word: word for word in get_args(Who)}
BY = re.compile(r"([0-9]{1,4}) (hours?|days?|working days?)\Z", re.ASCII)


def read_plan_item(node: Node, context: Context) -> PlanItem | None:
    """Return an item of the plan."""
    keys = Keys(node, "an item of the plan", context)
    id_ = keys.id("id", needed=True)
    if id_ is None:
        keys.abandon()
        return None
    keys.owner = f'the plan item "{id_.text}"'
    do = keys.text("do", f"plan.{id_.text}.do", needed=True)
    guard = (keys.guard("if") or UNREAD) if "if" in keys else None
    who = keys.word("who", _WHO, "you")
    by = _by(keys)
    source = keys.sources()
    keys.close(also=("if",))
    if do is None:
        return None
    return PlanItem(id_.text, do, guard, who, by, source, id_.place)


def _by(keys: Keys) -> By:
    """Return when the item is due."""
    node = keys.name("by", needed=True)
    if node is None or node.text == "now":
        return By("now")
    if node.text == "today":
        return By("today")
    match = BY.match(node.text)
    if match is None:
        keys.context.report.at(node, "F09/by", found=node.text)
        return By("now")
    amount, unit = int(match[1]), match[2]
    if unit.startswith("hour"):
        return By("hours", amount)
    return By("working_days" if unit.startswith("working") else "days", amount)
