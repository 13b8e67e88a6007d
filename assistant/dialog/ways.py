"""The ways through a flow, whatever is answered: in which order steps come, and which nobody gets around."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import and_

from assistant.dialog.machine import ReplayError
from assistant.flow.model import Flow


class Joins:
    """Knows the steps at which all ways from a step come together."""

    def __init__(self, flow: Flow) -> None:
        self._bit: dict[str, int] = {}
        self._ahead: dict[
            str, int
        ] = {}  # the steps that every way passes, a bit for each, itself included
        for number, step in enumerate(last_first(flow)):
            self._bit[step] = 1 << number
            ways = [self._ahead[route.to] for route in flow.steps[step].routes]
            self._ahead[step] = 1 << number | (reduce(and_, ways) if ways else 0)

    def inevitable(self, step: str, since: str) -> bool:
        """Return whether every way on from `since` comes to `step`."""
        return bool(self._ahead[since] & self._bit[step])


def last_first(flow: Flow) -> Iterator[str]:
    """Give the steps that can be reached, each after all that it leads to.

    Raises:
        ReplayError: the steps go round in a circle.
    """
    done: dict[str, bool] = {}  # False while what it leads to is being visited
    pending = [flow.start]
    while pending:
        step = pending[-1]
        if step in done:
            pending.pop()
            if not done[step]:
                done[step] = True
                yield step
            continue
        done[step] = False
        following = [route.to for route in flow.steps[step].routes]
        if any(done.get(to) is False for to in following):
            raise ReplayError(f"the steps go round in a circle at {step}")
        pending += following
