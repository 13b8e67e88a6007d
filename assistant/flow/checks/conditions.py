"""Conditions and what reads them: circles, constants, names that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.flow.checks.dataflow import all_guards, conditions_named, own_atoms
from assistant.flow.checks.satisfiability import constant_truth
from assistant.flow.findings.loader_codes import F10_LARGE, R02, T04_ALWAYS, T04_NEVER
from assistant.flow.findings.registry import Wording, error
from assistant.flow.model import Decides, FromConclusion, Guard
from assistant.flow.model.expression import Expression, Named
from assistant.flow.reading.context import Context
from assistant.flow.reading.draft import Draft

# What is found here.

R04 = error("R04", "Conditions that go round in a circle").says(
    '"{name}" reads itself: {way}.', fix="take one of them out"
)

# The conditions of a flow: circles, constants, size, names that nothing uses.


def depth_first_order(reads: Mapping[str, Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Return all names in depth-first post-order (each behind those it reads), and the circles met.

    Without recursion, so that nothing in a file can make it too deep.
    """
    order: list[str] = []
    circles: list[list[str]] = []
    done: set[str] = set()
    for start in reads:
        way: dict[str, Iterator[str]] = {} if start in done else {start: iter(reads[start])}
        while way:
            name, following = next(reversed(way.items()))
            onward = next(following, None)
            if onward is None:
                done.add(name)
                order.append(name)
                del way[name]
            elif onward in way:
                names = list(way)
                circles.append([*names[names.index(onward) :], onward])
            elif onward in reads and onward not in done:
                way[onward] = iter(reads[onward])
    return order, circles


MOST_TESTS = 500  # tests of a condition once the conditions that it names are expanded
MOST_LEVELS = 12  # conditions that name conditions that name conditions …


def check_conditions(draft: Draft, context: Context, mentioned: frozenset[str]) -> bool:
    """Report circles, conditions that never or always hold, and what nothing uses.

    `mentioned` are the names that stand in texts as placeholders. Returns True where the conditions
    can be followed: they are free of circles, and not too large.
    """
    if not _check_walkable(draft, context):
        return False
    _report_unused(draft, context, mentioned)
    settled: set[str] = set()
    for guard in _every_guard(draft):
        if isinstance(guard.expression, Named) or settled.intersection(
            _all_conditions_named(guard, draft)
        ):
            continue
        always = constant_truth(guard.expression, draft, context.names)
        if always is None:
            continue
        # what names a constant condition is constant for that reason: reported once, at its root
        settled.update(c.id for c in draft.conditions.values() if c.guard is guard)
        wording = T04_ALWAYS if always else T04_NEVER
        context.report.at_place(guard.place, len(guard.text), wording)
    return True


def _every_guard(draft: Draft) -> Iterator[Guard]:
    """Yield every guard once, conditions first; promises last, which may well always hold."""
    seen: set[int] = set()
    for guard in (*all_guards(draft), *_guarantee_guards(draft)):
        if id(guard) not in seen and guard.text:
            seen.add(id(guard))
            yield guard


def _guarantee_guards(draft: Draft) -> Iterator[Guard]:
    for guarantee in draft.guarantees:
        if guarantee.when is not None:
            yield guarantee.when
        if isinstance(guarantee.promise, Decides):
            yield guarantee.promise.guard


def _all_conditions_named(guard: Guard, draft: Draft) -> Iterator[str]:
    """Yield the conditions that a guard names, itself or through others."""
    names = list(dict.fromkeys(conditions_named(guard.expression)))
    for name in names:
        yield name
        if name in draft.conditions:
            further = conditions_named(draft.conditions[name].guard.expression)
            names.extend(other for other in further if other not in names)


def _check_walkable(draft: Draft, context: Context) -> bool:
    """Report conditions that read themselves, or are too large once expanded; True if none."""
    held = {c.id: [c.guard] for c in draft.conditions.values()} | {
        d.id: [row.guard for row in d.rows if row.guard] for d in draft.decisions.values()
    }
    reads = {
        name: list(dict.fromkeys(n for guard in of for n in _conclusions_read(guard.expression)))
        for name, of in held.items()
    }
    order, circles = depth_first_order(reads)
    for way in circles:
        _report_at(way[0], R04, draft, context, name=way[0], way=" → ".join(way))
    if circles:
        return False
    sizes: dict[str, int] = {}
    levels: dict[str, int] = {}
    for name in order:
        named = [n for guard in held[name] for n in _conclusions_read(guard.expression)]
        own = sum(1 for guard in held[name] for _ in own_atoms(guard.expression))
        sizes[name] = own + sum(sizes.get(other, 0) for other in named)
        levels[name] = 1 + max((levels.get(other, 0) for other in named), default=0)
        if sizes[name] > MOST_TESTS or levels[name] > MOST_LEVELS:
            fills = {"tests": MOST_TESTS, "levels": MOST_LEVELS}
            _report_at(name, F10_LARGE, draft, context, name=name, **fills)
            return False
    return True


def _report_at(
    id_: str, wording: Wording, draft: Draft, context: Context, **fills: str | int
) -> None:
    place = (draft.conditions.get(id_) or draft.decisions[id_]).place
    context.report.at_place(place, len(id_), wording, fix=None, **fills)


def _conclusions_read(expression: Expression) -> Iterator[str]:
    """Yield the conditions and decisions that an expression names."""
    yield from conditions_named(expression)
    yield from (atom.subject for atom in own_atoms(expression) if atom.kind == "decision")


def _report_unused(draft: Draft, context: Context, mentioned: frozenset[str]) -> None:
    """Report conditions, decisions and scores that no guard, text or record reads."""
    read = set(mentioned)
    for guard in _every_guard(draft):
        read.update(conditions_named(guard.expression))
        read.update(atom.subject for atom in own_atoms(guard.expression))
    for entry in draft.record.values():
        if isinstance(entry.origin, FromConclusion):
            read.add(entry.origin.id)
    for kind in ("condition", "decision", "score"):
        for name in context.names.of_kinds([kind]):
            if name not in read:
                place = context.names.symbols[name].place
                context.report.at_place(place, len(name), R02, kind=f"the {kind}", name=name)
