"""Answers worth trying at a question: every option, and numbers and days around those that are compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import cast

from assistant.dialog.days import day
from assistant.dialog.dialog import Dialog
from assistant.dialog.trail import Known
from assistant.flow.expression import And, Atom, Compare, Days, Expression, Not, Or
from assistant.flow.model import (
    NONE,
    UNKNOWN,
    AnyFact,
    AnyStep,
    Ask,
    Choice,
    Date,
    Flow,
    Guard,
    Integer,
    Multi,
    Opaque,
    Repeat,
    YesNo,
)
from assistant.flow.values import Reading, Value
from assistant.scenario.model import Raw

WORDS = {
    "text": "Eksempel",
    "name": "Eksempel Eksempelsen",
    "phone": "00000000",
    "email": "navn@example.dk",
    "address": "Eksempelvej 1",
    "cpr": "0101150000",
}


class Guesses:
    """Answers to try in conversations of one flow that began on `today`."""

    def __init__(self, dialog: Dialog, today: date) -> None:
        self._dialog, self._today = dialog, today
        self._atoms = _read(dialog.flow)

    def of(self, step: AnyStep, reading: Reading) -> list[Raw]:
        """Return answers to try at an `ask` or `repeat`."""
        match step:
            case Ask(fact=fact):
                return self.of_fact(fact, reading)
            case Repeat(each=each, at_least=least):
                row = {fact: self.of_fact(fact, reading)[-1] for fact in each}
                return [[dict(row) for _ in range(rows)] for rows in {least, least + 1}]
            case _:
                return []

    def of_fact(self, name: str, reading: Reading) -> list[Raw]:
        """Return answers to try for a fact; what is skipped or unknown comes first."""
        fact = self._dialog.flow.facts[name]
        skipped: list[Raw] = [None] if fact.optional else []
        unknown: list[Raw] = [UNKNOWN] if fact.unknown else []
        return [*skipped, *unknown, *self._told_apart(fact, self._values(fact, reading))]

    def _told_apart(self, fact: AnyFact, raws: Iterator[Raw]) -> Iterator[Raw]:
        """Yield one of those answers that all conditions and scores take for the same."""
        seen = set()
        weights = {option.id: option.weight for option in getattr(fact, "options", ())}
        for raw in raws:
            value = _value(fact, raw)
            known = Known({fact.id: value}, self._today)
            picked = value if isinstance(value, tuple) else (value,)
            look = (
                tuple(
                    self._dialog.logic.says(atom, known) for atom in self._atoms.get(fact.id, ())
                ),
                sum(weights.get(str(option), 0) for option in picked),
            )
            if look not in seen:
                seen.add(look)
                yield raw

    def _values(self, fact: AnyFact, reading: Reading) -> Iterator[Raw]:
        match fact:
            case Choice():
                yield from (option.id for option in self._dialog.logic.options(fact, reading))
            case Multi():
                yield from [NONE] if fact.none else []
                yield from ([option.id] for option in self._dialog.logic.options(fact, reading))
            case YesNo():
                yield from ("yes", "no")
            case Integer(low=low, high=high):
                near = {low, high} | self._near(fact.id)
                yield from sorted(number for number in near if low <= number <= high)
            case Date(earliest=earliest, latest=latest):
                yield from self._days(fact.id, day(earliest, self._today), day(latest, self._today))
            case Opaque(kind=kind):
                yield WORDS[kind]

    def _days(self, fact: str, first: date, last: date) -> Iterator[Raw]:
        """Yield the first and last day, and those around the compared distances, before and after today."""
        around = {sign * days for days in self._near(fact) for sign in (-1, 1)}
        days = {first, last, *(self._today + timedelta(days) for days in around)}
        yield from (each.isoformat() for each in sorted(days) if first <= each <= last)

    def _near(self, fact: str) -> set[int]:
        tests = [atom.test for atom in self._atoms.get(fact, ())]
        numbers = {test.number for test in tests if isinstance(test, Compare | Days)}
        return {number + by for number in numbers for by in (-1, 0, 1)}


def _value(fact: AnyFact, raw: Raw) -> Value:
    """Return a guess as it is once it has been accepted."""
    if isinstance(raw, list):
        return tuple(raw)
    if isinstance(fact, Multi) and raw == NONE:
        return ()
    return date.fromisoformat(str(raw)) if isinstance(fact, Date) else cast("Value", raw)


def _read(flow: Flow) -> dict[str, list[Atom]]:
    """Return the atoms that read each fact, one of each meaning."""
    found: dict[str, dict[Atom, None]] = {}
    for expression in _expressions(flow):
        for atom in _atoms(expression):
            found.setdefault(atom.subject, {})[atom] = None
    return {fact: list(atoms) for fact, atoms in found.items()}


def _expressions(flow: Flow) -> Iterator[Expression]:
    guards: list[Guard | None] = [each.guard for each in flow.conditions.values()]
    guards += [route.guard for step in flow.steps.values() for route in step.routes]
    guards += [
        each.visible for fact in flow.facts.values() for each in getattr(fact, "options", ())
    ]
    guards += [row.guard for decision in flow.decisions.values() for row in decision.rows]
    yield from (guard.expression for guard in guards if guard is not None)


def _atoms(expression: Expression) -> Iterator[Atom]:
    match expression:
        case Atom():
            yield expression
        case Not(item):
            yield from _atoms(item)
        case And(items) | Or(items):
            for item in items:
                yield from _atoms(item)
        case _:
            return
