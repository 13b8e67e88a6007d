"""A flow's conversations as one formula for a solver: a second oracle that shares nothing with the decision diagrams.

A step is on the path when a step before it is, was answered, and takes the route to it; a condition judged at a step
knows what was asked on the path by then. Whatever the solver finds is an assignment of whole answers, not of classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import z3

from assistant.flow.model import (
    Ask,
    Choice,
    Decides,
    End,
    Ends,
    Flow,
    Form,
    FromCodes,
    FromConclusion,
    FromFacts,
    FromRepeat,
    Guarantee,
    Guard,
    Multi,
    Never,
    Passes,
    Plans,
    Promise,
    Questions,
    RecordEntry,
    Records,
    Repeat,
    Return,
    YesNo,
)
from assistant.flow.model import expression as ex
from assistant.flow.model.record_fields import FIELDS
from tests.prove.smt_answers import ALWAYS, COMPARE, NEVER, Formula, Number, Variables

Known = frozenset[str]  # facts and repeats that can be answered when something is judged


class Conversations:
    """All conversations of a flow begun on `today`."""

    def __init__(self, flow: Flow, today: date) -> None:
        self.flow, self._today = flow, today
        self.before = _before(flow)
        repeats = [step for step in flow.steps.values() if isinstance(step, Repeat)]
        self.answers = {asked.id: Variables.of(asked) for asked in (*flow.facts.values(), *repeats)}
        self._asker = {fact: step for step in flow.steps for fact in _asks(flow, step)}
        self._at = {step: z3.Bool(f"at {step}") for step in flow.steps}
        self._known: dict[tuple[object, Known], Formula] = {}
        self._solver = z3.Solver()
        self._solver.add(*self._walk())
        ends = [self._at[step.id] for step in flow.steps.values() if isinstance(step, End)]
        self.complete = z3.Or(ends)

    def possible(self, *formulas: Formula) -> bool:
        """Return whether some conversation, complete or not, makes all of these true.

        Raises:
            RuntimeError: the solver gives up.
        """
        said = self._solver.check(*formulas)
        if said == z3.unknown:
            raise RuntimeError(self._solver.reason_unknown())
        return bool(said == z3.sat)

    def at(self, step: str) -> Formula:
        """Return whether a step is on the path."""
        return self._at[step]

    def reached_steps(self) -> set[str]:
        """Return the steps that some conversation comes to."""
        return {step for step, at in self._at.items() if self.possible(at)}

    def screens(self) -> Number:
        """Return how many question screens are on the path."""
        return self._many(lambda step: isinstance(self.flow.steps[step], Ask | Form | Repeat))

    def length(self) -> Number:
        """Return how many steps are on the path; returns from parts are none."""
        return self._many(lambda step: not isinstance(self.flow.steps[step], Return))

    def verdict(self, guarantee: Guarantee) -> str:
        """Return the verdict on a guarantee."""
        when = self.finally_(guarantee.when)
        if self.possible(self.complete, when, z3.Not(self.keeps(guarantee.promise))):
            return "broken"
        return "proved" if self.possible(self.complete, when) else "vacuous"

    def finally_(self, guard: Guard | None) -> Formula:
        """Return what a guard says of all that was answered."""
        return self.judge(guard, frozenset(self._asker))

    def row(self, decision: str, number: int) -> Formula:
        """Return whether this row of a decision is the one that decides, of all that was answered."""
        rows = self.flow.decisions[decision].rows
        holds = [self.finally_(row.guard) for row in rows]
        return z3.And(holds[number], *(z3.Not(earlier) for earlier in holds[:number]))

    def _many(self, counts: Callable[[str], bool]) -> Number:
        return z3.Sum([z3.If(at, 1, 0) for step, at in self._at.items() if counts(step)])

    def takes(self, name: str, number: int) -> Formula:
        """Return whether a conversation is at a step, answers it and takes that route."""
        step, asked = self.flow.steps[name], self._asked_before(name)
        known = asked | _asks(self.flow, name)
        *earlier, holds = [self.judge(r.guard, known) for r in step.routes[: number + 1]]
        return z3.And(self._at[name], *self._taking(name, asked), *map(z3.Not, earlier), holds)

    def _walk(self) -> Iterable[Formula]:
        """Yield what makes each step be on the path."""
        ways: dict[str, list[Formula]] = {step: [] for step in self.flow.steps}
        for name, step in self.flow.steps.items():
            for number, route in enumerate(step.routes):
                ways[route.to].append(self.takes(name, number))
        for name, led in ways.items():
            yield self._at[name] == (ALWAYS if name == self.flow.start else z3.Or(led))

    def _asked_before(self, step: str) -> Known:
        return frozenset().union(*(_asks(self.flow, each) for each in self.before[step]))

    def _taking(self, name: str, known: Known) -> Iterable[Formula]:
        """Yield what each answer to a step must be to be taken."""
        step = self.flow.steps[name]
        rows = step.each if isinstance(step, Repeat) else ()
        for subject in _asks(self.flow, name):
            yield self.answers[subject].allows(self._shows(subject, known), self._today)
        for fact in rows:
            fits = self.answers[fact].allows(self._shows(fact, known), self._today)
            yield z3.Implies(self.answers[name].number >= 1, fits)

    def _shows(self, subject: str, known: Known) -> Mapping[str, Formula]:
        match self.flow.facts.get(subject):
            case Choice(options=options) | Multi(options=options):
                return {option.id: self.judge(option.visible, known) for option in options}
            case YesNo():
                return {"yes": ALWAYS, "no": ALWAYS}
            case _:
                return {}

    def judge(self, guard: Guard | None, known: Known) -> Formula:
        """Return what a guard says where only `known` can have been answered."""
        return ALWAYS if guard is None else self._says(guard.expression, known)

    def _says(self, expression: ex.Expression, known: Known) -> Formula:
        key = (expression, known)
        if key not in self._known:
            self._known[key] = self._judge_expression(expression, known)
        return self._known[key]

    def _judge_expression(self, expression: ex.Expression, known: Known) -> Formula:
        match expression:
            case ex.Named(condition):
                return self.judge(self.flow.conditions[condition].guard, known)
            case ex.Not(item):
                return z3.Not(self._says(item, known))
            case ex.And(items):
                return z3.And([self._says(item, known) for item in items])
            case ex.Or(items):
                return z3.Or([self._says(item, known) for item in items])
            case ex.Atom(kind=kind):
                judge = {"decision": self._concludes, "score": self._scores}
                return judge.get(kind, self._of)(expression, known)

    def _of(self, atom: ex.Atom, known: Known) -> Formula:
        """Return what is asked of an answer; nothing holds of a question that was not asked by then."""
        subject = atom.subject
        if subject not in known:
            return NEVER
        return z3.And(self._at[self._asker[subject]], self.answers[subject].says(atom.test))

    def _concludes(self, atom: ex.Atom, known: Known) -> Formula:
        """Return what is asked of a decision: the first row that holds has its value."""
        match atom.test:
            case ex.OneOf(wanted):
                values = wanted
            case ex.IsNot(other):
                values = frozenset(self.flow.decisions[atom.subject].values) - {other}
            case _:
                return ALWAYS
        result = NEVER
        for row in reversed(self.flow.decisions[atom.subject].rows):
            result = z3.If(self.judge(row.guard, known), z3.BoolVal(row.value in values), result)
        return result

    def _scores(self, atom: ex.Atom, known: Known) -> Formula:
        score = self.flow.scores[atom.subject]
        amounts = [
            z3.If(self._at[self._asker[fact]], self.answers[fact].weight(), 0)
            for fact in score.facts
            if fact in known
        ]
        total = z3.Sum(amounts) if amounts else z3.IntVal(0)
        if not isinstance(atom.test, ex.Compare):
            return ALWAYS
        compare = COMPARE[atom.test.operator]
        return compare(z3.If(total > score.cap, score.cap, total), atom.test.number)

    def keeps(self, promise: Promise) -> Formula:
        """Return whether a complete conversation keeps a promise."""
        match promise:
            case Passes(step, before):
                late = before if before and step not in self.before[before] else None
                return z3.And(self._at[step], z3.Not(self._at[late]) if late else ALWAYS)
            case Never(step):
                return z3.Not(self._at[step])
            case Ends(ends):
                steps = [s for s in self.flow.steps.values() if isinstance(s, End)]
                return z3.Or([self._at[end.id] for end in steps if ends & {end.id, end.outcome}])
            case Questions(most):
                return self.screens() <= most
            case _:
                return self._keeps_conclusion(promise)

    def _keeps_conclusion(self, promise: Promise) -> Formula:
        match promise:
            case Decides(guard):
                return self.finally_(guard)
            case Plans(item):
                return z3.Or([self.finally_(p.guard) for p in self.flow.plan if p.id == item])
            case Records(path):
                entries = [e for e in self.flow.record if f"{e.path}.".startswith(f"{path}.")]
                return z3.Or([self._fills(entry) for entry in entries])
            case _:
                raise AssertionError(promise)

    def _fills(self, entry: RecordEntry) -> Formula:
        match entry.origin:
            case FromFacts(facts):
                return z3.Or([self._gives(fact, entry.path) for fact in facts])
            case FromConclusion(name):
                return self._gives(name, entry.path)
            case FromCodes(fact, codes):
                return self._gives(fact, entry.path, codes)
            case FromRepeat(repeat, fields):
                answers, at = self.answers, FIELDS[entry.path].entries
                row = z3.Or([answers[fact].fills(at[name]) for name, fact in fields.items()])
                return z3.And(self._at[self._asker[repeat]], answers[repeat].number >= 1, row)

    def _gives(self, name: str, path: str, codes: Mapping[str, str] | None = None) -> Formula:
        at = FIELDS[path]
        if name in self.flow.scores:
            return ALWAYS
        if name in self.flow.decisions:
            values = self.flow.decisions[name].values
            known = [v for v in values if (v if codes is None else codes.get(v)) in at.codes]
            wanted = frozenset(known if at.codes else values)
            return self._concludes(
                ex.Atom(name, "decision", ex.OneOf(wanted)), frozenset(self._asker)
            )
        return z3.And(self._at[self._asker[name]], self.answers[name].fills(at, codes))


def _asks(flow: Flow, step: str) -> Known:
    """Return what a step asks."""
    match flow.steps[step]:
        case Ask(fact=fact):
            return frozenset({fact})
        case Form(facts=facts):
            return frozenset(facts)
        case Repeat(id=repeat):
            return frozenset({repeat})
        case _:
            return frozenset()


def _before(flow: Flow) -> Mapping[str, frozenset[str]]:
    """Return for each step all steps that can stand before it on a path."""
    found: dict[str, set[str]] = {step: set() for step in flow.steps}
    changed = True
    while changed:
        changed = False
        for step in flow.steps.values():
            for route in step.routes:
                more = {step.id, *found[step.id]} - found[route.to]
                found[route.to] |= more
                changed |= bool(more)
    return {step: frozenset(before) for step, before in found.items()}
