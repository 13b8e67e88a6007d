"""Conditions that hold, or do not, in every conversation; rows that never decide; options that never show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.flow.basics import Guard
from assistant.flow.diagnostics import Report
from assistant.flow.expression import And, Expression, Named, Not, Or
from assistant.flow.model import Choice, Flow, Multi
from assistant.prove.diagram import FALSE
from assistant.prove.prove import Prover
from assistant.prove.variables import atoms


def check_constants(prover: Prover, report: Report) -> None:
    """Report conditions that come out the same in every conversation."""
    _Constants(prover, report).check()


@dataclass(frozen=True, slots=True)
class _Constants:
    prover: Prover
    report: Report

    def check(self) -> None:
        """Judge conditions, rows and plan where they are read, options where they are shown."""
        flow = self.prover.flow
        for condition in flow.conditions.values():
            points = self._points(condition.id)
            self._judge(condition.guard, points)
        for item in flow.plan:
            if item.guard is not None and not isinstance(item.guard.expression, Named):
                self._judge(item.guard, self._ends)
        for decision in flow.decisions:
            self._rows(decision)
        for step in self.prover.exactly.entered:
            self._options(step)

    @property
    def _ends(self) -> tuple[str, ...]:
        return tuple(end.id for end in self.prover.reach.space.layout.ends)

    def _points(self, name: str) -> tuple[str, ...]:
        """Return the steps on entering which a condition or decision counts: ends, and where it has just been judged."""
        flow = self.prover.flow
        found = dict.fromkeys(self._ends)
        for step in flow.steps.values():
            if any(r.guard and name in named(flow, r.guard.expression) for r in step.routes):
                found.update((route.to, None) for route in step.routes)
            for fact in self.prover.reach.space.facts(step.id):
                options = fact.options if isinstance(fact, Choice | Multi) else ()
                if any(o.visible and name in named(flow, o.visible.expression) for o in options):
                    found[step.id] = None
        return tuple(step for step in found if step in self.prover.reach.entered)

    def _judge(self, guard: Guard, points: tuple[str, ...]) -> None:
        space = self.prover.reach.space
        holds = space.functions.of(guard)
        fails = space.diagrams.negation(holds)
        logic, tried = self.prover.dialog.logic, self.prover.tried
        said = {logic.holds(guard, trail) for trail in tried}
        if True not in said and not self.prover.possible(dict.fromkeys(points, holds)):
            self._spot(guard, "T04/never")
        elif False not in said and not self.prover.possible(dict.fromkeys(points, fails)):
            self._spot(guard, "T04/always")

    def _rows(self, decision: str) -> None:
        flow, space = self.prover.flow, self.prover.reach.space
        rows = flow.decisions[decision].rows
        seen = {id(self.prover.dialog.logic.row(decision, trail)) for trail in self.prover.tried}
        points = self._points(decision)
        for row, decides in zip(rows, space.functions.rows(decision), strict=True):
            if id(row) in seen or self.prover.possible(dict.fromkeys(points, decides)):
                continue
            if row.guard is not None:
                self._spot(row.guard, "T04/row")

    def _options(self, step: str) -> None:
        space, made = self.prover.reach.space, self.prover.reach.space.diagrams
        entered = self.prover.exactly.entered[step]
        for options in space.shows[step].values():
            for option, shown in options:
                tests = [(known, space.scored(shown, sums)) for sums, known in entered.items()]
                if option.visible is None or not tests:
                    continue
                if all(made.both(known, test) == FALSE for known, test in tests):
                    self._spot(option.visible, "T04/never")

    def _spot(self, guard: Guard, key: str) -> None:
        self.report.spot(guard.place, len(guard.text), key)


def named(flow: Flow, expression: Expression) -> tuple[str, ...]:
    """Return the conditions and decisions that an expression reads, through others too."""
    found: dict[str, None] = {}
    waiting = [expression]
    while waiting:
        for name in (
            *_conditions(waiting[-1]),
            *(a.subject for a in atoms(waiting.pop()) if a.kind == "decision"),
        ):
            if name not in found:
                found[name] = None
                waiting += _expressions(flow, name)
    return tuple(found)


def _expressions(flow: Flow, name: str) -> Iterator[Expression]:
    if name in flow.conditions:
        yield flow.conditions[name].guard.expression
    if name in flow.decisions:
        yield from (row.guard.expression for row in flow.decisions[name].rows if row.guard)


def _conditions(expression: Expression) -> Iterator[str]:
    match expression:
        case Named(name):
            yield name
        case Not(item):
            yield from _conditions(item)
        case And(items) | Or(items):
            for item in items:
                yield from _conditions(item)
        case _:
            pass
