"""Questions whose options hide: never all of them at once, never because of the same screen."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from math import prod

from assistant.flow.atoms import judge
from assistant.flow.basics import Guard
from assistant.flow.checks.answered import Answered, answers_of
from assistant.flow.checks.reads import atoms, facts_read, guards, own_atoms
from assistant.flow.checks.truth import MOST_WORLDS, TODAY, World, holds, values_of
from assistant.flow.expression import Atom
from assistant.flow.facts import Choice, Multi
from assistant.flow.reading.context import Context
from assistant.flow.reading.draft import Draft
from assistant.flow.steps import AnyStep, Ask, Form, Repeat


def check_visibility(draft: Draft, before: Answered, context: Context) -> None:
    """Report screens whose options depend on themselves, and questions that can lose all options."""
    ways: dict[frozenset[str], _Ways] = {}
    for step in draft.steps.values():
        for fact in _hiding(step, draft):
            if not _same_screen(step, fact, draft, context) and step.id in before:
                reads = _reads(fact, draft)
                if reads and reads not in ways:
                    ways[reads] = _Ways(reads, draft, before, context)
                if reads:
                    _bare(step, fact, ways[reads], context)


def _asked(step: AnyStep) -> tuple[str, ...]:
    if isinstance(step, Ask):
        return (step.fact,)
    return step.facts if isinstance(step, Form) else step.each if isinstance(step, Repeat) else ()


def _hiding(step: AnyStep, draft: Draft) -> Iterator[Choice | Multi]:
    """Yield the facts of a step of which options can be hidden."""
    for name in _asked(step):
        fact = draft.facts.get(name)
        if isinstance(fact, Choice | Multi) and any(option.visible for option in fact.options):
            yield fact


def _guards(fact: Choice | Multi) -> list[Guard]:
    """Return the different conditions that show the fact's options."""
    unique = {
        option.visible.expression: option.visible for option in fact.options if option.visible
    }
    return list(unique.values())


def _reads(fact: Choice | Multi, draft: Draft) -> frozenset[str]:
    """Return the facts whose answers show all of the options; nothing where one always shows."""
    if not all(option.visible for option in fact.options):
        return frozenset()
    found = (a for g in _guards(fact) for a in atoms(g.expression, draft))
    return frozenset(a.subject for a in found if a.kind == "fact")


def _same_screen(step: AnyStep, fact: Choice | Multi, draft: Draft, context: Context) -> bool:
    """Report a question whose options hang on an answer that is given on the same screen."""
    read = set().union(*(facts_read(guard, draft) for guard in _guards(fact)))
    together = sorted(read.intersection(_asked(step)))
    for other in together:
        context.report.spot(step.place, len(step.id), "G07", name=fact.id, fact=other)
    return bool(together)


def _bare(step: AnyStep, fact: Choice | Multi, ways: _Ways, context: Context) -> None:
    """Report a question for which there is a way on which no option shows."""
    guards = _guards(fact)
    for world, reads, reached in ways.worlds:
        if step.id in reached and not any(
            holds(guard.expression, reads, ways.draft) is not False for guard in guards
        ):
            when = " and ".join(_said(name, world[name]) for name in sorted(world))
            context.report.spot(step.place, len(step.id), "G06", name=fact.id, when=when)
            return


def _said(name: str, value: object) -> str:
    if value is None:
        return f'"{name}" is not answered'
    shown = value or "none" if isinstance(value, tuple) else value
    return f'"{name}" is {", ".join(shown) if isinstance(shown, tuple) else shown}'


class _Ways:
    """The worlds that the answers to some facts make, and the steps that each world can come to."""

    def __init__(
        self, facts: frozenset[str], draft: Draft, before: Answered, context: Context
    ) -> None:
        self.draft = draft
        self._before = before
        self._judges = _judges(facts, draft)
        tests = {name: [a.test for a in self._judges if a.subject == name] for name in facts}
        values = {name: values_of(name, tests[name], draft, context.names) for name in facts}
        self.worlds: list[tuple[World, Callable[[Atom], bool | None], set[str]]] = []
        if prod(len(of) for of in values.values()) <= MOST_WORLDS:
            for row in itertools.product(*values.values()):
                world = dict(zip(values, row, strict=True))
                self.worlds.append((world, self._reader(world, None), self._reached(world)))

    def _reader(self, world: World, step: AnyStep | None) -> Callable[[Atom], bool | None]:
        """Return what reads atoms in a world; behind `step`, some answers may still be to come."""
        surely = None if step is None else self._behind(step)

        def reads(atom: Atom) -> bool | None:
            says = self._judges.get(atom)
            if says is None:
                return None
            value = world[atom.subject]
            if value is None:
                return False
            truth = says(value, TODAY)
            return truth if surely is None or atom.subject in surely or not truth else None

        return reads

    def _behind(self, step: AnyStep) -> frozenset[str]:
        return self._before.get(step.id, frozenset()) | answers_of(step, self.draft)

    def _reached(self, world: World) -> set[str]:
        """Return the steps that a conversation with these answers can come to."""
        steps = self.draft.steps
        reached: set[str] = set()
        waiting = [next(iter(steps))]
        while waiting:
            name = waiting.pop()
            if name in reached or name not in steps:
                continue
            reached.add(name)
            if not self._stops(steps[name], world):
                waiting.extend(self._onward(steps[name], world))
        return reached

    def _stops(self, step: AnyStep, world: World) -> bool:
        """Return whether the step asks something that this world leaves unanswered."""
        asked = (name for name in _asked(step) if name in world and not isinstance(step, Repeat))
        facts = self.draft.facts
        return any(world[name] is None and not facts[name].optional for name in asked)

    def _onward(self, step: AnyStep, world: World) -> Iterator[str]:
        reads = self._reader(world, step)
        for route in step.routes:
            truth = (
                True if route.guard is None else holds(route.guard.expression, reads, self.draft)
            )
            if truth is not False:
                yield route.to
            if truth:
                return


def _judges(facts: frozenset[str], draft: Draft) -> Mapping[Atom, Callable[..., bool]]:
    """Return what judges each atom about the facts, wherever in the flow it stands."""
    found: dict[Atom, Callable[..., bool]] = {}
    for atom in _all_atoms(draft):
        if atom.subject in facts and atom not in found:
            fact = draft.facts[atom.subject]
            options = fact.options if isinstance(fact, Choice | Multi) else ()
            found[atom] = judge(atom.test, options)
    return found


def _all_atoms(draft: Draft) -> Iterator[Atom]:
    for guard in guards(draft):
        yield from own_atoms(guard.expression)
