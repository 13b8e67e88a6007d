"""Questions whose answer changes nothing, and options that come to the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.flow.diagnostics import Report
from assistant.flow.model import AnyFact, Choice
from assistant.flow.texts import texts
from assistant.prove.prove import Prover
from assistant.prove.space import Space

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def check_consequences(prover: Prover, report: Report) -> None:
    """Report questions, and options, of which nothing comes: no condition, text or record knows them."""
    space = prover.reach.space
    told = _told(space)
    for step in prover.exactly.entered:
        if _handed_over(space, step):
            continue  # every answer goes into the record
        for fact in space.facts(step):
            if fact.id in told:
                continue
            if not _read(space, fact):
                report.spot(fact.place, len(fact.id), "X05", name=fact.id)
            elif isinstance(fact, Choice):
                _same(space, fact, report)


def _told(space: Space) -> frozenset[str]:
    """Return the facts that a text shows."""
    flow = space.flow
    found = {name for text in texts(flow) for name in _PLACEHOLDER.findall(text.words)}
    for score in flow.scores.values():
        if score.id in found:
            found |= {*score.facts}
    return frozenset(found)


def _handed_over(space: Space, step: str) -> bool:
    """Return whether a conversation through the step may end in a record."""
    return any(
        end.outcome == "notify" and step in space.layout.behind[end.id] for end in space.layout.ends
    )


def _read(space: Space, fact: AnyFact) -> bool:
    scores = space.judging.caps
    summed = any(fact.id in space.flow.scores[score].facts for score in scores)
    return summed or bool(space.asks(fact.id))


def _same(space: Space, fact: Choice, report: Report) -> None:
    """Report the first option that every condition and score takes for another one."""
    for one, other in _pairs(space, fact):
        report.spot(fact.place, len(fact.id), "X07", fact=fact.id, name=one, other=other)


def _pairs(space: Space, fact: Choice) -> Iterator[tuple[str, str]]:
    found: dict[object, str] = {}
    for option in fact.options:
        judged = space.judging.of(fact.id, option.id)
        first = found.setdefault((judged.held, judged.amounts, option.visible), option.id)
        if first != option.id:
            yield first, option.id
