"""Which variable stands for what: an atom, a step having been passed, an answer giving something to the record.

Variables are numbered in the order in which a conversation settles them; those of one question stand together. That
keeps the diagrams small: most facts have nothing to do with each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.flow.expression import And, Atom, Expression, Named, Not, Or
from assistant.flow.model import (
    Choice,
    Decides,
    Flow,
    FromCodes,
    FromConclusion,
    FromFacts,
    FromRepeat,
    Guard,
    Multi,
    Never,
    Origin,
    Passes,
)
from assistant.flow.written import written
from assistant.prove.layout import Layout


@dataclass(frozen=True, slots=True)
class Passed:
    """The step is on the path."""

    step: str


@dataclass(frozen=True, slots=True)
class Fills:
    """The answer to `subject` gives the record something at `path`."""

    subject: str
    path: str


Said = Atom | Fills  # what an answer makes true or false
Thing = Said | Passed
Sayings = Sequence[tuple[int, Said]]  # variable and what it stands for


class Variables:
    """Numbers everything that guards, guarantees and the record can ask of a conversation of a flow."""

    def __init__(self, flow: Flow, layout: Layout) -> None:
        place = {step: number for number, step in enumerate(layout.order)}
        last = len(place)

        def settled(thing: Thing) -> tuple[int, str, str]:
            if isinstance(thing, Passed):
                return place.get(thing.step, last), "", thing.step
            step = layout.asked_by.get(thing.subject)
            words = written(thing) if isinstance(thing, Atom) else thing.path
            return last if step is None else place[step], thing.subject, words

        things: set[Thing] = {*_atoms(flow), *_filling(flow), *_watched(flow)}
        ordered = sorted(things, key=settled)
        self.number: Mapping[Thing, int] = {thing: n for n, thing in enumerate(ordered)}

    def by_subject(self) -> Mapping[str, Sayings]:
        """Return fact, repeat or score id -> what is asked of it, with the variables."""
        found: dict[str, list[tuple[int, Said]]] = defaultdict(list)
        for thing, number in self.number.items():
            if not isinstance(thing, Passed):
                found[thing.subject].append((number, thing))
        return found


def guards(flow: Flow) -> Iterator[Guard]:
    """Yield every guard of a flow."""
    found: list[Guard | None] = [r.guard for s in flow.steps.values() for r in s.routes]
    for fact in flow.facts.values():
        if isinstance(fact, Choice | Multi):
            found += [option.visible for option in fact.options]
    found += [row.guard for decision in flow.decisions.values() for row in decision.rows]
    found += [condition.guard for condition in flow.conditions.values()]
    found += [item.guard for item in flow.plan]
    for guarantee in flow.guarantees:
        found.append(guarantee.when)
        if isinstance(guarantee.promise, Decides):
            found.append(guarantee.promise.guard)
    yield from (guard for guard in found if guard is not None)


def sources(origin: Origin) -> tuple[str, ...]:
    """Return the facts, repeat, decisions or score that a record entry is made from."""
    match origin:
        case FromFacts(facts):
            return facts
        case FromCodes(fact, _):
            return (fact,)
        case FromRepeat(repeat, _):
            return (repeat,)
        case FromConclusion(name):
            return (name,)


def concluded(flow: Flow, name: str) -> bool:
    """Return whether a name is that of a decision or score, which nobody answers."""
    return name in flow.decisions or name in flow.scores


def atoms(expression: Expression) -> Iterator[Atom]:
    """Yield the atoms that stand in an expression itself; those of named conditions stand with the conditions."""
    match expression:
        case Atom():
            yield expression
        case Not(item):
            yield from atoms(item)
        case And(items) | Or(items):
            yield from _in_all(items)
        case Named():
            pass


def _in_all(items: Iterable[Expression]) -> Iterator[Atom]:
    for item in items:
        yield from atoms(item)


def _atoms(flow: Flow) -> Iterator[Atom]:
    for guard in guards(flow):
        yield from (atom for atom in atoms(guard.expression) if atom.kind != "decision")


def _filling(flow: Flow) -> Iterator[Fills]:
    for entry in flow.record:
        for subject in sources(entry.origin):
            if not concluded(flow, subject):
                yield Fills(subject, entry.path)


def _watched(flow: Flow) -> Iterator[Passed]:
    for guarantee in flow.guarantees:
        match guarantee.promise:
            case Passes(step, before):
                yield from (Passed(watched) for watched in (step, before) if watched)
            case Never(step):
                yield Passed(step)
            case _:
                pass
