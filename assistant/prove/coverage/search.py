"""Search for conversations that cover items: whether there is one, and a short complete one.

It is exact, by the means of the proofs: an item that can't be covered is a proved "never".
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Literal, TypeVar

from msgspec import structs

from assistant.dialog.conversation import Answer
from assistant.dialog.engine import Dialog
from assistant.dialog.trail import Trail
from assistant.flow import model
from assistant.flow.model.expression import (
    And,
    Atom,
    Count,
    Expression,
    HasAny,
    HasNone,
    Not,
    OneOf,
)
from assistant.prove.coverage.items import (
    AtomItem,
    BranchItem,
    CoverageItem,
    EndItem,
    GuaranteeItem,
    OptionItem,
    PlannedItem,
    StepItem,
    is_seen_when_asked,
)
from assistant.prove.diagram import MAX_NODES, BudgetSpentError
from assistant.prove.prover import Goals, Prover, obligation

Reachability = Literal["reachable", "unreachable", "not decided"]

BATCH_SIZE = 40  # items that share one prover; each adds variables to its diagrams
RETRY_FACTOR = 5  # times the budget for an item that spends it, then alone
_SPENT = (BudgetSpentError, RecursionError)
_Found = TypeVar("_Found")
_Ask = Callable[[Prover, Goals], _Found]


@dataclass(frozen=True, slots=True)
class Search:
    """Searches the conversations of one flow that begin on `today`.

    `max_nodes` is the budget of a prover; an item that spends it is tried alone, with more.
    """

    dialog: Dialog
    today: date
    max_nodes: int = MAX_NODES

    def reachability(self, items: Sequence[CoverageItem]) -> Mapping[CoverageItem, Reachability]:
        """Return item -> whether some complete conversation covers it."""
        words: dict[bool | None, Reachability] = {
            True: "reachable",
            False: "unreachable",
            None: "not decided",
        }
        return {item: words[found] for item, found in self._ask_each(items, Prover.is_possible)}

    def short_conversations(
        self, items: Sequence[CoverageItem], done: Container[CoverageItem] = ()
    ) -> Iterator[tuple[CoverageItem, Trail]]:
        """Yield items, each with a short complete conversation that covers it, if one was found.

        An item that is in `done` when its turn comes is left out. For an option in the rows of a
        list, the conversation has a row in which the option shows; to tick it is up to the caller.
        """
        for item, found in self._ask_each(items, Prover.short_witness, done):
            if found is not None:
                yield item, self.replay(found.answers)

    def replay(self, answers: Mapping[str, model.Value]) -> Trail:
        """Return the trail of these answers in the flow itself, without probes."""
        at = datetime.combine(self.today, time(12), UTC)
        begun = self.dialog.begin(self.dialog.flow.language, self.today)
        given = {fact: Answer(value, at, 1) for fact, value in answers.items()}
        return self.dialog.trail(structs.replace(begun, answers=given))

    def _ask_each(
        self, items: Sequence[CoverageItem], ask: _Ask[_Found], done: Container[CoverageItem] = ()
    ) -> Iterator[tuple[CoverageItem, _Found | None]]:
        """Yield the result of `ask` for each item; None if it spends the larger budget too."""
        left = list(items)
        while left := [item for item in left if item not in done]:
            yield from self._ask_batch(left[:BATCH_SIZE], ask, done)
            left = left[BATCH_SIZE:]

    def _ask_batch(
        self, items: Sequence[CoverageItem], ask: _Ask[_Found], done: Container[CoverageItem]
    ) -> Iterator[tuple[CoverageItem, _Found | None]]:
        dialog = Dialog(with_probes(self.dialog.flow, items))
        prover = self._prover(dialog)
        for item, guarantee in zip(items, dialog.flow.guarantees, strict=True):
            if item in done:
                continue
            found: _Found | None
            try:
                found = ask(prover, obligation(prover.reach.space, guarantee).violated)
            except _SPENT:  # the rest of the batch gets a fresh budget
                prover, found = self._prover(dialog), self._ask_alone(item, ask)
            yield item, found

    def _ask_alone(self, item: CoverageItem, ask: _Ask[_Found]) -> _Found | None:
        dialog = Dialog(with_probes(self.dialog.flow, [item]))
        prover = Prover(dialog, self.today, self.max_nodes * RETRY_FACTOR)
        try:
            return ask(prover, obligation(prover.reach.space, dialog.flow.guarantees[0]).violated)
        except _SPENT:
            return None

    def _prover(self, dialog: Dialog) -> Prover:
        return Prover(dialog, self.today, self.max_nodes)


# Items as trap properties: guarantees that an item never happens, whose counterexamples cover it.
#
# This is test generation by model checking. The probed flow asks, says and leads exactly as the
# original. A probe is an invisible step: on a branch, to see it taken; ahead of a list, for each
# option in its rows that may be hidden, to see whether it shows.

_NEVER_KEPT = model.Ends(frozenset())  # a promise that no complete conversation keeps


def with_probes(flow: model.Flow, items: Sequence[CoverageItem]) -> model.Flow:
    """Return the flow with its guarantees replaced by "never" guarantees, one for each item."""
    probed = _ProbedFlow(flow)
    guarantees = tuple(probed.guarantee(str(number), item) for number, item in enumerate(items))
    return replace(flow, steps=probed.steps(), guarantees=guarantees)


@dataclass(slots=True)
class _ProbedFlow:
    """A flow under instrumentation: its probes `on_routes`, and those `before_steps`."""

    flow: model.Flow
    on_routes: dict[tuple[str, int], str] = field(default_factory=dict)
    before_steps: dict[str, dict[str, model.Guard]] = field(
        default_factory=dict
    )  # step -> probe -> when

    def steps(self) -> dict[str, model.AnyStep]:
        """Return the flow's steps with the probes among them."""
        steps = (each for step in self.flow.steps.values() for each in self._probed_step(step))
        return {step.id: step for step in steps}

    def guarantee(self, name: str, item: CoverageItem) -> model.Guarantee:
        """Return the guarantee that an item is never covered."""
        match item:
            case StepItem(step) | EndItem(step):
                return model.Guarantee(name, None, self._never_passes(step))
            case BranchItem(step, route):
                probe = self.on_routes[step, route] = f"{step} {route}"
                return model.Guarantee(name, None, model.Never(probe))
            case OptionItem(fact, option):
                return self._option_guarantee(name, fact, option)
            case AtomItem(atom, truth):
                return self._atom_guarantee(name, atom, truth=truth)
            case GuaranteeItem(guarantee):
                bound = next(each for each in self.flow.guarantees if each.name == guarantee)
                return model.Guarantee(name, bound.when, _NEVER_KEPT)
            case PlannedItem(planned):
                guard = next(each.guard for each in self.flow.plan if each.id == planned)
                return model.Guarantee(name, guard, _NEVER_KEPT)

    def _never_passes(self, step: str) -> model.Promise:
        """Return the promise that a step is never passed; the start always is."""
        return _NEVER_KEPT if step == self.flow.start else model.Never(step)

    def _atom_guarantee(self, name: str, atom: Atom, *, truth: bool) -> model.Guarantee:
        if truth:
            return model.Guarantee(name, _unwritten_guard(atom), _NEVER_KEPT)
        if not is_seen_when_asked(atom):
            return model.Guarantee(name, _unwritten_guard(Not(atom)), _NEVER_KEPT)
        asking = next((s.id for s in self.flow.steps.values() if atom.subject in s.fields), None)
        if asking is None:  # never asked, so never covered: the guarantee must never bind
            return model.Guarantee(name, _unwritten_guard(And((atom, Not(atom)))), _NEVER_KEPT)
        return model.Guarantee(name, _unwritten_guard(Not(atom)), self._never_passes(asking))

    def _option_guarantee(self, name: str, fact: str, option: str) -> model.Guarantee:
        lists = [repeat for repeat in self.flow.repeats if fact in repeat.each]
        if not lists:
            return model.Guarantee(
                name, _unwritten_guard(_option_test(self.flow, fact, option)), _NEVER_KEPT
            )
        (rows,) = lists
        some = _unwritten_guard(Atom(rows.id, "repeat", Count(">=", 1)))
        shows = _visibility_guard(self.flow, fact, option)
        if shows is None:
            return model.Guarantee(name, some, self._never_passes(rows.id))
        probe = f"{rows.id} {fact} {option}"
        self.before_steps.setdefault(rows.id, {})[probe] = shows
        return model.Guarantee(name, some, model.Never(probe))

    def _probed_step(self, step: model.AnyStep) -> Iterator[model.AnyStep]:
        yield from self._fork_steps(step.id)
        led = [replace(route, to=self._entry_of(route.to)) for route in step.routes]
        on = {
            n: self.on_routes[step.id, n] for n in range(len(led)) if (step.id, n) in self.on_routes
        }
        routes = (replace(r, to=on[n]) if n in on else r for n, r in enumerate(led))
        yield replace(step, routes=tuple(routes))
        yield from (
            model.Return(id=probe, routes=(model.Route(led[n].to),)) for n, probe in on.items()
        )

    def _fork_steps(self, step: str) -> Iterator[model.AnyStep]:
        """Yield a fork and a probe for each probe ahead of `step`; the last leads to it."""
        probes = self.before_steps.get(step, {})
        following = [*(f"{probe}?" for probe in probes), step][1:]
        for (probe, guard), after in zip(probes.items(), following, strict=True):
            yield model.Return(
                id=f"{probe}?", routes=(model.Route(probe, guard), model.Route(after))
            )
            yield model.Return(id=probe, routes=(model.Route(after),))

    def _entry_of(self, step: str) -> str:
        """Return the first fork ahead of `step`, or the step itself."""
        return next((f"{probe}?" for probe in self.before_steps.get(step, ())), step)


def _unwritten_guard(expression: Expression) -> model.Guard:
    return model.Guard(expression, "")


def _option_test(flow: model.Flow, fact: str, option: str) -> Atom:
    """Return the test for "the option is ticked"."""
    if flow.facts[fact].may_be_empty and option == model.NONE:
        return Atom(fact, "fact", HasNone())
    if flow.facts[fact].may_be_empty and option != model.UNKNOWN:
        return Atom(fact, "fact", HasAny(frozenset({option})))
    return Atom(fact, "fact", OneOf(frozenset({option})))


def _visibility_guard(flow: model.Flow, fact: str, option: str) -> model.Guard | None:
    """Return the guard under which an option shows; None for always."""
    return next((each.visible for each in flow.facts[fact].options if each.id == option), None)
