"""Findings about conditions: constant ones, rows that never decide, options that never show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.dialog.engine import Dialog
from assistant.flow.findings import Report
from assistant.flow.findings.loader_codes import T04, T04_ALWAYS, T04_NEVER
from assistant.flow.findings.registry import Wording, warning
from assistant.flow.model import Condition, Flow, Guard
from assistant.flow.model.expression import And, Answered, Atom, Expression, Named, Not, Or
from assistant.prove.diagram import FALSE, TRUE, mask
from assistant.prove.prover import Prover
from assistant.prove.report import describe_answers
from assistant.prove.space import Space
from assistant.prove.variables import atoms

# What is found here.

T04_ROW = T04.says(
    "this row never decides: where it holds, a row before it does too.",
    fix="move it up, or delete it",
    variant="row",
)
X04 = warning("X04", "A condition that holds for want of an answer").says(
    'this holds also where "{name}" was not answered: when {way}.',
    fix='say what is meant then: "{name} is answered and …", or "not {name} is answered or …"',
)


def check_constants(prover: Prover, report: Report) -> None:
    """Report conditions with the same truth in every conversation (T04)."""
    _ConstantCheck(prover, report).check()


@dataclass(frozen=True, slots=True)
class _ConstantCheck:
    prover: Prover
    report: Report

    def check(self) -> None:
        """Check conditions, rows and plan items where they are read, options where they show."""
        flow = self.prover.flow
        for condition in flow.conditions.values():
            points = self._judging_steps(condition.id)
            self._judge(condition.guard, points)
        for item in flow.plan:
            if item.guard is not None and not isinstance(item.guard.expression, Named):
                self._judge(item.guard, self._ends)
        for decision in flow.decisions:
            self._judge_rows(decision)
        for step in self.prover.exact_reach.entered:
            self._judge_options(step)

    @property
    def _ends(self) -> tuple[str, ...]:
        return tuple(end.id for end in self.prover.reach.space.layout.ends)

    def _judging_steps(self, name: str) -> tuple[str, ...]:
        """Return the steps on entering which a condition or decision has just been judged."""
        flow = self.prover.flow
        found = dict.fromkeys(self._ends)
        for step in flow.steps.values():
            if any(r.guard and name in names_read(flow, r.guard.expression) for r in step.routes):
                found.update((route.to, None) for route in step.routes)
            for fact in self.prover.reach.space.facts(step.id):
                shown_if = fact.visibility_guards
                if any(name in names_read(flow, guard.expression) for guard in shown_if):
                    found[step.id] = None
        return tuple(step for step in found if step in self.prover.reach.entered)

    def _judge(self, guard: Guard, points: tuple[str, ...]) -> None:
        space = self.prover.reach.space
        holds = space.guard_diagrams.of(guard)
        fails = space.diagrams.not_(holds)
        logic, tried = self.prover.dialog.logic, self.prover.samples
        # Samples first: what one of them shows needs no search.
        truths = {logic.holds(guard, trail) for trail in tried}
        if True not in truths and not self.prover.is_possible(dict.fromkeys(points, holds)):
            self._report_guard(guard, T04_NEVER)
        elif False not in truths and not self.prover.is_possible(dict.fromkeys(points, fails)):
            self._report_guard(guard, T04_ALWAYS)

    def _judge_rows(self, decision: str) -> None:
        flow, space = self.prover.flow, self.prover.reach.space
        rows = flow.decisions[decision].rows
        seen = {
            id(self.prover.dialog.logic.deciding_row(decision, trail))
            for trail in self.prover.samples
        }
        points = self._judging_steps(decision)
        for row, decides in zip(rows, space.guard_diagrams.rows(decision), strict=True):
            if id(row) in seen or self.prover.is_possible(dict.fromkeys(points, decides)):
                continue
            if row.guard is not None:
                self._report_guard(row.guard, T04_ROW)

    def _judge_options(self, step: str) -> None:
        space, diagrams = self.prover.reach.space, self.prover.reach.space.diagrams
        entered = self.prover.exact_reach.entered[step]
        for options in space.visibility[step].values():
            for option, shown in options:
                tests = [(known, space.at_sums(shown, sums)) for sums, known in entered.items()]
                if option.visible is None or not tests:
                    continue
                if all(diagrams.and_(known, test) == FALSE for known, test in tests):
                    self._report_guard(option.visible, T04_NEVER)

    def _report_guard(self, guard: Guard, wording: Wording) -> None:
        self.report.at_place(guard.place, len(guard.text), wording)


def names_read(flow: Flow, expression: Expression) -> tuple[str, ...]:
    """Return the conditions and decisions that an expression reads, directly or through others."""
    found: dict[str, None] = {}
    waiting = [expression]
    while waiting:
        for name in (
            *_condition_names(waiting[-1]),
            *(a.subject for a in atoms(waiting.pop()) if a.kind == "decision"),
        ):
            if name not in found:
                found[name] = None
                waiting += _defining_expressions(flow, name)
    return tuple(found)


def _defining_expressions(flow: Flow, name: str) -> Iterator[Expression]:
    if name in flow.conditions:
        yield flow.conditions[name].guard.expression
    if name in flow.decisions:
        yield from (row.guard.expression for row in flow.decisions[name].rows if row.guard)


def _condition_names(expression: Expression) -> Iterator[str]:
    match expression:
        case Named(name):
            yield name
        case Not(item):
            yield from _condition_names(item)
        case And(items) | Or(items):
            for item in items:
                yield from _condition_names(item)
        case _:
            pass


# Findings about silence taken for an answer: conditions that hold because nobody was asked.
#
# A test of what was not answered is false, and "not" makes that true. Only a test that a text negates
# itself counts: a named condition says what was answered, and its negation reads as "that was not".
# An author who tests `is answered` beside it has thought of the case.


@dataclass(frozen=True, slots=True)
class _JudgedGuard:
    """A guard, a step at which it is judged, and the states there in which it is (`where`)."""

    guard: Guard
    step: str
    after_answers: bool  # judged once the step is answered, rather than on entering it
    where: int = TRUE


def check_unasked(prover: Prover, report: Report) -> None:
    """Report guards that hold somewhere only because a question was not answered (X04)."""
    facts = dict.fromkeys(fact for _, fact, _ in _suspects(prover.reach.space))
    if not facts:
        return
    observing = Prover(Dialog(_observe_answers(prover.flow, facts)), prover.today, prover.max_nodes)
    found: set[tuple[int, str]] = set()
    for judged, fact, when in _suspects(observing.reach.space):
        here = id(judged.guard), fact
        trail = None if here in found else observing.shortest_witness({judged.step: when})
        if trail is not None:
            found.add(here)
            description = (
                describe_answers(prover.flow, trail) if trail.answers else "the conversation begins"
            )
            report.at_place(
                judged.guard.place, len(judged.guard.text), X04, name=fact, way=description
            )


def _observe_answers(flow: Flow, facts: Iterable[str]) -> Flow:
    """Return the flow with a condition "is answered" for each fact, so that it gets a variable."""
    more = {fact: Condition(fact, Guard(_answered_atom(fact), ""), None) for fact in facts}
    return replace(flow, conditions={**flow.conditions, **more})


def _answered_atom(fact: str) -> Atom:
    return Atom(fact, "fact", Answered())


def _suspects(space: Space) -> Iterator[tuple[_JudgedGuard, str, int]]:
    """Yield guard, negated fact, and the states where the guard holds for want of an answer."""
    surely = _surely_answered(space)
    for judged in _judged_guards(space):
        expression = judged.guard.expression
        clear = {a.subject for a in atoms(expression) if isinstance(a.test, Answered)}
        clear |= surely[judged.step]
        if judged.after_answers:
            clear |= {*space.layout.asks[judged.step]}
        for fact in dict.fromkeys(_negated_facts(expression)):
            if fact not in clear and fact in space.layout.asked_by:
                when = _holds_unanswered(space, judged, fact)
                if when != FALSE:
                    yield judged, fact, when


def _surely_answered(space: Space) -> Mapping[str, frozenset[str]]:
    """Return step -> the facts that are answered on every way to it."""
    found: dict[str, frozenset[str]] = {space.flow.start: frozenset()}
    for name in space.layout.order:
        asked = {fact.id for fact in space.facts(name) if not fact.optional}
        for route in space.flow.steps[name].routes:
            known = found[name] | asked
            found[route.to] = found[route.to] & known if route.to in found else known
    return found


def _negated_facts(expression: Expression, *, negated: bool = False) -> Iterator[str]:
    """Yield the facts that an expression tests under an odd number of negations."""
    match expression:
        case Atom(subject, "fact", _) if negated:
            yield subject
        case Not(item):
            yield from _negated_facts(item, negated=not negated)
        case And(items) | Or(items):
            for item in items:
                yield from _negated_facts(item, negated=negated)
        case _:
            pass


def _holds_unanswered(space: Space, judged: _JudgedGuard, fact: str) -> int:
    """Return the states where a guard holds without an answer to `fact`, but not with every one."""
    diagrams, own = space.diagrams, mask(space.variables_of(fact))
    settled = space.settled_before[judged.step] | own
    settled |= space.settles[judged.step] if judged.after_answers else 0
    holds = space.restrict_to_settled(space.guard_diagrams.of(judged.guard), settled)
    question = space.flow.facts[fact]
    shown = {fact: question.options}
    answers = diagrams.any_of(space.relations.of(question, shown).values())
    turned = diagrams.exists(diagrams.diff(answers, holds), own)
    number = space.variables.numbers.get(_answered_atom(fact))
    unanswered = TRUE if number is None else diagrams.not_(diagrams.variable(number))
    when = diagrams.all_of((judged.where, diagrams.restrict(holds, own), turned, unanswered))
    return _before_answers(space, judged.step, when) if judged.after_answers else when


def _before_answers(space: Space, step: str, when: int) -> int:
    """Return the preimage of `when` on entering a step: some answers lead there."""
    diagrams = space.diagrams
    for subject in space.layout.asks[step]:
        shown = {f.id: f.options for f in space.facts(step)}
        answers = diagrams.any_of(space.relation(subject, shown).values())
        when = diagrams.exists(diagrams.and_(answers, when), mask(space.variables_of(subject)))
    return when


def _judged_guards(space: Space) -> Iterator[_JudgedGuard]:
    """Yield every guard of the flow at every step at which a conversation judges it."""
    flow = space.flow
    for name in space.layout.order:
        read = dict[str, None]()
        for judged in (*_branch_guards(space, name), *_option_guards(space, name)):
            yield judged
            read |= dict.fromkeys(names_read(flow, judged.guard.expression))
        leaving = bool(flow.steps[name].routes)
        yield from (_JudgedGuard(guard, name, leaving) for guard in _defining_guards(flow, read))
    names = dict.fromkeys((*flow.decisions, *_names_in_plan(flow)))
    for end in space.layout.ends:
        plan = (item.guard for item in flow.plan if item.guard)
        for guard in (*plan, *_defining_guards(flow, names)):
            yield _JudgedGuard(guard, end.id, after_answers=False)


def _branch_guards(space: Space, name: str) -> Iterator[_JudgedGuard]:
    left = TRUE
    for route, holds in zip(space.flow.steps[name].routes, space.route_guards[name], strict=True):
        if route.guard:
            yield _JudgedGuard(route.guard, name, after_answers=True, where=left)
        left = space.diagrams.diff(left, holds)


def _option_guards(space: Space, name: str) -> Iterator[_JudgedGuard]:
    for fact in space.facts(name):
        yield from (
            _JudgedGuard(guard, name, after_answers=False) for guard in fact.visibility_guards
        )


def _defining_guards(flow: Flow, names: Iterable[str]) -> Iterator[Guard]:
    """Yield the guards of conditions, and of the rows of decisions."""
    for name in names:
        if name in flow.conditions:
            yield flow.conditions[name].guard
        else:
            yield from (row.guard for row in flow.decisions[name].rows if row.guard)


def _names_in_plan(flow: Flow) -> Iterator[str]:
    for item in flow.plan:
        if item.guard:
            yield from names_read(flow, item.guard.expression)
