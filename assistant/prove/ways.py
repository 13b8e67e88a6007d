"""Backward reachability: the states from which conversations come to a goal, and at what cost.

A witness, one concrete conversation, is then read off by walking forward (`extract_witness`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from assistant.dialog.conversation import Answer, Conversation
from assistant.dialog.trail import Trail
from assistant.flow.model import Value
from assistant.prove.answers import Amounts
from assistant.prove.diagram import FALSE, mask
from assistant.prove.reach import Reach
from assistant.prove.space import Space

# Theory of operation.
#
# Goals are sets of states at some steps, mostly the ends at which a guarantee is violated. One
# sweep against the topological order computes their preimages: through a route by restricting what
# it assigns (`restrict`), through a choice of routes by if-then-else over their guards, through a
# question by the relational product: conjunction with its relation, then quantification of its
# variables (`exists`).
#
# Going backward is goal-directed. Where all routes of a step lead to the same set, their guards
# drop out of the if-then-else by canonicity; so proving one guarantee looks at no more of a flow
# than that guarantee needs. Most steps make no difference at all, which `_sets_if_irrelevant` finds
# by comparing ints.
#
# States that are never reached are don't-cares: routes and sums that the forward pass has not seen
# are left out, which makes the sets smaller and changes no answer about reachable states.
#
# For shortest witnesses, sets are kept by the cost still to come. Costs that nothing tells apart
# saturate (`_cap_cost`), so a mere question of reachability has one cost and one diagram a step.

Cost = tuple[int, int]  # question screens and steps still to come
NO_COST: Cost = (0, 0)
SetsByCost = dict[Cost, int]  # cost -> the set of states; empty where there is no way
UNBOUNDED = 1 << 30


@dataclass(frozen=True, slots=True)
class CostLimits:
    """Limits on the cost of whole conversations; ways that exceed them are left out.

    Only what has a limit is counted. Without an upper limit on screens, counts from the lower limit
    on are one.
    """

    fewest_screens: int = 0
    most_screens: int = UNBOUNDED
    most_steps: int = UNBOUNDED

    @property
    def counts_screens(self) -> bool:
        """True if question screens are counted."""
        return self.fewest_screens > 0 or self.most_screens < UNBOUNDED

    @property
    def counts_steps(self) -> bool:
        """True if steps are counted."""
        return self.most_steps < UNBOUNDED


UNLIMITED = CostLimits()


@dataclass(frozen=True, slots=True)
class EnteredScreen:
    """A step entered with some sums, in one of its variants of visible options."""

    step: str
    sums: Amounts
    variant: int


@dataclass(slots=True)
class Ways:
    """The ways to `goals` within `limits`.

    `entered`: step and sums -> the states in which entering the step leads to a goal, by cost.
    """

    reach: Reach
    goals: Mapping[str, int]
    limits: CostLimits = UNLIMITED
    entered: dict[tuple[str, Amounts], SetsByCost] = field(default_factory=dict)
    _before_question: dict[tuple[EnteredScreen, int, Amounts], SetsByCost] = field(
        default_factory=dict
    )
    _after_questions: dict[tuple[str, Amounts], SetsByCost] = field(default_factory=dict)

    @classmethod
    def to(cls, reach: Reach, goals: Mapping[str, int], limits: CostLimits | None = None) -> Ways:
        """Return the ways to `goals` from every step that conversations reach."""
        ways = cls(reach, goals, limits or UNLIMITED)
        for step in reversed(reach.space.layout.order):
            same = ways._sets_if_irrelevant(step)
            for sums in reach.entered.get(step, ()):
                ways.entered[step, sums] = ways._on_entering(step, sums) if same is None else same
        return ways

    @property
    def space(self) -> Space:
        """The state space of the flow."""
        return self.reach.space

    @property
    def costs(self) -> tuple[Cost, ...]:
        """The costs of the conversations that come to a goal, least first; empty if none does."""
        start, holds = self.space.flow.start, self.space.diagrams.holds
        sets = self.entered[start, ()]
        return tuple(
            sorted(c for c, held in sets.items() if holds(held, self.space.passed_variable(start)))
        )

    def step_cost(self, step: str) -> Cost:
        """Return the cost that passing a step adds, as far as it is counted."""
        layout, limits = self.space.layout, self.limits
        screens = layout.screen_count(step) if limits.counts_screens else 0
        return screens, layout.step_count(step) if limits.counts_steps else 0

    def before_question(self, screen: EnteredScreen, asked: int, sums: Amounts) -> SetsByCost:
        """Return the preimage before question number `asked` of a screen, scores at `sums`."""
        if asked == len(self.space.layout.asks[screen.step]):
            return self._through_routes(screen.step, sums)
        key = (screen, asked, sums)
        known = self._before_question.get(key)
        if known is None:
            known = self._before_question[key] = self._through_question(screen, asked, sums)
        return known

    def _sets_if_irrelevant(self, step: str) -> SetsByCost | None:
        """Return the sets of a step whose answers and routes don't matter; else None."""
        turns = self.reach.successors(step)
        if step in self.goals or step in self.reach.stuck or not turns:
            return None
        first, *others = map(self.entered.__getitem__, turns)
        for sets in others:
            if sets != first:
                return None
        changed, support = self.reach.assigned_variables(step), self.space.diagrams.support
        for held in first.values():
            if support(held) & changed:
                return None
        return self._add_step_cost(step, first)

    def _on_entering(self, step: str, sums: Amounts) -> SetsByCost:
        variants = self.reach.variants[step, sums]
        result = self.before_question(EnteredScreen(step, sums, 0), 0, sums)
        for number, (when, _) in enumerate(variants[1:], 1):
            here = self.before_question(EnteredScreen(step, sums, number), 0, sums)
            result = self._ite(when, here, result)
        if step in self.goals:
            there = self.space.diagrams.or_(result.get(NO_COST, FALSE), self.goal_at(step, sums))
            result = {**result, NO_COST: there}
        return self._add_step_cost(step, {cost: held for cost, held in result.items() if held})

    def goal_at(self, step: str, sums: Amounts) -> int:
        """Return the goal on entering a step with these sums; false if the step has none."""
        space = self.space
        settled = space.settled_before[step] | space.passed_variable(step)
        return space.at_sums(space.restrict_to_settled(self.goals.get(step, FALSE), settled), sums)

    def _add_step_cost(self, step: str, sets: SetsByCost) -> SetsByCost:
        if self.limits == UNLIMITED:
            return sets
        screens, steps = self.step_cost(step)
        with_cost: SetsByCost = {}
        for cost, held in sets.items():
            count, length = cost[0] + screens, cost[1] + steps
            if (capped := self._cap_cost(step, count, length)) is not None:
                with_cost[capped] = self.space.diagrams.or_(with_cost.get(capped, FALSE), held)
        return with_cost

    def _cap_cost(self, step: str, screens: int, steps: int) -> Cost | None:
        """Return the cost from a step on, saturated; None if it exceeds the limits."""
        limits, way = self.limits, self.reach.approach[step]
        if steps > limits.most_steps - way.fewest_steps:
            return None
        if not limits.counts_screens:
            return 0, steps
        # The forward pass knows what the ways to this step have cost at least, and at most.
        enough = limits.fewest_screens - way.fewest_screens
        least = limits.fewest_screens - way.most_screens
        if not least <= screens <= limits.most_screens - way.fewest_screens:
            return None
        return min(screens, enough) if limits.most_screens == UNBOUNDED else screens, steps

    def _through_question(self, screen: EnteredScreen, asked: int, sums: Amounts) -> SetsByCost:
        """Return the preimage through a question: the states in which some answer leads on."""
        space, diagrams = self.space, self.space.diagrams
        subject = space.layout.asks[screen.step][asked]
        shown = self.reach.variants[screen.step, screen.sums][screen.variant][1]
        own = mask(space.variables_of(subject))
        result: SetsByCost = {}
        for amounts, answers in space.relation(subject, shown).items():
            after = self.before_question(
                screen, asked + 1, space.classifier.add_amounts(sums, amounts)
            )
            for cost, held in after.items():
                # Early quantification: drop what is not read ahead before the conjunction.
                read = own & diagrams.support(held)
                seen = diagrams.and_(diagrams.exists(answers, own & ~read), held) if read else held
                result[cost] = diagrams.or_(result.get(cost, FALSE), diagrams.exists(seen, read))
        return result

    def _through_routes(self, step: str, sums: Amounts) -> SetsByCost:
        """Return the preimage through the routes of a step, once its questions are answered."""
        known = self._after_questions.get((step, sums))
        if known is None:
            routes = self.space.flow.steps[step].routes
            taken = [n for n in range(len(routes)) if (step, n, sums) in self.reach.routes_taken]
            # Whoever takes no earlier route takes the last: the never-taken are don't-cares.
            last = taken.pop() if taken else None
            known = {} if last is None else self._through_route(step, routes[last].to, sums)
            for number in reversed(taken):
                test = self.space.at_sums(self.space.route_guards[step][number], sums)
                known = self._ite(test, self._through_route(step, routes[number].to, sums), known)
            self._after_questions[step, sums] = known
        return known

    def _through_route(self, step: str, target: str, sums: Amounts) -> SetsByCost:
        """Return the preimage through one route: what the route assigns is substituted."""
        space, sets = self.space, self.entered[target, sums]
        if not sets:
            return sets
        false, true = space.route_effect(step, target)
        preimages = {c: space.diagrams.restrict(held, false, true) for c, held in sets.items()}
        return {cost: held for cost, held in preimages.items() if held}

    def _ite(self, test: int, then: SetsByCost, other: SetsByCost) -> SetsByCost:
        if then == other:
            return then
        ite = self.space.diagrams.ite
        costs = {**then, **other}
        return {c: ite(test, then.get(c, FALSE), other.get(c, FALSE)) for c in costs}


