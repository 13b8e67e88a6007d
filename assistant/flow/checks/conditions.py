"""Conditions and what reads them: circles, constants, names that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.flow.basics import Guard
from assistant.flow.checks.circles import walked
from assistant.flow.checks.reads import guards, named, own_atoms
from assistant.flow.checks.truth import constant
from assistant.flow.expression import Expression, Named
from assistant.flow.outcomes import Decides, FromConclusion
from assistant.flow.reading.context import Context
from assistant.flow.reading.draft import Draft

MOST_TESTS = 500  # so many tests may a condition come to, with all conditions that it names
MOST_LEVELS = 12  # so often may a condition name a condition that names a condition


def check_conditions(draft: Draft, context: Context, mentioned: frozenset[str]) -> bool:
    """Report circles, conditions that never or always hold, and what nothing uses.

    `mentioned` are the names that stand in texts as placeholders. Returns whether the conditions can be
    followed: they are free of circles, and not too large.
    """
    if not _walkable(draft, context):
        return False
    _unused(draft, context, mentioned)
    settled: set[str] = set()
    for guard in _every(draft):
        if isinstance(guard.expression, Named) or settled.intersection(_deep(guard, draft)):
            continue
        always = constant(guard.expression, draft, context.names)
        if always is None:
            continue
        settled.update(c.id for c in draft.conditions.values() if c.guard is guard)
        key = "T04/always" if always else "T04/never"
        context.report.spot(guard.place, len(guard.text), key)
    return True


def _every(draft: Draft) -> Iterator[Guard]:
    """Yield every guard once, conditions first; promises last, which may well always hold."""
    seen: set[int] = set()
    for guard in (*guards(draft), *_promised(draft)):
        if id(guard) not in seen and guard.text:
            seen.add(id(guard))
            yield guard


def _promised(draft: Draft) -> Iterator[Guard]:
    for guarantee in draft.guarantees:
        if guarantee.when is not None:
            yield guarantee.when
        if isinstance(guarantee.promise, Decides):
            yield guarantee.promise.guard


def _deep(guard: Guard, draft: Draft) -> Iterator[str]:
    """Yield the conditions that a guard names, itself or through others."""
    names = list(dict.fromkeys(named(guard.expression)))
    for name in names:
        yield name
        if name in draft.conditions:
            further = named(draft.conditions[name].guard.expression)
            names.extend(other for other in further if other not in names)


def _walkable(draft: Draft, context: Context) -> bool:
    """Report what reads itself, and what reads so much through other names that nobody could follow."""
    held = {c.id: [c.guard] for c in draft.conditions.values()} | {
        d.id: [row.guard for row in d.rows if row.guard] for d in draft.decisions.values()
    }
    reads = {
        name: list(dict.fromkeys(n for guard in of for n in _concluded(guard.expression)))
        for name, of in held.items()
    }
    order, circles = walked(reads)
    for way in circles:
        _report(way[0], "R04", draft, context, name=way[0], way=" → ".join(way))
    if circles:
        return False
    sizes: dict[str, int] = {}
    levels: dict[str, int] = {}
    for name in order:
        named = [n for guard in held[name] for n in _concluded(guard.expression)]
        own = sum(1 for guard in held[name] for _ in own_atoms(guard.expression))
        sizes[name] = own + sum(sizes.get(other, 0) for other in named)
        levels[name] = 1 + max((levels.get(other, 0) for other in named), default=0)
        if sizes[name] > MOST_TESTS or levels[name] > MOST_LEVELS:
            fills = {"tests": MOST_TESTS, "levels": MOST_LEVELS}
            _report(name, "F10/large", draft, context, name=name, **fills)
            return False
    return True


def _report(id_: str, key: str, draft: Draft, context: Context, **fills: str | int) -> None:
    place = (draft.conditions.get(id_) or draft.decisions[id_]).place
    context.report.spot(place, len(id_), key, fix=None, **fills)


def _concluded(expression: Expression) -> Iterator[str]:
    """Yield the conditions and decisions that an expression names."""
    yield from named(expression)
    yield from (atom.subject for atom in own_atoms(expression) if atom.kind == "decision")


def _unused(draft: Draft, context: Context, mentioned: frozenset[str]) -> None:
    """Report conditions, decisions and scores that nothing reads, tells or records."""
    read = set(mentioned)
    for guard in _every(draft):
        read.update(named(guard.expression))
        read.update(atom.subject for atom in own_atoms(guard.expression))
    for entry in draft.record.values():
        if isinstance(entry.origin, FromConclusion):
            read.add(entry.origin.id)
    for kind in ("condition", "decision", "score"):
        for name in context.names.of([kind]):
            if name not in read:
                place = context.names.taken[name].place
                context.report.spot(place, len(name), "R02", kind=f"the {kind}", name=name)
