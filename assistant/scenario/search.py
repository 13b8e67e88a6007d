"""The shortest conversation that leads to a step, found by trying answers breadth first.

It tries every option, the numbers and days around those that conditions compare with, and one made-up
text for free words. Conversations that wait at the same step, and look the same to every condition, count
as one. That finds what is near; it proves nothing about what it does not find.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice, product

from assistant.dialog.conversation import Answering
from assistant.dialog.trail import Trail
from assistant.flow.model import Flow, Form, Guard
from assistant.scenario.guesses import Guesses
from assistant.scenario.model import Raw
from assistant.scenario.player import Player

TURNS = 20_000  # tried at most: some seconds
FORMS = 48  # combinations tried of one form's answers

Found = tuple[tuple[str, Raw], ...]  # question step and answer, in order


def shortest(player: Player, step: str, turns: int = TURNS) -> tuple[Player, Found] | None:
    """Return a player at `step` and the answers that led there, or None if no way was found."""
    search = _Search(player)
    queue: deque[tuple[Player, Found]] = deque([(player.branch(), ())])
    seen = {search.look(player.trail)}
    while queue and turns > 0:
        here, answered = queue.popleft()
        if step in here.trail.path:
            return here, answered
        for raw in search.answers(here.trail):
            turns -= 1
            following, waiting = here.branch(), here.trail.waiting or ""
            if not following.take(Answering(waiting, raw)):
                continue
            look = search.look(following.trail)
            if look not in seen or step in following.trail.path:
                seen.add(look)
                queue.append((following, (*answered, (waiting, raw))))
    return None


class _Search:
    """What the search knows of the flow: what may be answered, and what conditions can tell apart."""

    def __init__(self, player: Player) -> None:
        self._dialog = player.dialog
        self._tests = tuple(
            player.dialog.logic.test(guard) for guard in _guards(player.dialog.flow)
        )
        self._guesses = Guesses(player.dialog, player.conversation.today)

    def look(self, trail: Trail) -> tuple[str | None, tuple[bool, ...]]:
        """Return where the conversation waits and what every guard says of it."""
        return trail.waiting, tuple(test(trail) for test in self._tests)

    def answers(self, trail: Trail) -> Iterator[Raw]:
        """Yield answers to try at the step that waits; none where the conversation has ended."""
        if trail.waiting is None:
            return
        step = self._dialog.flow.steps[trail.waiting]
        if not isinstance(step, Form):
            yield from self._guesses.of(step, trail)
            return
        tried = [self._guesses.of_fact(fact, trail) for fact in step.facts]
        for values in islice(product(*tried), FORMS):
            yield dict(zip(step.facts, values, strict=True))


def _guards(flow: Flow) -> Iterable[Guard]:
    """Return the guards that decide where a conversation goes or what it shows, one of each meaning."""
    guards = [route.guard for step in flow.steps.values() for route in step.routes]
    guards += [condition.guard for condition in flow.conditions.values()]
    guards += [row.guard for decision in flow.decisions.values() for row in decision.rows]
    for fact in flow.facts.values():
        guards += [option.visible for option in getattr(fact, "options", ())]
    return {guard.expression: guard for guard in guards if guard is not None}.values()
