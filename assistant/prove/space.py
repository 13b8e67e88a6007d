"""The symbolic state space of a flow: its guards where they are judged, and its transitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from assistant.dialog.engine import Dialog
from assistant.flow.model import (
    AnyFact,
    Flow,
    FromCodes,
    Guard,
    Option,
    RecordEntry,
)
from assistant.flow.model.expression import And, Atom, Expression, IsNot, Named, Not, OneOf, Or
from assistant.flow.model.record_fields import FIELDS
from assistant.prove.answers import Amounts, AnswerClassifier, Relation, Relations, VisibleOptions
from assistant.prove.diagram import FALSE, MAX_NODES, TRUE, Diagrams, mask
from assistant.prove.layout import Layout
from assistant.prove.variables import RecordFill, StepOnPath, Variables, is_concluded, origin_names

# Theory of operation.
#
# A state is a step, an assignment to the variables of the claims that are settled so far
# (`variables`), and the sums of scores. States of one step are never listed: all assignments that
# are possible there make one diagram, one for each combination of sums. Sums stay explicit, beside
# the diagrams, because they saturate early and are few.
#
# A transition answers the questions of a step (`relation`, which sets the variables of the
# question) and takes the first route whose guard holds (`route_guards`).
#
# Three rules of the engine shape the encoding:
# - A test of what has not been answered is false. So when a guard is judged at a step, every
#   variable that cannot have been settled by then is restricted to false (`restrict_to_settled`).
# - Answers off the path do not count. Where branches join, variables that only the other branch
#   settles are false (`route_effect`).
# - Hidden options cannot be chosen. A set is split into the variants of a screen: the parts of it
#   in which the same options are visible (`variants`).
#
# Flows are acyclic, so one sweep in topological order, forward (`reach`) or backward (`ways`), is
# the whole fixpoint.

# The condition, over the states that enter a step, and the options that are visible under it.
OptionVariant = tuple[int, VisibleOptions]


class Space:
    """The state space for conversations begun on `today`, with a budget of `max_nodes`."""

    def __init__(self, dialog: Dialog, today: date, max_nodes: int = MAX_NODES) -> None:
        self.dialog, self.flow, self.today = dialog, dialog.flow, today
        self.layout = Layout.of(self.flow)
        self.diagrams = Diagrams(max_nodes)
        self.variables = Variables(self.flow, self.layout)
        self.guard_diagrams = GuardDiagrams(self.flow, self.variables, self.diagrams)
        claims = self.variables.by_subject()
        self.classifier = AnswerClassifier(dialog, claims, today)
        self._relations = Relations(self.classifier, self.diagrams)
        self._scores = {
            n: claim
            for s in self.classifier.caps
            for n, claim in claims[s]
            if isinstance(claim, Atom)
        }
        self._score_variables = mask(self._scores)
        self._at_sums_cache: dict[tuple[int, Amounts], int] = {}
        self._route_effects: dict[tuple[str, str], tuple[int, int]] = {}
        self._scores_held_cache: dict[Amounts, int] = {}

    @cached_property
    def settles(self) -> Mapping[str, int]:
        """Step -> the variables that it settles: of its questions, and of its own being passed."""
        return {
            step: mask(n for subject in self.layout.asks[step] for n in self.variables_of(subject))
            | self.passed_variable(step)
            for step in self.layout.order
        }

    @cached_property
    def settled_before(self) -> Mapping[str, int]:
        """Step -> the variables that can be settled on entering it, except its own being passed."""
        found = dict.fromkeys(self.layout.order, 0)
        for step in self.layout.order:
            for route in self.flow.steps[step].routes:
                found[route.to] |= found[step] | self.settles[step]
        return found

    def variables_of(self, subject: str) -> tuple[int, ...]:
        """Return the variables of the claims that the answer to `subject` settles."""
        return tuple(number for number, _ in self.classifier.claims.get(subject, ()))

    def passed_variable(self, step: str) -> int:
        """Return the variable of a watched step being passed, as a mask; 0 for other steps."""
        number = self.variables.numbers.get(StepOnPath(step))
        return 0 if number is None else 1 << number

    @cached_property
    def route_guards(self) -> Mapping[str, tuple[int, ...]]:
        """Step -> the guards of its routes, as judged once the step is answered."""
        return {
            step: tuple(
                self.guard_after(route.guard, step) for route in self.flow.steps[step].routes
            )
            for step in self.layout.order
        }

    def guard_after(self, guard: Guard | None, step: str) -> int:
        """Return the diagram of a guard judged once `step` is answered."""
        return self.restrict_to_settled(
            self.guard_diagrams.of(guard), self.settled_before[step] | self.settles[step]
        )

    def restrict_to_settled(self, diagram: int, settled: int) -> int:
        """Return `diagram` with all variables false that are neither settled nor about scores."""
        return self.diagrams.restrict(diagram, ~(settled | self._score_variables))

    def route_effect(self, step: str, target: str) -> tuple[int, int]:
        """Return the variables that the route from `step` to `target` makes false, and makes true.

        False is what could be settled before the target but not on the way through this step;
        true is the target's being passed. The answers to the step itself are not in it.
        """
        known = self._route_effects.get((step, target))
        if known is None:
            aside = self.settled_before[target] & ~(self.settled_before[step] | self.settles[step])
            known = self._route_effects[step, target] = (aside, self.passed_variable(target))
        return known

    @cached_property
    def visibility(self) -> Mapping[str, Mapping[str, tuple[tuple[Option, int], ...]]]:
        """Step -> fact with conditional options -> options, each with when it is visible."""
        return {
            step: {
                fact.id: tuple((o, self._visible_when(o, step)) for o in fact.options)
                for fact in self.facts(step)
                if fact.visibility_guards
            }
            for step in self.layout.order
        }

    def _visible_when(self, option: Option, step: str) -> int:
        return self.restrict_to_settled(
            self.guard_diagrams.of(option.visible), self.settled_before[step]
        )

    def facts(self, step: str) -> tuple[AnyFact, ...]:
        """Return the facts that a step asks, those in the rows of a repeat included."""
        return tuple(self.flow.facts[name] for name in self.flow.steps[step].asked_facts)

    def variants(self, step: str, sums: Amounts, known: int) -> tuple[OptionVariant, ...]:
        """Partition `known` so that the same options are visible throughout each part.

        The conditions of the parts cover `known` only: states outside it never happen.
        """
        diagrams = self.diagrams
        options = [shown for fact in self.visibility[step].values() for _, shown in fact]
        tests = dict.fromkeys(self.at_sums(shown, sums) for shown in options)
        variants: list[tuple[int, frozenset[int]]] = [(TRUE, frozenset())]
        for test in tests:
            split = [(diagrams.and_(when, test), held | {test}) for when, held in variants]
            split += [(diagrams.diff(when, test), held) for when, held in variants]
            # Empty parts go at once: options that hang together keep the parts few.
            variants = [part for part in split if diagrams.and_(known, part[0]) != FALSE]
        return tuple((when, self._visible_options(step, sums, held)) for when, held in variants)

    def _visible_options(self, step: str, sums: Amounts, held: frozenset[int]) -> VisibleOptions:
        hiding = self.visibility[step]
        shown: dict[str, Sequence[Option]] = {}
        for fact in self.facts(step):
            if fact.id in hiding:
                shown[fact.id] = tuple(
                    o for o, when in hiding[fact.id] if self.at_sums(when, sums) in held
                )
            elif fact.options:
                shown[fact.id] = fact.options
        return shown

    def relation(self, subject: str, shown: VisibleOptions) -> Relation:
        """Return the transition relation of a question while the options `shown` are visible."""
        return self._relations.of(self.flow.question(subject), shown)

    @property
    def relations(self) -> Relations:
        """The transition relations of the questions."""
        return self._relations

    def at_sums(self, diagram: int, sums: Amounts) -> int:
        """Return `diagram` with its claims about scores decided by `sums`; a missing score is 0."""
        if not self.diagrams.support(diagram) & self._score_variables:
            return diagram
        key = (diagram, sums)
        known = self._at_sums_cache.get(key)
        if known is None:
            held = self._scores_held_at(sums)
            known = self.diagrams.restrict(diagram, self._score_variables & ~held, held)
            self._at_sums_cache[key] = known
        return known

    def _scores_held_at(self, sums: Amounts) -> int:
        """Return the variables of the claims about scores that hold at `sums`, as a mask."""
        known = self._scores_held_cache.get(sums)
        if known is None:
            totals, scored = dict(sums), self.classifier.score_holds
            known = self._scores_held_cache[sums] = mask(
                number
                for number, atom in self._scores.items()
                if scored(atom.test, totals.get(atom.subject, 0))
            )
        return known


# The guards of a flow as diagrams over its variables.
#
# A decision has no variable: a guard that reads one is expanded over the atoms of its rows, first
# match wins. Named conditions are expanded likewise.


class GuardDiagrams:
    """Compiles guards to diagrams."""

    def __init__(self, flow: Flow, variables: Variables, diagrams: Diagrams) -> None:
        self.flow = flow
        self.diagrams = diagrams
        self._numbers = variables.numbers
        self._conditions: dict[str, int] = {}
        self._decisions: dict[str, tuple[int, ...]] = {}

    def of(self, guard: Guard | None) -> int:
        """Return the diagram of a guard; a missing guard is true."""
        return TRUE if guard is None else self.of_expression(guard.expression)

    def step_passed(self, step: str) -> int:
        """Return the diagram of "the step is on the path"; the step must be watched."""
        return self.diagrams.variable(self._numbers[StepOnPath(step)])

    def condition(self, condition: str) -> int:
        """Return the diagram of a named condition."""
        if condition not in self._conditions:
            self._conditions[condition] = self.of(self.flow.conditions[condition].guard)
        return self._conditions[condition]

    def rows(self, decision: str) -> tuple[int, ...]:
        """Return for each row of a decision the diagram of "this row decides"."""
        known = self._decisions.get(decision)
        if known is None:
            known = self._decisions[decision] = tuple(self._build_rows(decision))
        return known

    def decision_in(self, decision: str, values: frozenset[str]) -> int:
        """Return the diagram of "the decision has one of `values`"."""
        rows = zip(self.flow.decisions[decision].rows, self.rows(decision), strict=True)
        return self.diagrams.any_of(diagram for row, diagram in rows if row.value in values)

    def record_has(self, path: str) -> int:
        """Return the diagram of "the record has something at `path` or below"."""
        entries = (e for e in self.flow.record if e.path == path or e.path.startswith(f"{path}."))
        return self.diagrams.any_of(self._entry_filled(entry) for entry in entries)

    def of_expression(self, expression: Expression) -> int:
        """Return the diagram of an expression."""
        diagrams = self.diagrams
        match expression:
            case Atom(kind="decision"):
                return self._decision_atom(expression)
            case Atom():
                return diagrams.variable(self._numbers[expression])
            case Named(condition):
                return self.condition(condition)
            case Not(item):
                return diagrams.not_(self.of_expression(item))
            case And(items):
                return diagrams.all_of(self.of_expression(item) for item in items)
            case Or(items):
                return diagrams.any_of(self.of_expression(item) for item in items)

    def _build_rows(self, decision: str) -> list[int]:
        diagrams, found, left = self.diagrams, list[int](), TRUE
        for row in self.flow.decisions[decision].rows:  # `left`: no row above has matched
            guard = self.of(row.guard)
            found.append(diagrams.and_(left, guard))
            left = diagrams.diff(left, guard)
        return found

    def _decision_atom(self, atom: Atom) -> int:
        match atom.test:
            case OneOf(wanted):
                return self.decision_in(atom.subject, wanted)
            case IsNot(other):
                return self.diagrams.not_(self.decision_in(atom.subject, frozenset({other})))
            case _:
                return TRUE  # a decision always has a value

    def _entry_filled(self, entry: RecordEntry) -> int:
        return self.diagrams.any_of(
            self._name_fills(entry, name) for name in origin_names(entry.origin)
        )

    def _name_fills(self, entry: RecordEntry, name: str) -> int:
        """Return the diagram of "the answer or conclusion called `name` fills the entry"."""
        if not is_concluded(self.flow, name):
            return self.diagrams.variable(self._numbers[RecordFill(name, entry.path)])
        known = FIELDS[entry.path].codes
        if name in self.flow.scores or not known:
            return TRUE
        values = self.flow.decisions[name].values
        codes = (
            entry.origin.codes
            if isinstance(entry.origin, FromCodes)
            else dict(zip(values, values, strict=True))
        )
        return self.decision_in(name, frozenset(v for v in values if codes.get(v) in known))
