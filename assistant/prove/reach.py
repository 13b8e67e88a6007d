"""Forward reachability: for each step, the set of states in which conversations enter it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from assistant.prove.answers import Amounts, VisibleOptions
from assistant.prove.diagram import FALSE, TRUE
from assistant.prove.space import OptionVariant, Space

# Theory of operation.
#
# One sweep in topological order computes the image of the sets along every transition; as flows are
# acyclic, there is no fixpoint to iterate to. `Space` says what states and transitions are.
#
# Variables that no test ahead reads are dead and get quantified away (`exists`), as a compiler
# frees registers after a live-variable analysis (`_live_variables`). Different pasts become one
# set, and the diagrams stay as small as what the rest of the flow can still tell.
#
# `Reach.exact` keeps all that routes ahead read. `Reach.overapproximate` keeps only what the
# visibility of options reads, so a guard over dead variables lets conversations go either way. That
# is sound for proofs: the backward pass (`ways`) has the exact guards and uses this result only to
# skip steps, sums and routes that are never reached. It is a third of the work.

SetsBySums = dict[Amounts, int]  # sums of scores -> the set of assignments


@dataclass(frozen=True, slots=True)
class Approach:
    """Bounds on the cost of the ways to a step, the step itself not counted."""

    fewest_screens: int
    most_screens: int
    fewest_steps: int


@dataclass(slots=True)
class Reach:
    """The reachable states of a flow.

    - `entered`: step -> the states in which it is entered
    - `answered`: step -> the states once its questions are answered
    - `variants`: step and sums -> the parts of the states in which the same options are visible
    - `routes_taken`: routes that are ever taken, as step, index and sums
    - `approach`: step -> bounds on the cost of the ways to it
    - `stuck`: steps with a question that somebody has no answer to give to
    """

    space: Space
    entered: dict[str, SetsBySums] = field(default_factory=dict)
    answered: dict[str, SetsBySums] = field(default_factory=dict)
    variants: dict[tuple[str, Amounts], tuple[OptionVariant, ...]] = field(default_factory=dict)
    routes_taken: set[tuple[str, int, Amounts]] = field(default_factory=set)
    approach: dict[str, Approach] = field(default_factory=dict)
    stuck: set[str] = field(default_factory=set)
    _successors: dict[str, dict[tuple[str, Amounts], None]] = field(default_factory=dict)
    _assigned: dict[str, int] = field(default_factory=dict)

    @classmethod
    def exact(cls, space: Space) -> Reach:
        """Return exactly the reachable states."""
        reach = cls(space)
        reach._sweep(_live_variables(space, _all_tests))
        return reach

    @classmethod
    def overapproximate(cls, space: Space) -> Reach:
        """Return a superset of the reachable states, good enough to prove from.

        Routes are followed either way unless the visibility of options depends on their guards.
        """
        reach = cls(space)
        reach._sweep(_live_variables(space, _visibility_tests))
        return reach

    def successors(self, step: str) -> Iterable[tuple[str, Amounts]]:
        """Return the successors of a step: each target with the sums that conversations bring."""
        return self._successors.get(step, ())

    def assigned_variables(self, step: str) -> int:
        """Return the variables that answering a step, or leaving it, assigns a value."""
        known = self._assigned.get(step)
        if known is None:
            known = self.space.settles[step]
            for target, _ in self.successors(step):
                false, true = self.space.route_effect(step, target)
                known |= false | true
            self._assigned[step] = known
        return known

    def _sweep(self, reads: Mapping[str, int]) -> None:
        space = self.space
        self.entered[space.flow.start] = {(): TRUE}
        self.approach[space.flow.start] = Approach(0, 0, 0)
        for step in space.layout.order:
            for sums, known in self.entered.get(step, {}).items():
                self.variants[step, sums] = space.variants(step, sums, known)
            here = self.answered[step] = self._answer_all(step, reads[step])
            for sums, known in here.items():
                self._follow_routes(step, sums, known, reads)
            for target, _ in self.successors(step):
                self._extend_approach(step, target)

    def _extend_approach(self, step: str, target: str) -> None:
        layout, here = self.space.layout, self.approach[step]
        screens, listed = layout.screen_count(step), layout.step_count(step)
        way = Approach(
            here.fewest_screens + screens, here.most_screens + screens, here.fewest_steps + listed
        )
        before = self.approach.get(target, way)
        self.approach[target] = Approach(
            min(way.fewest_screens, before.fewest_screens),
            max(way.most_screens, before.most_screens),
            min(way.fewest_steps, before.fewest_steps),
        )

    def _answer_all(self, step: str, read: int) -> SetsBySums:
        diagrams, found = self.space.diagrams, SetsBySums()
        for sums, known in self.entered.get(step, {}).items():
            for when, shown in self.variants[step, sums]:
                # Questions of one step see the same options, so they are independent: one
                # conjunction after another.
                here: SetsBySums = {sums: diagrams.and_(known, when)}
                for subject in self.space.layout.asks[step]:
                    here = self._answer_one(subject, shown, here, read)
                if not here:
                    self.stuck.add(step)
                for after, held in here.items():
                    found[after] = diagrams.or_(found.get(after, FALSE), held)
        return found

    def _answer_one(
        self, subject: str, shown: VisibleOptions, sets: SetsBySums, read: int
    ) -> SetsBySums:
        diagrams, found = self.space.diagrams, SetsBySums()
        unread = ~read
        for amounts, answers in self.space.relation(subject, shown).items():
            seen = diagrams.exists(answers, unread)
            for sums, known in sets.items():
                after = self.space.classifier.add_amounts(sums, amounts)
                found[after] = diagrams.or_(found.get(after, FALSE), diagrams.and_(known, seen))
        return found

    def _follow_routes(
        self, step: str, sums: Amounts, known: int, reads: Mapping[str, int]
    ) -> None:
        space, diagrams = self.space, self.space.diagrams
        routes = space.flow.steps[step].routes
        # First match wins: `known` shrinks to the states that no earlier route has taken.
        for number, (route, guard) in enumerate(zip(routes, space.route_guards[step], strict=True)):
            test = space.at_sums(guard, sums)
            here = diagrams.and_(known, test)
            if here == FALSE:
                continue
            known = diagrams.diff(known, test)
            self.routes_taken.add((step, number, sums))
            self._successors.setdefault(step, {})[route.to, sums] = None
            image = self._enter(step, route.to, here, reads[route.to])
            entered = self.entered.setdefault(route.to, {})
            entered[sums] = diagrams.or_(entered.get(sums, FALSE), image)

    def _enter(self, step: str, target: str, known: int, read: int) -> int:
        """Return the image of `known` on entering `target`, without dead variables."""
        diagrams = self.space.diagrams
        false, true = self.space.route_effect(step, target)
        assigned = diagrams.cube((false | true) & read, true)
        return diagrams.and_(diagrams.exists(known, ~read), assigned)


def _live_variables(
    space: Space, tests: Callable[[Space, str], Iterator[int]]
) -> Mapping[str, int]:
    """Return step -> the variables that `tests` read there, or at a step ahead."""
    found = dict.fromkeys(space.layout.order, 0)
    for step in reversed(space.layout.order):
        for diagram in {*tests(space, step)}:
            found[step] |= space.diagrams.support(diagram)
        for route in space.flow.steps[step].routes:
            found[step] |= found[route.to]
    return found


def _all_tests(space: Space, step: str) -> Iterator[int]:
    yield from space.route_guards[step]
    yield from _visibility_tests(space, step)


def _visibility_tests(space: Space, step: str) -> Iterator[int]:
    for options in space.visibility[step].values():
        yield from (shown for _, shown in options)