# Extraction of a witness: forward through the ways to a goal, with a smallest answer each time.
#
# The walk carries one concrete state and evaluates the sets of the ways in it.


def extract_witness(ways: Ways, cost: Cost) -> Trail:
    """Return a conversation that reaches a goal of `ways` at `cost`, as the engine replays it."""
    step, answers = _WitnessWalk(ways, cost).follow()
    trail = replay_answers(ways.space, answers)
    # A check on the whole prover: what it found must happen in the engine.
    if step not in trail.path or trail.parked:
        raise AssertionError(f"the conversation found does not come to {step}")
    return trail


def replay_answers(space: Space, answers: Mapping[str, Value]) -> Trail:
    """Return the trail that the engine makes of these answers."""
    flow, at = space.flow, datetime.combine(space.today, time(12), UTC)
    given = {fact: Answer(value, at, 1) for fact, value in answers.items()}
    begun = Conversation(flow.id, flow.version, flow.logic, flow.language, space.today, 1, given)
    return space.dialog.trail(begun)


class _WitnessWalk:
    """A conversation under way: its step, sums of scores, true variables and remaining cost."""

    def __init__(self, ways: Ways, cost: Cost) -> None:
        self._ways, self._space = ways, ways.space
        self._step = ways.space.flow.start
        self._sums: Amounts = ()
        self._held = ways.space.passed_variable(self._step)
        self._cost = cost
        self._answers: dict[str, Value] = {}

    def follow(self) -> tuple[str, Mapping[str, Value]]:
        """Walk to a goal; return its step and the answers given on the way, in order."""
        while not self._pays_off():
            screen = EnteredScreen(self._step, self._sums, self._variant())
            for asked in range(len(self._space.layout.asks[self._step])):
                self._answer(screen, asked)
            self._step = self._next_step()
            self._held |= self._space.passed_variable(self._step)
        return self._step, self._answers

    def _pays_off(self) -> bool:
        """Pay for the step just entered; return True once it is the goal and all is paid."""
        screens, listed = self._ways.step_cost(self._step)
        self._cost = (self._cost[0] - screens, self._cost[1] - listed)
        aim = self._ways.goal_at(self._step, self._sums)
        return self._cost == NO_COST and self._space.diagrams.holds(aim, self._held)

    def _variant(self) -> int:
        holds = self._space.diagrams.holds
        variants = self._ways.reach.variants[self._step, self._sums]
        return next(n for n, (when, _) in enumerate(variants) if holds(when, self._held))

    def _answer(self, screen: EnteredScreen, asked: int) -> None:
        space, classifier = self._space, self._space.classifier
        subject = space.layout.asks[screen.step][asked]
        shown = self._ways.reach.variants[screen.step, screen.sums][screen.variant][1]
        settled = ~mask(space.variables_of(subject))
        sums, held, cost = self._sums, self._held, self._cost

        # What the answer must make true: the preimage behind this question, with all else fixed.
        def leading_on(amounts: Amounts) -> int:
            after = self._ways.before_question(
                screen, asked + 1, classifier.add_amounts(sums, amounts)
            )
            return space.diagrams.restrict(after.get(cost, FALSE), settled & ~held, held)

        value = space.relations.smallest_answer(space.flow.question(subject), shown, leading_on)
        answer = classifier.classify(subject, value)
        self._answers[subject] = value
        self._held |= answer.held
        self._sums = classifier.add_amounts(self._sums, answer.amounts)

    def _next_step(self) -> str:
        space = self._space
        routes = zip(
            space.flow.steps[self._step].routes, space.route_guards[self._step], strict=True
        )
        return next(
            route.to
            for route, guard in routes
            if space.diagrams.holds(space.at_sums(guard, self._sums), self._held)
        )
