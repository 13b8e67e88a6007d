"""What guards, decisions and scores say about a set of answers: every guard becomes a closure, once.

An atom about an unanswered or skipped subject is false. "Don't know" satisfies only `is unknown`,
`is one of [… unknown …]`, `is not v` (v another value) and `is answered`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from assistant.flow import atoms
from assistant.flow.expression import And, Atom, Expression, Named, Not, Or
from assistant.flow.model import Choice, Flow, Guard, Multi, Option, Row, Score
from assistant.flow.reasons import Judged, Reasons, reasons, subjects
from assistant.flow.values import Reading

Test = Callable[[Reading], bool]


class Logic:
    """Judges a flow's guards on a reading of the answers; `flow` must come from the loader."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._conditions: dict[str, Test] = {}
        self._guards: dict[int, Test] = {}  # by identity: the flow keeps its guards alive
        self._parts: dict[int, tuple[Expression, Test]] = {}  # by identity, each kept alive here
        self._subjects: dict[int, tuple[Expression, tuple[str, ...]]] = {}
        self._weights = {score.id: _weights(flow, score) for score in flow.scores.values()}
        self._rows: dict[str, tuple[tuple[Row, Test], ...]] = {}
        self._hiding: dict[str, tuple[tuple[Option, Test], ...]] = {}
        self._ids: dict[str, tuple[str, ...]] = {}  # of the options of facts that hide none
        self._compile()

    def test(self, guard: Guard | None) -> Test:
        """Return the closure that says whether `guard` holds; no guard always holds."""
        if guard is None:
            return _always
        return self._guards.get(id(guard)) or self._closure(guard.expression)

    def holds(self, guard: Guard | None, reading: Reading) -> bool:
        """Return whether `guard` holds; no guard always does."""
        return guard is None or self.test(guard)(reading)

    def condition(self, condition: str, reading: Reading) -> bool:
        """Return whether the named condition holds."""
        return self._condition(condition)(reading)

    def row(self, decision: str, reading: Reading) -> Row:
        """Return the first row of the decision that holds."""
        for row, test in self._rows[decision]:
            if test(reading):
                return row
        raise AssertionError(f"decision {decision}: its last row has a guard")

    def conclude(self, decision: str, reading: Reading) -> str:
        """Return the decision's value."""
        return self.row(decision, reading).value

    def total(self, score: str, reading: Reading) -> int:
        """Return the score: the selected options' weights, summed up to its cap."""
        answers = reading.answers
        total = sum(
            weights.get(option, 0)
            for fact, weights in self._weights[score]
            for option in atoms.selected(answers.get(fact))
        )
        return min(total, self.flow.scores[score].cap)

    def options(self, fact: Choice | Multi, reading: Reading) -> tuple[Option, ...]:
        """Return the fact's options that are shown, in order."""
        if fact.id not in self._hiding:
            return fact.options
        return tuple(option for option, test in self._hiding[fact.id] if test(reading))

    def offered(self, fact: Choice | Multi, reading: Reading) -> tuple[str, ...]:
        """Return the ids of the fact's options that are shown, in order."""
        ids = self._ids.get(fact.id)
        return tuple(option.id for option in self.options(fact, reading)) if ids is None else ids

    def hides(self, fact: str) -> bool:
        """Return whether some of the fact's options may be hidden."""
        return fact in self._hiding

    def named(self, guard: Guard | None, reading: Reading) -> tuple[str, ...]:
        """Return the named conditions that make `guard` hold, outer before inner, in order."""
        return self.reasons(guard, reading).conditions

    def reasons(
        self, guard: Guard | None, reading: Reading, judged: Judged | None = None
    ) -> Reasons:
        """Return what makes `guard` hold: conditions, decisions, and the answers that they read.

        Who asks more than once of a reading gives `judged`, which remembers.
        """
        return reasons(self, guard, reading, judged or Judged())

    def reads(self, guard: Guard | None) -> tuple[str, ...]:
        """Return the facts and repeats that `guard` reads, through conditions, decisions and scores."""
        return () if guard is None else self.subjects(guard.expression)

    def subjects(self, expression: Expression) -> tuple[str, ...]:
        """Return the facts and repeats that an expression reads, deep, in order, without repeats."""
        known = self._subjects.get(id(expression))
        if known is None:
            known = self._subjects[id(expression)] = expression, subjects(self.flow, expression)
        return known[1]

    def says(self, expression: Expression, reading: Reading) -> bool:
        """Return whether an expression, or a part of one, holds."""
        known = self._parts.get(id(expression))
        if known is None:
            known = self._parts[id(expression)] = expression, self._closure(expression)
        return known[1](reading)

    def _compile(self) -> None:
        flow = self.flow
        for fact in flow.facts.values():
            options = fact.options if isinstance(fact, Choice | Multi) else ()
            if any(option.visible for option in options):
                self._hiding[fact.id] = tuple((o, self._keep(o.visible)) for o in options)
            elif isinstance(fact, Choice | Multi):
                self._ids[fact.id] = tuple(option.id for option in options)
        for decision in flow.decisions.values():
            self._rows[decision.id] = tuple((row, self._keep(row.guard)) for row in decision.rows)
        for step in flow.steps.values():
            for route in step.routes:
                self._keep(route.guard)
        for item in flow.plan:
            self._keep(item.guard)

    def _keep(self, guard: Guard | None) -> Test:
        if guard is None:
            return _always
        return self._guards.setdefault(id(guard), self._closure(guard.expression))

    def _closure(self, expression: Expression) -> Test:
        match expression:
            case Atom():
                return self._atom(expression)
            case Named(condition):
                return self._condition(condition)
            case Not(item):
                return _not(self._closure(item))
            case And(items):
                return _and(tuple(map(self._closure, items)))
            case Or(items):
                return self._any_answer(items) or _or(tuple(map(self._closure, items)))

    def _condition(self, condition: str) -> Test:
        known = self._conditions.get(condition)
        if known is None:
            known = self._closure(self.flow.conditions[condition].guard.expression)
            self._conditions[condition] = known
        return known

    def _atom(self, atom: Atom) -> Test:
        judge = atoms.judge(atom.test, self._options(atom))
        subject = atom.subject
        if atom.kind == "decision":
            return lambda reading: judge(self.conclude(subject, reading), reading.today)
        if atom.kind == "score":
            return lambda reading: judge(self.total(subject, reading), reading.today)
        return partial(_of_answer, subject, judge)

    def _any_answer(self, items: tuple[Expression, ...]) -> Test | None:
        """Return the closure of an `or` of nothing but answers, which the longest conditions are."""
        atoms_of = tuple(item for item in items if isinstance(item, Atom))
        if len(atoms_of) < len(items) or any(a.kind in ("decision", "score") for a in atoms_of):
            return None
        judges: dict[str, list[atoms.Judge]] = {}
        for atom in atoms_of:
            judge = atoms.judge(atom.test, self._options(atom))
            judges.setdefault(atom.subject, []).append(judge)
        by_subject = tuple(judges.items())

        def test(reading: Reading) -> bool:
            answers, today = reading.answers, reading.today
            for subject, own in by_subject:
                value = answers.get(subject)
                if value is not None:
                    for judge in own:
                        if judge(value, today):
                            return True
            return False

        return test

    def _options(self, atom: Atom) -> tuple[Option, ...]:
        fact = self.flow.facts.get(atom.subject)
        return fact.options if isinstance(fact, Choice | Multi) else ()


def _weights(flow: Flow, score: Score) -> tuple[tuple[str, Mapping[str, int]], ...]:
    """Return each fact of the score with the weights of its options."""
    facts = (flow.facts[fact] for fact in score.facts)
    return tuple(
        (fact.id, {option.id: option.weight for option in fact.options})
        for fact in facts
        if isinstance(fact, Choice | Multi)
    )


def _always(_: Reading) -> bool:
    return True


def _of_answer(subject: str, judge: atoms.Judge, reading: Reading) -> bool:
    value = reading.answers.get(subject)
    return value is not None and judge(value, reading.today)


def _not(test: Test) -> Test:
    return lambda reading: not test(reading)


# Loops and not `all` and `any`: a generator for each would cost as much as what it judges.


def _and(tests: tuple[Test, ...]) -> Test:
    def test(reading: Reading) -> bool:
        for one in tests:  # noqa: SIM110
            if not one(reading):
                return False
        return True

    return test


def _or(tests: tuple[Test, ...]) -> Test:
    def test(reading: Reading) -> bool:
        for one in tests:  # noqa: SIM110
            if one(reading):
                return True
        return False

    return test
