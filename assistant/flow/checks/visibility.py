"""Questions with hidden options: never all hidden at once, never by an answer of the same screen.

For the facts that show a question's options, every combination of sample answers is a world. In
each world the steps that a conversation can come to are searched; where the question is among them
and no option shows, that is reported. A guard that reads anything else may hold or not.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from math import prod

from assistant.flow.checks.dataflow import (
    AnsweredBefore,
    all_atoms,
    all_guards,
    facts_answered_by,
    facts_read,
    own_atoms,
)
from assistant.flow.checks.satisfiability import MOST_WORLDS, TODAY, World, evaluate, sample_values
from assistant.flow.expressions.logic import compile_test
from assistant.flow.findings.registry import error
from assistant.flow.model import AnyFact, AnyStep, Guard
from assistant.flow.model.expression import Atom
from assistant.flow.reading.context import Context
from assistant.flow.reading.draft import Draft

# What is found here.

G06 = error("G06", "A question that can lose all its options").says(
    'all options of "{name}" are hidden when {when}.',
    fix="show one always, or go past the question then",
)
G07 = error("G07", "A screen whose options depend on the same screen").says(
    'the options of "{name}" depend on "{fact}", which is on the same screen.',
    fix="ask them in two steps",
)


def check_visibility(draft: Draft, before: AnsweredBefore, context: Context) -> None:
    """Report screens with options that depend on themselves, and questions without any option."""
    ways: dict[frozenset[str], _WorldTable] = {}
    for step in draft.steps.values():
        for fact in _facts_hiding_options(step, draft):
            if not _check_same_screen(step, fact, draft, context) and step.id in before:
                reads = _facts_deciding(fact, draft)
                if reads and reads not in ways:
                    ways[reads] = _WorldTable(reads, draft, before, context)
                if reads:
                    _check_some_option_shows(step, fact, ways[reads], context)


def _facts_hiding_options(step: AnyStep, draft: Draft) -> Iterator[AnyFact]:
    """Yield the facts of a step of which options can be hidden."""
    for name in step.asked_facts:
        fact = draft.facts.get(name)
        if fact is not None and fact.visibility_guards:
            yield fact


def _option_guards(fact: AnyFact) -> list[Guard]:
    """Return the different conditions that show the fact's options."""
    return list({guard.expression: guard for guard in fact.visibility_guards}.values())


def _facts_deciding(fact: AnyFact, draft: Draft) -> frozenset[str]:
    """Return the facts on which showing any option depends; none where an option always shows."""
    if not all(option.visible for option in fact.options):
        return frozenset()
    found = (a for g in _option_guards(fact) for a in all_atoms(g.expression, draft))
    return frozenset(a.subject for a in found if a.kind == "fact")


def _check_same_screen(step: AnyStep, fact: AnyFact, draft: Draft, context: Context) -> bool:
    """Report a question whose options depend on an answer of the same screen; True if so."""
    read = set().union(*(facts_read(guard, draft) for guard in _option_guards(fact)))
    together = sorted(read.intersection(step.asked_facts))
    for other in together:
        context.report.at_place(step.place, len(step.id), G07, name=fact.id, fact=other)
    return bool(together)


def _check_some_option_shows(
    step: AnyStep, fact: AnyFact, ways: _WorldTable, context: Context
) -> None:
    """Report a question that can be reached with all of its options hidden."""
    guards = _option_guards(fact)
    for world, reads, reached in ways.worlds:
        if step.id in reached and not any(
            evaluate(guard.expression, reads, ways.draft) is not False for guard in guards
        ):
            when = " and ".join(_describe_answer(name, world[name]) for name in sorted(world))
            context.report.at_place(step.place, len(step.id), G06, name=fact.id, when=when)
            return


def _describe_answer(name: str, value: object) -> str:
    if value is None:
        return f'"{name}" is not answered'
    shown = value or "none" if isinstance(value, tuple) else value
    return f'"{name}" is {", ".join(shown) if isinstance(shown, tuple) else shown}'


class _WorldTable:
    """The combinations of answers to some facts, each with the steps that it can come to."""

    def __init__(
        self, facts: frozenset[str], draft: Draft, before: AnsweredBefore, context: Context
    ) -> None:
        self.draft = draft
        self._before = before
        self._tests = _compile_tests(facts, draft)
        tests = {name: [a.test for a in self._tests if a.subject == name] for name in facts}
        values = {name: sample_values(name, tests[name], draft, context.names) for name in facts}
        self.worlds: list[tuple[World, Callable[[Atom], bool | None], set[str]]] = []
        if prod(len(of) for of in values.values()) <= MOST_WORLDS:
            for row in itertools.product(*values.values()):
                world = dict(zip(values, row, strict=True))
                self.worlds.append(
                    (world, self._atom_reader(world, None), self._reachable_steps(world))
                )

    def _atom_reader(self, world: World, step: AnyStep | None) -> Callable[[Atom], bool | None]:
        """Return the reader of atoms in a world; behind `step`, some answers may still be to come.

        Then True becomes None for facts that need not be answered yet: the test may fail for want
        of an answer.
        """
        surely = None if step is None else self._answered_behind(step)

        def reads(atom: Atom) -> bool | None:
            says = self._tests.get(atom)
            if says is None:
                return None
            value = world[atom.subject]
            if value is None:
                return False
            truth = says(value, TODAY)
            return truth if surely is None or atom.subject in surely or not truth else None

        return reads

    def _answered_behind(self, step: AnyStep) -> frozenset[str]:
        return self._before.get(step.id, frozenset()) | facts_answered_by(step, self.draft)

    def _reachable_steps(self, world: World) -> set[str]:
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
                waiting.extend(self._next_steps(steps[name], world))
        return reached

    def _stops(self, step: AnyStep, world: World) -> bool:
        """Return True where the step needs an answer that this world leaves out."""
        asked = (name for name in step.fields if name in world)
        facts = self.draft.facts
        return any(world[name] is None and not facts[name].optional for name in asked)

    def _next_steps(self, step: AnyStep, world: World) -> Iterator[str]:
        reads = self._atom_reader(world, step)
        for route in step.routes:
            truth = (
                True if route.guard is None else evaluate(route.guard.expression, reads, self.draft)
            )
            if truth is not False:
                yield route.to
            if truth:
                return  # routes are tried in order: a sure one hides the rest


def _compile_tests(facts: frozenset[str], draft: Draft) -> Mapping[Atom, Callable[..., bool]]:
    """Return the compiled test of each atom about the facts, wherever in the flow it stands."""
    found: dict[Atom, Callable[..., bool]] = {}
    for atom in _all_atoms(draft):
        if atom.subject in facts and atom not in found:
            fact = draft.facts[atom.subject]
            found[atom] = compile_test(atom.test, fact.options)
    return found


def _all_atoms(draft: Draft) -> Iterator[Atom]:
    for guard in all_guards(draft):
        yield from own_atoms(guard.expression)
