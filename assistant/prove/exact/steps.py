"""Findings about steps: unreached, with dead branches, with questions that can't be answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.flow.findings import Report
from assistant.flow.findings.registry import error, note, warning
from assistant.flow.model import AnyFact, Outcome, Repeat, texts
from assistant.prove.diagram import FALSE, TRUE
from assistant.prove.prover import Prover
from assistant.prove.reach import Reach
from assistant.prove.report import describe_answers
from assistant.prove.space import Space
from assistant.prove.ways import CostLimits

# What is found here.

X01 = error("X01", "A step that no conversation reaches").says(
    'no conversation comes to "{name}": {way}.', fix="change that condition, or delete the step"
)
X02 = warning("X02", "A branch that no conversation takes")
X02_NEVER = X02.says(
    "the condition of this branch never holds here.",
    fix="change it, or delete the branch",
    variant="never",
)
X02_HIDDEN = X02.says(
    "this branch is never taken: {way} stands before it and takes all whom it is meant for.",
    fix="move it up, or delete it",
    variant="hidden",
)
X02_ELSE = X02.says(
    "this branch is never taken: those before it take every conversation.",
    fix='delete it, and the "if" of the branch before it',
    variant="else",
)
X03 = error("X03", "A question that some cannot answer").says(
    '"{name}" cannot be answered when {way}: nothing shows that could be chosen.',
    fix="let one option always show, or go past the question then",
)
X05 = warning("X05", "A question whose answer changes nothing").says(
    'the answer to "{name}" changes nothing: no condition, text or record knows it.',
    fix="let something depend on it, or do not ask",
)
X07 = note("X07", "Options that come to the same").says(
    'in "{fact}", "{name}" and "{other}" come to the same: nothing tells them apart.',
    fix="make one option of the two, or let something depend on them",
)
X08 = warning("X08", "An end with too many questions before it").says(
    '{count} questions may stand before "{name}", more than {most}: when {way}.',
    fix="ask less of those who end there, or later",
)


def check_branches(prover: Prover, report: Report) -> None:
    """Report steps and branches that are never reached (X01, X02), and dead ends (X03)."""
    # Exact reachability: the over-approximation would call too much reached.
    reach = prover.exact_reach
    for step in reach.space.layout.order:
        if step not in reach.entered:
            _report_unreached(reach, step, report)
        elif reach.answered[step]:
            _report_untaken(reach, step, report)
        if step in reach.stuck:
            _report_stuck(prover, step, report)


def _report_unreached(reach: Reach, name: str, report: Report) -> None:
    """Report an unreached step, unless all steps that lead to it are unreached themselves."""
    step = reach.space.flow.steps[name]
    whys = list(_reasons(reach, name))
    if whys and step.is_listed:
        report.at_place(step.place, len(name), X01, name=name, way="; ".join(whys))


def _reasons(reach: Reach, target: str) -> Iterator[str]:
    flow = reach.space.flow
    for step in reach.entered:
        for number, route in enumerate(flow.steps[step].routes):
            if route.to == target:
                what = f'the branch "{route.guard.text}"' if route.guard else "the way on"
                yield f'{what} of "{step}" {_reason(reach, step, number)}'


def _reason(reach: Reach, step: str, number: int) -> str:
    if not reach.answered[step]:
        return "comes too late, for nobody can answer there"
    if not _ever_holds(reach, step, number):
        return "never holds"
    return f"is hidden by {' and '.join(_hiding_branches(reach, step, number))}"


def _report_untaken(reach: Reach, name: str, report: Report) -> None:
    """Report branches of a step that are never taken while their targets are reached otherwise."""
    routes = reach.space.flow.steps[name].routes
    taken = {number for step, number, _ in reach.routes_taken if step == name}
    for number, route in enumerate(routes):
        if number in taken or route.to not in reach.entered:
            continue
        length = len(route.guard.text) if route.guard else len(route.to)
        place = route.guard.place if route.guard else route.place
        if route.guard is None:
            report.at_place(place, length, X02_ELSE)
        elif not _ever_holds(reach, name, number):
            report.at_place(place, length, X02_NEVER)
        else:
            hiding = " and ".join(_hiding_branches(reach, name, number))
            report.at_place(place, length, X02_HIDDEN, way=hiding)


def _ever_holds(reach: Reach, step: str, number: int) -> bool:
    """Return True if the guard of a route ever holds there, whatever earlier routes take."""
    return any(_hold_together(reach, step, number, number))


def _hiding_branches(reach: Reach, step: str, number: int) -> list[str]:
    """Return the earlier branches that take conversations in which this one holds too."""
    routes = reach.space.flow.steps[step].routes[:number]
    return [
        f'"{route.guard.text}"'
        for earlier, route in enumerate(routes)
        if route.guard and any(_hold_together(reach, step, number, earlier))
    ]


def _hold_together(reach: Reach, step: str, one: int, other: int) -> Iterator[bool]:
    space, diagrams = reach.space, reach.space.diagrams
    guards = space.route_guards[step]
    for sums, known in reach.answered[step].items():
        both = diagrams.and_(space.at_sums(guards[one], sums), space.at_sums(guards[other], sums))
        yield diagrams.and_(known, both) != FALSE


def _report_stuck(prover: Prover, name: str, report: Report) -> None:
    space = prover.exact_reach.space
    step = space.flow.steps[name]
    bare = [when for _, when in _facts_without_options(space, name)]
    trail = prover.shortest_witness({name: space.diagrams.any_of(bare)})
    description = describe_answers(space.flow, trail) if trail else "it is asked"
    report.at_place(step.place, len(name), X03, name=name, way=description)


def _facts_without_options(space: Space, name: str) -> Iterator[tuple[str, int]]:
    """Yield mandatory facts of a step that can lose all options, and the states where they do."""
    step = space.flow.steps[name]
    if isinstance(step, Repeat) and step.at_least == 0:
        return  # no row at all is an answer
    for fact in space.facts(name):
        if not fact.options or fact.optional or fact.unknown:
            continue
        if fact.none is None:
            shown = space.visibility[name].get(fact.id, ((None, TRUE),))
            yield fact.id, space.diagrams.not_(space.diagrams.any_of(d for _, d in shown))


# Findings about length: ends that cost more question screens than can be expected of anybody.

SCREEN_BUDGETS: Mapping[Outcome, int] = {"notify": 30, "consult": 15, "follow_up": 15, "none": 15}
"""Question screens per outcome: a record to act on takes some, advice on what to do must not."""


def check_lengths(prover: Prover, report: Report) -> None:
    """Report ends that some conversation reaches after more screens than their budget (X08)."""
    ends, reach = prover.reach.space.layout.ends, prover.reach
    for most in sorted({*SCREEN_BUDGETS.values()}):
        aims = {
            e.id: TRUE for e in ends if SCREEN_BUDGETS[e.outcome] == most and e.id in reach.approach
        }
        # Ends with one budget share a search: mostly none exceeds it, and that is the cheap answer.
        if prover.is_possible(aims, CostLimits(fewest_screens=most + 1)):
            for end in aims:
                _check_length(prover, end, most, report)


def _check_length(prover: Prover, end: str, most: int, report: Report) -> None:
    trail = prover.witness_longer_than(most, {end: TRUE})
    if trail is not None:
        fills = {"name": end, "way": describe_answers(prover.flow, trail)}
        place = prover.flow.steps[end].place
        report.at_place(place, len(end), X08, count=len(trail.screens), most=most, **fills)


# Findings about consequences: questions that change nothing, options that make no difference.

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def check_consequences(prover: Prover, report: Report) -> None:
    """Report questions and options that no condition, text or record reads (X05, X07)."""
    space = prover.reach.space
    in_texts = _facts_in_texts(space)
    for step in prover.exact_reach.entered:
        if _may_end_in_record(space, step):
            continue  # every answer goes into the record
        for fact in space.facts(step):
            if fact.id in in_texts:
                continue
            if not _is_read(space, fact):
                report.at_place(fact.place, len(fact.id), X05, name=fact.id)
            elif fact.is_single:
                _report_equal_options(space, fact, report)


def _facts_in_texts(space: Space) -> frozenset[str]:
    """Return the facts that some text shows, by themselves or through a score."""
    flow = space.flow
    found = {name for text in texts(flow) for name in _PLACEHOLDER.findall(text.words)}
    for score in flow.scores.values():
        if score.id in found:
            found |= {*score.facts}
    return frozenset(found)


def _may_end_in_record(space: Space, step: str) -> bool:
    """Return True if a conversation through the step may end in a record."""
    return any(
        end.outcome == "notify" and step in space.layout.ancestors[end.id]
        for end in space.layout.ends
    )


def _is_read(space: Space, fact: AnyFact) -> bool:
    scores = space.classifier.caps
    summed = any(fact.id in space.flow.scores[score].facts for score in scores)
    return summed or bool(space.variables_of(fact.id))


def _report_equal_options(space: Space, fact: AnyFact, report: Report) -> None:
    """Report options that every condition and score treats like an earlier one."""
    for one, other in _equal_options(space, fact):
        report.at_place(fact.place, len(fact.id), X07, fact=fact.id, name=one, other=other)


def _equal_options(space: Space, fact: AnyFact) -> Iterator[tuple[str, str]]:
    found: dict[object, str] = {}
    for option in fact.options:
        answer_class = space.classifier.classify(fact.id, option.id)
        first = found.setdefault(
            (answer_class.held, answer_class.amounts, option.visible), option.id
        )
        if first != option.id:
            yield first, option.id
